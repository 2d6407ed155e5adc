"""Lesson 17: the loop that trains a network, for any optimizer."""

import numpy as np
import pytest
from answers import applaud, say

from gdlesson.exercises import check_training


def solution(p, x, y, gradient, rule, batch_size, epochs, rng):
    t, memory = 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for k in range(0, len(y), batch_size):
            rows = order[k : k + batch_size]
            t += 1
            p, *memory = rule(p, gradient(p, x[rows], y[rows]), t, *memory)
    return p


def with_while(p, x, y, gradient, rule, batch_size, epochs, rng):
    state, t, epoch = (p,), 1, 0
    while epoch < epochs:
        left = list(rng.permutation(len(x)))
        while left:
            rows, left = left[:batch_size], left[batch_size:]
            state = rule(state[0], gradient(state[0], x[rows], y[rows]), t, *state[1:])
            t, epoch = t + 1, epoch
        epoch += 1
    return state[0]


def as_a_list(*arguments):
    return solution(*arguments).tolist()


def with_other_names(w, inputs, labels, slope, step, size, rounds, random):
    return solution(w, inputs, labels, slope, step, size, rounds, random)


def with_shuffled_copies(p, x, y, gradient, rule, batch_size, epochs, rng):
    t, memory = 0, ()
    for _ in range(epochs):
        order = rng.permutation(len(y))
        xs, ys = x[order], y[order]
        for k in range(0, len(ys), batch_size):
            t = t + 1
            p, *memory = rule(p, gradient(p, xs[k : k + batch_size], ys[k : k + batch_size]), t, *memory)
    return p


@pytest.mark.parametrize("right", [solution, with_while, as_a_list, with_other_names, with_shuffled_copies])
def test_right(right):
    assert "7 trainings, with gradient descent, momentum, and Adam" in applaud(check_training, right)


def variant(
    order="epoch", memory_in=0, t_in=0, begin=0, drop=False, extra=0, rows_of=None, keep=True, plain=False
):
    """Return the solution with one thing wrong; written out so that it does not share code with the check."""

    def my_training(p, x, y, gradient, rule, batch_size, epochs, rng):
        t, memory = begin, []
        rows_once = rng.permutation(len(y)) if order == "once" else np.arange(len(y))
        for _ in range(epochs + extra):
            if memory_in == 1:
                memory = []
            if t_in == 1:
                t = begin
            shuffled = rng.permutation(len(y)) if order == "epoch" else rows_once
            for k in range(0, len(y), batch_size):
                rows = shuffled[k : k + batch_size]
                if drop and len(rows) < batch_size:
                    continue
                rows = rows if rows_of is None else rows_of(len(y))
                t += 1
                slope = gradient(p, x[rows], y[rows])
                if plain:
                    p = p - 0.01 * slope
                    continue
                p, *new = rule(p, slope, t, *memory)
                memory = new if keep else []
        return p

    return my_training


def no_inner_loop(p, x, y, gradient, rule, batch_size, epochs, rng):
    memory = []
    for t in range(1, epochs + 1):
        rows = rng.permutation(len(y))[:batch_size]
        p, *memory = rule(p, gradient(p, x[rows], y[rows]), t, *memory)
    return p


def returns_too_early(p, x, y, gradient, rule, batch_size, epochs, rng):
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for k in range(0, len(y), batch_size):
            p, *_ = rule(p, gradient(p, x[order[k : k + batch_size]], y[order[k : k + batch_size]]), 1)
            return p
    return p


def forgets_the_result(p, x, y, gradient, rule, batch_size, epochs, rng):
    for _ in range(epochs):
        rule(p, gradient(p, x, y), 1)
    return p


def keeps_the_tuple(p, x, y, gradient, rule, batch_size, epochs, rng):
    return rule(p, gradient(p, x, y), 1)


def changes_p(p, x, y, gradient, rule, batch_size, epochs, rng):
    p -= 0.01 * gradient(p, x, y)
    return p


WRONG = {
    "memory anew": (variant(memory_in=1), "The memory begins anew in each epoch."),
    "memory lost": (variant(keep=False), "The memory is lost after each step."),
    "both anew": (variant(memory_in=1, t_in=1), "t and the memory begin anew in each epoch."),
    "t anew": (variant(t_in=1), "t begins anew in each epoch."),
    "t from 0": (variant(begin=-1), "t begins at 0. The first step is number 1."),
    "t from 2": (variant(begin=1), "t is one ahead"),
    "shuffled once": (variant(order="once"), "shuffled only once"),
    "never shuffled": (variant(order="never"), "never shuffled"),
    "last batch dropped": (variant(drop=True), "A smaller last batch is left out."),
    "one more epoch": (variant(extra=1), "one epoch too many"),
    "one epoch less": (variant(extra=-1), ""),
    "all examples": (variant(rows_of=lambda n: np.arange(n), order="never"), "Each step uses all examples."),
    "plain descent": (variant(plain=True), "That is plain descent, whatever the rule is."),
    "no inner loop": (no_inner_loop, "Only the first batch of each epoch is used."),
    "early return": (returns_too_early, "but it is"),
    "result forgotten": (forgets_the_result, "p has not moved"),
    "the tuple": (keeps_the_tuple, "but it returns"),
    "in place": (changes_p, "my_training changes what it is given"),
    "nothing": (lambda *arguments: None, "End it with  return p."),
    "one argument less": (lambda p, x, y, gradient, rule, batch_size, epochs: p, "rng"),
    "a text": (lambda *arguments: "p", "but it returns"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name):
    wrong, words = WRONG[name]
    assert words in say(check_training, wrong)
