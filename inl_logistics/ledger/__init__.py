"""Movements, places, layers, balances, reversal and rebuild: the only code that writes stock."""
