"""Reading raw data: which tables a template declares, and the files that bring them."""
