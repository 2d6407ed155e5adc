"""What every explorer is made of: a figure that follows a slider, drawing, controls, and their sum, `Explorer`."""
