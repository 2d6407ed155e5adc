"""Several rules side by side in a narrow valley, with the same learning rate, the same β, and from the same start.

Across the valley the curvature is that of x², so what happens there is one point of the map. Along it the
curvature is smaller by the factor κ, which is as good as a learning rate smaller by κ: another point of the map.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdlesson.descent import descend_many
from gdlesson.explorers.momentum.run import (
    NEAR,
    REGIMES,
    STEPS,
    Judged,
    MomentumRun,
    is_still,
    judged,
    momentum_run,
    outcome_words,
)
from gdlesson.functions import Function
from gdlesson.optimizers import gradient_descent
from gdlesson.rulecheck import name_of
from gdlesson.table import table
from gdlesson.words import count, number

CONDITION = 50.0  # κ
VALLEY = Function(
    lambda p: p[0] * p[0] / CONDITION + p[1] * p[1],
    lambda p: np.array([2 * p[0] / CONDITION, 2 * p[1]]),
    "a narrow valley",
    ((-10, 10), (-10, 10)),
    [np.zeros(2)],
    everywhere=True,
)


@dataclass(frozen=True, eq=False)
class Roll:
    """The run of one rule in the valley.

    Attributes
    ----------
    rule : callable
        The rule.
    path : array of shape (STEPS + 1, 2)
        Its points: along the valley, and across it.
    judged : Judged
        The classification in both directions.
    """

    rule: Callable
    path: np.ndarray
    judged: Judged

    @property
    def distances(self):
        """The distance to the minimum at each step, shape (STEPS + 1,); inf after an overflow."""
        return np.nan_to_num(np.hypot(*self.path.T), nan=np.inf)

    @property
    def arrival(self):
        """The number of steps until both errors are below `NEAR` and stay there; STEPS + 1 if they never are."""
        return int(self.judged.arrival.max())


@dataclass(frozen=True, eq=False)
class ValleyRun(MomentumRun):
    """What a rule does across the valley, and the rolls of all rules in it, plain descent first."""

    rolls: list

    @property
    def last(self):
        """The step at which all have arrived, or the last one."""
        return min(STEPS, max(roll.arrival for roll in self.rolls))


def roll(start, learning_rate, momentum, rule):
    """Return the run of one rule in the valley, from (−start, start)."""
    settings = {} if rule is gradient_descent else {"momentum": momentum}
    path = descend_many(VALLEY, [-start, start], learning_rate, STEPS, rule, **settings)[:, :, 0]
    return Roll(rule, path, judged(path))


def valley_run(start, learning_rate, momentum, rule, rules):
    """Return the run of a rule on x², as `momentum_run` does, with those of all rules in the valley.

    Examples
    --------
    >>> from gdlesson.optimizers import momentum, nesterov
    >>> run = valley_run(8, 0.1, 0.9, momentum, [momentum, nesterov])
    >>> run.regime, [each.arrival for each in run.rolls]
    ('overshoots', [301, 268, 240])
    """
    run = momentum_run(start, learning_rate, momentum, rule)
    rolls = [roll(start, learning_rate, momentum, each) for each in (gradient_descent, *rules)]
    return ValleyRun(**vars(run), rolls=rolls)


def valley_verdict(run):
    """Return the outcome across the valley in words, and a table of all rules in both directions."""
    header = ["rule", "across the valley", "along it", f"nearer than {NEAR:.5f}"]
    return f"{sentence(run)}\n{table(header, [row(each) for each in run.rolls])}"


def sentence(run):
    """Return in words, which begin with the regime, what the chosen rule does across the valley."""
    if is_still(run.path):
        return f"Does not move: after {count(STEPS, 'step')} {name_of(run.rule)} is where it began."
    return f"{run.regime.capitalize()}: across the valley {outcome_words(run)}"


def row(each):
    """Return the row of a roll in the table."""
    along, across = map(outcome, each.path.T, each.judged.regime, each.judged.factor)
    return [name_of(each.rule), across, along, f"from step {each.arrival}" if each.arrival <= STEPS else "not yet"]


def outcome(path, regime, factor):
    """Return a regime in words, with the factor of a step in the long run if there is one: "steady, ×0.8"."""
    if is_still(path):
        return "does not move"
    if not 1e-6 < factor < np.inf:
        return REGIMES[regime]
    digits = 9 if round(factor, 3) == 1 else 3  # 1.00002 is not rounded to 1
    return f"{REGIMES[regime]}, ×{number(round(float(factor), 9), digits)}"


def roll_words(run, step):
    """Return in words which rule is nearest to the minimum after `step` steps, and in a table where all are."""
    far = [each.distances[step] for each in run.rolls]
    first = [
        name_of(each.rule) for each, away in zip(run.rolls, far, strict=True) if away <= (1 + 1e-9) * min(far)
    ]
    leads = "all are equally far from" if len(first) == len(far) else f"{both(first)} nearest to"
    header = ["rule", "across the valley", "along it", "distance"]
    rows = [
        [name_of(each.rule), *(number(x, 3) for x in (*each.path[step][::-1], away))]
        for each, away in zip(run.rolls, far, strict=True)
    ]
    return f"Step {step} of {run.last}: {leads} the minimum.\n{table(header, rows)}"


def both(names):
    """Return names as the beginning of a sentence: "adam is", "adam and nadam are"."""
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"
