"""Exercises of lesson 5: a learning rate that fools a stopping rule, and a rule that is harder to fool."""

from functools import cache
from itertools import product
from math import exp
from typing import NamedTuple

import numpy as np

from gdlesson.descent import descend
from gdlesson.exercises.answers import a_number, a_run
from gdlesson.exercises.attempt import attempt, given
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes.rule import MISTAKES
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.timelimit import paced
from gdlesson.exercises.wording import kind
from gdlesson.functions import Function
from gdlesson.words import apart, count, number

CAP = 500
HOPELESS = 1e100  # a run this far away does not come back, and squares of such numbers cannot be stored
NEAR = 0.01  # a run that ends this near to the minimum has arrived
SMALL = 1e-4  # where a step and a slope are both smaller than this, a rule may take that for an arrival

BOWL = Function(lambda x: x * x, lambda x: 2 * x, name="x²")
ELSEWHERE = Function(lambda x: (x - 3) ** 2, lambda x: 2 * (x - 3), name="(x − 3)²")
MILLIONTH = Function(lambda x: 1e-6 * x * x, lambda x: 2e-6 * x, name="x²/10⁶")
WIDE = Function(lambda x: 1e-12 * x * x, lambda x: 2e-12 * x, name="x²/10¹²")
WIDEST = Function(lambda x: 1e-60 * x * x, lambda x: 2e-60 * x, name="x²/10⁶⁰")
SHARP = Function(abs, lambda x: float(np.sign(x)), name="|x|")
PLATEAU = Function(lambda x: 1 - exp(-x * x / 8), lambda x: x / 4 * exp(-x * x / 8), name="1 − exp(−x²/8)")

FOOLED, WITHIN = 0.01, (1, 2)  # the tolerance of the first exercise, and how far away the run should stop


@exercise
def check_fooling_rate(my_rate):
    """Check a learning rate that fools the rule "stop when the step is short" on the way (lesson 5).

    Parameters
    ----------
    my_rate : float
        Right if the run on x² from 8 with the tolerance 0.01 stops by it between 1 and 2 away from the minimum.

    Returns
    -------
    Feedback
        Correct, or where and why the run stopped.

    Examples
    --------
    >>> check_fooling_rate(0.1)
    ✗ Not yet: with 0.1 the tolerance stops the run at x = 0.047, nearer than 1. Take a smaller
    learning rate.
    """
    rate = a_number(my_rate, "my_rate")
    if rate == 0:
        raise NotYet("with 0 nothing moves, and that fools nobody.", "Take a learning rate above 0.")
    a_run(BOWL, 8, rate)
    run = descend(BOWL, 8, rate, tolerance=FOOLED)
    nearest, farthest = WITHIN
    border = min(WITHIN, key=lambda border: abs(abs(run.x) - border))
    at, shown = f"x = {apart(run.x, border, 2)}", apart(rate, 0.1)
    if run.stop != "tolerance":
        why = "no step is short" if run.regime in ("diverging", "bouncing") else f"the run is at {at}"
        seen = f"with {shown} the tolerance never stops it: after {count(run.nit, 'step')} {why}."
        raise NotYet(seen, "Take a smaller learning rate.")
    if nearest <= abs(run.x) <= farthest:
        slope = BOWL.gradient(run.x)
        return (
            f"the run stops after {count(run.nit, 'step')}, at {at}, and takes that for an arrival. The next step "
            f"would be {apart(rate * slope, FOOLED, 3)}, shorter than {FOOLED}, though the slope is still "
            f"{number(slope)}."
        )
    if abs(run.x) < nearest:
        seen = f"with {shown} the tolerance stops the run at {at}, nearer than {nearest}."
        raise NotYet(seen, "Take a smaller learning rate.")
    when = f"after {count(run.nit, 'step')}" if run.nit else "before the first step"
    seen = (
        f"with {shown} the tolerance stops the run {when}, at x = {number(run.x)}, farther away than {farthest}."
    )
    raise NotYet(seen, "Take a larger learning rate.")


class Trial(NamedTuple):
    """A run that a rule is tried on, whether it arrives at the minimum, and what fools a rule there."""

    f: Function
    start: float
    learning_rate: float
    arrives: bool
    story: str = ""
    minimum: float = 0.0

    def __str__(self):
        return f"on {self.f.name} from {number(self.start)} with the learning rate {number(self.learning_rate)}"


