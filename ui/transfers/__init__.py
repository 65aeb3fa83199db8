"""Transfers between our stores: composed, sent, received, sent back, written off."""
