"""Exercises of lesson 5: a learning rate that fools a stopping rule, and a rule that is not fooled."""

from functools import partial
from math import exp
from typing import NamedTuple

import numpy as np

from gdlesson.exercises.answers import a_function, a_number, walked
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import NotYet, exercise
from gdlesson.exercises.mistakes.rule import MISTAKES, TOLERANCES
from gdlesson.exercises.timelimit import paced
from gdlesson.exercises.wording import apart, kind
from gdlesson.functions import Function
from gdlesson.verdicts import count, number

BOWL = Function(lambda x: x * x, lambda x: 2 * x, name="x²")
ELSEWHERE = Function(lambda x: (x - 3) ** 2, lambda x: 2 * (x - 3), name="(x − 3)²")
WIDE = Function(lambda x: 1e-12 * x * x, lambda x: 2e-12 * x, name="x²/10¹²")
WIDEST = Function(lambda x: 1e-60 * x * x, lambda x: 2e-60 * x, name="x²/10⁶⁰")
SHARP = Function(abs, lambda x: float(np.sign(x)), name="|x|")
PLATEAU = Function(lambda x: 1 - exp(-x * x / 8), lambda x: x / 4 * exp(-x * x / 8), name="1 − exp(−x²/8)")


@exercise
def check_fooling_rate(my_rate):
    """Check a learning rate that fools the rule "stop when the step is short" (lesson 5).

    Parameters
    ----------
    my_rate : float
        Above 0; right where the walk on x² from 8 stops by its tolerance, 1e-5, more than 1 away from the minimum.

    Returns
    -------
    Feedback
        Right, or where and why the walk stopped.

    Examples
    --------
    >>> check_fooling_rate(0.1)
    not yet: with 0.1 the walk stops at x = 4.7e-05, and so it has arrived. Take a smaller
    learning rate.
    """
    rate = a_number(my_rate, "my_rate", "put a number in place of None, for my_rate.")
    run = walked(BOWL, 8, rate)
    where = f"x = {number(run.x, 2)}"
    if rate == 0:
        raise NotYet("0 stays where it is, and everybody sees that. Take a learning rate above 0.")
    if run.stop == "tolerance" and abs(run.x) > 1:
        slope = BOWL.gradient(run.x)
        step = rate * slope
        step = step if abs(step) < 1e-5 else run.x - (run.x - step)  # as the walk finds it, rounded
        return (
            f"it stops after {count(run.nit, 'step')}, at {where}, and takes that for an arrival. The next step "
            f"would be {apart(step, 1e-5, 3)}, shorter than 1e-05, though the slope is still {number(slope)}."
        )
    if run.regime in ("diverging", "bouncing"):
        raise NotYet(
            f"with {number(rate, 12)} no step is short, so it does not stop. Take a smaller learning rate."
        )
    if run.stop == "max_iterations":
        what = f"the cap stops it after {count(run.nit, 'step')}, at {where}, and not the tolerance"
        raise NotYet(f"with {number(rate, 12)} {what}. Take a smaller learning rate.")
    raise NotYet(
        f"with {number(rate, 12)} the walk stops at {where}, and so it has arrived. Take a smaller learning rate."
    )


CAP = 500
HOPELESS = 1e100  # a walk that is so far away does not come back, and squares of such numbers are none any more
NEAR = 0.01  # a walk that ends so near to the minimum has arrived


class Trial(NamedTuple):
    """A walk that a rule is tried on, whether it arrives at the minimum, and what fools a rule there."""

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


TINY = "the steps are short only because the learning rate is tiny"
UNITS = "the slope is small everywhere, because of the units"
TRIALS = [
    *both_sides(BOWL, 0.1, True),
    Trial(BOWL, 0.0, 0.1, True),
    Trial(ELSEWHERE, 8.0, 0.1, True, minimum=3.0),
    *both_sides(BOWL, 1e-12, False, TINY),
    *both_sides(BOWL, 1.0, False, "this walk bounces for ever between −8 and 8"),
    *both_sides(BOWL, 1.1, False, "this walk flies away"),
    *both_sides(BOWL, 3.0, False, "this walk flies away"),
    *both_sides(SHARP, 0.3, False, "this walk never settles, it jumps to and fro over the minimum"),
    *both_sides(WIDE, 1e11, True, UNITS),
    *both_sides(BOWL, 1e-30, False, TINY),  # here new is x itself, so that a step below any tolerance is no proof
    *both_sides(WIDEST, 1e59, True, UNITS),  # here the slope is smaller than any that a walk on x² comes to
]


