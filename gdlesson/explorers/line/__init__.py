"""A line through points, and its error."""
