"""From money to serial and back."""
