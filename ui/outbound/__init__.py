"""Outbound shipments: handovers on vehicles, picked and packed, on the road, and what became of each stop."""
