"""A dense network in NumPy, its training and learning curves, and the same network in Keras."""
