"""fieldops: service contracts, inspections and reports as reviewed, executable data."""

__version__ = "0.1.0"
