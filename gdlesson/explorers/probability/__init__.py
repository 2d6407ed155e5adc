"""A probability of yes, moved by hand, and what each answer costs."""
