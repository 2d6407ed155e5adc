"""Fair races: optimizers with the same starts, the same budget, and each tuned over the same learning rates.

Every rule of `optimizers` asks for one gradient in each step, so the budget of gradients is the number of steps.
No rule knows how many steps are to come: the first hundred steps of a long race are the race of a hundred steps.
"""

from dataclasses import dataclass, field

import numpy as np

from gdlesson.explorers.race.tuning import RATES, check_side_by_side, checked_starts, middle_of_best, try_rates
from gdlesson.functions import as_function
from gdlesson.optimizers import RULES
from gdlesson.rulecheck import checked_rules
from gdlesson.verdicts import count, number

FLOOR = 1e-12  # losses so near to the lowest count as equal: below it rounding decides

GOOD = 0.01  # a rate is good where this part of the loss at the start is left, or less: one measure for all racers


@dataclass(frozen=True, eq=False)
class Racer:
    """One optimizer in a race.

    Attributes
    ----------
    name : str
        What it is called.
    rates : array of shape (k,)
        The learning rates that it was tuned over.
    finals : array of shape (k, n)
        The final loss for each rate and each start; inf where the run has left the range of numbers.
    medians : array of shape (k,)
        In the middle of the starts, by how much the final loss is above the lowest, at least `FLOOR`.
    good : (float, float) or None
        The ends of the stretch of rates around the best one that leave a hundredth of the loss at the start, or
        less; None where not even the best one does.
    best, rate : float
        The rate with the smallest of the medians, and the one that it runs with.
    path : array of shape (budget + 1,) or (budget + 1, 2)
        Its way from the start that is shown.
    losses : array of shape (budget + 1,)
        The loss along it.
    """

    name: str
    rates: np.ndarray = field(repr=False)
    finals: np.ndarray = field(repr=False)
    medians: np.ndarray = field(repr=False)
    good: tuple | None
    best: float
    rate: float
    path: np.ndarray = field(repr=False)
    losses: np.ndarray = field(repr=False)

    @property
    def final(self):
        """By how much it ends above the lowest loss, in the middle of the starts, at the rate it runs with."""
        return float(self.medians[np.searchsorted(self.rates, self.rate)])

    @property
    def width(self):
        """How many times the largest of its good rates is the smallest; 0 where it has none."""
        return self.good[1] / self.good[0] if self.good else 0.0

    @property
    def at_edge(self):
        """Whether its best rate is the smallest or the largest that was tried: a better one may lie beyond."""
        return bool(self.best in self.rates[[0, -1]])


@dataclass(frozen=True, eq=False)
class Race:
    """A race: what it was run on, and its racers, in the order in which they were given.

    Attributes
    ----------
    function : Function
        The landscape.
    starts : array of shape (n,) or (2, n)
        Where each racer began, once from each.
    budget : int
        How many gradients each run was given, one for a step.
    factor : float
        With how many times its best rate each racer runs; 1: each is tuned.
    shown : int
        From which of the starts the paths are shown, counted from 0.
    lowest : float
        The lowest loss that is known.
    racers : tuple of Racer
    """

    function: object
    starts: np.ndarray = field(repr=False)
    budget: int
    factor: float
    shown: int
    lowest: float
    racers: tuple

    @property
    def order(self):
        """The racers in the order in which they finish."""
        return sorted(self.racers, key=lambda racer: racer.final)

    def firsts(self):
        """Return how many of the starts each racer is first from, at the rates they run with; a tie is shared."""
        places = [np.searchsorted(racer.rates, racer.rate) for racer in self.racers]
        ends = np.array([r.finals[place] for r, place in zip(self.racers, places, strict=True)])
        ends = above(ends, self.lowest)
        wins = (ends == ends.min(axis=0)) & np.isfinite(ends)
        return {racer.name: int(row.sum()) for racer, row in zip(self.racers, wins, strict=True)}


def race(f, optimizers, starts, budget=100, rates=RATES):
    """Let optimizers race from the same starts with the same budget of gradients, each tuned over the same rates.

    Parameters
    ----------
    f : callable
        A function of one variable or of points (x, y).
    optimizers : list of callables or str
        Rules of `optimizers`, their names, or functions of your own of the same shape.
    starts : array of shape (n,), of points (2, n)
        Where each begins, once from each; one start may be a number, or a point of shape (2,).
    budget : int
        How many gradients each run may ask for: its number of steps.
    rates : array of shape (k,)
        The learning rates that each is tuned over.

    Returns
    -------
    Race

    Raises
    ------
    TypeError, ValueError
        Something is not what it should be; the message says what. Two racers of the same name are refused.

    Examples
    --------
    >>> from gdlesson import bowl
    >>> run = race(bowl(30), ["gradient_descent", "momentum"], starts=(3, 2), budget=100)
    >>> [(racer.name, round(racer.best, 3)) for racer in run.order]
    [('gradient_descent', 0.056), ('momentum', 0.006)]
    """
    f = as_function(f)
    starts = checked_starts(f, starts)
    rules = checked_racers(f, optimizers, starts)
    return read_race(f, starts, [try_rates(f, rule, starts, rates, budget) for rule in rules], int(budget))


