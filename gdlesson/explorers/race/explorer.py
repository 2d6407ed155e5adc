"""The explorer of a race: landscape, budget, starts, and one slider that moves all racers off their best rates."""

import ipywidgets as widgets
import numpy as np

from gdlesson.arrays import one_number, read_all
from gdlesson.checks import checked_number
from gdlesson.explorers.race.picture import RacePicture
from gdlesson.explorers.race.run import checked_racers, race_verdict, read_race
from gdlesson.explorers.race.tuning import RATES, random_starts, try_rates
from gdlesson.functions import as_function
from gdlesson.live.controls import Control, checked_within, choice_control, count_control, log_control
from gdlesson.live.explorer import Explorer, rows
from gdlesson.optimizers import adagrad, adam, gradient_descent, momentum, nesterov, rmsprop
from gdlesson.rulecheck import name_of
from gdlesson.surfaces import beale, bowl, himmelblau, hubble, rosenbrock, saddle

LANDSCAPES = (bowl(30, 20), rosenbrock, beale, himmelblau, saddle, hubble)
OPTIMIZERS = (gradient_descent, momentum, nesterov, rmsprop, adagrad, adam)
LONGEST = 500  # gradients
STARTS = 5  # for each seed
KEPT = 3  # so many landscapes and seeds are remembered, at about 30 MB each


class RaceExplorer(Explorer):
    """Optimizers racing on a landscape, each tuned; made by `explore_race`."""

    function, budget, factor, seed, start = Control(), Control(), Control(), Control(), Control()

    def __init__(self, functions, rules, budget, seed):
        self.rules, self.tried = rules, {}
        controls = {
            "function": choice_control("landscape", {f.name: f for f in functions}, functions[0]),
            "factor": log_control("× best rate", 1.0, 0.01, 100.0),
            "budget": count_control("gradients", budget, 10, LONGEST),
            "seed": count_control("seed", seed, 1, 20),
            "start": count_control("start shown", 1, 1, STARTS),
        }
        controls["factor"].span(0.01, 100.0, float(np.log10(RATES[1] / RATES[0])))  # from one rate to the next
        picture = RacePicture(functions[0], RATES, [name_of(rule) for rule in rules])
        super().__init__(controls, self.race, race_verdict, picture)
        self.live.on_point(self.picture.plane, lambda x, y: self.attempt(lambda: self.point(x, y)))

    def race(self, function, factor, budget, seed, start):
        """Return the race of the controls' values."""
        if not checked_number("factor", factor):
            raise ValueError("factor must be more than 0: with the rate 0 nobody moves")
        starts, trials = self.trials(function, seed)
        return read_race(function, starts, trials, budget, factor, start - 1)

    def trials(self, f, seed):
        """Return starts and the longest trials of all racers: worked out once, and of use for every budget."""
        if (f, seed) not in self.tried:
            starts = random_starts(f, seed, STARTS)
            rates = RATES if takes_points(f) else RATES[::6]
            found = [try_rates(f, rule, starts, rates, LONGEST) for rule in self.rules]
            while len(self.tried) >= KEPT:
                del self.tried[next(iter(self.tried))]
            self.tried[f, seed] = starts, found
        return self.tried[f, seed]

    def point(self, x, y):
        """Show the race from the start that is nearest to where somebody points."""
        starts, _ = self.trials(self.function, self.seed)
        (left, right), (bottom, top) = self.function.view
        away = np.hypot((starts[0] - x) / (right - left), (starts[1] - y) / (top - bottom))
        self.set(start=int(np.argmin(away)) + 1)

    def arrange(self):
        """Return the controls in rows above the picture."""
        named = self.controls
        first = [[named["function"]]] if len(named["function"].options) > 1 else []
        lines = rows(*first, [named["factor"], named["budget"]], [named["seed"], named["start"]])
        return widgets.VBox([*lines, self.live])


def takes_points(f):
    """Tell whether a landscape takes many points at once; one that takes them one by one is slow."""
    return read_all(f.value, np.ones((2, 3)), one_number) is not None


def explore_race(functions=LANDSCAPES, optimizers=OPTIMIZERS, budget=100, seed=2):
    """Return an explorer of a fair race: same starts, same budget of gradients, each tuned over the same rates.

    Parameters
    ----------
    functions : callable, or a list of them
        Landscapes: functions of points (x, y), with a choice where there are several. One that does not take many
        points at once is raced with fewer learning rates.
    optimizers : list of callables or str
        The racers: rules of `gdlesson.optimizers`, their names, or functions of your own of the same shape.
    budget : int
        How many gradients each run may ask for first; 10 to 500.
    seed : int
        Which five random starts to begin with; 1 to 20.

    Returns
    -------
    RaceExplorer
        Shown by a notebook as the last line of a cell; driven from code by its attributes `function`, `budget`,
        `seed`, `start` (which of the five the paths are shown from) and `factor` (with how many times its best
        rate each runs); `run` is a `races.Race`, `verdict` its words.

    Raises
    ------
    TypeError, ValueError
        Something is no landscape, or no optimizer: the message says what is wrong with it.

    Examples
    --------
    >>> from gdlesson import bowl
    >>> lab = explore_race(bowl(30), ["gradient_descent", "momentum"])
    >>> lab.factor = 0.1
    >>> [(racer.name, round(racer.rate, 4)) for racer in lab.run.racers]
    [('gradient_descent', 0.0056), ('momentum', 0.0006)]
    """
    single = callable(functions)
    landscapes = [as_function(each) for each in ([functions] if single else functions)]
    names = [each.name for each in landscapes]
    if not landscapes:
        raise ValueError("explore_race() needs at least one landscape")
    for each in landscapes:
        if each.dimensions != 2:
            raise ValueError(f"{each.name} is no function of points (x, y): give it a view of two pairs")
    if len(set(names)) < len(names):
        raise ValueError(f"two landscapes are called {max(names, key=names.count)}: give one another name")
    budget, seed = checked_within("budget", budget, 10, LONGEST), checked_within("seed", seed, 1, 20)
    rules = checked_racers(landscapes[0], optimizers, random_starts(landscapes[0], seed, STARTS))
    return RaceExplorer(landscapes, rules, budget, seed)
