"""The map: what the WebGL map and the SVG map share."""
