"""The outcome of every run: learning rate × start."""
