"""Fair races: optimizers with the same starts and the same budget, each tuned over the same learning rates.

Every rule in `optimizers` needs one gradient per step, so the budget of gradients is the number of steps. No rule
knows how many steps are to come, so the first hundred steps of a long race are a race of a hundred steps.
"""

import functools
from dataclasses import dataclass, field

import numpy as np

from gdlesson.explorers.plane.run import over_view, rounding_floor
from gdlesson.explorers.race.tuning import RATES, checked_starts, middle_of_best, try_rates
from gdlesson.functions import as_function
from gdlesson.rulecheck import checked_rules

FLOOR = 1e-12  # losses this close to the lowest count as equal, closer ones only if all begin close to it
GOOD = 0.01  # a rate is good if at most this fraction of the initial loss is left, the same for all racers
DEEP = 100  # a run that falls so many times the range of the losses in the view below them may fall forever


@dataclass(frozen=True, eq=False)
class Racer:
    """One optimizer in a race.

    Attributes
    ----------
    name : str
        Its name.
    rates : array of shape (k,)
        The learning rates that it was tuned over.
    finals : array of shape (k, n)
        The final loss for each rate and each start; inf after an overflow.
    medians : array of shape (k,)
        The median over the starts of the final loss above the lowest loss, at least the floor of the race.
    first : float
        The median over the starts of the first loss above the lowest loss, at least the floor of the race.
    good : (float, float) or None
        The ends of the interval of rates around the best one that leave at most a hundredth of the initial loss,
        among those that were tried; None if even the best one leaves more.
    best, rate : float
        The rate with the smallest median, and the rate that it runs at. Where every run of every rate overflows,
        `best` is the smallest rate.
    path : array of shape (budget + 1,) or (budget + 1, 2)
        Its path from the start that is shown.
    losses : array of shape (budget + 1,)
        The loss along this path.
    """

    name: str
    rates: np.ndarray = field(repr=False)
    finals: np.ndarray = field(repr=False)
    medians: np.ndarray = field(repr=False)
    first: float
    good: tuple | None
    best: float
    rate: float
    path: np.ndarray = field(repr=False)
    losses: np.ndarray = field(repr=False)

    @property
    def final(self):
        """The median over the starts of the final loss above the lowest loss, at the rate that it runs at."""
        return float(self.medians[np.searchsorted(self.rates, self.rate)])

    @property
    def width(self):
        """How many times larger its largest good rate is than the smallest; 0 if it has none.

        If the interval is `cut` off by the edge of the rates that were tried, this is only a lower bound.
        """
        return self.good[1] / self.good[0] if self.good else 0.0

    @property
    def cut(self):
        """Whether its good rates reach the smallest or the largest that was tried; there may be more beyond."""
        return bool(self.good and np.isin(self.good, self.rates[[0, -1]]).any())

    @property
    def at_edge(self):
        """Whether its best rate is the smallest or the largest that was tried; a better one may lie beyond."""
        return bool(self.best in self.rates[[0, -1]])

    @property
    def improves(self):
        """Whether its best rate lowers the loss; if not, no rate that was tried is good for anything."""
        return bool(self.medians.min() < self.first)

    @property
    def overshoots(self):
        """Whether even the smallest rate that was tried is too large: the loss ends higher than it began."""
        return bool(self.medians[0] > self.first)


@dataclass(frozen=True, eq=False)
class Race:
    """A race: the function it was run on, and its racers in the given order.

    Attributes
    ----------
    function : Function
        The landscape.
    starts : array of shape (n,) or (2, n)
        The starts; each racer makes one run from each.
    budget : int
        The number of gradients for each run, one per step.
    factor : float
        Each racer runs at the rate nearest to this multiple of its best one; 1 if all are tuned.
    shown : int
        The index of the start whose paths are shown.
    lowest : float
        The lowest known loss; -inf if no minimum is known and a run falls far below all losses in the view.
    floor : float
        Losses that are at most this far above the lowest count as equal.
    target : float
        The loss above the lowest that a good rate leaves at most: `GOOD` times the median over the starts.
    racers : tuple of Racer
    """

    function: object
    starts: np.ndarray = field(repr=False)
    budget: int
    factor: float
    shown: int
    lowest: float
    floor: float
    target: float
    racers: tuple

    @property
    def many(self):
        """The number of starts."""
        return self.starts.shape[-1]

    @property
    def order(self):
        """The racers, from the lowest final loss to the highest; as given where there is no lowest loss."""
        return sorted(self.racers, key=lambda racer: racer.final)

    @property
    def bounded(self):
        """Whether there is a lowest loss; without one, nobody can be ranked by what is left above it."""
        return bool(self.lowest > -np.inf)

    def left(self, losses):
        """Return how far losses are above the lowest one, at least the floor."""
        return above(losses, self.lowest, self.floor)

    def firsts(self):
        """Return by name from how many starts each racer wins, at the rate that it runs at; all win a tie."""
        places = [np.searchsorted(racer.rates, racer.rate) for racer in self.racers]
        ends = np.array([r.finals[place] for r, place in zip(self.racers, places, strict=True)])
        ends = self.left(ends)
        wins = (ends == ends.min(axis=0)) & np.isfinite(ends)
        return {racer.name: int(row.sum()) for racer, row in zip(self.racers, wins, strict=True)}


