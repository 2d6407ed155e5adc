"""Exercises of lesson 9: momentum written as a rule, and runs whose convention has to be found out."""

from dataclasses import replace

import numpy as np

from gdlesson.descent import descend
from gdlesson.exercises.answers import missing, same
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import Mistake
from gdlesson.exercises.mistakes.momentum import END, MISTAKES, damped, pytorch
from gdlesson.exercises.notyet import NotYet, beyond_the_lesson, needs
from gdlesson.exercises.rules import RuleTask, judge_rule
from gdlesson.exercises.wording import kind
from gdlesson.functions import quadratic
from gdlesson.optimizers import iterates, momentum, nesterov
from gdlesson.words import apart, number

MOMENTUM = RuleTask(
    head="my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9)",
    ending=END,
    memory=("velocity",),
    forms=[momentum],
    mistakes=MISTAKES,
    cases=[
        (8.0, [16.0, 12.8, 7.0], {"learning_rate": 0.1, "momentum": 0.9}),
        (1.0, [0.5, -0.3, 0.2], {"learning_rate": 0.02, "momentum": 0.75}),
        (
            np.array([1.0, -2.0]),
            [np.array([3.0, -0.5]), np.array([-1.0, 0.25]), np.array([0.5, 0.5])],
            {"learning_rate": 0.3, "momentum": 0.6},
        ),
        (-3.0, [2.0, 1.0, 4.0], {}),
    ],
)


def with_option(rule):
    """Return a rule of ours that takes the option nesterov, and leaves it alone."""
    return lambda *state, nesterov=False, **settings: rule(*state, **settings)


