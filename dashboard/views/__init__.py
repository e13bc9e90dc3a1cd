"""What is seen: pure functions from a network and a state to Dash components, figures and pictures."""
