"""The checks of lesson 9: right answers in several ways, slips that are named, and hostile answers."""

import numpy as np
import pytest
from answers import applaud, say

from gdlesson.exercises import check_batches, check_sample_budget
from gdlesson.exercises.samples import BUDGET, TARGET
from gdlesson.schedules import cosine_decay, exponential_decay, step_decay


def as_list(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k : k + batch_size] for k in range(0, n, batch_size)]


def one_by_one(n, batch_size, rng):
    order = list(range(n))
    rng.shuffle(order)
    while order:
        yield order[:batch_size]
        order = order[batch_size:]


def split(n, batch_size, rng):
    return tuple(np.array_split(rng.choice(n, n, replace=False), range(batch_size, n, batch_size)))


@pytest.mark.parametrize("my_batches", [as_list, one_by_one, split])
def test_right_batches(my_batches):
    assert "each sample comes once in an epoch" in applaud(check_batches, my_batches)


def test_a_rectangle_of_floats_is_as_right():
    def floats(n, batch_size, rng):
        return [batch.astype(float) for batch in as_list(n, batch_size, rng)]

    assert applaud(check_batches, floats)


def cut(order, size):
    return [order[k : k + size] for k in range(0, len(order), size)]


def first_only(n, size, rng):
    made = []
    for k in range(0, n, size):
        made.append(rng.permutation(n)[k : k + size])
        break
    return made


def forever(n, size, rng):
    while True:
        yield from as_list(n, size, rng)


def neighbours(n, size, rng):
    made = cut(list(range(n)), size)
    rng.shuffle(made)
    return sorted(made, key=len, reverse=True)


def spinning(n, size, rng):
    while True:
        pass


