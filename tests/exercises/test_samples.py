"""Lesson 10: the batches of one epoch, and a target within a budget of gradients."""

import numpy as np
import pytest
from answers import applaud, cell, nearly, say

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


def by_hand(n, batch_size, rng):
    order, batches, batch = rng.permutation(n), [], []
    for row in order:
        batch.append(int(row))
        if len(batch) == batch_size:
            batches.append(batch)
            batch = []
    return batches + [batch] if batch else batches


@pytest.mark.parametrize(
    "my_batches",
    [
        as_list,
        one_by_one,
        split,
        by_hand,
        lambda n, size, rng: [rng.permutation(n)[:n]] if size == n else as_list(n, size, rng),
        lambda n, size, rng: [batch.tolist() for batch in as_list(n, size, rng)],
        lambda n, size, rng: [tuple(batch) for batch in as_list(n, size, rng)],
        lambda n, size, rng: [np.sort(batch) for batch in as_list(n, size, rng)],
        lambda n, size, rng: (batch for batch in as_list(n, size, rng)),
        lambda n, size, rng: [batch.astype("int16") for batch in as_list(n, size, rng)],
        lambda n, size, rng: np.split(rng.permuted(np.arange(n)), range(size, n, size)),
        lambda count, many, generator, shuffle=True: as_list(count, many, generator),
        cell("""
        def my_batches(n, batch_size, rng):
            rows = np.argsort(rng.random(n))
            batches = []
            for k in range(0, n, batch_size):
                batches.append(rows[k:k + batch_size])
            return batches
        """),
    ],
)
def test_right_batches(my_batches):
    assert "it does not take drop_last" in nearly(check_batches, my_batches)

    def whole(n, batch_size, rng, drop_last=False):
        made = my_batches(n, batch_size, rng)
        return [batch for batch in made if len(batch) == batch_size] if drop_last else made

    words = applaud(check_batches, whole)
    assert "each sample comes once in an epoch" in words and "there are 13 batches, the last one with 4." in words


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (
            "batches",
            "for n = 10 and batch_size = 4, with drop_last=True, the last batch, of 2, is still there. Remove",
        ),
        ("batches[:-1]", "There is no smaller batch to leave out here."),
        ("batches[:1]", "with drop_last=True, the batches have the sizes [4], and should have [4, 4, 4, 4, 4, 4]"),
    ],
)
def test_a_smaller_last_batch_is_left_out(last, words):
    source = f"""
    def my_batches(n, batch_size, rng, drop_last=False):
        order = rng.permutation(n)
        batches = [order[k : k + batch_size] for k in range(0, n, batch_size)]
        return {last} if drop_last else batches
    """
    assert words in nearly(check_batches, cell(source))