def both_sides(f, learning_rate, arrives, story=""):
    """Return a trial from 8 and one from −8: a test without abs holds on one side only."""
    return [Trial(f, start, learning_rate, arrives, story) for start in (8.0, -8.0)]


TINY = "The steps are short only because the learning rate is small."
UNITS = "The slope is small everywhere, because of the units."
BOUNCES = "This run bounces forever between −8 and 8."
LEAVES = "This run diverges."


def bowls():
    """Yield runs on x² in three units, at tiny to large rates, that fool rules with too large a tolerance."""
    for (f, bend), pace, start in product(
        ((BOWL, 2.0), (MILLIONTH, 2e-6), (WIDE, 2e-12)), (1e-8, 1e-5, 1e-3, 0.01, 0.3, 1.5), (8.0, 0.3, -0.0101)
    ):
        x = start * (1 - pace) ** np.arange(CAP + 1)
        far = abs(x) > NEAR
        if not np.any(far & (abs(pace * x) < SMALL) & (abs(bend * x) < SMALL)):  # else every rule may be fooled
            yield Trial(
                f, start, pace / bend, abs(x[-1]) < 1e-40, TINY if pace < 0.01 else UNITS if bend < 1 else ""
            )


TRIALS = [
    *both_sides(BOWL, 0.1, True),
    Trial(BOWL, 0.0, 0.1, True),
    Trial(ELSEWHERE, 8.0, 0.1, True, minimum=3.0),
    *both_sides(BOWL, 1e-12, False, TINY),
    *both_sides(BOWL, 1.0, False, BOUNCES),
    *both_sides(BOWL, 1.1, False, LEAVES),
    *both_sides(BOWL, 3.0, False, LEAVES),
    *both_sides(SHARP, 0.3, False, "This run never settles: it jumps back and forth over the minimum."),
    *both_sides(WIDE, 1e11, True, UNITS),
    *both_sides(BOWL, 1e-30, False, TINY),  # here new is x itself, so that a step below any tolerance is no proof
    *both_sides(WIDEST, 1e59, True, UNITS),  # here the slope is smaller than any that a run on x² comes to
    *bowls(),
    Trial(ELSEWHERE, 1e-6, 1e-9, False, TINY, minimum=3.0),  # x is small, and so is x times the slope
]


class End(NamedTuple):
    """Where a run ended, after how many steps, whether the rule ended it, and whether it ever answered."""

    x: float
    steps: int
    stopped: bool
    answered: bool


def run_under(rule, trial):
    """Run until the rule says True, the numbers end, or the cap."""
    x, answered = trial.start, False
    gradient = given("gradient", trial.f.gradient)
    for n in range(CAP):
        new = x - trial.learning_rate * gradient(x)
        if not abs(new) < HOPELESS:
            return End(x, n, False, answered)
        verdict = truth_of(rule(x, new, gradient), trial)
        answered = answered or verdict is not None
        if verdict:
            return End(x, n, True, True)
        x = new
    return End(x, CAP, False, answered)


def truth_of(verdict, trial):
    """Return what a rule said as True, False or None (nothing, which does not stop a run)."""
    if verdict is None or verdict is ...:
        return None
    if isinstance(verdict, (bool, np.bool_)) or isinstance(verdict, int) and verdict in (0, 1):
        return bool(verdict)
    raise NotYet(f"my_rule should return True or False, but {trial} it returns {kind(verdict)}.")


def fault(trial, end):
    """Return "early" if the rule stopped a run that had not arrived, "never" if it missed the arrival."""
    if end.stopped:
        return "" if abs(end.x - trial.minimum) <= NEAR else "early"
    return "never" if trial.arrives else ""


RULE = "my_rule(x, new, gradient)"


