"""Exercises of lesson 14: a cross-entropy that never overflows, and a model that is mostly right, and too sure."""

from dataclasses import replace

import numpy as np

from gdlesson.datasets import exam
from gdlesson.exercises.answers import a_number
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import cross_entropy
from gdlesson.exercises.mistakes.cross_entropy import exact
from gdlesson.exercises.notyet import NotYet, beyond_the_lesson
from gdlesson.exercises.tasks import Task, judge
from gdlesson.networks.network import scores
from gdlesson.words import number

COIN = float(np.log(2))  # what every example costs at p = 0.5
ENOUGH = 10  # students of twelve


def no_number(function, answers, truths):
    """Say what is wrong with answers of another shape."""
    return "That is not one number: y and z are one example." if any(np.ndim(each) for each in answers) else ""


CROSS_ENTROPY = Task(
    head="my_cross_entropy(y, z)",
    todo="Write a line with return and your formula.",
    truth=exact,
    mistakes=cross_entropy.MISTAKES,
    cases=[
        (y, float(z))
        for z in (2.0, -1.0, 0.0, 0.5, -3.0, 4.5, 7.0, -9.0, *np.random.default_rng(14).uniform(-5, 5, 4).round(2))
        for y in (1, 0)
    ],
    where=lambda y, z: f"for y = {number(y)} and z = {number(z)}",
    otherwise=no_number,
)
FAR = replace(
    CROSS_ENTROPY,
    mistakes=cross_entropy.FAR,
    cases=[(y, float(z)) for z in (1000, -1000, 40, -40, 25, -25, 1e5, -1e5) for y in (0, 1)],
)


@exercise(CROSS_ENTROPY.head)
def check_cross_entropy(my_cross_entropy):
    """Check the binary cross-entropy of one example, from z, that a learner wrote (lesson 14).

    Parameters
    ----------
    my_cross_entropy : callable
        my_cross_entropy(y, z) takes a label, 1 or 0, and a number z of any size, and returns −log p if the label
        is 1, else −log(1 − p), where p = sigmoid(z).

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> from gdlesson.losses import sigmoid
    >>> check_cross_entropy(lambda y, z: (sigmoid(z) - y) ** 2)
    ✗ Not yet: for y = 1 and z = 2, my_cross_entropy should return 0.12693, but it returns
    0.014209. That is the squared error of p. Take −log instead.
    """
    judge(CROSS_ENTROPY, my_cross_entropy)
    with beyond_the_lesson():
        judge(FAR, my_cross_entropy)
    pairs = len(CROSS_ENTROPY.cases) + len(FAR.cases)
    cost = number(float(my_cross_entropy(0, 1000.0)))
    return (
        f"right for {pairs} pairs of y and z, and nothing overflows: z = 1000 where the truth is no costs {cost}."
    )


@exercise
def check_overconfident(my_weight, my_bias):
    """Check a model of the twelve students that is as often right as a trained one, and costs more than a coin.

    An exercise of lesson 14.

    Parameters
    ----------
    my_weight, my_bias : float
        Of p = sigmoid(weight·hours + bias); right if 10 of 12 students or more are predicted correctly, while the
        cross-entropy is above log 2 = 0.693.

    Returns
    -------
    Feedback
        Correct, or what the model does.

    Examples
    --------
    >>> check_overconfident(1, -3.25)
    ✗ Not yet: 10 of 12 are right, and the cross-entropy is 0.506; it should be above 0.693,
    that of a coin. Make the model surer, but let it cross 0.5 at the same place: multiply
    both numbers.
    """
    weight, bias = a_number(my_weight, "my_weight"), a_number(my_bias, "my_bias")
    right, loss = results(weight, bias)
    words = f"{right} of 12 are right, and the cross-entropy is {number(loss, 3)}"
    if right >= ENOUGH and loss > COIN:
        return f"{words}. Each mistake is made with confidence, and that is what costs."
    goal = f"it should be above {number(COIN, 3)}, that of a coin"
    if right >= ENOUGH:
        advice = "Make the model surer, but let it cross 0.5 at the same place: multiply both numbers."
        raise NotYet(f"{words}; {goal}.", advice)
    other, more = results(bias, weight)
    if other >= ENOUGH and more > COIN:
        raise NotYet(f"{words}.", "Weight and bias are swapped.")
    raise NotYet(f"{words}; {ENOUGH} of 12 are needed.", crossing(weight, bias))


def results(weight, bias):
    """Return how many students a model predicts correctly, and its cross-entropy."""
    hours, passed = exam()
    with np.errstate(all="ignore"):
        loss, accuracy = scores(weight * hours + bias, passed)
    return round(12 * float(accuracy)), float(loss)


def crossing(weight, bias):
    """Say where a model crosses one half, and that it should do so elsewhere."""
    if weight == 0:
        return "With the weight 0 every student gets the same answer."
    if weight < 0:
        return "The weight is negative: the longer they study, the less likely they are to pass."
    place = -bias / weight
    return f"It says yes above {number(place, 3)} hours (−bias/weight). Move that place between 3 and 3.5 hours."
