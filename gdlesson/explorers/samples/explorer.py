"""Mini-batch descent with sliders: batch size, learning rate, how the rate falls, epochs, and seed."""

import math

import numpy as np

from gdlesson.checks import checked_count, checked_number
from gdlesson.explorers.samples.picture import SamplesPicture
from gdlesson.explorers.samples.run import SCHEDULES, descend_on_samples, samples_verdict, sizes
from gdlesson.landscapes import least_squares
from gdlesson.live.controls import Control, choice_control, count_control, log_control
from gdlesson.live.explorer import Explorer

MOST = 1200  # about the largest number of gradients of a run, so that a move stays quick
SAMPLES = 500  # with more samples, one epoch would be slow


class SamplesExplorer(Explorer):
    """A line fitted to data by mini-batch descent; created by `explore_samples`."""

    batch_size, learning_rate, schedule = Control(), Control(), Control()
    decay, epochs, seed = Control(), Control(), Control()
    layout = [["batch_size", "learning_rate"], ["schedule", "decay"], ["epochs", "seed"]]

    def __init__(self, x, y, start, learning_rate, batch_size, epochs):
        self.x, self.y, self.beginning = x, y, start
        f, n = least_squares(x, y, view=view_of(x, y, start)), len(x)
        longest = max(epochs, 2, MOST // n)
        bend = float(np.linalg.norm(f.gradient([1.0, 0.0]) - f.gradient([0.0, 0.0])))  # nearly the curvature L
        ends = 10.0 ** math.floor(math.log10(0.01 / bend)), 10.0 ** math.ceil(math.log10(2 / bend))
        controls = {
            "batch_size": count_control("batch size", batch_size, 1, n),
            "learning_rate": log_control("learning rate", learning_rate, *ends),
            "schedule": choice_control("schedule", list(SCHEDULES), "constant"),
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
            steps = epochs * len(sizes(len(self.x), size))
            falling = rate if schedule == "constant" else SCHEDULES[schedule](rate, steps, decay)
            runs.append(descend_on_samples(self.x, self.y, self.beginning, falling, size, epochs, seed))
        return runs


def view_of(x, y, start):
    """Return a square view around the best slope and intercept that includes the start."""
    best = least_squares(x, y).known_minima[0]
    half = 1.5 * np.max(np.abs(best - start)) or 1.0
    return [(middle - half, middle + half) for middle in best]


def explore_samples(x, y, start=(0.0, 0.0), learning_rate=0.1, batch_size=None, epochs=25):
    """Return an explorer of mini-batch descent: batch size, learning rate, its schedule, epochs and seed.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The data to fit a line to, at most 500 samples.
    start : (float, float)
        The initial slope and intercept.
    learning_rate, batch_size, epochs : number
        The initial positions of these sliders; batch_size defaults to 4, or to all of fewer samples.

    Returns
    -------
    SamplesExplorer
        Its `run` is a pair of `SampleDescent`: the run with these batches, and the one with all samples in each
        batch. Its `decay` is how many times smaller the rate gets, for all schedules except the constant one.

    Raises
    ------
    TypeError, ValueError
        x and y are not data, or a number is out of range.

    Examples
    --------
    >>> from gdlesson import hubble_data
    >>> lab = explore_samples(*hubble_data())
    >>> lab.batch_size = 1
    >>> lab.run[0].nit
    600
    """
    least_squares(x, y)  # raises an error now rather than in the explorer
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if len(x) > SAMPLES:
        raise ValueError(
            f"x and y must be {SAMPLES} numbers each at most, so that a move stays quick, got {len(x)}"
        )
    checked_count("epochs", epochs, 1, 20 * MOST // len(x))  # more would keep the slider waiting
    batch_size = min(4, len(x)) if batch_size is None else batch_size
    run = descend_on_samples(x, y, start, checked_number("learning_rate", learning_rate), batch_size, epochs)
    return SamplesExplorer(x, y, run.path[0], float(learning_rate), run.batch_size, run.epochs)
