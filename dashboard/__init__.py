"""The map of a city network: who the cities are, what they work on, where they met, and where it says so."""

__version__ = "0.1.0"
