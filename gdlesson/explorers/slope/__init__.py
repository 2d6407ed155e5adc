"""Rise and run, and the slope they close in on."""
