"""Home: what needs the officer today."""
