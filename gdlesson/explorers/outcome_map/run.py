"""The outcome map: learning rate × start, one gradient descent per cell, and its outcome.

All runs advance together, a few steps at a time. Most of them then have moved one way by steps longer than the
tolerance, and nothing needs to be decided. Only the others are examined step by step.
"""

from dataclasses import dataclass

import numpy as np

from gdlesson.arrays import swing
from gdlesson.checks import checked_count, checked_number, checked_start, shown
from gdlesson.descent import HOPELESS
from gdlesson.functions import Function, as_function
from gdlesson.regimes import ROUNDING, judge

REGIMES = ("slow", "steady", "overshooting", "bouncing", "diverging", "still", "undefined")
SLOW, STEADY, OVERSHOOTING, BOUNCING, DIVERGING, STILL, UNDEFINED = range(7)
SWINGS = [DIVERGING, OVERSHOOTING, BOUNCING, DIVERGING]  # steps back and forth grow, shrink, neither; one way
STRETCH = 24  # steps between two examinations; a swing is classified by the last 21 moves
FIRST = 4  # steps before the first examination: most runs that diverge do so right away
BLOCK = 40_000  # runs at a time; more would only need more memory
HUGE = 1e10  # farther out, losses may overflow, and runs are examined step by step


@dataclass(frozen=True, eq=False)
class OutcomeMap:
    """The outcome of gradient descent for each learning rate and each start.

    Attributes
    ----------
    learning_rates : array of shape (n,)
        The columns.
    starts : array of shape (m,)
        The rows.
    regimes : array of int, shape (m, n)
        The index in `REGIMES`: as in `descend`, or "undefined" without a finite loss or slope at the start.
    capped : array of bool, shape (m, n)
        Whether `max_iterations` stopped the run.
    ends : array of shape (m, n)
        The last point of each run; nan if it is undefined.
    function, tolerance, max_iterations : what the runs were made with
    """

    learning_rates: np.ndarray
    starts: np.ndarray
    regimes: np.ndarray
    capped: np.ndarray
    ends: np.ndarray
    function: Function
    tolerance: float
    max_iterations: int


def outcome_map(f, learning_rates, starts, max_iterations=500, tolerance=1e-5):
    """Run gradient descent on f from every start with every learning rate, and classify each run like `descend`.

    Parameters
    ----------
    f : callable
        The function of one variable to minimize, as for `descend`. If it takes arrays, element by element, all
        runs advance at once; otherwise it is called for one point at a time, which takes much longer.
    learning_rates : array of shape (n,)
        Finite, not negative.
    starts : array of shape (m,)
        Finite.
    max_iterations : int
        Stop each run after this many steps.
    tolerance : float
        Stop each run before a step shorter than this; with 0, never.

    Returns
    -------
    OutcomeMap
        Regimes, ends, and whether the cap was reached, each of shape (m, n), with a row for each start.

    Raises
    ------
    TypeError, ValueError
        An argument is invalid, or gradient descent can't run on f from any of the starts.

    Notes
    -----
    The method is Cauchy's, from 1847; see Nocedal and Wright, Numerical Optimization, section 2.2. The ends equal
    those of `descend` to the last bit if f returns the same numbers for an array as for floats, as sums and
    products do. `x**2`, `np.exp` and so on may differ in the last digit, which only matters in chaotic runs.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> found = outcome_map(quadratic([0, 0, 1]), learning_rates=[0.001, 0.1, 0.7, 1, 1.1], starts=[-2, 3])
    >>> [REGIMES[k] for k in found.regimes[0]]
    ['slow', 'steady', 'overshooting', 'bouncing', 'diverging']
    """
    f = as_function(f)
    learning_rates = checked_row("learning_rates", learning_rates)
    if learning_rates.min() < 0:
        raise ValueError(f"learning_rates must be 0 or more, got {learning_rates.min()} among them")
    starts = checked_row("starts", starts)
    tolerance = checked_number("tolerance", tolerance)
    max_iterations = checked_count("max_iterations", max_iterations)
    with np.errstate(all="ignore"):
        defined = np.isfinite(f.losses(starts)) & np.isfinite(f.slopes(starts))
        if not defined.any():
            checked_start(f, float(starts[0]))  # raises an error that says why
        found = side_by_side(f, learning_rates, starts[defined], tolerance, max_iterations)
    shape = starts.size, learning_rates.size
    tables = np.full(shape, UNDEFINED, dtype=np.int8), np.zeros(shape, dtype=bool), np.full(shape, np.nan)
    for table, rows in zip(tables, found, strict=True):
        table[defined] = rows.reshape(-1, learning_rates.size)
        table.flags.writeable = False
    return OutcomeMap(learning_rates, starts, *tables, f, tolerance, max_iterations)


