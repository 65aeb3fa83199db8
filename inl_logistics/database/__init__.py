"""The encrypted database file: engine, keys, column types, search index, migrations and checks."""
