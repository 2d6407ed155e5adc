"""The memory of Adam and its relatives."""
