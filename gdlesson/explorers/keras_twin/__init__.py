"""Our network and the same one in Keras."""
