"""A network that learns to answer yes or no."""
