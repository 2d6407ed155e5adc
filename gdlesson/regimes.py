"""What happened in a run, judged from its path: the regime, and whether its end is a minimum.

The regimes of a quadratic with curvature L: each step multiplies the distance to the minimum by
1 − learning_rate·L. From 1 down to 0 the run is monotone, below 0 it overshoots, at −1 it bounces for ever,
below −1 it diverges. On other functions the steps themselves tell.
"""

import math

import numpy as np

from gdlesson.calculus import beside, curvature
from gdlesson.checks import or_nan

FLAT = 1e-8  # a slope below this is as good as none
STEADY = 2e-8  # a swing that changes by no more than this, two steps on, neither grows nor shrinks
ROUNDING = 1e-12  # moves below this, as part of the farthest point, are rounding errors


def regime(path, next_step, stop, remembers=False):
    """Return "monotone", "overshooting", "bouncing", "diverging" or "still".

    Parameters
    ----------
    path : array of shape (n_points,) or (n_points, n)
        The points visited.
    next_step : float or array of shape (n,)
        The step that was not taken any more: it tells where a short path is heading.
    stop : str
        Why the run stopped.
    remembers : bool
        Whether it was made by an optimizer with a memory: its swings may take many steps.
    """
    if stop == "diverged":
        return "diverging"
    steps = np.diff(path, axis=0)
    if not steps.any():
        return "still"
    moves, lengths = real_moves(np.concatenate([steps, [next_step]]), path)
    turns = np.sum(moves[1:] * moves[:-1], axis=1) < 0
    if remembers and stop == "max_iterations" and turns.any():
        return slow_swing(lengths)
    if stop == "max_iterations" and turns[-20:].any():
        grows, shrinks = swing(lengths[-20:], turns[-20:])
        return "diverging" if grows else "overshooting" if shrinks else "bouncing"
    if turns.any():
        return "overshooting"
    return "diverging" if runs_away(path, lengths) else "monotone"


def real_moves(steps, path):
    """Return the steps that are more than rounding errors, as rows, and their lengths."""
    steps = steps.reshape(len(steps), -1)
    lengths = np.linalg.norm(steps, axis=1)
    real = lengths > ROUNDING * np.max(np.abs(path))
    return steps[real], lengths[real]


def swing(lengths, turns):
    """Tell whether steps that go to and fro grow, and whether they shrink: of one run, or of many side by side."""
    apart = 2 if len(lengths) > 2 else 1  # two steps apart: to with to, and fro with fro
    growth = lengths[apart:] / lengths[:-apart] - 1
    # Growing or shrinking that dies out is neither: the swing closes in on a length of its own.
    lasts = np.logical_not(len(growth) >= 10 and abs(growth[-1]) < 0.8 * abs(growth[0]))
    grows = turns.all(axis=0) & (growth > STEADY).all(axis=0) & lasts
    return grows, (growth < -STEADY).all(axis=0) & lasts


def slow_swing(lengths):
    """Return what steps do that turn now and then, by the longest of the last third and of the third before."""
    third = max(1, len(lengths) // 3)
    before, after = lengths[-2 * third : -third].max(initial=0.0), lengths[-third:].max()
    if abs(after - before) <= 0.01 * before:
        return "bouncing"
    return "diverging" if after > before else "overshooting"


def runs_away(path, lengths):
    """Tell whether the run goes one way with ever longer steps, far beyond where it began."""
    far = np.linalg.norm(path[-1] - path[0]) > 1000 * (1 + np.linalg.norm(path[0]))
    return bool(far and len(lengths) > 2 and (lengths[-3:-1] < lengths[-2:]).all())


def bends(f, x):
    """Return the curvatures of f at x along its main directions, and these as columns; nan where f fails."""
    if np.ndim(x) == 0:
        return np.array([curvature(f, x)]), np.eye(1)
    h = beside(f, x)
    rows = [(or_nan(f.gradient, x + side) - or_nan(f.gradient, x - side)) / (2 * h) for side in np.eye(len(x)) * h]
    hessian = np.array(rows) if np.shape(rows) == (len(x), len(x)) else np.full((len(x), len(x)), np.nan)
    if not np.isfinite(hessian).all():
        return np.full(len(x), np.nan), np.eye(len(x))
    return np.linalg.eigh((hessian + hessian.T) / 2)


def place(f, x):
    """Return what a point without slope is: "minimum", "maximum", "saddle" or "plateau".

    Along each main direction, both ways: does the slope turn upwards or downwards? At a saddle it does both.
    """
    turns = all_turns(f, x)
    if not turns.any() or slope_goes_on(f, x, abs(turns).max(), (turns <= 0).all()):
        return "plateau"
    if (turns > 0).any() and (turns < 0).any():
        return "saddle"
    return "minimum" if (turns > 0).any() else "maximum"


def all_turns(f, x):
    """Return the curvatures at x along its main directions, both ways."""
    directions = bends(f, x)[1]
    ways = [way * (side if np.ndim(x) else side[0]) for side in directions.T for way in (-1.0, 1.0)]
    return np.array([turn(f, x, way) for way in ways])


def slope_goes_on(f, x, bend, falls):
    """Tell whether the slope stays as small, and its direction the same, wherever it should have become zero."""
    slope = f.gradient(x)
    size = length(slope) or 1.0
    reach = max(5 * size / bend, beside(f, x))
    if falls:  # a hilltop is near, or there is none
        reach = min(reach, 0.5 * max(1.0, length(x)))
    along = [np.sum(or_nan(f.gradient, x + way * reach * slope / size) * slope) / size for way in (-1, 1)]
    return 0 < min(along) < 100 * size


def turn(f, x, way):
    """Return the curvature at x one way: from the slope beside it, or where that changes too little, the loss."""
    h, slope = beside(f, x), f.gradient(x)
    bend = np.sum((or_nan(f.gradient, x + h * way) - slope) * way) / h
    if abs(bend) > (1e-5 if f.numerical else 1e-9):
        return bend
    h = beside(f, x, 1e-3)
    rise = or_nan(f, x + h * way) - f(x) - h * np.sum(slope * way)
    return 2 * rise / h**2 if abs(rise) > 1e-15 * abs(f(x)) else 0.0


def distance_left(f, x, slope):
    """Return about how far the minimum still is, by slope and curvature; inf where there is none to be seen."""
    values, directions = bends(f, x)
    if length(slope) < FLAT:
        return length(slope) / float(all_turns(f, x).max()) if place(f, x) == "minimum" else np.inf
    if not values.min() > -1e-6 * values.max():  # nan and negative curvatures, too
        return np.inf
    parts = directions.T @ np.reshape(slope, -1)
    left = length(parts[values > 0] / values[values > 0])
    if np.ndim(x) == 0 and or_nan(f.gradient, x - 4 * slope / values[0]) * slope > 0:
        return np.inf  # beyond that minimum it still goes down, as on x³: it was none
    return left


def arrived(f, path, slope, tolerance):
    """Tell whether the end of the path is a minimum: within 200 tolerances, and a hundredth of the way gone."""
    left = distance_left(f, end(path), slope)
    return bool(left <= 200 * tolerance and left <= tolerance + 0.01 * length(path[-1] - path[0]))


def end(path):
    """Return the last point of a path as a float or a vector."""
    return path[-1] if path.ndim > 1 else float(path[-1])


def length(x):
    """Return the length of a step: of a number |x|, of a vector the Euclidean norm."""
    return abs(x) if isinstance(x, float) else math.sqrt(np.dot(x, x))
