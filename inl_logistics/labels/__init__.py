"""Labels: tags that are given once, what codes on goods say, and labels as paper."""
