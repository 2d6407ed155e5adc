"""Where the sliders of a line begin and end, and where x is counted from, so that they suit data in any unit.

Sliders for a straight line reach its best slope and intercept, and about three times as far; sliders for a
probability reach the best one, or, where a threshold separates the labels, so steep a curve that it hardly loses.
"""

import numpy as np

from gdlesson.datasets.points import best_line, round_above, round_below, round_range, round_to, spread

STEEP = 14.0  # from one end of the data to the other, the probability goes from 0.001 to 0.999


def origin_of(x):
    """Return where to count x from: 0, or a round number among x if 0 is far from all of them.

    Otherwise every change of the slope would throw the line out of the picture.

    Examples
    --------
    >>> origin_of(np.array([1416, 3000])), origin_of(np.array([1990, 2020]))
    (0.0, 2000.0)
    """
    if np.abs(x).min() <= 3 * np.ptp(x):
        return 0.0
    return round_to(x.mean(), round_above(np.ptp(x) / 2))


def heights(y):
    """Return the ends for moving a point up and down: those of y, and a little more."""
    above = 0.15 if np.ptp(y) else 0.3
    return round_range(y.min() - 0.3 * spread(y), y.max() + above * spread(y))


def line_ends(x, y):
    """Return the ends of the slope and of the intercept of a straight line through points of shape (n,)."""
    slope, intercept = best_line(x, y)
    tilt, lift = 3 * max(spread(y) / np.ptp(x), abs(slope)), 1.3 * spread(y)
    low, high = min(intercept - lift, y.min()), max(intercept + lift, y.max())
    return round_range(slope - tilt, slope + tilt), round_range(low, high)


def probability_ends(x, labels):
    """Return the ends of the slope and of the intercept of a line whose sigmoid is the probability of label 1."""
    sign, steep = -1.0 if best_line(x, labels)[0] < 0 else 1.0, STEEP / np.ptp(x)
    found = best_probability(x, labels)
    if found is None:
        middle = np.mean([x[labels == label].mean() for label in np.unique(labels)])
        far, high = 2 * steep, 0.0
    else:
        middle = np.clip(-found[1] / found[0], x.min(), x.max()) if found[0] else x.mean()
        far, high = max(2 * steep, 1.1 * abs(found[0])), 1.1 * abs(found[1])
    slopes = sorted([-sign * steep, sign * far])
    height = max(5.0, 1.05 * steep * abs(middle), high)
    return round_range(*slopes), round_range(-height, height)


def best_probability(x, labels):
    """Return slope and intercept with the lowest binary cross-entropy, found by Newton's method.

    None if there is no lowest: a threshold on x separates the labels, or all are the same.
    """
    yes, no = x[labels == 1], x[labels == 0]
    if not (len(yes) and len(no)) or yes.min() >= no.max() or no.min() >= yes.max():
        return None
    middle, size = x.mean(), np.ptp(x)
    data, p = np.column_stack([(x - middle) / size, np.ones(len(x))]), np.zeros(2)
    for _ in range(100):
        chance = 0.5 * (1 + np.tanh(data @ p / 2))
        bends = (data.T * np.maximum(chance * (1 - chance), 1e-9)) @ data
        p = p + np.clip(np.linalg.solve(bends, data.T @ (labels - chance)), -4, 4)
    return float(p[0] / size), float(p[1] - p[0] * middle / size)


def first_line(x, y, ends):
    """Return slope and intercept of the line to begin with: flat, a quarter of the way up."""
    step = round_below(spread(y) / 20)
    return 0.0, min(max(round_to(y.min() + 0.25 * spread(y), step), ends[0]), ends[1])
