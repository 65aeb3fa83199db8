"""What: items, variants, codes, names in each language, minimums, kits."""
