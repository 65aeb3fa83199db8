"""Outbound shipments: picks, packing, a waybill for each vehicle, what is on the road and what came of it."""
