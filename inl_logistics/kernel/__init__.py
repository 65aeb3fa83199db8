"""Values, text rules, errors and sentences: what every other folder may use and that uses nothing of ours."""
