"""Lesson 8: new inputs scaled as the old ones were, and a line in the old unit."""

import numpy as np
import pytest
from answers import applaud, say

import gdlesson
from gdlesson.exercises import check_old_units, check_scaled
from gdlesson.exercises.mistakes import scaling


def by_hand(x, new):
    mean = sum(x) / len(x)
    deviation = (sum((each - mean) ** 2 for each in x) / len(x)) ** 0.5
    return [(each - mean) / deviation for each in new]


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, new: (new - x.mean()) / x.std(),
        lambda x, new: (new - np.mean(x)) / np.std(x),
        by_hand,
        lambda x, new: gdlesson.scale_of(x).apply(new),
        lambda old, more: [float((each - old.mean()) / old.std()) for each in more],
        lambda x, new: (new - np.average(x)) / np.sqrt(np.var(x)),
    ],
)
def test_scaled_right(answer):
    assert "the same mean and the same deviation" in applaud(check_scaled, answer)


WRONG = [
    (
        lambda x, new: (new - new.mean()) / new.std(),
        "mean and deviation of new",
    ),
    (lambda x, new: (x - x.mean()) / x.std(), "That scales x."),
    (lambda x, new: new - x.mean(), "The division is missing"),
    (lambda x, new: new / x.std(), "The mean is missing"),
    (lambda x, new: new - x.mean() / x.std(), "Brackets are missing"),
    (lambda x, new: (new - x.mean()) * x.std(), "don't multiply"),
    (lambda x, new: new * x.std() + x.mean(), "That is the way back"),
    (lambda x, new: (x.mean() - new) / x.std(), "The sign is wrong"),
    (lambda x, new: (new - x.mean()) / x.var(), "the variance"),
    (lambda x, new: (new - x.mean()) / x.std(ddof=1), "divides by n − 1"),
    (lambda x, new: (new - np.median(x)) / x.std(), "the median"),
    (lambda x, new: (new - x.min()) / (x.max() - x.min()), "That maps x to 0 … 1"),
    (lambda x, new: (new - x.mean()) / x.mean(), "divides by the mean"),
    (lambda x, new: new, "That is new as it is"),
    (lambda x, new: None, "my_scaled returns nothing"),
    (lambda x, new: ((new - x.mean()) / x.std())[0], "one number for each"),
    (lambda x: x, "my_scaled(x, new)"),
    (lambda x, new: "scaled", "should return numbers"),
]


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_scaled_wrong(answer, words):
    assert words in say(check_scaled, answer)


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
