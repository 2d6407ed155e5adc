"""Exercises of lesson 11: Adam from scratch, and an optimizer and a learning rate chosen for a task."""

from dataclasses import replace
from functools import partial

import numpy as np

from gdlesson.descent import descend_many
from gdlesson.exercises.answers import a_number, missing
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import Mistake
from gdlesson.exercises.mistakes.adam import END, FROM_ONE, MISTAKES, paper, rule
from gdlesson.exercises.notyet import NotYet, beyond_the_lesson, needs
from gdlesson.exercises.rules import RuleTask, judge_rule
from gdlesson.exercises.wording import kind
from gdlesson.functions import Function
from gdlesson.landscapes import bowl
from gdlesson.optimizers import RULES, adam
from gdlesson.rulecheck import KNOWN
from gdlesson.words import apart, number


def advice(x, t, words):
    """Return what to say about an error in a step of Adam."""
    return f"Is it the correction? {FROM_ONE}" if t == 1 and "ZeroDivisionError" in words else ""


AS_PAPER = partial(rule, way=paper)
ADAM = RuleTask(
    head="my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7)",
    ending=END,
    memory=("m", "v"),
    forms=[adam, AS_PAPER],
    mistakes=MISTAKES,
    advice=advice,
    cases=[
        (8.0, [46.0, 45.4, 44.8], {"learning_rate": 0.1, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}),
        (1.0, [0.5, -0.3, 0.2], {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 0.01}),
        (
            np.array([1.0, -2.0]),
            [np.array([3.0, -0.5]), np.array([-1.0, 0.25]), np.array([0.5, 0.5])],
            {"learning_rate": 0.3, "beta_1": 0.7, "beta_2": 0.9, "epsilon": 0.1},
        ),
        (-3.0, [2.0, 1.0, 4.0], {}),
    ],
)


def shrinking(adam, shrink=lambda x, rate, decay: x - rate * decay * x):
    """Return a form of Adam that shrinks x before the step."""

    def rule(x, *state, weight_decay=0.0, learning_rate=0.001, **settings):
        return adam(shrink(x, learning_rate, weight_decay), *state, learning_rate=learning_rate, **settings)

    return rule


def in_the_slope(adam):
    """Return a form of Adam to whose slope the decay is added: L2, which Adam's division evens out again."""
    return lambda x, g, *state, weight_decay=0.0, **settings: adam(x, g + weight_decay * x, *state, **settings)


def shrinking_late(adam):
    """Return a form of Adam that shrinks the new x."""

    def rule(x, *state, weight_decay=0.0, learning_rate=0.001, **settings):
        x, *memory = adam(x, *state, learning_rate=learning_rate, **settings)
        return x * (1 - learning_rate * weight_decay), *memory

    return rule


DECAY = replace(
    ADAM,
    head=f"{ADAM.head[:-1]}, weight_decay=0.0)",
    forms=[shrinking(adam), shrinking(AS_PAPER)],
    mistakes=[
        Mistake(wrong(form), words)
        for form in (adam, AS_PAPER)
        for wrong, words in (
            (
                lambda form: shrinking(form, lambda x, rate, decay: x),
                "weight_decay changes nothing. Let x shrink first.",
            ),
            (
                lambda form: shrinking(form, lambda x, rate, decay: x - decay * x),
                "The learning rate is missing: x shrinks by learning_rate · weight_decay · x.",
            ),
            (
                lambda form: shrinking(form, lambda x, rate, decay: x + rate * decay * x),
                "x grows. Subtract learning_rate · weight_decay · x.",
            ),
            (
                in_the_slope,
                "It adds the decay to the slope, where Adam's division evens it out. Let x itself shrink.",
            ),
            (shrinking_late, "It shrinks the new x. Shrink the x that is given, and then take the step."),
        )
    ],
    cases=[(x, slopes, settings | {"weight_decay": 0.2}) for x, slopes, settings in ADAM.cases],
)


@exercise(ADAM.head, option="weight_decay=0.0")
def check_adam(my_adam):
    """Check Adam, written from scratch (lesson 11).

    Parameters
    ----------
    my_adam : callable
        my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7,
        weight_decay=0.0) takes numbers, or arrays of one shape, and returns the new x, m and v; with a weight
        decay λ, x shrinks by η·λ·x before the step. The form with m / (1 − β₁ᵗ) and √(v / (1 − β₂ᵗ)) + ε, which
        differs by a trace of ε, is right as well.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> def my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    ...     m = beta_1 * m + (1 - beta_1) * g
    ...     v = beta_2 * v + (1 - beta_2) * g**2
    ...     return x - learning_rate * m / (np.sqrt(v) + epsilon), m, v
    >>> check_adam(my_adam)
    ✗ Not yet: from x = 8, x after step 1 should be 7.9, but yours is 7.6838. The bias
    correction is missing: the factor √(1 − β₂ᵗ) / (1 − β₁ᵗ).
    """
    results, form = judge_rule(ADAM, my_adam)
    with beyond_the_lesson():
        needs(my_adam, "weight_decay", DECAY.head)
    with beyond_the_lesson("with weight_decay=0.2, "):
        judge_rule(DECAY, my_adam)
    other = (
        "Yours corrects m and v themselves, as the paper and PyTorch do; Keras's form differs by a trace of ε. "
    )
    said = other if form is AS_PAPER else ""
    first = [abs(result[0][0] - case[0]) for result, case in zip(results, ADAM.cases, strict=True)]
    return (
        f"m, v and x, in {len(ADAM.cases)} runs of 3 steps, with numbers and with arrays. {said}With the slope 46 "
        f"and the learning rate 0.1 your first step is {number(first[0])} long, with the slope 2 and the learning "
        f"rate 0.001 it is {number(first[3])}: the size of the slope has dropped out."
    )


