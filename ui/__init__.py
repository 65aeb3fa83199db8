"""Everything with a screen: the kit, the shell and one folder for each feature."""
