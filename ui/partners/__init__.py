"""Partners: the host tree with people and vetting, vendors, stores."""
