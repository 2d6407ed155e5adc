"""Learning rate × momentum."""
