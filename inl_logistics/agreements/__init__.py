"""Letters of agreement, amendments, projects and ceilings."""
