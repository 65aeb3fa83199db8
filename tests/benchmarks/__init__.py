"""Speed, printed as ratios against a floor measured in the same run. Source: architecture.md 4."""
