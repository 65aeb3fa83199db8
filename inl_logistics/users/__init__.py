"""Accounts, roles, devices, and the trail of every change."""
