"""Lesson 20: a function that splits examples into three sets."""

import numpy as np
import pytest
from answers import applaud, cell, say

from gdlesson import datasets
from gdlesson.exercises import check_split


def cut(n, order, first=0.6, second=0.8):
    a, b = int(first * n), int(second * n)
    return order[:a], order[a:b], order[b:]


def in_python(n, rng):
    rows = list(range(n))
    rng.shuffle(rows)
    a, b = round(0.6 * n), round(0.2 * n)
    return rows[:a], rows[a : a + b], rows[a + b :]


def one_by_one(n, rng):
    sets = [], [], []
    for place, row in enumerate(rng.permutation(n)):
        sets[0 if place < 0.6 * n else 1 if place < 0.8 * n else 2].append(int(row))
    return list(sets)


def by_choice(n, rng):
    training = rng.choice(n, 6 * n // 10, replace=False)
    rest = np.setdiff1d(np.arange(n), training)
    validation = rng.choice(rest, 2 * n // 10, replace=False)
    return training, validation, np.setdiff1d(rest, validation)


def sorted_sets(n, rng):
    return [sorted(rows) for rows in cut(n, rng.permutation(n))]


def with_numpy(n, rng):
    return np.split(rng.permutation(n), [int(0.6 * n), int(0.8 * n)])


def by_drawn_numbers(n, rng):
    order = np.argsort(rng.random(n))
    return tuple(set(rows.tolist()) for rows in cut(n, order))


def with_the_package(n, rng):
    rows = np.arange(n)
    return [y.astype(int) for _, y in datasets.split(rows, rows, seed=int(rng.integers(10**6)))]


@pytest.mark.parametrize(
    "answer",
    [
        lambda n, rng: cut(n, rng.permutation(n)),
        lambda count, generator: cut(count, generator.permutation(count)),
        *(in_python, one_by_one, by_choice, sorted_sets, with_numpy, by_drawn_numbers, with_the_package),
    ],
)
def test_right(answer):
    assert "For n = 512 the sets have" in applaud(check_split, answer)


def drawn_again(n, rng):
    return cut(n, rng.permutation(n))[0], cut(n, rng.permutation(n))[1], cut(n, rng.permutation(n))[2]


def off_by_one(n, rng):
    order, (a, b) = rng.permutation(n), (int(0.6 * n), int(0.8 * n))
    return order[:a], order[a + 1 : b], order[b:]


def one_too_many(n, rng):
    order, (a, b) = rng.permutation(n), (int(0.6 * n), int(0.8 * n))
    return order[: a + 1], order[a:b], order[b:]


def same_for_both(n, rng):
    training, validation, test = cut(n, rng.permutation(n))
    return training, validation, validation


def shuffled_within(n, rng):
    return [rng.permutation(rows) for rows in cut(n, np.arange(n))]


def turned(n, rng):
    return cut(n, np.roll(np.arange(n), int(rng.integers(1, n))))


def masks(n, rng):
    place = np.argsort(rng.random(n))
    return place < 0.6 * n, (place >= 0.6 * n) & (place < 0.8 * n), place >= 0.8 * n


def test_first(n, rng):
    a, b, c = cut(n, rng.permutation(n))
    return c, b, a


test_first.__test__ = False


def fixed_test(n, rng):
    rows = rng.permutation(n - (n - int(0.8 * n)))
    return rows[: int(0.6 * n)], rows[int(0.6 * n) :], np.arange(int(0.8 * n), n)


WRONG = [
    (lambda n, rng: None, "my_split returns nothing. End it with  return training, validation, test."),
    (lambda n, rng: rng.permutation(n), "should return three sets of rows"),
    (lambda n, rng: cut(n, rng.permutation(n))[:2], "my_split returns two things, but there should be three sets"),
    (lambda n, rng: (int(0.6 * n), int(0.2 * n), int(0.2 * n)), "but it is the number 6. Cut it out of all rows"),
    (lambda n, rng: cut(n, np.arange(n)), "always has the first rows, 0, 1, 2, … Data often come in some order"),
    (lambda n, rng: cut(n, rng.integers(n, size=n)), "Draw each only once"),
    (lambda n, rng: cut(n, rng.choice(n, n)), "Draw each only once"),
    (drawn_again, "Shuffle once, and cut that one order into three parts"),
    (off_by_one, "1 row is in no set. Let the next set begin where the one before ends"),
    (one_too_many, "1 row is in the training set and in the validation set. In Python order[a:b] ends before b"),
    (same_for_both, "in the validation set and in the test set. They are the same set."),
    (lambda n, rng: [rng.permutation(n)] * 3, "They are the same set."),
    (
        lambda n, rng: (rng.permutation(n), *cut(n, rng.permutation(n))[1:]),
        "The first one has all rows. Cut it off",
    ),
    (shuffled_within, "always has the first rows"),
    (turned, "a set has only rows that are neighbors"),
    (masks, "a row of True and False. Give the numbers of the rows"),
    (
        test_first,
        "have 2, 2, 6 rows, and should have 6, 2, 2. They come in this order: training, validation, test.",
    ),
    (fixed_test, "the test set has the same rows"),
    (lambda n, rng: cut(n, rng.permutation(n), 0.8, 0.9), "the sets have 8, 1, 1 rows, and should have 6, 2, 2."),
    (lambda n, rng: cut(n, rng.permutation(n), 0.6, 1.0), "the sets have 6, 4, 0 rows"),
    (
        lambda n, rng: cut(n, 1 + rng.permutation(n)),
        "there is a row 10, but they are counted from 0 to 9. Begin at 0",
    ),
    (lambda n, rng: cut(n, rng.permutation(n) / 1), "made of floats. Whole numbers can take rows"),
    (lambda n, rng: cut(n, rng.permutation(10)), "for n = 50, 40 rows are in no set."),
    (
        lambda n, rng: cut(n, np.random.default_rng(0).permutation(n)),
        "whatever rng is, the training set has the same",
    ),
    (lambda n, rng: cut(n, np.random.permutation(n)), "an rng with the same seed gives other sets."),
    (lambda n, rng: cut(n, np.random.default_rng().permutation(n)), "Draw with the rng that is given, only."),
    (lambda n: cut(n, np.random.permutation(n)), "def my_split(n, rng)"),
    (cell("def my_split(n, rng):\n    return order[:6], order[6:8], order[8:]"), "NameError"),
]


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong(answer, words):
    assert words in say(check_split, answer)


def test_an_order_that_was_only_sorted_the_other_way_is_no_chance():
    words = say(check_split, lambda n, rng: cut(n, np.arange(n)[::-1]))
    assert "whatever rng is, the training set has the same rows" in words
