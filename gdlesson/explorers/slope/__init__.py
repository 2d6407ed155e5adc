"""Rise over run, and the slope that it approaches."""
