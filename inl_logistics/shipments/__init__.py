"""Inbound shipments: milestones, packages, lines, serials, papers."""
