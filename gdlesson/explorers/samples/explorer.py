"""Mini-batch descent with sliders: batch size, learning rate, how the rate falls, epochs, and seed."""

import math

import numpy as np

from gdlesson.checks import checked_count, checked_number
from gdlesson.datasets.points import best_line, checked_points, spread
from gdlesson.explorers.plane.run import main_directions, standardizing
from gdlesson.explorers.samples.picture import SamplesPicture
from gdlesson.explorers.samples.run import SCHEDULES, descend_on_samples, sizes
from gdlesson.explorers.samples.telling import samples_verdict, step_words
from gdlesson.landscapes import least_squares
from gdlesson.live.controls import Control, choice_control, count_control, log_control
from gdlesson.live.stepwise import Stepwise
from gdlesson.words import count

STEPS = 1200  # about the largest number of steps of a run, so that a move stays quick
SAMPLES = 100_000  # with more samples, even a step with all of them would be slow


class SamplesExplorer(Stepwise):
    """A line fitted to data by mini-batch descent; created by `explore_samples`."""

    batch_size, learning_rate, schedule = Control(), Control(), Control()
    decay, epochs, seed = Control(), Control(), Control()
    ahead = ["step", "learning_rate", "batch_size", "decay", "epochs", "seed"]
    layout = [["batch_size", "learning_rate"], ["schedule", "decay"], ["epochs", "seed"]]

    def __init__(self, x, y, start, learning_rate, batch_size, epochs):
        self.x, self.y, self.beginning = x, y, start
        f, n = least_squares(x, y, view=view_of(x, y, start)), len(x)
        longest = max(epochs, 50, STEPS // n)
        bend = steepest(f)
        powers = math.floor(math.log10(0.01 / bend)), math.ceil(math.log10(2 / bend))
        ends = [float(f"1e{power}") for power in powers]
        controls = {
            "batch_size": count_control("batch size", batch_size, min(batch_size, -(-n // STEPS)), n),
            "learning_rate": log_control("learning rate", learning_rate, *ends),
            "schedule": choice_control("schedule", list(SCHEDULES), "constant"),
            "decay": count_control("falls by ÷", 30, 1, 100),
            "epochs": count_control("epochs", epochs, 1, longest),
            "seed": count_control("seed", 0, 0, 99),
        }
        controls["schedule"].observe(lambda change: self.disable(change["new"]), "value")
        picture = SamplesPicture(f, x, y, start)
        super().__init__(controls, self.descend, told, picture)
        self.disable("constant")

    def disable(self, schedule):
        """Disable the slider that says how far a rate falls where it does not fall."""
        self.controls["decay"].disabled = "a constant rate does not fall" if schedule == "constant" else ""

    def arrange(self):
        """Return the controls and the step buttons above the picture."""
        return self.above_picture(*self.layout, [self.player])

    def last_step(self, run):
        """Return how many steps the run with these batches has."""
        return run[0].nit

    def at_step(self, run, step):
        """Return in words what step `step` did."""
        return step_words(run[0], step, self.x, self.y)

    def descend(self, batch_size, learning_rate, schedule, decay, epochs, seed):
        """Return the run of the controls' values, and the one with all samples in each batch."""
        rate = checked_number("learning_rate", learning_rate)
        epochs, runs = min(epochs, max(1, STEPS // len(sizes(len(self.x), batch_size)))), []
        for size in (batch_size, len(self.x)):
            steps = epochs * len(sizes(len(self.x), size))
            falling = rate if schedule == "constant" else SCHEDULES[schedule](rate, steps, decay)
            runs.append(descend_on_samples(self.x, self.y, self.beginning, falling, size, epochs, seed))
        return runs

    def verdict_on(self, runs, values):
        """Return the verdict on two runs, and how many epochs there was time for."""
        done, asked = runs[0].epochs, values["epochs"]
        time = f" For {count(done, 'epoch')}, not {asked}, so that the picture keeps up."
        return told(runs) + (time if done < asked else "")


def told(runs):
    """Return the verdict on two runs, and what narrows the valley."""
    return " ".join(filter(None, [samples_verdict(*runs), standardizing(runs[0].function)]))


def view_of(x, y, start):
    """Return a view around the best slope and intercept that includes the start, square but for the size of x."""
    best = np.array(best_line(x, y))
    size = np.array([1.0, 10.0 ** round(math.log10(np.sqrt(np.mean(x * x))))])
    half = 1.5 * np.max(np.abs(best - start) / size) or spread(y) / size[1]
    sides = half * size * [1.3, 1]  # wider than high, as is its place in the picture
    return list(zip(best - sides, best + sides, strict=True))


def steepest(f):
    """Return the largest curvature L of the loss of a line."""
    return float(main_directions(f, f.known_minima[0])[0][0])


def explore_samples(x, y, start=(0.0, 0.0), learning_rate=None, batch_size=None, epochs=25):
    """Return an explorer of mini-batch descent: batch size, learning rate, its schedule, epochs and seed.

    Parameters
    ----------
    x, y : sequences of n numbers
        The data to fit a line to, in any unit, at most 100 000 samples.
    start : (float, float)
        The initial slope and intercept.
    learning_rate, batch_size, epochs : number
        The initial positions of these sliders. By default, the rate is about 1/L for the sample with the largest
        curvature, L = 2·(x² + 1), and a batch has 4 samples, or more if so many steps would be slow.

    Returns
    -------
    SamplesExplorer
        Its `run` is a pair of `SampleDescent`: the run with these batches, and the one with all samples in each
        batch, both of as many epochs as fit into 1200 steps. Its `decay` is how many times smaller the rate gets,
        for all schedules except the constant one.

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
    x, y = checked_points(x, y)
    if len(x) > SAMPLES:
        raise ValueError(
            f"x and y must be {SAMPLES} numbers each at most, so that a move stays quick, got {len(x)}"
        )
    most = max(50, 20 * STEPS // len(x))  # more epochs would keep the slider waiting
    epochs, usual = checked_count("epochs", epochs, 1, most), float(f"{0.5 / (1 + np.max(x * x)):.1g}")
    rate = usual if learning_rate is None else checked_number("learning_rate", learning_rate)
    batch_size = usual_batch(len(x), epochs) if batch_size is None else batch_size
    run = descend_on_samples(x, y, start, rate, batch_size, 1)
    return SamplesExplorer(x, y, run.path[0], rate, run.batch_size, epochs)


def usual_batch(n, epochs):
    """Return 4, or so many samples for a batch that all epochs fit into the steps of a run; at most n."""
    size = 4
    while epochs * n > STEPS * size and size < n:
        size *= 2
    return min(size, n)
