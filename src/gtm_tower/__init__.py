"""GTM Tower: tested, explained, reproducible go-to-market numbers from a company's raw data."""

__version__ = "0.1.0"