BATCHES = """
def my_batches(n, batch_size, rng):
    order = rng.permutation(n)
    batches = []
    for k in range(0, n, batch_size):
        batches.append(order[k : k + batch_size])
    return batches
"""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("k + batch_size]", "k + 4]")], "The number 4 stands where batch_size belongs."),
        ([("k + batch_size]", "k + size]")], "The name size is not known here. Write batch_size."),
        ([("k + batch_size]", "batch_size]")], "should be a row"),
        ([("range(0, n, batch_size)", "range(0, n, 4)")], "The number 4 stands where batch_size belongs."),
        ([("range(0, n, batch_size)", "range(0, 24, batch_size)")], "The number 24 stands where n belongs."),
        ([("permutation(n)", "permutation(24)")], "The number 24 stands where n belongs."),
        ([("range(0, n, batch_size)", "range(n)")], "times"),
        ([("range(0, n, batch_size)", "range(0, n - batch_size, batch_size)")], "these samples never come"),
        ([("    return batches", "        return batches")], "The return stands inside the loop"),
        (
            [
                (
                    "batches.append(order[k : k + batch_size])",
                    "rows = order[k : k + batch_size]\n    batches.append(rows)",
                )
            ],
            "stands below the loop, so it runs only once. Indent it",
        ),
        ([("k + batch_size]", "k + batch_size - 1]")], "The slices are 3 long, and the next one begins 4 later"),
        (
            [("k + batch_size]", "k + batch_size + 1]")],
            "The slices overlap: each is 5 long, and the next one begins 4",
        ),
        ([("order[k :", "rng.permutation(n)[k :")], "Draw each sample only once"),
        ([("rng.permutation(n)", "np.arange(n)")], "the samples are not shuffled"),
        ([("rng.permutation(n)", "rng.permutation(n) / 1")], "the numbers in a batch are floats, as in ["),
        ([("rng.permutation(n)", "rng.permutation(n).astype(float)")], "They should be whole numbers"),
        ([("rng.permutation(n)", "np.random.default_rng(0).permutation(n)")], "every epoch has the same order"),
        ([("n, batch_size, rng", "batch_size, n, rng")], "the arguments come in another order"),
        (
            [
                ("batch_size):\n    order", "batch_size, rng=0):\n    order"),
                ("n, batch_size, rng)", "n, batch_size)"),
            ],
            "begin with",
        ),
        ([("return batches", "return order")], "it gives one long row, not batches"),
        ([("return batches", "return len(batches)")], "'int' object is not iterable"),
        ([("batches.append(", "batches.extend(")], "it gives one long row, not batches"),
        ([("order[k :", "order(k)[:")], "An array needs square brackets"),
    ],
)
def test_mistakes_in_a_cell_with_batches_are_named(changes, words):
    source = BATCHES
    for old, new in changes:
        source = source.replace(old, new)
    said = say(check_batches, cell(source))
    assert (
        words in said
        or words == "should be a row"
        and "there is an empty batch" in said
        or words == "should be a row"
    ), said


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


def neighbors(n, size, rng):
    made = cut(list(range(n)), size)
    rng.shuffle(made)
    return sorted(made, key=len, reverse=True)


def spinning(n, size, rng):
    while True:
        pass


