"""Components: pure builders of the parts of the page."""
