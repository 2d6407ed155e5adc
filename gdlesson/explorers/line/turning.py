"""Two optimizers that turn a line: one guesses and keeps what is better, one follows the slope of the loss."""

from dataclasses import replace

import numpy as np

from gdlesson.datasets.points import spread
from gdlesson.explorers.line.run import EACH, STEPS, predict
from gdlesson.losses import sigmoid

OPTIMIZERS = {"guess and keep the best": "guess", "follow the slope": "slope"}
RATES = {"mse": 0.15, "mae": 0.1, "huber": 0.2, "binary_crossentropy": 2.0}  # at first; they fall to 0 at the end
NUDGE = 0.05  # the standard deviation of a guess, as a part of the range of a slider


def turned(run, steps, optimizer, ranges):
    """Return the fit after so many steps of an optimizer, "guess" or "slope", from that of another fit.

    Parameters
    ----------
    run : Fit
        Where it begins.
    steps : int
        At most `STEPS`; 0 returns the same fit.
    optimizer : str
        "guess" or "slope".
    ranges : ((float, float), (float, float))
        The ranges of slope and intercept, which say how far a guess goes.
    """
    if not steps:
        return replace(run, optimizer=optimizer)
    found = guessed(run, steps, ranges) if optimizer == "guess" else descended(run, steps)
    return replace(found, step=steps, optimizer=optimizer)


def guessed(run, steps, ranges):
    """Return the fit after so many guesses: each nudges both numbers at random, and is kept if the loss falls.

    The nudges are the same for every line, so that one line always leads to the same guesses.
    """
    nudges = NUDGE * np.ptp(ranges, axis=1) * np.random.default_rng(3).normal(size=(STEPS, 2))
    best, path, dropped = run, [(run.slope, run.intercept)], []
    for nudge in nudges[:steps]:
        guess = moved(run, np.clip(path[-1] + nudge, *np.transpose(ranges)))
        kept = guess.value < best.value
        (path if kept else dropped).append((guess.slope, guess.intercept))
        best = guess if kept else best
    return replace(best, path=np.array(path), dropped=np.reshape(dropped, (-1, 2)), kept=kept)


def descended(run, steps):
    """Return the fit after so many steps of gradient descent.

    The steps are taken in slope and height of the line where x and y are standardized, so that one learning rate
    suits data in any unit. It falls evenly, to 0 at step `STEPS`: so the absolute error settles, too.
    """
    x, chance = run.x - run.origin, run.loss == "binary_crossentropy"
    middle, wide = x.mean(), x.std()
    z, unit = (x - middle) / wide, 1.0 if chance else max(spread(run.y), np.abs(run.predicted - run.y).max())
    tilt, height = run.slope * wide / unit, (run.slope * middle + run.intercept) / unit
    path = [(run.slope, run.intercept)]
    for step in range(steps):
        slopes = slope_of_each(run.loss, tilt * z + height, run.y / unit, 1 / unit)
        size = RATES[run.loss] * (1 - step / STEPS)
        tilt, height = tilt - size * (slopes @ z) / len(z), height - size * slopes.mean()
        slope = float(tilt * unit / wide)
        path.append((slope, float(height * unit - slope * middle)))
    return replace(moved(run, path[-1]), path=np.array(path))


def moved(run, line):
    """Return the fit of another line, (slope, intercept), to the same points."""
    slope, intercept = map(float, line)
    with np.errstate(all="ignore"):
        predicted = predict(run.x - run.origin, slope, intercept, run.loss)
        each = EACH[run.loss](run.y, predicted)
    return replace(run, slope=slope, intercept=intercept, predicted=predicted, each=each, value=float(each.mean()))


def slope_of_each(loss, line, y, delta):
    """Return for each point the derivative of its loss with respect to the height of the line there.

    Huber's loss is ½e² for an error e of at most `delta`; its derivative is divided by `delta` if that is below 1.
    """
    if loss == "mse":
        return 2 * (line - y)
    if loss == "huber":
        return np.clip(line - y, -delta, delta) / min(delta, 1.0)
    return np.sign(line - y) if loss == "mae" else sigmoid(line) - y