def looks_ahead_only(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    """Take Nesterov's step without the new slope."""
    velocity = momentum * velocity - learning_rate * g
    return x + momentum * velocity, velocity


def both_steps(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    """Take the step of the heavy ball, and then another one that looks ahead."""
    velocity = momentum * velocity - learning_rate * g
    return x + velocity + momentum * velocity, velocity


NESTEROV = replace(
    MOMENTUM,
    head="my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9, nesterov=False)",
    forms=[with_option(nesterov)],
    mistakes=[
        Mistake(
            with_option(momentum), "With nesterov=True nothing changes. Its step is x + β·v − η·g, with the new v."
        ),
        Mistake(with_option(looks_ahead_only), "In Nesterov's step the slope counts once more: x + β·v − η·g."),
        Mistake(with_option(both_steps), "Nesterov's step takes the place of x + v: x + β·v − η·g."),
    ],
    cases=[(x, slopes, settings | {"nesterov": True}) for x, slopes, settings in MOMENTUM.cases],
)


@exercise(MOMENTUM.head, option="nesterov=False")
def check_momentum(my_momentum):
    """Check momentum, written as a rule (lesson 9).

    Parameters
    ----------
    my_momentum : callable
        my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9, nesterov=False) takes numbers, or
        arrays of one shape, and returns the new x and the new velocity; with nesterov=True it looks ahead.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> def my_momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    ...     velocity = momentum * velocity + learning_rate * g
    ...     return x + velocity, velocity
    >>> check_momentum(my_momentum)
    ✗ Not yet: from x = 8, the velocity after step 1 should be −1.6, but yours is 1.6. It
    climbs. The velocity grows against the slope: β·v − η·g.
    """
    judge_rule(MOMENTUM, my_momentum)
    with beyond_the_lesson():
        needs(my_momentum, "nesterov", NESTEROV.head)
    with beyond_the_lesson("with nesterov=True, "):
        judge_rule(NESTEROV, my_momentum)
    beyond = descend(quadratic([0, 0, 1]), 8, 1.2, optimizer=momentum, momentum=0.5)
    return (
        f"x and velocity, in {len(MOMENTUM.cases)} runs of 3 steps, with and without nesterov. On x² with β = "
        f"0.5 this rule settles even at the learning rate 1.2, after {beyond.nit} steps. Plain descent is lost "
        "there from 1 on."
    )


SQUARE, START, BETA = quadratic([0, 0, 1]), 8.0, 0.9
CONVENTIONS = {
    "keras": (momentum, "v ← β·v − η·g, then x + v"),
    "pytorch": (pytorch, "v ← β·v + g, then x − η·v"),
    "damped": (damped, "v ← β·v + (1 − β)·g, then x − η·v"),
    "nesterov": (nesterov, "v ← β·v − η·g, then x + β·v − η·g"),
}
PROBE = [0.1, 0.1, 0.01, 0.01]  # learning rates at which all of them differ


class MysteryRun:
    """A run on x² from 8 with β = 0.9, in a convention that it keeps to itself.

    Called with a list of learning rates, one for each step, it returns the points: one more than rates.
    """

    def __init__(self, rule):
        self._rule = rule

    def __call__(self, rates):
        """Return the points of the run with these rates."""
        rates = np.array(rates, dtype=float)
        if rates.ndim != 1 or not 1 <= len(rates) <= 1000 or not (np.isfinite(rates) & (rates >= 0)).all():
            raise ValueError(
                f"a list of 1 to 1000 learning rates is expected, such as [0.1, 0.1, 0.1], got {rates.tolist()}"
            )
        return points(self._rule, rates)

    def __repr__(self):
        return "a run on x² from 8 with β = 0.9; call it with a list of learning rates"


def points(rule, rates):
    """Return the points of a run on x² with a rate for each step."""
    there = iterates(rule, SQUARE.gradient, START, lambda step: rates[step], {"momentum": BETA})
    return np.array([START, *(next(there) for _ in rates)])


def mystery_runs(seed=11):
    """Return three runs with momentum, each in a different one of four conventions (lesson 9).

    Parameters
    ----------
    seed : int
        Each seed gives an order of its own.

    Returns
    -------
    list of MysteryRun
        Each takes a list of learning rates, and returns the points.

    Examples
    --------
    >>> first, second, third = mystery_runs()
    >>> first([0.1, 0.1]).shape
    (3,)
    """
    rules = [rule for rule, _ in CONVENTIONS.values()]
    return [MysteryRun(rules[k]) for k in np.random.default_rng(seed).permutation(len(rules))[:3]]


@exercise
def check_conventions(runs, my_names):
    """Check which convention each of some runs was said to have (lesson 9).

    Parameters
    ----------
    runs : list of callables
        Those of `mystery_runs`.
    my_names : list of str
        For each of them "keras", "pytorch", "damped" or "nesterov".

    Returns
    -------
    Feedback
        Correct, or an experiment that speaks against one of the names.

    Examples
    --------
    >>> check_conventions([MysteryRun(damped)], ["keras"])
    ✗ Not yet: the first run is not keras. With the learning rates [0.1] it goes to 7.84, and
    keras (v ← β·v − η·g, then x + v) would go to 6.4.
    """
    runs = list(runs) if isinstance(runs, (list, tuple)) else [runs]
    if not runs or not all(isinstance(each, MysteryRun) for each in runs):
        raise NotYet("give the check the runs of mystery_runs() first, then your names.")
    names = names_of(my_names, len(runs))
    for which, one, name in zip(("first", "second", "third"), runs, names, strict=False):
        against = experiment(one, name)
        if against:
            raise NotYet(f"the {which} run is not {name}.", against)
    if len(set(names)) < len(names):  # cannot be right with runs of ours
        raise NotYet("each run has a convention of its own.")
    changed = [number(one(PROBE)[-1]) for one in runs]
    ends = f"With the learning rates {PROBE} they end at {', '.join(changed)}"
    return f"{', '.join(names)}. {ends}: one name, many rules."


def names_of(my_names, many):
    """Return the names that a learner gave, in our spelling, or say what was expected."""
    if not isinstance(my_names, (list, tuple, dict, np.ndarray)):
        raise NotYet(f"my_names should be a list of {many} names, such as {list(CONVENTIONS)[:many]}.")
    my_names = list(my_names.values() if isinstance(my_names, dict) else my_names)
    if len(my_names) != many:
        raise NotYet(f"{many} names are expected, one for each run, but there are {len(my_names)}.")
    if all(map(missing, my_names)):
        raise NotYet(f"put a name in place of each None: {', '.join(CONVENTIONS)}.")
    names = [name.strip().lower() if isinstance(name, str) else name for name in my_names]
    names = ["pytorch" if name == "torch" else name for name in names]
    for name in names:
        if not isinstance(name, str) or name not in CONVENTIONS:
            said = "still missing" if missing(name) else kind(name)
            raise NotYet(f"each name should be one of {', '.join(CONVENTIONS)}, but one of yours is {said}.")
    if len(set(names)) < len(names):
        twice = max(names, key=names.count)
        raise NotYet(f"each run has a convention of its own, but {twice} is named {names.count(twice)} times.")
    return names


def experiment(one, name):
    """Return in words the shortest experiment that speaks against a name, or "" if none does."""
    rule, formula = CONVENTIONS[name]
    for many in range(1, len(PROBE) + 1):
        rates = PROBE[:many]
        there, would = one(rates)[-1], points(rule, rates)[-1]
        if not same(there, would):
            return (
                f"With the learning rates {rates} it goes to {apart(there, would)}, and {name} ({formula}) would "
                f"go to {apart(would, there)}."
            )
    return ""
