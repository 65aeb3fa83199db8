"""Inbound shipments: list, one shipment, its milestones, packages, lines and papers."""