def side_by_side(f, learning_rates, starts, tolerance, max_iterations):
    """Make a run from every start with every learning rate; return regimes, whether capped, and ends, as rows."""
    rate, start = np.tile(learning_rates, starts.size), np.repeat(starts, learning_rates.size)
    blocks = [slice(first, first + BLOCK) for first in range(0, max(1, rate.size), BLOCK)]
    runs = [Runs(f, rate[block], start[block], tolerance, max_iterations) for block in blocks]
    for run in runs:
        run.finish()
    return [np.concatenate([getattr(run, name) for run in runs]) for name in ("regime", "capped", "x")]


def checked_row(name, values):
    """Return values as a new read-only array of floats, shape (n,), or raise an error."""
    try:
        row = np.asarray(values)
    except ValueError:  # lists of different lengths
        row = np.empty(0, dtype=object)
    if row.ndim != 1 or not row.size or row.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be a row of numbers, such as np.linspace(0.1, 1, 10), got {shown(values)}")
    row = row.astype(float)
    if not np.isfinite(row).all():
        raise ValueError(f"{name} must be finite, got {row[~np.isfinite(row)][0]} among them")
    row.flags.writeable = False
    return row


class Runs:
    """Many runs at once, and what is known about each so far."""

    def __init__(self, f, learning_rate, start, tolerance, max_iterations):
        self.f, self.learning_rate, self.start = f, learning_rate, start
        self.tolerance, self.max_iterations = tolerance, max_iterations
        self.x = start.copy()  # the last point of each run
        self.nit = np.zeros(start.size, dtype=int)
        self.far = np.abs(start)  # the farthest point, if it is farther than `reach`
        self.left, self.right, self.diverged, self.capped = np.zeros((4, start.size), dtype=bool)
        self.regime = np.full(start.size, STEADY, dtype=np.int8)
        # Within reach, a run that moves in one direction needs no examination: no step is just a rounding error.
        self.reach = min(HUGE, tolerance / ROUNDING)

    def finish(self):
        """Continue all runs to their ends, and classify them."""
        memory = np.empty((STRETCH, self.x.size))
        active = np.arange(self.x.size), self.start, self.learning_rate, *np.zeros((2, self.x.size), dtype=bool)
        for done, count in stretches(self.max_iterations + 1):
            cells, x, learning_rate, went_right, went_left = active
            steps = memory[:count, : cells.size]
            ahead = self.advance(x, learning_rate, steps)
            right, left = self.one_way(x, ahead, steps)
            went_right |= right
            went_left |= left
            going = right | left
            odd = np.flatnonzero(~going)
            going[odd] = self.look_closer(cells[odd], points_on(x[odd], steps[:, odd]), done)
            if done + count > self.max_iterations:
                self.meet_cap(cells, x, steps[:-1], np.flatnonzero(going))
                going[:] = False
            active = cells, ahead, learning_rate, went_right, went_left
            if not going.all():
                self.right[cells[~going]] |= went_right[~going]
                self.left[cells[~going]] |= went_left[~going]
                active = [row[going] for row in active]
            if not going.any():
                break
        self.judge()

    def advance(self, x, learning_rate, steps):
        """Fill `steps`, shape (steps, runs), from x on, nan if the loss is not finite; return the last points."""
        for step in steps:  # x = x - learning_rate * gradient(x), with the step kept
            np.multiply(learning_rate, self.f.slopes(x), out=step)
            x = x - step
            if not self.f.everywhere:
                step[~np.isfinite(self.f.losses(x))] = np.nan
        return x

    def one_way(self, x, ahead, steps):
        """Return which runs only went right, and which only left: within reach, by steps above the tolerance."""
        clear = 1.001 * self.tolerance  # within reach, rounding x changes a step by less than a thousandth of that
        inside = (np.abs(x) < self.reach) & (np.abs(ahead) < self.reach)
        return (steps <= -clear).all(axis=0) & inside, (steps >= clear).all(axis=0) & inside

    def look_closer(self, cells, points, done):
        """Examine these runs point by point; return which of them continue."""
        wild = np.flatnonzero(~(np.abs(points).max(axis=0) < self.reach))
        points[:, wild] = self.without_the_lost(points[:, wild])
        steps, column = np.diff(points, axis=0), np.arange(cells.size)
        enough = np.abs(steps) >= self.tolerance
        first = enough.argmin(axis=0)  # the first step that is too short, or not finite
        going = enough[first, column]  # True if there is no such step
        kept = np.minimum(np.where(going, len(steps), first), self.max_iterations - done)
        taken = np.arange(len(steps))[:, None] < kept
        self.right[cells] |= (taken & (steps > 0)).any(axis=0)
        self.left[cells] |= (taken & (steps < 0)).any(axis=0)
        farthest = np.abs(np.where(taken[:, wild], points[1:, wild], 0)).max(axis=0)
        self.far[cells[wild]] = np.maximum(self.far[cells[wild]], farthest)
        self.x[cells], self.nit[cells] = points[kept, column], done + kept
        self.diverged[cells] = ~going & np.isnan(points[first + 1, column])
        return going

    def without_the_lost(self, points):
        """Return the points, with nan from the point at which `descend` would call a run diverged."""
        points = np.where(np.isfinite(self.f.losses(points)), points, np.nan) if self.f.everywhere else points
        hopeless = ~(np.abs(np.diff(points, axis=0)) <= HOPELESS * (1 + np.abs(points[:-1])))
        points[1:] = np.where(hopeless, np.nan, points[1:])
        return points

    def meet_cap(self, cells, x, steps, column):
        """Record which runs reached the cap and where, and what `judge_last_steps` needs."""
        self.met, self.last_stretch = cells[column], (x, steps, column)
        for step in steps:
            x = x - step
        self.x[self.met] = x[column]
        self.nit[self.met], self.capped[self.met] = self.max_iterations, True

    def judge(self):
        """Find the regime of each run, as `regimes.judge` does for a whole path."""
        next_step = self.x - self.learning_rate * self.f.slopes(self.x) - self.x  # as much of it as x can hold
        self.far = np.maximum(self.far, np.abs(self.x))
        real = np.abs(next_step) > ROUNDING * self.far
        turned = (self.right | real & (next_step > 0)) & (self.left | real & (next_step < 0))
        away = np.abs(self.x - self.start) > 1000 * (1 + np.abs(self.start))
        self.regime[turned] = OVERSHOOTING
        self.risen = self.f.losses(self.x) > self.f.losses(self.start)
        doubtful = np.where(turned, self.tolerance <= ROUNDING * self.far, away) | self.risen & ~self.capped
        if self.capped.any():
            self.judge_last_steps(next_step, turned, doubtful)
        still = ~(self.left | self.right) | (self.nit == 0)
        self.regime[still] = STILL
        self.regime[self.diverged] = DIVERGING
        self.regime[self.capped & (self.regime == STEADY) & real & ~self.arrived()] = SLOW
        self.judge_whole_paths(np.flatnonzero(doubtful & ~still & ~self.diverged), next_step)

    def arrived(self):
        """Return which runs are within 200 tolerances of a minimum, as `regimes.is_near` does for one."""
        h = (10 if self.f.numerical else 1) * np.maximum(1e-4, 1e-7 * np.abs(self.x))
        bends = (self.f.slopes(self.x + h) - self.f.slopes(self.x - h)) / (2 * h)
        return (bends > 0) & (np.abs(self.f.slopes(self.x)) <= 200 * self.tolerance * bends)

    def judge_last_steps(self, next_step, turned, doubtful):
        """Classify the runs that reached the cap and may swing or run away, and update which ones are doubtful."""
        chosen = (turned | doubtful)[self.met]
        cells, (x, steps, column) = self.met[chosen], self.last_stretch
        points = points_on(x[column[chosen]], steps[:, column[chosen]])[-21:]  # a swing is classified by these
        moves = np.concatenate([np.diff(points, axis=0), next_step[None, cells]])
        lengths = np.sqrt(moves * moves)  # as np.linalg.norm does
        turns = moves[1:] * moves[:-1] < 0
        grows, shrinks = swing(lengths[-20:], turns)
        swings = turns.any(axis=0)
        runs_away = ~turned[cells] & (lengths[-3:-1] < lengths[-2:]).all(axis=0) & (len(lengths) > 2)
        grows &= self.risen[cells]
        found = np.select([swings & grows, swings & shrinks, swings, runs_away], SWINGS, self.regime[cells])
        self.regime[cells] = found
        real = (lengths > ROUNDING * self.far[cells]).all(axis=0)
        doubtful[cells] = ~real | doubtful[cells] & turned[cells] & ~swings

    def judge_whole_paths(self, cells, next_step):
        """Repeat these few runs, and classify each by all of its points: some of its steps are rounding errors."""
        size = 1 + 10**6 // (1 + self.max_iterations)  # a limit on memory
        for some in (cells[first : first + size] for first in range(0, cells.size, size)):
            steps = np.empty((self.nit[some].max(), some.size))
            self.advance(self.start[some], self.learning_rate[some], steps)
            points = points_on(self.start[some], steps)
            for path, cell in zip(points.T, some, strict=True):
                stop = "max_iterations" if self.capped[cell] else "tolerance"
                path = path[: self.nit[cell] + 1]
                losses, ahead = self.f.losses(path), path[-1] + next_step[cell]
                found = judge(self.f, path, losses, ahead, stop, True, self.tolerance)
                self.regime[cell] = REGIMES.index(found)


def points_on(x, steps):
    """Return x, shape (runs,), and the point after each step, as an array of shape (steps + 1, runs)."""
    points = np.empty((len(steps) + 1, x.size))
    points[0] = x
    for k, step in enumerate(steps):
        points[k + 1] = points[k] - step
    return points


def stretches(steps):
    """Split steps into stretches, the last one full; yield the number of steps before each, and in it."""
    done = 0
    while done < steps:
        longest = FIRST if done == 0 and steps > STRETCH else STRETCH
        count = min((steps - done - 1) % STRETCH + 1, longest)
        yield done, count
        done += count
