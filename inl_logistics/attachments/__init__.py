"""Files kept encrypted beside the database, named by their content."""
