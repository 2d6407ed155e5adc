"""A race of optimizers, each with its best learning rate."""
