"""The map as SVG, drawn on the server."""