class End(NamedTuple):
    """Where a walk ended, after how many steps, and whether it was the rule that ended it."""

    x: float
    steps: int
    stopped: bool


def walk(rule, trial):
    """Walk until the rule says True, the numbers end, or the cap."""
    x = trial.start

    def gradient(x):
        return trial.f.gradient(x)

    for n in range(CAP):
        new = x - trial.learning_rate * gradient(x)
        if not abs(new) < HOPELESS:
            return End(x, n, False)
        verdict = rule(x, new, gradient)
        if verdict is None or verdict is ...:
            return None  # which `attempt` has words for
        if not isinstance(verdict, (bool, np.bool_)):
            raise NotYet(f"my_rule should return True or False, but {trial} it returns {kind(verdict)}.")
        if verdict:
            return End(x, n, True)
        x = new
    return End(x, CAP, False)


def fault(trial, end):
    """Return "early" where the rule stopped a walk that had not arrived, "never" where it missed the arrival."""
    if end.stopped:
        return "" if trial.arrives and abs(end.x - trial.minimum) <= NEAR else "early"
    return "never" if trial.arrives else ""


def faults(wrong, tolerance):
    """Return for each trial what a slip with a tolerance does wrong."""
    return [fault(trial, walk(partial(wrong, t=tolerance), trial)) for trial in TRIALS]


@exercise
def check_rule(my_rule):
    """Check a rule that ends a walk, on walks that arrive and on walks that only look like it (lesson 5).

    Parameters
    ----------
    my_rule : callable
        my_rule(x, new, gradient) returns True where a walk that is about to go from x to new may stop at x,
        because it has arrived, else False. It is tried on walks of at most 500 steps.

    Returns
    -------
    Feedback
        Right, or the first walk on which the rule fails.

    Examples
    --------
    >>> check_rule(lambda x, new, gradient: abs(new - x) < 1e-5)
    not yet: on x² from 8 with the learning rate 1e-12 it stops after 0 steps at x = 8, 8 away
    from the minimum: the steps are short only because the learning rate is tiny. That is the
    step alone. With a small learning rate every step is short: ask for a small slope as well.
    """
    a_function(my_rule, "my_rule", ("x", "new", "gradient"))
    ends = [tried(my_rule, trial) for trial in TRIALS]
    found = [fault(trial, end) for trial, end in zip(TRIALS, ends, strict=True)]
    for trial, end, what in zip(TRIALS, ends, found, strict=True):
        if what:
            guess = f"Is the tolerance too {'small' if what == 'never' else 'large'}?" if trial.arrives else ""
            raise NotYet(f"{trial} {failure(trial, end)} {mistake_with(found) or guess}".strip())
    arrived = sum(trial.arrives for trial in TRIALS)
    tally = f"it stops the {arrived} walks that arrive, and none of the {len(TRIALS) - arrived} others"
    return f"{tally}. {blind_spot(my_rule)}"


def mistake_with(found):
    """Return the words for the mistake that has just these faults, "" if nobody knows."""
    pairs = ((mistake, tolerance) for tolerance in TOLERANCES for mistake in MISTAKES)
    return next((mistake.words for mistake, tolerance in pairs if faults(mistake.wrong, tolerance) == found), "")


def tried(rule, trial):
    """Return where a walk ended under the rule of the learner."""
    todo = "Write return and a test, which gives True or False in every case."
    return attempt(walk, (paced(rule), trial), str(trial), "my_rule", todo, rule)


def failure(trial, end):
    """Say what a rule did wrong on a walk."""
    if not end.stopped:
        return f"it does not stop in {count(end.steps, 'step')}, though it has arrived: x = {number(end.x, 2)}."
    left = f"{number(abs(end.x - trial.minimum))} away from the minimum"
    story = f": {trial.story}" if trial.story else ""
    return f"it stops after {count(end.steps, 'step')} at x = {number(end.x)}, {left}{story}."


def blind_spot(rule):
    """Say from where on a plateau the rule stops a walk that has not arrived: slope and step are small there."""
    for start in range(9, 31):
        end = tried(rule, Trial(PLATEAU, float(start), 0.1, False))
        if end.stopped and abs(end.x) > 1:
            where = (
                f"from {start} it stops after {count(end.steps, 'step')}, {number(abs(end.x), 3)} from the minimum"
            )
            blind = "No rule that looks at one step only can see that"
            return f"And yet, on the plateau of {PLATEAU.name}, {where}. {blind}."
    return f"Even the plateau of {PLATEAU.name} does not fool it, up to {start}."
