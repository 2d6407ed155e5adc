"""A network that learns to decide yes or no."""
