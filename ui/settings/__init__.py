"""Settings: this computer, the post, its rules, the password, the data."""
