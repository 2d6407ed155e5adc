"""The layers of a network, and what comes of the way its weights begin."""
