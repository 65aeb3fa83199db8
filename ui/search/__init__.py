"""Search: what Ctrl K and a scan find over the whole program."""
