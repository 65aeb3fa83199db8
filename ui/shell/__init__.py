"""Start-up, sign-in, hooks and the window: it arranges pages and knows none of their rules."""
