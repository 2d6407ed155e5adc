"""Momentum on x²: one run, classified by its points, and the map of the outcome for every rate and every β.

On x², a run with momentum satisfies xₜ₊₁ = p·xₜ − q·xₜ₋₁. The tests compare the regimes found here with the roots
of r² − p·r + q = 0; nothing in this file solves that equation.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdlesson.checks import as_float, checked_number
from gdlesson.descent import descend_many
from gdlesson.functions import quadratic
from gdlesson.optimizers import momentum, nesterov
from gdlesson.rulecheck import name_of
from gdlesson.words import count, number

SQUARE, CURVATURE = quadratic([0, 0, 1]), 2.0  # x², and its L
STEPS, NEAR = 300, 1e-5  # the number of steps of a run, and the distance at which it has arrived
RATES, MOMENTA = np.linspace(0, 2.2, 111), np.linspace(0, 1, 101)  # columns and rows of the map
LOW_RATES = np.geomspace(1e-3, 2.2, 111)  # the columns of a map with a logarithmic axis
REGIMES = ("slow", "steady", "overshoots", "zigzags", "bounces", "diverges")
SLOW, ONE_SIDE, SWINGS, TO_AND_FRO, NEVER, DIVERGES = range(6)
STEADY = 1e-6  # a factor per step that differs from 1 by less than this counts as 1

# the largest rate at which a rule settles, as a function of β: there, one of the roots is −1
LIMITS = {
    momentum: ("2(1 + β) / L", lambda beta: 2 * (1 + beta) / CURVATURE),
    nesterov: ("2(1 + β) / ((1 + 2β) L)", lambda beta: 2 * (1 + beta) / ((1 + 2 * beta) * CURVATURE)),
}


@dataclass(frozen=True, eq=False)
class Judged:
    """The classification of runs: arrays of shape (runs,).

    Attributes
    ----------
    regime : array of int
        The index of each run's regime in `REGIMES`.
    way : array of int
        How it moves, whether it arrives or not: `ONE_SIDE`, `SWINGS` or `TO_AND_FRO`.
    arrival : array of int
        The number of steps until it is nearer than `NEAR` and stays there; one more than all steps if it never is.
    factor : array of float
        By what each step multiplies the distance, or the amplitude of the swing, in the long run.
    """

    regime: np.ndarray
    way: np.ndarray
    arrival: np.ndarray
    factor: np.ndarray


@dataclass(frozen=True, eq=False)
class MomentumRun:
    """One run on x² with a rule that has a momentum, and its classification, with the names of `Judged`.

    Attributes
    ----------
    path : array of shape (STEPS + 1,)
        The points.
    """

    rule: Callable
    learning_rate: float
    momentum: float
    path: np.ndarray
    regime: str
    way: str
    arrival: int
    factor: float

    @property
    def arrives(self):
        """Whether it ends nearer than `NEAR`."""
        return self.arrival < len(self.path)


def judged(path):
    """Classify runs by their points.

    Parameters
    ----------
    path : array of shape (steps + 1, runs)
        The points, with the minimum at 0; inf or nan after an overflow.

    Returns
    -------
    Judged

    Examples
    --------
    >>> found = judged(np.array([[8.0, 8.0], [4.0, -4.0], [2.0, 2.0], [1.0, -1.0], [0.5, 0.5], [1e-6, -1e-6]]))
    >>> [REGIMES[k] for k in found.regime], found.arrival.tolist()
    (['steady', 'zigzags'], [5, 5])
    """
    size = np.abs(path)
    last = last_where((size > 1e-150) & (size < 1e150))  # beyond these, squares overflow or underflow
    crossed = np.signbit(path[1:]) != np.signbit(path[:-1])
    crossings = np.sum(crossed & (np.arange(len(crossed))[:, None] < last), axis=0)
    way = np.where(crossings == 0, ONE_SIDE, np.where(crossings == last, TO_AND_FRO, SWINGS))
    factor = long_run(path, last, way == SWINGS)
    arrival = last_where(~(size < NEAR)) + 1
    grows = ~np.isfinite(path[-1]) | (factor > 1 + STEADY)
    stays = (abs(factor - 1) <= STEADY) & (way != ONE_SIDE)  # on one side it only creeps
    conditions = [grows, stays, arrival == len(path)]
    return Judged(np.select(conditions, [DIVERGES, NEVER, SLOW], way), way, arrival, factor)


def last_where(true):
    """Return for each run the last step at which `true`, shape (steps, runs), holds; −1 if it never does."""
    return np.where(true.any(axis=0), len(true) - 1 - np.argmax(true[::-1], axis=0), -1)


def long_run(path, last, swings):
    """Return by what each step multiplies the distance, averaged over the last third of the steps up to `last`.

    For a swing c·rᵗ·cos(ωt + φ) it uses the amplitude, without the oscillation: xₜ² − xₜ₋₁·xₜ₊₁ = c²·r²ᵗ·sin²ω.
    """
    end = last - 1
    begin = 2 * end // 3

    def height(t):
        before, here, after = (np.take_along_axis(path, np.maximum(t + k, 0)[None], axis=0)[0] for k in (-1, 0, 1))
        return np.where(swings, np.sqrt(np.abs(here * here - before * after)), np.abs(here))

    with np.errstate(all="ignore"):
        factor = (height(end) / height(begin)) ** (1 / (end - begin))
    return np.where(end > begin, factor, 0.0)  # it landed within a few steps


def momentum_run(start, learning_rate, momentum, rule):
    """Return one run on x², classified.

    Parameters
    ----------
    start, learning_rate, momentum : float
        The start, not 0; η and β, 0 or more.
    rule : callable
        A rule from `gdlesson.optimizers` with a setting `momentum`, or your own rule with one.

    Raises
    ------
    TypeError, ValueError
        An argument is not one number in its domain, or not such a rule.

    Examples
    --------
    >>> run = momentum_run(8, 0.1, 0.9, nesterov)
    >>> run.regime, run.arrival, round(run.factor**2, 6)
    ('overshoots', 83, 0.72)
    """
    rate, beta = checked_number("learning_rate", learning_rate), checked_number("momentum", momentum)
    if as_float("start", start) == 0:
        raise ValueError("start must not be 0: that is the minimum itself")
    path = descend_many(SQUARE, start, rate, STEPS, rule, momentum=beta)
    found = judged(path)
    return MomentumRun(
        rule=rule,
        learning_rate=rate,
        momentum=beta,
        path=path[:, 0],
        regime=REGIMES[found.regime[0]],
        way=REGIMES[found.way[0]],
        arrival=int(found.arrival[0]),
        factor=float(found.factor[0]),
    )


def momentum_map(start, rule, columns=RATES):
    """Return the regime of every cell of the map, as an index into `REGIMES`, shape (101, len(columns)).

    Rows are `MOMENTA`, and columns are learning rates. The rule itself makes one run per cell, all at once.
    """
    rates, momenta = (table.ravel() for table in np.meshgrid(columns, MOMENTA))
    path = descend_many(SQUARE, start, rates, STEPS, rule, momentum=momenta)
    return judged(path).regime.reshape(len(MOMENTA), len(columns))


MOVES = {
    "steady": "approaches from one side",
    "overshoots": "swings around the minimum",
    "zigzags": "jumps across the minimum at every step",
}


def momentum_verdict(run):
    """Return the outcome of a run in words, computed from its points.

    Examples
    --------
    >>> momentum_verdict(momentum_run(8, 0.1, 0.9, momentum))
    'momentum swings around the minimum and settles: from step 254 on it is nearer than 0.00001. In the long \
run each step multiplies the swing by 0.94868.'
    """
    said = outcome_words(run)
    if said.endswith("settles."):
        said = f"{said[:-1]}: from step {run.arrival} on it is nearer than {NEAR:.5f}."
    return f"{said}{long_run_words(run)}"


def outcome_words(run):
    """Return the outcome of a run in words, without numbers for one that settles."""
    if not run.path[1:].any() and run.path[0]:
        return f"{name_of(run.rule)} lands on the minimum in one step, and stays."
    if len(run.path) > 3 and run.path[1] * run.path[0] < 0 and abs(run.path[2:]).max() < 1e-15 * abs(run.path[0]):
        return f"{name_of(run.rule)} jumps across the minimum once, and lands on it at step 2."
    steps, moves = len(run.path) - 1, f"{name_of(run.rule)} {MOVES[run.way]}"
    away = number(abs(run.path[-1]), 3)
    said = {
        "slow": f"{moves}, slowly: after {count(steps, 'step')} it is still {away} away.",
        "bounces": f"{moves}, forever: after {count(steps, 'step')} it is {away} away.",
        "diverges": f"{moves}, and diverges: {where_to(run)}.",
    }.get(run.regime, f"{moves} and settles.")
    if is_still(run.path):
        return f"{name_of(run.rule)} does not move: after {count(steps, 'step')} it is where it began."
    return said


def is_still(path):
    """Return whether a path, an array of shape (steps + 1,), stays where it began."""
    return bool((path == path[0]).all())


def long_run_words(run):
    """Return in words what each step does to the distance in the long run, or "" for a run that lands at once."""
    if not 1e-6 < run.factor < np.inf or is_still(run.path):
        return ""
    what = "swing" if run.way == "overshoots" else "distance"
    digits = 9 if round(run.factor, 4) == 1 else 5  # 1.00002 is not rounded to 1
    return f" In the long run each step multiplies the {what} by {number(round(run.factor, 9), digits)}."


def where_to(run):
    """Return in words how far a diverging run got."""
    finite = np.isfinite(run.path)
    if finite.all():
        return f"after {count(len(run.path) - 1, 'step')} it is {number(abs(run.path[-1]), 3)} away"
    return f"at step {int(np.argmin(finite))} the numbers become too large to store"
