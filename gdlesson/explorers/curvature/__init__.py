"""Newton's method, and a line search, beside gradient descent."""
