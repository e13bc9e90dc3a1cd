"""Maps: projection, viewport, clusters and labels; the WebGL map and the SVG map are two back ends."""
