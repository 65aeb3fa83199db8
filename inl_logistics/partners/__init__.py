"""Who: host tree, people, vetting, vendors, carriers, makers, stores and bins."""
