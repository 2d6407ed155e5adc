"""The explorer of descent on samples: batch size, learning rate, how the rate falls, epochs, and seed."""

import math

import ipywidgets as widgets
import numpy as np

from gdlesson.checks import checked_number, checked_start
from gdlesson.explorers.samples.picture import SamplesPicture
from gdlesson.explorers.samples.run import SCHEDULES, descend_on_samples, samples_verdict, sizes
from gdlesson.live.controls import Control, choice_control, count_control, log_control
from gdlesson.live.explorer import Explorer, rows
from gdlesson.surfaces import least_squares

MOST = 1200  # about so many gradients a run may use up, so that a move is quick
SAMPLES = 500  # more would make one epoch slow


class SamplesExplorer(Explorer):
    """Mini-batch descent of a line on data; made by `explore_samples`."""

    batch_size, learning_rate, schedule = Control(), Control(), Control()
    decay, epochs, seed = Control(), Control(), Control()

    def __init__(self, x, y, start, learning_rate, batch_size, epochs):
        self.x, self.y, self.beginning = x, y, start
        f, n = least_squares(x, y, view=view_of(x, y, start)), len(x)
        longest = max(epochs, 2, MOST // n)
        bend = float(np.linalg.norm(f.gradient([1.0, 0.0]) - f.gradient([0.0, 0.0])))  # nearly the curvature L
        ends = 10.0 ** math.floor(math.log10(0.01 / bend)), 10.0 ** math.ceil(math.log10(2 / bend))
        controls = {
            "batch_size": count_control("batch size", batch_size, 1, n),
            "learning_rate": log_control("learning rate", learning_rate, *ends),
            "schedule": choice_control("schedule", {name: name for name in SCHEDULES}, "constant"),
            "decay": count_control("falls by ÷", 30, 1, 100),
            "epochs": count_control("epochs", epochs, 1, longest),
            "seed": count_control("seed", 0, 0, 99),
        }
        picture = SamplesPicture(f, n, n * longest, start)
        super().__init__(controls, self.descend, lambda runs: samples_verdict(*runs), picture)

    def descend(self, batch_size, learning_rate, schedule, decay, epochs, seed):
        """Return the run of the controls' values, and the one with all samples in each batch."""
        rate = checked_number("learning_rate", learning_rate)
        runs = []
        for size in (batch_size, len(self.x)):
            falling = SCHEDULES[schedule](rate, epochs * len(sizes(len(self.x), size)), decay)
            falling = rate if schedule == "constant" else falling
            runs.append(descend_on_samples(self.x, self.y, self.beginning, falling, size, epochs, seed))
        return runs

    def arrange(self):
        """Return the controls in three rows above the picture."""
        named = self.controls
        lines = rows(
            [named["batch_size"], named["learning_rate"]],
            [named["schedule"], named["decay"]],
            [named["epochs"], named["seed"]],
        )
        return widgets.VBox([*lines, self.live])


def view_of(x, y, start):
    """Return a square view around the lowest point in which the start lies."""
    (slope, intercept), half = lowest(x, y), 1.5 * np.max(np.abs(lowest(x, y) - start)) or 1.0
    return (slope - half, slope + half), (intercept - half, intercept + half)


def lowest(x, y):
    """Return slope and intercept of the best line."""
    return least_squares(x, y).known_minima[0]


def explore_samples(x, y, start=(0.0, 0.0), learning_rate=0.1, batch_size=4, epochs=25):
    """Return an explorer of mini-batch descent: batch size, learning rate, its schedule, epochs and seed.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The data that a line is laid through, at most 500 of them.
    start : (float, float)
        The slope and the intercept to begin with.
    learning_rate, batch_size, epochs : number
        Where these sliders stand first.

    Returns
    -------
    SamplesExplorer
        Its `run` is a pair: the run with these batches, and the one with all samples in each batch, each a
        `SampleDescent`. Its `decay` says how many times smaller the rate is in the end, for all schedules but
        the constant one.

    Raises
    ------
    TypeError, ValueError
        The data are none, or a number lies outside its range.

    Examples
    --------
    >>> from gdlesson import hubble_data
    >>> lab = explore_samples(*hubble_data())
    >>> lab.batch_size = 1
    >>> lab.run[0].nit
    600
    """
    least_squares(x, y)  # says at once what is wrong with them
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if len(x) > SAMPLES:
        raise ValueError(
            f"x and y must be {SAMPLES} numbers each at most, so that a move stays quick, got {len(x)}"
        )
    descend_on_samples(x, y, start, checked_number("learning_rate", learning_rate), batch_size, epochs)
    start = checked_start(least_squares(x, y), start)
    return SamplesExplorer(x, y, start, float(learning_rate), int(batch_size), int(epochs))