def read_race(f, starts, trials, budget, factor=1.0, shown=0):
    """Return the race of so many steps that is the beginning of trials that are as long or longer.

    Parameters
    ----------
    f, starts : Function, array of shape (n,) or (2, n)
        What the trials were made with.
    trials : list of Trials
        One for each racer.
    budget : int
        How many steps of them to look at.
    factor : float
        Each racer runs with the rate that was tried nearest to so many times its best.
    shown : int
        From which start the paths are shown, counted from 0.
    """
    lowest = lowest_loss(f, trials)
    target = GOOD * float(np.median(above(f.on(starts), lowest)))
    racers = [read_racer(each, lowest, target, budget, factor, shown) for each in trials]
    return Race(f, starts, budget, factor, shown, lowest, tuple(racers))


def read_racer(trials, lowest, target, budget, factor, shown):
    """Return one racer of the race that is the beginning of its trials."""
    finals, rates = trials.losses[budget], trials.rates
    medians = np.median(above(finals, lowest), axis=1)
    best = middle_of_best(medians)
    good = stretch(rates, medians <= target, best)
    place = int(np.argmin(abs(np.log(rates) - np.log(rates[best]) - np.log(max(factor, 1e-300)))))
    path, losses = trials.path[: budget + 1, ..., place, shown], trials.losses[: budget + 1, place, shown]
    best, rate = float(rates[best]), float(rates[place])
    return Racer(trials.name, rates, finals, medians, good, best, rate, path, losses)


def stretch(rates, fine, place):
    """Return the first and the last of the rates around a place that are fine without a gap, or None."""
    if not fine[place]:
        return None
    gaps = np.flatnonzero(~fine)
    low = np.max(gaps[gaps < place], initial=-1) + 1
    high = np.min(gaps[gaps > place], initial=len(rates)) - 1
    return float(rates[low]), float(rates[high])


def above(losses, lowest):
    """Return by how much losses are above the lowest, at least `FLOOR`, which is as good as there."""
    return np.maximum(losses - lowest, FLOOR)


def lowest_loss(f, trials):
    """Return the lowest loss that is known: at the minima of f, else at any point that somebody came to."""
    if f.known_minima is not None and len(f.known_minima):
        return min(f(minimum) for minimum in f.known_minima)
    return min(float(each.losses.min()) for each in trials)


def checked_racers(f, optimizers, starts):
    """Return optimizers as rules that can race side by side, no two of one name; else say what is wrong."""
    rules = checked_rules(optimizers, starts[..., 0], {})
    for rule in rules:
        if rule not in RULES:
            check_side_by_side(f, rule, starts, {})
    return rules


def race_verdict(run):
    """Return the order of the finish and how much each racer minds its rate, in words computed from a `Race`.

    Examples
    --------
    >>> from gdlesson import bowl
    >>> race_verdict(race(bowl(30), ["momentum", "gradient_descent"], starts=(3, 2), budget=100))
    '100 gradients each, each at its best rate. ...'
    """
    starts = run.starts.shape[-1]
    each = "its best rate" if run.factor == 1 else f"{number(run.factor, 3)} × its best rate"
    among = f" (median of {starts} starts)" if starts > 1 else ""
    ends = [racer.final for racer in run.order]
    finish = ", ".join(f"{1 + ends.index(racer.final)}. {racer.name} {end_words(racer)}" for racer in run.order)
    mild = ", ".join(map(good_words, sorted(run.racers, key=lambda racer: -racer.width)))
    return (
        f"{count(run.budget, 'gradient')} each, each at {each}. Left above the lowest loss{among}: {finish}. "
        f"{firsts_words(run)}Rates that leave {GOOD:.0%} of the loss at the start, or less: {mild}."
    )


def end_words(racer):
    """Say where a racer ends, and at which rate."""
    left = f"{FLOOR:g} or less" if racer.final <= FLOOR else short(racer.final)
    edge = ", the edge of those tried" if racer.at_edge and racer.rate == racer.best else ""
    return f"{left if np.isfinite(racer.final) else 'runs away'} at {short(racer.rate)}{edge}"


def firsts_words(run):
    """Say how often each racer is first, where there are several starts."""
    starts = run.starts.shape[-1]
    often = [f"{name} {times}" for name, times in run.firsts().items() if times]
    return f"First from so many of {starts} starts: {', '.join(often) or 'nobody'}. " if starts > 1 else ""


def good_words(racer):
    """Say for which rates a racer does well, and how many times the largest of them is the smallest."""
    if racer.good is None:
        return f"none for {racer.name}"
    low, high = map(short, racer.good)
    return f"×{racer.width:.0f} for {racer.name} ({low} to {high})"


def short(x):
    """Return a number above 0 in two digits, or without its fraction: "0.056", "100"."""
    return f"{x:.0f}" if 10 <= x < 1e5 else number(x, 2)
