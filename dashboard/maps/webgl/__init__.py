"""The map as a plotly figure, drawn by WebGL in the browser."""
