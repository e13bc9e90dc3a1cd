"""Reference data: names, codes and bounds of countries."""
