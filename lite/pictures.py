"""For each lesson the picture on the front page: an explorer of that lesson, and the control that moves there.

Keras is not needed to build the site: the picture of lesson 18 is the one that its notebook holds.
"""

import numpy as np

import gdlesson
from gdlesson import datasets, quadratic, train

PARABOLA, SQUARE, GALAXIES = quadratic([-3, -2, 3]), quadratic([0, 0, 1]), gdlesson.hubble_data()
HOURS, SCORES = np.arange(1.0, 9.0), [2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9]  # as in lesson 1


def hero():
    """Return the explorer of lesson 4, whose slider has its positions where outcomes differ."""
    explorer = gdlesson.explore(PARABOLA, start=8, learning_rate=0.28)
    explorer.controls["learning_rate"].set_range(0.01, 1, 0.01)
    return explorer


def trainings():
    """Return the curves of a few trainings of lesson 19, one that goes well and some that do not."""
    x, y = datasets.moons(256, seed=1)
    unseen, network = datasets.moons(256, seed=2), gdlesson.Network((2, 16, 1))
    mixed = np.random.default_rng(3).permutation(y)[:96]
    more = {"epochs": 100, "validation": unseen}
    return {
        "well": train(network, x, y, "adam", 0.01, **more),
        "Adam at 0.0001": train(network, x, y, "adam", 0.0001, **more),
        "labels mixed up": train(network, x[:96], mixed, "adam", 0.01, **more),
    }


# What makes the explorer, and the control that moves.
PICTURES = {
    "hero": (hero, "learning_rate"),
    "00": (lambda: gdlesson.explore(PARABOLA, learning_rate=0.28, parts="curve"), "start"),
    "01": (lambda: gdlesson.explore_line(HOURS, SCORES, slope=0.5, intercept=2, xlabel="hours of study"), "slope"),
    "02": (lambda: gdlesson.explore_slope(PARABOLA, x=2, h=5, errors=False), "h"),
    "03": (lambda: gdlesson.explore(PARABOLA, start=8, learning_rate=0.05, parts=["curve", "loss"]), "step"),
    "04": (lambda: gdlesson.explore(PARABOLA, start=8, learning_rate=0.34), "learning_rate"),
    "05": (lambda: gdlesson.explore_stopping(SQUARE, start=8, learning_rate=0.1), "tolerance"),
    "06": (lambda: gdlesson.explore_map([gdlesson.double_well], start=1.5, learning_rate=0.1), "start"),
    "07": (lambda: gdlesson.explore_plane(condition=10, angle=30, start=(-3.2, 1.6), learning_rate=0.18), "angle"),
    "08": (gdlesson.explore_scaling, "scaling"),
    "09": (lambda: gdlesson.explore_momentum(start=8.0, learning_rate=0.1, momentum=0.9), "momentum"),
    "10": (lambda: gdlesson.explore_samples(*GALAXIES, learning_rate=0.1, batch_size=4), "batch_size"),
    "11": (lambda: gdlesson.explore_adaptive(gdlesson.bowl(30), start=(-3.03, 2.02), learning_rate=0.1), "step"),
    "12": (lambda: gdlesson.explore_curvature(gdlesson.quartic, start=3), "start"),
    "13": (lambda: gdlesson.explore_race(seed=2), "step"),
    "14": (lambda: gdlesson.explore_probability(weight=1.5, bias=-4), "weight"),
    "15": (lambda: gdlesson.explore_layers(), "units"),
    "16": (gdlesson.explore_backward, "step"),
    "17": (lambda: gdlesson.explore_network(learning_rate=0.3), "step"),
    "19": (lambda: gdlesson.explore_curves(trainings()), "training"),
    "20": (lambda: gdlesson.explore_generalization(epochs=120), "step"),
}
