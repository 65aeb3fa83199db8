"""Overrides of rules: reason, approver, and the co-signature asked for later."""
