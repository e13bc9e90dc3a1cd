"""Ingest: from files to a validated network, every problem with its file and line."""
