"""Import of spreadsheets: recognize, parse, check (a dry run), then write in one transaction with one undo."""
