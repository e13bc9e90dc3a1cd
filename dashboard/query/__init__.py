"""Queries: the state of a view and its codec, selection, search, recommendations, data quality."""
