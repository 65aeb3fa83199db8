"""What needs the officer today."""