@pytest.mark.parametrize(
    ("my_batches", "words"),
    [
        (None, "write the function my_batches, and give its name"),
        (3, "a function my_batches is expected, not the number 3"),
        (lambda n, size: None, "it should begin with  def my_batches(n, batch_size, rng, drop_last=False):"),
        (lambda n, size, rng: None, "my_batches returns nothing. Return a list of batches."),
        (lambda n, size, rng: ..., "returns nothing"),
        (lambda n, size, rng: 5, "stops with the error TypeError"),
        (lambda n, size, rng: [], "there is no batch"),
        (lambda n, size, rng: "abc", "returns the text"),
        (lambda n, size, rng: ["abc"], "it gives one long row"),
        (lambda n, size, rng: [[None]], "should be a row of the numbers of samples"),
        (lambda n, size, rng: [[0.5, 1]], "the numbers in a batch are floats, as in [0.5, 1.0, …]"),
        (lambda n, size, rng: [np.arange(n) > 5], "the numbers in a batch are True and False"),
        (lambda n, size, rng: [[[0, 1]]], "should be a row of the numbers of samples"),
        (lambda n, size, rng: [[np.nan]], "the numbers in a batch are floats"),
        (lambda n, size, rng: rng.permutation(n), "it gives one long row, not batches"),
        (lambda n, size, rng: cut(rng.integers(n, size=n), size), "Draw each sample only once"),
        (lambda n, size, rng: [rng.permutation(n)[:size] for _ in range(n // size)], "Draw each sample only once"),
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
            "Draw with the rng that is given, and with no other",
        ),
        (lambda n, size, rng: cut(np.roll(np.arange(n), rng.integers(n)), size), "only turned around"),
        (
            lambda n, size, rng: np.array_split(rng.permutation(n), size),
            "batch_size says how many samples are in each",
        ),
        (lambda n, size, rng: [*as_list(n, size, rng), []], "an empty batch"),
        (lambda n, size, rng: [[row] for row in rng.permutation(n)], "the batches have the sizes [1, 1,"),
        (lambda n, size, rng: [*as_list(n, size, rng)][::-1], "should have [4, 4, 2]"),
        (first_only, "Only one batch comes back. Does return stand inside the loop?"),
        (forever, "the batches have no end"),
        (neighbors, "always the same neighbors"),
    ],
)
def test_slips_with_batches_are_named(my_batches, words):
    assert words in say(check_batches, my_batches)


def test_batches_without_an_end_are_stopped(monkeypatch):
    monkeypatch.setattr("gdlesson.exercises.timelimit.SECONDS", 0.05)
    assert "so it was stopped" in say(check_batches, spinning)


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
    assert "on average, the worst of them" in applaud(check_sample_budget, mine)


@pytest.mark.parametrize("size", [1, 2, 4, 8, 12, 24])
def test_no_constant_rate_reaches_it(size):
    for rate in (0.02, 0.05, 0.1, 0.2, 0.4, 0.43):
        say(check_sample_budget, settings(size, rate))


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (None, "my_settings should be a dict such as {'batch_size': 4"),
        ([4, 0.1, 10], "should be a dict such as"),
        ({**settings(4, 0.1), "seed": 3}, "'seed' is not a setting of this exercise"),
        ({"batch_size": 4}, "'learning_rate' is missing"),
        (settings(None, 0.1), "in place of None, for batch_size"),
        (settings(4, None), "in place of None, for learning_rate"),
        (settings(4, 0.1, None), "in place of None, for epochs"),
        (settings(0, 0.1), "batch_size should be a whole number from 1 to 24"),
        (settings(4.5, 0.1), "batch_size should be a whole number"),
        (settings(25, 0.1), "batch_size should be a whole number from 1 to 24, but it is 25"),
        (settings("4", 0.1), "Remove the quotation marks"),
        (settings(4, 0.1, 11), f"11 epochs of 24 galaxies use 264 gradients, and the budget is {BUDGET}"),
        (settings(4, 0.1, 10**9), "epochs should be a whole number from 1 to"),
        (settings(4, "0.1"), "Remove the quotation marks"),
        (settings(4, np.inf), "should be a finite number"),
        (settings(4, -0.1), "at step 0 the rate is −0.1, and that leads uphill. Take one above 0."),
        (settings(4, lambda step: 0.1 - step), "at step 1 the rate is −0.9"),
        (settings(4, lambda step: None), "the schedule should return a number for every step"),
        (settings(4, lambda step: "x"), "what the schedule returns"),
        (settings(4, lambda: 0.1), "it should begin with  def schedule(step):"),
        (settings(4, lambda step: [].pop()), "stops with the error IndexError"),
        (settings(1, 0.6), "of the 20 runs diverge. Take a smaller learning rate"),
        (settings(4, 1e300), "20 of the 20 runs diverge"),
        (settings(1, 0.1), "It is the noise: without it they would be"),
        (settings(1, 0.1), "Let the learning rate fall, or take larger batches."),
        (settings(4, cosine_decay(0.2, 150)), "Let the learning rate fall to almost 0 by the last step, or take"),
        (settings(24, 0.3), "It is too slow, not too noisy: the noise is not the reason"),
        (settings(24, 0.49), "Take smaller learning rates"),
        (settings(24, 0.3), "or smaller batches"),
        (settings(1, 0.001), "Take larger learning rates."),
        (settings(4, 0.0), "It is too slow"),
        (settings(4, 0.2, 2), "They use only 48 gradients of 240: take more epochs"),
    ],
)
def test_settings_that_do_not_are_told_why(mine, words):
    assert words in say(check_sample_budget, mine)


def test_the_words_give_the_mean_of_the_runs():
    words = applaud(check_sample_budget, settings(4, cosine_decay(0.3, 60)))
    assert float(words.split("end ")[1].split(" above")[0]) <= TARGET
