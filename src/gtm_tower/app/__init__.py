"""The dashboard: pages over the published metrics and marts."""
