"""Apply a function of one number, or of one point, to a whole array at once; and how rows of numbers go on."""

import math

import numpy as np

from gdlesson.checks import call, or_nan

# Numbers of both signs and many magnitudes, to find out whether a function takes arrays. None is round except 0.
SAMPLE = np.outer([-1.37, 1.37], 10.0 ** np.arange(-9, 10)).ravel()
SAMPLE = np.concatenate([SAMPLE, [0.0, -0.61, 0.61, -2.93, 2.93, -6.7, 6.7]])

STEADY = 2e-8  # a swing that changes by no more than this, two steps on, neither grows nor shrinks


def elementwise(function):
    """Return a function of an array that applies `function` to each number; nan where it fails.

    A function that takes arrays is called once with the whole array, any other once per number.
    """

    def one_by_one(xs):
        return np.array([number_or_nan(function, x) for x in xs.ravel().tolist()], dtype=float).reshape(xs.shape)

    def at_once(xs):
        results = all_at_once(function, xs)
        return one_by_one(xs) if results is None else results

    return at_once if takes_arrays(function) else one_by_one


def pointwise(function, read):
    """Return a function of an array of points, of shape (2, ...), that applies `function` to each point.

    The result is nan where `function` fails. A function that takes arrays is called once with all points, any
    other once per point. `read` says what it returns: `one_number` for a loss, `one_vector` for a gradient.
    """

    def one_by_one(points):
        columns = points.reshape(2, -1).T
        results = np.array([read(or_nan(call, function, "f", point)) for point in columns])
        return np.moveaxis(results, 0, -1).reshape(*results.shape[1:], *points.shape[1:])

    def at_once(points):
        results = read_all(function, points, read)
        return one_by_one(points) if results is None else results

    sample = np.stack([SAMPLE, np.roll(SAMPLE, 7)])
    with np.errstate(all="ignore"):
        tried = read_all(function, sample, read)
        return at_once if tried is not None and same_numbers(tried, one_by_one(sample)) else one_by_one


def one_number(y):
    """Return a loss as an array of shape (), nan where it is not a number."""
    return np.array(y if type(y) is float else np.nan)


def one_vector(y):
    """Return a gradient as an array of shape (2,), nan where it is not one."""
    return y if np.shape(y) == (2,) else np.full(2, np.nan)


def read_all(function, points, read):
    """Return function(points) as an array of floats, or None unless it is one result for each point."""
    shape = read(None).shape + points.shape[1:]
    try:
        results = np.array(function(points.copy()), dtype=float)
    except Exception:  # it takes only one point at a time
        return None
    return results if results.shape == shape else None


def takes_arrays(function):
    """Tell whether a function applied to an array gives, element by element, what it gives for single numbers.

    The function is tried on `SAMPLE`, because some, such as `x if np.all(x > 0) else -x`, accept an array but do
    not treat its numbers one by one.
    """
    with np.errstate(all="ignore"):
        tried = all_at_once(function, SAMPLE)
        return tried is not None and same_numbers(tried, [number_or_nan(function, x) for x in SAMPLE.tolist()])


def number_or_nan(function, x):
    """Return function(x) as a float, nan where it fails or does not return a number."""
    y = or_nan(call, function, "f", x)
    return y if type(y) is float else math.nan


def all_at_once(function, xs):
    """Return function(xs) as an array of floats, or None unless it is one real number for each of xs."""
    shown = xs.view()
    shown.flags.writeable = False  # a function that changes its argument fails here
    try:
        results = np.asarray(function(shown))
    except Exception:  # it takes only one number at a time
        return None
    fits = results.shape == xs.shape and results.dtype.kind in "biuf"
    return results.astype(float, copy=False) if fits else None


def same_numbers(a, b):
    """Tell whether two arrays are equal up to rounding; inf and nan count as equal, because both end a run."""
    a, b = np.asarray(a), np.asarray(b)
    finite = np.isfinite(a)
    return np.array_equal(finite, np.isfinite(b)) and np.allclose(a[finite], b[finite], rtol=1e-9, atol=1e-12)


def swing(lengths, turns):
    """Tell whether steps back and forth grow, and whether they shrink: of one run, or of many side by side."""
    apart = 2 if len(lengths) > 2 else 1  # compare steps in the same direction
    growth = lengths[apart:] / lengths[:-apart] - 1
    # Growing or shrinking that dies out is neither: the swing closes in on a length of its own.
    lasts = np.logical_not(len(growth) >= 10 and abs(growth[-1]) < 0.8 * abs(growth[0]))
    once = np.logical_and(len(turns) > 1, np.logical_not(turns[:-1].any(axis=0)))  # it has just passed the minimum
    grows = turns.all(axis=0) & (growth > STEADY).all(axis=0) & lasts
    return grows, once | (growth < -STEADY).all(axis=0) & lasts


def highest(losses, parts):
    """Return the highest loss in each of so many stretches."""
    return np.array([part.max() for part in np.array_split(losses, parts) if len(part)])


def goes_on_falling(heights, least, anywhere):
    """Tell whether heights fall from stretch to stretch, and hardly more slowly: toward 0, or anywhere."""
    rests = heights if anywhere else np.log(np.maximum(heights, 1e-300))
    falls = -np.diff(rests)
    return bool(
        (np.diff(heights) < -4 * least - STEADY * heights[1:]).all()
        and falls[-1] > (0.2 if anywhere else 0.35) * falls[0]
    )


def grows(heights, most):
    """Tell whether heights rise, hardly more slowly, from stretch to stretch: beyond `most`, or by one factor."""
    rises = np.diff(heights)
    if not (rises > STEADY * heights[1:]).all():
        return False
    factors = np.diff(np.log(np.maximum(heights, 1e-300)))
    return bool(heights[-1] > most and rises[-1] > 0.2 * rises[0] or factors.min() > 0.95 * factors.max())


def vanishes(heights):
    """Tell whether three heights, or fewer, fall to next to nothing."""
    first, second, third = np.maximum(heights, 1e-300)[[0, len(heights) // 2, -1]]
    return bool(third <= max(1e-6 * first, 1e-300) or second < 0.8 * first and third < 0.8 * second)


def resting(points, losses):
    """Tell whether losses close in on the last one by shorter and shorter steps, and how much shorter they get."""
    off = np.maximum(abs(losses - losses[-1]) - 1e-14 * abs(losses).max(), 0.0)
    steps = np.linalg.norm(np.diff(points.reshape(len(points), -1), axis=0), axis=1)
    third = max(1, len(steps) // 3)
    fall = steps[-third:].max() / (steps[:third].max() or 1.0)
    return bool(fall <= 1e-3 or fall <= 0.5 and vanishes(highest(off, 3))), fall


def turns_back(points, noise):
    """Tell for each step whether it goes back, against the one before, where a run does so three times or more."""
    moves = np.diff(points, axis=0)
    moves[np.linalg.norm(moves, axis=1) <= noise] = 0
    back = np.append(False, np.sum(moves[1:] * moves[:-1], axis=1) < 0)
    return back & (back.sum() > 2)


def sign_changes(values, least):
    """Tell for each row and column whether the sign is another than that of the last value that is not tiny."""
    signs = np.where(np.abs(values) > least, np.sign(values), 0.0)
    rows = np.where(signs != 0, np.arange(len(signs))[:, None], 0)
    lasting = np.take_along_axis(signs, np.maximum.accumulate(rows, axis=0), axis=0)
    return lasting[1:] * lasting[:-1] < 0
