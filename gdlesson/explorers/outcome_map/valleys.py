"""The valleys of a curve: where they lie, which one each run of a map ends in, and a shade for each."""

from typing import NamedTuple

import numpy as np

from gdlesson.calculus import minima, round_curvature
from gdlesson.explorers.outcome_map.run import OVERSHOOTING, STEADY

DARKEST = 0.68  # how much of a color's light the darkest shade keeps


class Valley(NamedTuple):
    """A valley: its minimum, the curvature L there (nan if there is none), the hilltops beside it, its shade."""

    minimum: float
    bend: float
    left: float
    right: float
    shade: float


def valleys_of(f):
    """Return the valleys of a curve in its view, from left to right, as a list of `Valley`.

    Examples
    --------
    >>> from gdlesson import double_well
    >>> [round(valley.right, 2) for valley in valleys_of(double_well)]
    [0.1, 2.0]
    """
    known, (low, high) = minima(f), f.view
    between = [np.linspace(a, b, 401) for a, b in zip(known, known[1:], strict=False)]
    tops = [float(xs[np.nanargmax(f.on(xs))]) for xs in between]
    ends = zip([low, *tops], [*tops, high], shades(len(known)), strict=False)
    bends = [round_curvature(f, x) for x in known]
    bends = [bend if bend > 0 else np.nan for bend in bends]
    return [Valley(x, bend, *rest) for x, bend, rest in zip(known, bends, ends, strict=False)]


def shades(count):
    """Return so many different shades, from 1 to `DARKEST`; neighbors differ clearly."""
    half = (count + 1) // 2
    order = [k // 2 + half * (k % 2) for k in range(count)]
    return np.linspace(1, DARKEST, count)[order].tolist()


def ends_in(outcomes):
    """Return the number of the valley, from the left, in which each run arrived, shape (m, n); elsewhere −1."""
    known = np.array(minima(outcomes.function))
    arrived = (outcomes.regimes == STEADY) | (outcomes.regimes == OVERSHOOTING) & ~outcomes.capped
    if not len(known):
        return np.full(arrived.shape, -1)
    return np.where(arrived, np.abs(outcomes.ends[:, :, None] - known).argmin(axis=2), -1)


def middle(cells):
    """Return the row and column of a place deep within the area of True in a table, or None if it is small."""
    left, depth = cells, 0
    while left.any():  # peel off the cells at the border, layer by layer
        cells, depth = left, depth + 1
        wide = np.pad(cells, 1)
        left = cells & wide[:-2, 1:-1] & wide[2:, 1:-1] & wide[1:-1, :-2] & wide[1:-1, 2:]
    if depth <= len(cells) / 40:
        return None
    core = np.argwhere(cells)
    return tuple(core[np.abs(core - core.mean(axis=0)).sum(axis=1).argmin()].tolist())