def race(f, optimizers, starts, budget=100, rates=RATES):
    """Race optimizers from the same starts with the same budget of gradients, each tuned over the same rates.

    Parameters
    ----------
    f : callable
        A function of one variable or of points (x, y).
    optimizers : list of callables or str
        Rules from `optimizers`, their names, or your own functions of the same form.
    starts : array of shape (n,), or (2, n) for points
        The starts; each racer makes one run from each. A single start may be a number, or a point of shape (2,).
    budget : int
        The number of gradients for each run: its number of steps.
    rates : array of shape (k,)
        The learning rates that each racer is tuned over.

    Returns
    -------
    Race

    Raises
    ------
    TypeError, ValueError
        An argument is invalid, or two racers have the same name; the message says why.

    Examples
    --------
    >>> from gdlesson import bowl
    >>> run = race(bowl(30), ["gradient_descent", "momentum"], starts=(3, 2), budget=100)
    >>> [(racer.name, round(racer.best, 3)) for racer in run.order]
    [('gradient_descent', 0.056), ('momentum', 0.006)]
    """
    f = as_function(f)
    starts = checked_starts(f, starts)
    rules = checked_rules(optimizers, starts[..., 0], {})
    return read_race(f, starts, [try_rates(f, rule, starts, rates, budget) for rule in rules], int(budget))


def read_race(f, starts, trials, budget, factor=1.0, shown=0):
    """Return the race that consists of the first steps of trials.

    Parameters
    ----------
    f, starts : Function, array of shape (n,) or (2, n)
        What the trials were made with.
    trials : list of Trials
        One for each racer.
    budget : int
        The number of steps of the race, at most that of the trials.
    factor : float
        Each racer runs at the rate nearest to this multiple of its best one.
    shown : int
        The index of the start whose paths are shown.
    """
    lowest = lowest_loss(f, trials)
    begin = f.on(starts)
    floor = rounding_floor(np.median(begin) - lowest, lowest) if np.isfinite(lowest) else FLOOR
    first = float(np.median(above(begin, lowest, floor)))
    racers = [read_racer(each, (lowest, floor), first, budget, factor, shown) for each in trials]
    return Race(f, starts, budget, factor, shown, lowest, floor, GOOD * first, tuple(racers))


def read_racer(trials, ground, first, budget, factor, shown):
    """Return one racer, given its trials, and the lowest loss and the floor as `ground`; the rest as in `Race`."""
    finals, rates = trials.losses[budget], trials.rates
    medians = np.median(above(finals, *ground), axis=1)
    best = 0 if np.isfinite(first) and not np.isfinite(medians).any() else middle_of_best(medians)
    good = stretch(rates, (medians <= GOOD * first) & np.isfinite(medians), best)
    place = int(np.argmin(abs(np.log(rates) - np.log(rates[best]) - np.log(max(factor, 1e-300)))))
    path, losses = trials.path[: budget + 1, ..., place, shown], trials.losses[: budget + 1, place, shown]
    best, rate = float(rates[best]), float(rates[place])
    return Racer(trials.name, rates, finals, medians, first, good, best, rate, path, losses)


def stretch(rates, fine, place):
    """Return the ends of the interval of fine rates around an index, without gaps; None if there is none."""
    if not fine[place]:
        return None
    gaps = np.flatnonzero(~fine)
    low = np.max(gaps[gaps < place], initial=-1) + 1
    high = np.min(gaps[gaps > place], initial=len(rates)) - 1
    return float(rates[low]), float(rates[high])


def above(losses, lowest, floor=FLOOR):
    """Return losses minus the lowest loss, at least `floor`."""
    return np.maximum(losses - lowest, floor)


def lowest_loss(f, trials):
    """Return the lowest known loss: at the minima of f if they are known, otherwise at any point of the trials.

    If no minimum is known and a trial falls far below all losses in the view, return -inf.
    """
    if f.known_minima is not None and len(f.known_minima):
        return min(f(minimum) for minimum in f.known_minima)
    lowest = min(float(each.losses.min()) for each in trials)
    low, high = losses_in_view(f)
    return -np.inf if lowest < low - DEEP * (high - low) < low else lowest


@functools.lru_cache(maxsize=32)
def losses_in_view(f):
    """Return the lowest and the highest finite loss on a grid over the view; both are nan if there is none."""
    losses = f.on(over_view(f, 41) if f.dimensions == 2 else np.linspace(*f.view, 401))
    losses = losses[np.isfinite(losses)]
    return (float(losses.min()), float(losses.max())) if losses.size else (np.nan, np.nan)
