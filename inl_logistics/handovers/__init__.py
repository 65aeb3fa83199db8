"""Handovers: what is given to a host unit against a signed receipt."""
