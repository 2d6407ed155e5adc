"""Lesson 8: predictions of a line fitted to scaled inputs, and the line in the old unit."""

import numpy as np
import pytest
from answers import applaud, say

import gdlesson
from gdlesson.exercises import check_old_units, check_predictions
from gdlesson.exercises.mistakes import scaling


def fit(x, y, learning_rate, steps):
    """The descent of the lesson."""
    slope, intercept = 0.0, 0.0
    for _ in range(steps):
        error = slope * x + intercept - y
        slope, intercept = (
            slope - learning_rate * np.mean(2 * error * x),
            intercept - learning_rate * np.mean(2 * error),
        )
    return slope, intercept


def prices(learning_rate=0.5, steps=1, scale=lambda x, new: (new - x.mean()) / x.std(), scale_x=None, take=None):
    """Return an answer with a descent, and something else in place of one of its parts."""

    def my_prices(x, y, new):
        slope, intercept = fit((scale_x or scale)(x, x), y, learning_rate, steps)
        z = scale(x, new)
        return slope * z + intercept if take is None else take(slope, intercept, z)

    return my_prices


def by_hand(x, y, new):
    mean = sum(x) / len(x)
    deviation = (sum((each - mean) ** 2 for each in x) / len(x)) ** 0.5
    slope, intercept = fit(np.array([(each - mean) / deviation for each in x]), y, 0.1, 200)
    return [slope * (each - mean) / deviation + intercept for each in new]


def with_package(x, y, new):
    scale = gdlesson.scale_of(x)
    slope, intercept = scale.undo_line(*fit(scale.apply(x), y, 0.5, 1))
    return slope * new + intercept


def both_scaled(x, y, new):
    scale = gdlesson.scale_of(y)
    slope, intercept = fit(gdlesson.standardize(x), scale.apply(y), 0.5, 1)
    return scale.undo(slope * gdlesson.scale_of(x).apply(new) + intercept)


@pytest.mark.parametrize(
    "answer",
    [
        prices(),
        prices(steps=50),
        prices(0.1, 100),
        prices(scale=lambda x, new: (new - np.mean(x)) / np.std(x, ddof=1), steps=100, learning_rate=0.4),
        by_hand,
        with_package,
        both_scaled,
        lambda old, paid, more: np.polyval(np.polyfit(old, paid, 1), more),
    ],
)
def test_predictions_right(answer):
    assert "scaled, fitted, and predicted" in applaud(check_predictions, answer)


def raw(x, new):
    return new


def scaled(x, new):
    return (new - x.mean()) / x.std()


WRONG = [
    (prices(scale=lambda x, new: (new - new.mean()) / new.std()), "its own mean and deviation"),
    (prices(scale=lambda x, new: (new - x.mean()) / new.std()), "but with its own deviation"),
    (prices(scale=lambda x, new: (new - new.mean()) / x.std()), "but with its own mean"),
    (prices(scale=raw, scale_x=scaled), "but new is not scaled"),
    (prices(scale=lambda x, new: new - x.mean(), scale_x=scaled), "new is not divided"),
    (prices(scale=lambda x, new: new / x.std(), scale_x=scaled), "The mean of x is not subtracted"),
    (prices(scale=lambda x, new: new - x.mean() / x.std(), scale_x=scaled), "Parentheses are missing"),
    (
        prices(scale=lambda x, new: (new - x.mean()) * x.std(), scale_x=scaled),
        "Divide by the deviation, both x and new",
    ),
    (prices(scale=lambda x, new: (x.mean() - new) / x.std(), scale_x=scaled), "The sign is wrong"),
    (prices(scale=lambda x, new: (x - x.mean()) / x.std()), "predictions for x"),
    (prices(take=lambda slope, intercept, z: slope * z), "missing is the mean of y"),
    (prices(take=lambda slope, intercept, z: z), "That is new, scaled"),
    (prices(take=lambda slope, intercept, z: intercept + 0 * z), "The slope is missing"),
    (prices(take=lambda slope, intercept, z: (slope, intercept)), "Those are the slope and the intercept"),
    (prices(take=lambda slope, intercept, z: slope + z * intercept), "are swapped"),
    (prices(take=lambda slope, intercept, z: (slope * z + intercept)[0]), "one prediction for each"),
    (prices(scale=raw, steps=50), "For x = [60, 100, 140], the descent exploded"),
    (prices(1.2, 60), "the descent exploded"),
    (prices(0.5, 5000, scale=raw), "nan is left, as if the descent had exploded"),
    (prices(0.05, 5), "All predictions are 0.41 of the right ones"),
    (lambda x, y, new: np.polyval(np.polyfit(x, y, 1), scaled(x, new)), "to inputs that are not. Scale x"),
    (lambda x, y, new: both_scaled(x, y, new) - y.mean(), "missing is the mean of y"),
    (lambda x, y, new: (both_scaled(x, y, new) - y.mean()) / y.std(), "y is scaled as well"),
    (lambda x, y, new: None, "my_prices returns nothing"),
    (lambda x, new: x, "my_prices(x, y, new)"),
    (lambda x, y, new: "prices", "should return numbers"),
    (lambda x, y, new: y.mean() + 0 * new, "The slope is missing"),
    (lambda x, y, new: new, "should return"),
]