@exercise(RULE)
def check_rule(my_rule):
    """Check a rule that ends a run, on runs that arrive and on runs that only look like it (lesson 5).

    Parameters
    ----------
    my_rule : callable
        my_rule(x, new, gradient) returns True if a run that is about to go from x to new may stop at x, because it
        has arrived, which means: it is at most 0.01 from the minimum. It is tried on runs of at most 500 steps.

    Returns
    -------
    Feedback
        Correct, or the first run on which the rule fails.

    Examples
    --------
    >>> check_rule(lambda x, new, gradient: abs(new - x) < 1e-5)
    ✗ Not yet: on x² from 8 with the learning rate 1e-12, it stops after 0 steps at x = 8, 8
    away from the minimum: there the step is 1.6e-11 and the slope 16. That is the step alone.
    With a small learning rate every step is short. Ask for a small slope as well.
    """
    answered = False
    for trial in TRIALS:
        end = tried(my_rule, trial)
        answered = answered or end.answered
        if what := fault(trial, end):
            if not answered:
                todo = "Write return and a test that is True where the run may stop."
                raise NotYet(f"{trial}, my_rule returns nothing.", todo)
            raise NotYet(failure(trial, end), lambda trial=trial, what=what: why(my_rule, trial, what))
    arrived = sum(trial.arrives for trial in TRIALS)
    tally = f"it stops all {arrived} runs that arrive, and none of the {len(TRIALS) - arrived} others too early"
    return f"{tally}. {blind_spot(my_rule)}"


def tried(rule, trial):
    """Return where a run ended under the learner's rule."""
    return attempt(run_under, (paced(rule), trial), str(trial), "my_rule", "", rule)


def failure(trial, end):
    """Say what a rule did wrong on a run."""
    if not end.stopped:
        at = f"it has arrived: x = {number(end.x, 2)}"
        return f"{trial}, it does not stop in {count(end.steps, 'step')}, though {at}."
    left = f"{number(abs(end.x - trial.minimum))} away from the minimum"
    slope = trial.f.gradient(end.x)
    there = (
        f"there the step is {number(abs(trial.learning_rate * slope), 2)} and the slope {number(abs(slope), 2)}"
    )
    return f"{trial}, it stops after {count(end.steps, 'step')} at x = {number(end.x)}, {left}: {there}."


def why(rule, trial, what):
    """Return why a rule fails: the mistake, if it decides like a known one everywhere, else what the run is."""
    said = attempt(lambda: [decision(rule, *state) for state in STATES], (), "", "my_rule", "", rule)
    known = next((mistake.words for mistake, verdicts in decisions() if verdicts == said), "")
    if known:
        return known
    if what == "never":
        return "Is a tolerance too small?"
    return f"{trial.story} Is a tolerance too large?".strip()


# Where a rule is asked, to find out how it decides: a function, x, and the learning rate.
STATES = [
    (f, middle + x * side, pace / bend)
    for (f, bend, middle), x, pace, side in product(
        ((BOWL, 2.0, 0.0), (WIDE, 2e-12, 0.0), (ELSEWHERE, 2.0, 0.0), (ELSEWHERE, 2.0, 3.0)),
        (0.0, 3e-15, 3e-12, 3e-9, 3e-7, 3e-6, 3e-5, 3e-4, 3e-3, 0.03, 0.3, 8.0),
        (1e-12, 1e-4, 0.1, 1.0, 2.0, 50.0),
        (1, -1),
    )
]


def decision(rule, f, x, learning_rate):
    """Return what a rule says in one state, None where it fails."""
    try:
        return bool(rule(x, x - learning_rate * f.gradient(x), f.gradient))
    except Exception:
        return None


@cache
def decisions():
    """Return each known mistake, with every tolerance, and what it says in all states."""
    tolerances = [digit * 10.0**power for power in range(-15, 0) for digit in (1, 2, 5)]
    return [
        (mistake, [mistake.wrong(x, x - rate * f.gradient(x), f.gradient, t) for f, x, rate in STATES])
        for mistake in MISTAKES
        for t in tolerances
    ]


def blind_spot(rule):
    """Say from where on a plateau the rule stops a run that has not arrived: slope and step are small there."""
    for start in range(9, 31):
        end = tried(rule, Trial(PLATEAU, float(start), 0.1, False))
        if end.stopped and abs(end.x) > 1:
            steps = count(end.steps, "step")
            where = f"from {start} it stops after {steps}, {number(abs(end.x), 3)} from the minimum"
            return f"It can still be fooled: on the plateau of {PLATEAU.name}, {where}."
    return f"Even the plateau of {PLATEAU.name} does not fool it, up to {start}."
