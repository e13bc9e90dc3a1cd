"""The model: a network of cities as frozen values, its attribution, distances on the globe."""
