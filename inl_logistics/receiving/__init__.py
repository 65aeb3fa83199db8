"""Counting a shipment in by scan, its report and its discrepancies."""
