"""Import: choose a file, match its columns, check everything, import all or nothing."""
