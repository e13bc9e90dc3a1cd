"""What a visitor can take along: the selection as CSV, GeoJSON and JSON, the events as a calendar, a profile as text.

Each format is a pure function of a network and a state. Every fact goes out with the page it was read on.
"""
