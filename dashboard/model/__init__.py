"""Model: a city network as immutable values, its attribution, great-circle distances."""