@pytest.mark.parametrize(
    ("my_batches", "words"),
    [
        (None, "write the function my_batches(n, batch_size, rng)"),
        (3, "a function my_batches(n, batch_size, rng) is expected"),
        (lambda n, size: None, "it should begin with  def my_batches(n, batch_size, rng):"),
        (lambda n, size, rng: None, "Return a list of batches, or yield them"),
        (lambda n, size, rng: ..., "returns nothing"),
        (lambda n, size, rng: 5, "stops with the error TypeError"),
        (lambda n, size, rng: [], "there is no batch"),
        (lambda n, size, rng: "abc", "it gives one long row"),
        (lambda n, size, rng: ["abc"], "it gives one long row"),
        (lambda n, size, rng: [[None]], "should be a row of the numbers of samples"),
        (lambda n, size, rng: [[0.5, 1]], "should be a row of the numbers of samples"),
        (lambda n, size, rng: [[[0, 1]]], "should be a row of the numbers of samples"),
        (lambda n, size, rng: [[np.nan]], "should be a row of the numbers of samples"),
        (lambda n, size, rng: rng.permutation(n), "it gives one long row, not batches"),
        (lambda n, size, rng: cut(rng.integers(n, size=n), size), "Draw without putting back"),
        (lambda n, size, rng: [rng.permutation(n)[:size] for _ in range(n // size)], "Draw without putting back"),
        (lambda n, size, rng: cut(rng.permutation(n), size)[: n // size], "the last 2 are left out"),
        (
            lambda n, size, rng: cut(rng.permutation(n) + 1, size),
            "there is a sample 24, but they are counted from 0",
        ),
        (lambda n, size, rng: cut(rng.permutation(n - 1), size), "these samples never come: [23]"),
        (lambda n, size, rng: cut(np.arange(n), size), "the samples are not shuffled"),
        (
            lambda n, size, rng: cut(np.random.default_rng(0).permutation(n), size),
            "every epoch has the same order",
        ),
        (
            lambda n, size, rng: cut(np.random.permutation(n), size),
            "Draw with the rng that is given, and no other",
        ),
        (lambda n, size, rng: cut(np.roll(np.arange(n), rng.integers(n)), size), "only turned round"),
        (
            lambda n, size, rng: np.array_split(rng.permutation(n), size),
            "batch_size says how many samples are in each",
        ),
        (lambda n, size, rng: [*as_list(n, size, rng), []], "an empty batch"),
        (lambda n, size, rng: [[row] for row in rng.permutation(n)], "the batches have the sizes [1, 1,"),
        (lambda n, size, rng: [*as_list(n, size, rng)][::-1], "should have [4, 4, 2]"),
        (first_only, "Does return stand inside the loop?"),
        (forever, "the batches have no end"),
        (neighbours, "always the same neighbours"),
        (spinning, "does not come to an end"),
    ],
)
def test_slips_with_batches_are_named(my_batches, words):
    assert words in say(check_batches, my_batches)


def settings(size, rate, epochs=10):
    return {"batch_size": size, "learning_rate": rate, "epochs": epochs}


@pytest.mark.parametrize(
    "mine",
    [
        settings(4, cosine_decay(0.3, 60)),
        settings(1, exponential_decay(0.25, 52)),
        settings(2.0, step_decay(0.25, 30, 0.32)),
        settings(np.int64(3), lambda step: np.float64(0.4 * 0.95**step)),
        settings(8, cosine_decay(0.45, 30)),
        settings(4, exponential_decay(0.4, 12), 9),
    ],
)
def test_settings_that_reach_the_target(mine):
    assert "on the mean; the worst of them" in applaud(check_sample_budget, mine)


@pytest.mark.parametrize("size", [1, 2, 4, 8, 12, 24])
def test_no_constant_rate_reaches_it(size):
    for rate in (0.02, 0.05, 0.1, 0.2, 0.4, 0.43):
        say(check_sample_budget, settings(size, rate))


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (None, "my_settings should be like"),
        ([4, 0.1, 10], "my_settings should be like"),
        ({"batch_size": 4}, "'learning_rate' is missing"),
        (settings(None, 0.1), "in place of None, for batch_size"),
        (settings(4, None), "in place of None, for learning_rate"),
        (settings(4, 0.1, None), "in place of None, for epochs"),
        (settings(0, 0.1), "batch_size should be a whole number from 1 to 24"),
        (settings(4.5, 0.1), "batch_size should be a whole number"),
        (settings(25, 0.1), "batch_size should be a whole number from 1 to 24, but it is 25"),
        (settings("4", 0.1), "leave the quotation marks out"),
        (settings(4, 0.1, 11), f"11 epochs of 24 galaxies use 264 gradients, and the budget is {BUDGET}"),
        (settings(4, 0.1, 10**9), "epochs should be a whole number from 1 to"),
        (settings(4, "0.1"), "leave the quotation marks out"),
        (settings(4, np.inf), "should be a finite number"),
        (settings(4, -0.1), "at step 0 the rate is −0.1, and that leads uphill"),
        (settings(4, lambda step: 0.1 - step), "at step 1 the rate is −0.9"),
        (settings(4, lambda step: None), "the schedule should return a number for every step"),
        (settings(4, lambda step: "x"), "what the schedule returns"),
        (settings(4, lambda: 0.1), "the schedule stops with the error TypeError"),
        (settings(4, lambda step: [].pop()), "stops with the error IndexError"),
        (settings(1, 0.6), "of the 20 runs diverge. Take a smaller rate"),
        (settings(4, 1e300), "20 of the 20 runs diverge"),
        (settings(1, 0.1), "It is the noise: without it they would be"),
        (settings(24, 0.3), "It is too slow: even without noise they would be"),
        (settings(24, 0.3), "or smaller batches"),
        (settings(1, 0.001), "Take larger rates."),
        (settings(4, 0.0), "It is too slow"),
        (settings(4, 0.2, 2), "They use only 48 gradients of 240: take more epochs"),
    ],
)
def test_settings_that_do_not_are_told_why(mine, words):
    assert words in say(check_sample_budget, mine)


def test_the_words_give_the_mean_of_the_runs():
    words = applaud(check_sample_budget, settings(4, cosine_decay(0.3, 60)))
    assert float(words.split("end ")[1].split(" above")[0]) <= TARGET
