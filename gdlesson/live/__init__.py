"""The parts of every explorer: a figure that follows a slider, drawing, controls, and `Explorer` itself."""
