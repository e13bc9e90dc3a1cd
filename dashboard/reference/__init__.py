"""Reference data: countries, their names and codes, and where they have land."""
