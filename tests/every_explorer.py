"""One of each kind of explorer, small, so that a sweep is quick: for tests of what all of them promise."""

import numpy as np
import pytest

import gdlesson
from gdlesson import Function, bowl, double_well, hubble_data, quadratic, quartic, rosenbrock, saddle
from gdlesson.datasets import circles, moons

SQUARE = quadratic([0, 0, 1])
CUBE = Function(lambda x: x**3, lambda x: 3 * x**2, name="x³")
X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])
FALLING = {"loss": 0.1 + 0.6 * 0.9 ** np.arange(30), "accuracy": 1 - 0.5 * 0.9 ** np.arange(30)}
RULES = ["gradient_descent", "adam"]


def decaying_samples():
    lab = gdlesson.explore_samples(*hubble_data())
    lab.schedule = "cosine"  # with a constant rate there is no decay to change
    return lab


# One row for each explore function, two where it returns two kinds of explorer: small, so that a sweep is quick.
EXPLORERS = {
    "explore": lambda: gdlesson.explore(quadratic([-3, -2, 3])),
    "explore_adaptive": lambda: gdlesson.explore_adaptive(bowl(30), start=(-3, 2), iterations=40),
    "explore_backward": gdlesson.explore_backward,
    "explore_curvature": gdlesson.explore_curvature,
    "explore_curves": lambda: gdlesson.explore_curves({"falling": FALLING, "flat": {"loss": [0.693] * 30}}),
    "explore_generalization": lambda: gdlesson.explore_generalization(epochs=6, units=4),
    "explore_keras": lambda: gdlesson.explore_keras(epochs=4),
    "explore_layers": lambda: gdlesson.explore_layers(units=4),
    "explore_line": lambda: gdlesson.explore_line(X, Y, slope=0.5, intercept=2),
    "explore_map": lambda: gdlesson.explore_map([SQUARE, quartic, double_well], start=6, learning_rate=0.3),
    "explore_momentum": lambda: gdlesson.explore_momentum(),
    "explore_network": lambda: gdlesson.explore_network({"moons": moons, "circles": circles}, epochs=6, units=4),
    "explore_plane": lambda: gdlesson.explore_plane([rosenbrock, saddle], optimizers=RULES),
    "explore_plane of a bowl": lambda: gdlesson.explore_plane(learning_rate=0.002, optimizers=RULES),
    "explore_probability": lambda: gdlesson.explore_probability(weight=1.5, bias=-4),
    "explore_race": lambda: gdlesson.explore_race([bowl(30), rosenbrock], RULES),
    "explore_samples": decaying_samples,
    "explore_scaling": gdlesson.explore_scaling,
    "explore_slope": lambda: gdlesson.explore_slope(CUBE, x=5, h=1),
    "explore_stopping": lambda: gdlesson.explore_stopping(SQUARE),
}

SLOW = {"explore_keras": pytest.mark.slow}
NAMES = [pytest.param(name, marks=SLOW.get(name, ())) for name in EXPLORERS]


def values(lab):
    return lab.values()
