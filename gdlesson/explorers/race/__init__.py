"""A race of optimizers, each at its best learning rate."""
