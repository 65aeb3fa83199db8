"""Transfers between our stores with the way between: dispatched, on the road, received, missing."""
