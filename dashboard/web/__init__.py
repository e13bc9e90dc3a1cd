"""How it is served: the only wing that knows the wiring of Dash and Flask."""
