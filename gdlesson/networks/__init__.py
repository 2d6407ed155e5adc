"""A dense network in NumPy and its training, its curves, and the same network in Keras."""
