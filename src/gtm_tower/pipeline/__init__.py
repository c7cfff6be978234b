"""The way of the data: load, transform, check, publish."""