def overwritten(x, y, new):
    x = (x - x.mean()) / x.std()
    slope, intercept = fit(x, y, 0.5, 1)
    return slope * (new - x.mean()) / x.std() + intercept


def swapped(x, y, new):
    slope, intercept = fit(y, gdlesson.standardize(x), 0.5, 1)
    return slope * scaled(x, new) + intercept


def into_whole_numbers(x, y, new):
    result = np.zeros_like(new)
    result[:] = prices()(x, y, new)
    return result


def at_most_three(x, y, new):
    return np.array([prices()(x, y, each) for each in new[:3]])


# Written by somebody who had seen only the exercise.
WRONG += [
    (prices(scale=lambda x, new: new - x.mean()), "Divide by the deviation, both x and new"),
    (prices(scale=lambda x, new: new - x.mean() / x.std()), "Parentheses are missing where x and new are scaled"),
    (overwritten, "If the scaled inputs overwrite x, its mean is 0"),
    (prices(scale=scaled, scale_x=raw), "fit gets x as it is. Give it the scaled x."),
    (prices(scale=lambda x, new: new / x.std()), "The mean of x is not subtracted, neither from x nor from new"),
    (prices(scale=lambda x, new: (new - x.mean()) / x.var()), "That divides by the variance"),
    (prices(scale=lambda x, new: (new - np.median(x)) / x.std()), "That subtracts the median"),
    (prices(scale=lambda x, new: (new - x.mean()) / x.std(ddof=1)), "That deviation divides by n − 1"),
    (prices(scale=lambda x, new: (new - x.mean()) / x.std(ddof=1), scale_x=scaled), "divides by n − 1"),
    (prices(scale=lambda x, new: (new - x.min()) / np.ptp(x)), "should return"),
    (prices(1.0), "They are twice the right ones"),
    (prices(steps=0), "All are 0: the line has not taken a step"),
    (prices(1e-5, 50, scale=raw), "For x = [1000, 1500], the descent exploded"),
    (swapped, "Does fit get the scaled x first"),
    (into_whole_numbers, "for x = [50, 90, 100, 160]"),
    (at_most_three, "for x = [50, 90, 100, 160]"),
    (lambda x, y, new: np.sort(prices()(x, y, new)), "should return"),
    (lambda x, y, new: y.mean() + (prices()(x, y, new) - y.mean()) * 2, "should return"),
]


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_predictions_wrong(answer, words):
    assert words in say(check_predictions, answer)


@pytest.mark.parametrize(
    "answer",
    [
        lambda slope, intercept, x: (slope / x.std(), intercept - slope * x.mean() / x.std()),
        lambda a, b, x: [a / np.std(x), b - a / np.std(x) * np.mean(x)],
        lambda slope, intercept, x: gdlesson.scale_of(x).undo_line(slope, intercept),
        lambda slope, intercept, x: np.polyfit(
            [0, 1], [slope * (z - x.mean()) / x.std() + intercept for z in (0, 1)], 1
        ),
    ],
)
def test_old_units_right(answer):
    assert "the same line in the old unit" in applaud(check_old_units, answer)


@pytest.mark.parametrize("mistake", scaling.OLD, ids=lambda mistake: mistake.words[:40])
def test_old_units_wrong(mistake):
    assert mistake.words in say(check_old_units, lambda slope, intercept, x: mistake.wrong(slope, intercept, x))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda slope, intercept, x: None, "two numbers, the slope and the intercept"),
        (lambda slope, intercept, x: (slope * x.std(), intercept, x.mean()), "Return two numbers"),
        (lambda slope, intercept: (slope, intercept), "my_line(slope, intercept, x)"),
        (lambda slope, intercept, x: {"slope": slope}, "two numbers"),
    ],
)
def test_old_units_of_another_form(answer, words):
    assert words in say(check_old_units, answer)
