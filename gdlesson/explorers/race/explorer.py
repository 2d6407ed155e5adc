"""A race to watch, with sliders for budget and starts, and one that moves all away from their best rates."""

import numpy as np

from gdlesson.arrays import one_number, read_all
from gdlesson.checks import checked_number, checked_within
from gdlesson.explorers.race.picture import RacePicture
from gdlesson.explorers.race.run import read_race
from gdlesson.explorers.race.telling import race_verdict, step_words
from gdlesson.explorers.race.tuning import RATES, check_side_by_side, random_starts, try_rates
from gdlesson.functions import all_of, as_surface
from gdlesson.landscapes import beale, bowl, himmelblau, hubble, rosenbrock, saddle
from gdlesson.live.controls import Control, choice_control, count_control, log_control
from gdlesson.live.looks import OPTIMIZERS
from gdlesson.live.stepwise import Stepwise
from gdlesson.rulecheck import checked_rules, name_of

LANDSCAPES = (bowl(30, 20), rosenbrock, beale, himmelblau, saddle, hubble)
LONGEST = 500  # gradients
STARTS = 5  # for each seed
KEPT = 3  # the number of pairs (landscape, seed) whose trials are kept, at about 30 MB each


class RaceExplorer(Stepwise):
    """Optimizers racing on a landscape, each tuned; created by `explore_race`."""

    function, budget, factor, seed, start = Control(), Control(), Control(), Control(), Control()
    ahead = ["factor", "budget", "start", "step"]  # another seed has to be tuned first

    def __init__(self, functions, rules, budget, seed):
        self.rules, self.tried = rules, {}
        controls = {
            "function": choice_control("landscape", {f.name: f for f in functions}, functions[0]),
            "factor": log_control("× best rate", 1.0, 0.01, 100.0),
            "budget": count_control("gradients", budget, 10, LONGEST),
            "seed": count_control("seed", seed, 1, 20),
            "start": count_control("start shown", 1, 1, STARTS),
        }
        controls["factor"].set_range(0.01, 100.0, float(np.log10(RATES[1] / RATES[0])))  # a step is the next rate
        picture = RacePicture(functions[0], RATES, [name_of(rule) for rule in rules])
        super().__init__(controls, self.race, race_verdict, picture)
        self.on_point("plane", self.point)

    def arrange(self):
        """Return the controls and the player above the picture."""
        return self.above_picture(["function", self.player], ["factor", "budget"], ["seed", "start"])

    def last_step(self, run):
        """Return how many steps a race has: its budget."""
        return run.budget

    def at_step(self, run, step):
        """Return in words who is ahead after `step` steps."""
        return step_words(run, step)

    def race(self, function, factor, budget, seed, start):
        """Return the race of the controls' values."""
        if not checked_number("factor", factor):
            raise ValueError("factor must be more than 0: with the rate 0 nobody moves")
        starts, trials = self.trials(function, seed)
        return read_race(function, starts, trials, budget, factor, start - 1)

    def trials(self, f, seed):
        """Return the starts and the longest trials of all racers, computed only once for all budgets."""
        if (f, seed) not in self.tried:
            starts = random_starts(f, seed, STARTS)
            rates = RATES if takes_points(f) else RATES[::6]
            found = [try_rates(f, rule, starts, rates, LONGEST) for rule in self.rules]
            while len(self.tried) >= KEPT:
                del self.tried[next(iter(self.tried))]
            self.tried[f, seed] = starts, found
        return self.tried[f, seed]

    def point(self, x, y):
        """Show the race from the start nearest to the point that was clicked."""
        starts, _ = self.trials(self.function, self.seed)
        (left, right), (bottom, top) = self.function.view
        away = np.hypot((starts[0] - x) / (right - left), (starts[1] - y) / (top - bottom))
        self.set(start=int(np.argmin(away)) + 1)


def takes_points(f):
    """Return whether a landscape takes many points at once; if not, it is slow."""
    return read_all(f.value, np.ones((2, 3)), one_number) is not None


def explore_race(functions=LANDSCAPES, optimizers=OPTIMIZERS, budget=100, seed=2):
    """Return an explorer of a fair race: same starts, same budget of gradients, each tuned over the same rates.

    Parameters
    ----------
    functions : callable, or a list of them
        Landscapes: functions of points (x, y); if there are several, one can be chosen. A function that does not
        take many points at once is raced with fewer learning rates.
    optimizers : list of callables or str
        The racers: rules from `gdlesson.optimizers`, their names, or your own functions of the same form.
    budget : int
        The initial number of gradients for each run, 10 to 500.
    seed : int
        The initial seed of the five random starts, 1 to 20.

    Returns
    -------
    RaceExplorer
        With controls `function`, `budget`, `seed`, `start` (1 to 5, the start whose paths are shown), `factor`
        (the rate that each racer runs at, as a multiple of its best rate), and `step` (how many gradients of the
        race are shown, which ▶ plays); its `run` is a `Race`.

    Raises
    ------
    TypeError, ValueError
        Something is not a landscape or not an optimizer; the message says why.

    Examples
    --------
    >>> from gdlesson import bowl
    >>> lab = explore_race(bowl(30), ["gradient_descent", "momentum"])
    >>> lab.factor = 0.1
    >>> [(racer.name, round(racer.rate, 4)) for racer in lab.run.racers]
    [('gradient_descent', 0.0056), ('momentum', 0.0006)]
    """
    landscapes = all_of(functions, as_surface)
    budget, seed = checked_within("budget", budget, 10, LONGEST), checked_within("seed", seed, 1, 20)
    starts = random_starts(landscapes[0], seed, STARTS)
    rules = checked_rules(optimizers, starts[:, 0], {})
    for rule in rules:
        check_side_by_side(landscapes[0], rule, starts, {})
    return RaceExplorer(landscapes, rules, budget, seed)