UNITS, NEAR, WITHIN, BEGIN = 1e6, 0.01, 150, np.array([-3.0, 2.0])
TURNED = bowl(100, 45)
STEEP = Function(lambda p: UNITS * TURNED(p), lambda p: UNITS * TURNED.gradient(p), "a steep bowl", TURNED.view)
RATES = np.logspace(-10, 3, 131)


def distances(name, rates):
    """Return how far from the minimum an optimizer is at each of twice as many steps as are allowed, per rate."""
    path = descend_many(STEEP, BEGIN, np.atleast_1d(rates), 2 * WITHIN, name)
    return np.where(np.isfinite(path).all(axis=1), np.hypot(path[:, 0], path[:, 1]), np.inf)


@exercise
def check_optimizer_choice(my_optimizer, my_rate):
    """Check an optimizer and a learning rate that should arrive in time in a steep, turned bowl (lesson 11).

    Parameters
    ----------
    my_optimizer : str or callable
        One of `gdlesson.optimizers`, or its name, with its default settings.
    my_rate : float
        Right if the run on 10⁶ times `bowl(100, 45)` from (−3, 2) is within 0.01 of the minimum at step 150, and
        stays there for 150 steps more.

    Returns
    -------
    Feedback
        Correct, or what the run did instead, and whether another learning rate could help.

    Examples
    --------
    >>> check_optimizer_choice("adam", 0.1)
    ✗ Not yet: with adam and 0.1 the minimum is still 0.606 away after 150 steps; the start was
    3.61 away. Take a larger learning rate.
    """
    if missing(my_optimizer):
        raise NotYet("put the name of an optimizer in place of None, such as 'gradient_descent'.")
    name = next((rule.__name__ for rule in RULES if rule is my_optimizer), my_optimizer)
    name = name.strip().lower() if isinstance(name, str) else name
    if not isinstance(name, str) or name not in KNOWN:
        raise NotYet(f"my_optimizer should be one of {', '.join(KNOWN)}, but it is {kind(my_optimizer)}.")
    rate = a_number(my_rate, "my_rate")
    if rate <= 0:
        raise NotYet(f"my_rate should be above 0, but it is {number(rate)}.")
    far = distances(name, rate)[:, 0]
    if (far[WITHIN:] <= NEAR).all():
        arrived = int(np.flatnonzero(far > NEAR)[-1]) + 1
        near = f"{name} with {number(rate)} is within {NEAR} of the minimum after {arrived} steps"
        return f"{near}, and still is after {len(far) - 1}."
    raise NotYet(f"with {name} and {number(rate)} {what_happened(far)}.", tuning(name, rate))


def what_happened(far):
    """Say where a run was at the step at which it should have arrived."""
    if not np.isfinite(far).all():
        return f"the numbers become too large to store at step {int(np.argmin(np.isfinite(far)))}"
    here, begin = number(far[WITHIN], 3), number(far[0], 3)
    if far[WITHIN] > far[0]:
        return f"the run is {here} away after {WITHIN} steps, farther than at its start, {begin}"
    if far[WITHIN] <= NEAR:
        again = apart(far[WITHIN:].max(), NEAR, 3)
        return f"the run comes near in time, but it does not stay: later it is {again} away again"
    return (
        f"the minimum is still {apart(far[WITHIN], NEAR, 3)} away after {WITHIN} steps; the start was {begin} away"
    )


def tuning(name, rate):
    """Say which way to turn the learning rate, or that none of many helps."""
    rates = np.sort(np.append(np.concatenate([RATES, rate * np.logspace(-1, 1, 41)]), rate))
    farthest = distances(name, rates)[WITHIN:].max(axis=0)
    good = rates[farthest <= NEAR]
    if not len(good):
        best = int(np.argmin(farthest))
        found = (
            "yours is the best of them" if rates[best] == rate else f"the best of them is {number(rates[best], 2)}"
        )
        return (
            f"No learning rate that we tried helps: {found}, and there the run is still up to "
            f"{number(farthest[best], 2)} away. Choose another optimizer."
        )
    nearest = good[np.argmin(abs(np.log(good / rate)))]
    return f"Take a {'larger' if nearest > rate else 'smaller'} learning rate."
