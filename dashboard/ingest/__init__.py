"""Ingest: read files into a validated network, and report every problem with file and line."""
