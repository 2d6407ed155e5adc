"""The same training in our network and in Keras."""
