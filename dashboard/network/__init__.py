"""What is known: the network as values, its tables and their loader, the state of a view. No Dash, no geopy."""
