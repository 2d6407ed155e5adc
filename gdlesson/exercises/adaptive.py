"""Exercises of lesson 10: Adam from scratch, and an optimizer and a learning rate chosen for a task."""

from functools import partial

import numpy as np

from gdlesson.descent import descend_many
from gdlesson.exercises.answers import a_number
from gdlesson.exercises.feedback import NotYet, exercise
from gdlesson.exercises.mistakes.adam import END, FROM_ONE, MISTAKES, paper, rule
from gdlesson.exercises.rules import RuleTask, judge_rule
from gdlesson.exercises.wording import kind
from gdlesson.functions import Function
from gdlesson.optimizers import RULES, adam
from gdlesson.rulecheck import KNOWN
from gdlesson.surfaces import bowl
from gdlesson.verdicts import number


def advice(x, t, words):
    """Return what to say about an error in a step of Adam."""
    if np.ndim(x) and "scalar" in words:
        return " math.sqrt takes one number; np.sqrt takes rows of them, too."
    return f" Is it the correction? {FROM_ONE}" if t == 1 and "ZeroDivisionError" in words else ""


AS_PAPER = partial(rule, way=paper)
ADAM = RuleTask(
    name="my_adam",
    memory=("m", "v"),
    head="def my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):",
    ending=END,
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


@exercise
def check_adam(my_adam):
    """Check Adam, written from scratch (lesson 10).

    Parameters
    ----------
    my_adam : callable
        my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7) takes numbers,
        or arrays of one shape, and returns the new x, m and v. Also right is the form with m / (1 − β₁ᵗ) and
        √(v / (1 − β₂ᵗ)) + ε, which differs by a trace of ε.

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> def my_adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    ...     m = beta_1 * m + (1 - beta_1) * g
    ...     v = beta_2 * v + (1 - beta_2) * g**2
    ...     return x - learning_rate * m / (np.sqrt(v) + epsilon), m, v
    >>> check_adam(my_adam)
    not yet: from x = 8, x after step 1 should be 7.9, yours is 7.6838: the bias correction is
    missing: the factor √(1 − β₂ᵗ) / (1 − β₁ᵗ).
    """
    results, form = judge_rule(ADAM, my_adam)
    form = (
        "Yours corrects m and v themselves, as the paper and PyTorch do; Keras's form differs by a trace of ε. "
        if form is AS_PAPER
        else ""
    )
    first = [abs(result[0][0] - case[0]) for result, case in zip(results, ADAM.cases, strict=True)]
    return (
        f"m, v and x, in {len(ADAM.cases)} runs of 3 steps, with numbers and with arrays. {form}"
        f"With the slope 46 and the rate 0.1 your first step is {number(first[0])} long, with the slope 2 and the "
        f"rate 0.001 it is {number(first[3])}: the size of the slope has dropped out."
    )


UNITS, NEAR, WITHIN, BEGIN = 1e6, 0.01, 150, np.array([-3.0, 2.0])
STEEP = Function(
    lambda p: UNITS * bowl(100)(p), lambda p: UNITS * bowl(100).gradient(p), "a steep bowl", bowl(100).view
)
RATES = np.logspace(-10, 3, 131)


def distances(name, rates):
    """Return how far from the minimum an optimizer is at each of twice as many steps as are allowed, per rate."""
    slope = Function(STEEP.value, lambda p: UNITS * np.array([p[0], 100 * p[1]]), STEEP.name, STEEP.view)
    path = descend_many(slope, BEGIN, np.atleast_1d(rates), 2 * WITHIN, name)
    return np.where(np.isfinite(path).all(axis=1), np.hypot(path[:, 0], path[:, 1]), np.inf)


@exercise
def check_optimizer_choice(my_optimizer, my_rate):
    """Check an optimizer and a learning rate that are to arrive in time on a steep narrow bowl (lesson 10).

    Parameters
    ----------
    my_optimizer : str or callable
        One of `gdlesson.optimizers`, or its name, at its default settings.
    my_rate : float
        Right where the run on 10⁶ times `bowl(100)` from (−3, 2) is within 0.01 of the minimum at step 150, and
        stays there for 150 steps more.

    Returns
    -------
    Feedback
        Right, or what the run did instead, and whether any rate could help.

    Examples
    --------
    >>> check_optimizer_choice("adam", 0.001)
    not yet: with adam and 0.001 the minimum is still 3.4 away after 150 steps, and the way
    was 3.61. Take a larger learning rate.
    """
    if my_optimizer is None or my_optimizer is ...:
        raise NotYet("put the name of an optimizer in place of None, such as 'momentum'.")
    name = next((rule.__name__ for rule in RULES if rule is my_optimizer), my_optimizer)
    if not isinstance(name, str) or name not in KNOWN:
        raise NotYet(f"my_optimizer should be one of {', '.join(KNOWN)}, but it is {kind(my_optimizer)}.")
    rate = a_number(my_rate, "my_rate", "put a number in place of None, for my_rate.")
    if rate <= 0:
        raise NotYet(f"my_rate should be above 0, but it is {number(rate)}.")
    far = distances(name, rate)[:, 0]
    if (far[WITHIN:] <= NEAR).all():
        arrived = int(np.flatnonzero(far > NEAR)[-1]) + 1
        return (
            f"{name} with {number(rate)} is within {NEAR} of the minimum after {arrived} steps, and stays there."
        )
    raise NotYet(f"with {name} and {number(rate)} {what_happened(far)}. {advice(name, rate)}")


def what_happened(far):
    """Say where a run was at the step at which it should have arrived."""
    if not np.isfinite(far).all():
        return f"the run leaves the range of numbers at step {int(np.argmin(np.isfinite(far)))}"
    here, way = number(far[WITHIN], 3), number(far[0], 3)
    if far[WITHIN] > far[0]:
        return f"the run is {here} away after {WITHIN} steps, farther than at its start, {way}"
    if far[WITHIN] <= NEAR:
        return f"it comes near in time, but does not stay: later it is {number(far[WITHIN:].max(), 3)} away again"
    return f"the minimum is still {here} away after {WITHIN} steps, and the way was {way}"


def advice(name, rate):
    """Say which way to turn the rate, or that no rate helps."""
    farthest = distances(name, RATES)[WITHIN:].max(axis=0)
    good = RATES[farthest <= NEAR]
    if not len(good):
        best = int(np.argmin(farthest))
        return (
            f"No rate helps: with the best that we found, {number(RATES[best], 2)}, it is still up to "
            f"{number(farthest[best], 2)} away. Choose another optimizer."
        )
    nearest = good[np.argmin(abs(np.log(good / rate)))]
    return f"Take a {'larger' if nearest > rate else 'smaller'} learning rate."
