"""One frozen module for each schema version after the first."""
