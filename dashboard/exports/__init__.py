"""Exports: CSV, GeoJSON, JSON, iCalendar, Markdown, SVG and PNG, and the registry of formats.

Each format is a pure function of a network and a state. Every exported fact has its source.
"""
