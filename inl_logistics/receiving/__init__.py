"""Receiving: counting what arrives, good, damaged, short, over or wrong."""
