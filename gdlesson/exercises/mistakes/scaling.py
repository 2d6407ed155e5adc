"""Typical mistakes with scaled inputs (`check_scaled`, `check_old_units`)."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake


def scaled(x, new):
    """Return new inputs, scaled as x was."""
    return (new - x.mean()) / x.std()


def old_units(slope, intercept, x):
    """Return slope and intercept for inputs in the unit of x, given those for standardized inputs."""
    return np.array([slope / x.std(), intercept - slope * x.mean() / x.std()])


SCALED = [
    Mistake(
        lambda x, new: (new - new.mean()) / new.std(),
        "That uses mean and deviation of new. The model knows those of x: use x.mean() and x.std().",
    ),
    Mistake(
        lambda x, new: (new - x.mean()) / new.std(),
        "The mean is that of x, but the deviation is that of new. Use x.std().",
    ),
    Mistake(
        lambda x, new: (new - new.mean()) / x.std(),
        "The deviation is that of x, but the mean is that of new. Use x.mean().",
    ),
    Mistake(lambda x, new: (x - x.mean()) / x.std(), "That scales x. Scale new, with the numbers of x."),
    Mistake(lambda x, new: new - x.mean(), "The division is missing: divide by x.std()."),
    Mistake(lambda x, new: new / x.std(), "The mean is missing: subtract x.mean() first."),
    Mistake(lambda x, new: new - x.mean() / x.std(), "Brackets are missing: (new - x.mean()) / x.std()."),
    Mistake(lambda x, new: (new - x.mean()) * x.std(), "Divide by the deviation; don't multiply."),
    Mistake(lambda x, new: new * x.std() + x.mean(), "That is the way back. Subtract the mean, then divide."),
    Mistake(lambda x, new: (x.mean() - new) / x.std(), "The sign is wrong: new minus the mean."),
    Mistake(
        lambda x, new: (new - x.mean()) / x.var(), "That divides by the variance. Divide by its root, x.std()."
    ),
    Mistake(
        lambda x, new: (new - x.mean()) / x.std(ddof=1),
        "That deviation divides by n − 1. Here it is NumPy's x.std(), which divides by n.",
    ),
    Mistake(lambda x, new: (new - np.median(x)) / x.std(), "That subtracts the median. Subtract the mean."),
    Mistake(
        lambda x, new: (new - x.min()) / np.ptp(x),
        "That maps x to 0 … 1. Subtract the mean and divide by the deviation.",
    ),
    Mistake(
        lambda x, new: (new - x.mean()) / np.ptp(x), "That divides by the range. Divide by the deviation, x.std()."
    ),
    Mistake(lambda x, new: (new - x.mean()) / x.mean(), "That divides by the mean. Divide by the deviation."),
    Mistake(lambda x, new: new, "That is new as it is. Subtract the mean of x, and divide by its deviation."),
]

MOVED = "The slope is right. The intercept moves as well: subtract slope · mean / deviation."
OLD = [
    Mistake(lambda s, b, x: np.array([s / x.std(), b]), MOVED),
    Mistake(lambda s, b, x: old_units(s, b, x)[::-1], "The two are swapped: the slope comes first."),
    Mistake(lambda s, b, x: old_units(s, b, x)[0], "That is the slope alone. Return the intercept, too."),
    Mistake(lambda s, b, x: old_units(s, b, x)[1], "That is the intercept alone. Return the slope, too."),
    Mistake(
        lambda s, b, x: np.array([s / x.std(), b + s * x.mean() / x.std()]),
        "The slope is right. The sign in the intercept is wrong: subtract slope · mean / deviation.",
    ),
    Mistake(
        lambda s, b, x: np.array([s / x.std(), b - s * x.mean()]),
        "The slope is right. In the intercept, use the slope in the old unit: the division is missing there.",
    ),
    Mistake(
        lambda s, b, x: np.array([s / x.std(), b - x.mean() / x.std()]),
        "The slope is right. In the intercept, the mean over the deviation is to be multiplied by the slope.",
    ),
    Mistake(
        lambda s, b, x: np.array([s / x.std(), b - x.mean()]),
        "The slope is right. The intercept moves by the slope in the old unit times the mean.",
    ),
    Mistake(
        lambda s, b, x: np.array([s / x.std(), (b - s * x.mean()) / x.std()]),
        "The slope is right. The intercept is not divided by the deviation: only slope · mean is.",
    ),
    Mistake(
        lambda s, b, x: np.array([s * x.std(), b - s * x.std() * x.mean()]),
        "Divide the slope by the deviation: a step of one deviation is many steps of one unit.",
    ),
    Mistake(
        lambda s, b, x: np.array([s * x.std() + x.mean(), b * x.std() + x.mean()]),
        "That undoes the scaling of two inputs. But these are a slope and an intercept.",
    ),
    Mistake(
        lambda s, b, x: np.array([s, b - s * x.mean()]), "The slope changes as well: divide it by the deviation."
    ),
    Mistake(
        lambda s, b, x: np.array([s / x.var(), b - s * x.mean() / x.var()]),
        "That divides by the variance. Divide by its root, x.std().",
    ),
    Mistake(
        lambda s, b, x: np.array([s / x.std(ddof=1), b - s * x.mean() / x.std(ddof=1)]),
        "That deviation divides by n − 1. Here it is NumPy's x.std(), which divides by n.",
    ),
    Mistake(
        lambda s, b, x: np.array([s, b]),
        "That is the line for standardized inputs. Put (x − mean) / deviation into it.",
    ),
]
