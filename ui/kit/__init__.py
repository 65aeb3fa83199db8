"""Parts every screen is made of: theme, icons, tables, chips, fields, jobs, dialogs."""
