"""Typical mistakes with scaled inputs (`check_predictions`, `check_old_units`)."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake
from gdlesson.scaling import scale_of, standardize


def old_units(slope, intercept, x):
    """Return slope and intercept for inputs in the unit of x, given those for standardized inputs."""
    return np.array([slope / x.std(), intercept - slope * x.mean() / x.std()])


def least_squares(z, y):
    """Return slope and intercept of the line with the smallest mean squared error."""
    slope = np.mean((z - z.mean()) * (y - y.mean())) / np.var(z)
    return slope, y.mean() - slope * z.mean()


def predicted(x, y, new):
    """Return what the best line through x and y predicts for new."""
    slope, intercept = least_squares(x, y)
    return slope * new + intercept


def one_step(scale):
    """Return a mistake: x and new are both scaled in this way, and one step at the rate 0.5 does not land."""

    def prices(x, y, new):
        slope, intercept = np.mean(scale(x, x) * y), y.mean()
        return slope * scale(new, x) + intercept

    return prices


def after_scaling(scaled_new):
    """Return a mistake: the line is right for the scaled x, and new is scaled so."""
    return lambda x, y, new: predicted(standardize(x), y, scaled_new(x, new))


def part(take):
    """Return a mistake: something else, made of the line for the scaled x, of the scaled new, and of y."""
    return lambda x, y, new: take(*least_squares(standardize(x), y), scale_of(x).apply(new), y)


ONE_LESS = "That deviation divides by n − 1. Here it is NumPy's x.std(), which divides by n."
PREDICTED = [
    Mistake(
        after_scaling(lambda x, new: standardize(new)),
        "new is scaled with its own mean and deviation. The line knows those of x: use x.mean() and x.std().",
    ),
    Mistake(
        after_scaling(lambda x, new: (new - x.mean()) / new.std()),
        "new is scaled with the mean of x, but with its own deviation. Use x.std().",
    ),
    Mistake(
        after_scaling(lambda x, new: (new - new.mean()) / x.std()),
        "new is scaled with the deviation of x, but with its own mean. Use x.mean().",
    ),
    Mistake(
        after_scaling(lambda x, new: new),
        "The line is one for scaled inputs, but new is not scaled. (If the scaled inputs overwrite x, its mean is "
        "0 and its deviation 1 from then on: scale new first.)",
    ),
    Mistake(after_scaling(lambda x, new: new - x.mean()), "new is not divided by the deviation of x."),
    Mistake(after_scaling(lambda x, new: new / x.std()), "The mean of x is not subtracted from new."),
    Mistake(
        after_scaling(lambda x, new: new - x.mean() / x.std()),
        "Parentheses are missing where new is scaled: (new - x.mean()) / x.std().",
    ),
    Mistake(
        after_scaling(lambda x, new: (new - x.mean()) * x.std()),
        "Divide by the deviation, both x and new: (… - x.mean()) / x.std().",
    ),
    Mistake(after_scaling(lambda x, new: (x.mean() - new) / x.std()), "The sign is wrong: new minus the mean."),
    Mistake(
        after_scaling(lambda x, new: standardize(x)),
        "Those are predictions for x. Predict for new, with the line that was fitted to x.",
    ),
    Mistake(
        lambda x, y, new: predicted(x, y, scale_of(x).apply(new)),
        "new is scaled, but the line was fitted to inputs that are not. Scale x before fitting.",
    ),
    Mistake(
        part(lambda a, b, z, y: a * z),
        "What is missing is the mean of y, the intercept here. Does fit get the scaled x first, then y as it is?",
    ),
    Mistake(
        one_step(lambda a, x: a - x.mean() / x.std()),
        "Parentheses are missing where x and new are scaled: (… - x.mean()) / x.std().",
    ),
    Mistake(one_step(lambda a, x: a / x.std()), "The mean of x is not subtracted, neither from x nor from new."),
    Mistake(one_step(lambda a, x: (a - x.mean()) / x.var()), "That divides by the variance. Use x.std()."),
    Mistake(one_step(lambda a, x: (a - np.median(x)) / x.std()), "That subtracts the median. Subtract x.mean()."),
    Mistake(one_step(lambda a, x: (a - x.mean()) / x.std(ddof=1)), ONE_LESS),
    Mistake(after_scaling(lambda x, new: (new - x.mean()) / x.std(ddof=1)), ONE_LESS),
    Mistake(
        lambda x, y, new: np.mean(x * y) * scale_of(x).apply(new) + y.mean(),
        "new is scaled, but fit gets x as it is. Give it the scaled x.",
    ),
    Mistake(lambda x, y, new: 2 * predicted(x, y, new), "They are twice the right ones: is the rate 1, not 0.5?"),
    Mistake(lambda x, y, new: 0.0 * new, "All are 0: the line has not taken a step."),
    Mistake(part(lambda a, b, z, y: z), "That is new, scaled. Put it into slope · z + intercept."),
    Mistake(part(lambda a, b, z, y: 0 * z + b), "The slope is missing: slope · z + intercept."),
    Mistake(
        part(lambda a, b, z, y: np.array([a, b])),
        "Those are the slope and the intercept. Return what they predict for new.",
    ),
    Mistake(
        part(lambda a, b, z, y: b * z + a),
        "Slope and intercept are swapped: slope · z + intercept.",
    ),
    Mistake(
        part(lambda a, b, z, y: (a * z + b - y.mean()) / y.std()),
        "y is scaled as well, so that is a price in deviations. Bring it back, or fit to y as it is.",
    ),
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
        ONE_LESS,
    ),
    Mistake(
        lambda s, b, x: np.array([s, b]),
        "That is the line for standardized inputs. Put (x − mean) / deviation into it.",
    ),
]
