"""Gradient descent on a function of one variable, with sliders: `explore`."""

import math
from copy import copy
from functools import lru_cache

from gdlesson.checks import checked_interval, checked_number, checked_within, shown
from gdlesson.descent import descend
from gdlesson.explorers.descent.picture import DescentPicture
from gdlesson.explorers.descent.run import PRESETS, nearest_curvature, rate_range, step_words
from gdlesson.functions import as_curve
from gdlesson.live.controls import (
    Control,
    count_control,
    fine_step,
    log_control,
    number_control,
    positions,
)
from gdlesson.live.explorer import Explorer
from gdlesson.live.idle import IDLE
from gdlesson.live.player import Player
from gdlesson.live.presets import Presets
from gdlesson.verdicts import verdict
from gdlesson.words import number


class DescentExplorer(Explorer):
    """Gradient descent on a function of one variable; created by `explore`."""

    learning_rate, start, iterations = Control(), Control(), Control()
    steps = "step"

    def __init__(self, f, start, learning_rate, iterations, optimizer, settings):
        self.f, self.optimizer, self.settings = f, optimizer, settings
        low, high = rate_range(f, start, learning_rate)
        controls = {
            "learning_rate": log_control("learning rate", learning_rate, low, high),
            "start": number_control("start", start, *f.view, fine_step(f.view)),
            "iterations": count_control("iterations", iterations, 1, max(1000, iterations)),
            "step": count_control("step", 10**6, 0, 10**6),
        }
        picture = DescentPicture(f, int(controls["iterations"].high))
        self.run_of = lru_cache(1)(self.descend)  # going through the steps of a run needs no new one
        super().__init__(controls, self.run_shown, verdict, picture)

    def run_shown(self, learning_rate, start, iterations, step):
        """Return the run of the controls' values."""
        return self.run_of(learning_rate, start, iterations)

    def descend(self, learning_rate, start, iterations):
        """Return the run of these values."""
        return descend(
            self.f, start, learning_rate, max_iterations=iterations, optimizer=self.optimizer, **self.settings
        )

    def arrange(self):
        """Return the controls, presets and step buttons above the picture."""
        others = [self.controls[name] for name in ("start", "iterations")]
        presets = Presets(PRESETS, self.controls["learning_rate"], others, self.choose)
        return self.above_picture(
            ["learning_rate", presets], ["start", "iterations"], [Player(self.controls["step"])]
        )

    def moved(self, name, change):
        """Show all steps of another run."""
        if name != "step":
            self.show_all_steps()
            self.run_of.cache_clear()
        super().moved(name, change)

    def forget_frames(self):
        """Forget what was drawn ahead, and the run that it was drawn from."""
        self.run_of.cache_clear()
        super().forget_frames()

    def show_all_steps(self):
        """Go to the last step, without a new run."""
        with self.holding():
            self.controls["step"].value = self.controls["step"].high

    def show(self, run):
        """Show a run, and how many steps there are to go through."""
        step = self.values()["step"]
        super().show(run)
        if self.controls["learning_rate"].marks["at"] != [self.start, self.iterations]:
            IDLE.soon(lambda: IDLE.do(self.controls["learning_rate"], self.find_marks()))
        with self.holding():
            last = run.nit if step is None else min(step, run.nit)
            self.controls["step"].set_range(0, run.nit, 1, (0, 10**6), last)

    def draw(self, run, values):
        """Draw the steps that are shown of a run."""
        return self.drawn.show(run, values["step"])

    def caption(self, run, values, verdict):
        """Return the verdict, or where the run is at the step that is shown."""
        step = values["step"]
        return verdict if step is None or step >= run.nit else step_words(run, step)

    @property
    def step(self):
        """How many steps of the run are shown: all of them, until someone goes through them one by one."""
        return self.controls["step"].value

    @step.setter
    def step(self, step):
        control, last = self.controls["step"], self.run.nit if self.run and not self.is_held() else 10**6
        control.value = control.high if step is None else checked_within("step", step, 0, last)

    def choose(self, name):
        """Choose a preset, as its button does: an error is shown in the explorer."""
        self.attempt(lambda: self.preset(name))

    def preset(self, name):
        """Set a learning rate that shows "slow", "steady", "lands", "overshoots", "bounces" or "diverges".

        Raises
        ------
        ValueError
            There is no such preset, or no learning rate on the slider shows it from this start.
        """
        if not isinstance(name, str) or name not in PRESETS:
            raise ValueError(f"preset must be one of {', '.join(PRESETS)}, got {shown(name)}")
        found = next((rate for rate in self.search(name) if rate is not None), None)
        if found is None:
            low, *_, high = positions(self.controls["learning_rate"])
            ends = f"from {number(low)} to {number(high)}"
            raise ValueError(f"No learning rate {ends} shows “{name}” from x = {number(self.start)}.")
        self.show_all_steps()  # even if the rate is the same as before
        self.set(learning_rate=found)

    def search(self, name):
        """Yield None for each learning rate that does not show a preset, then one that does, if there is any."""
        multiple, fits = PRESETS[name]
        rates = positions(self.controls["learning_rate"], 121)
        bend = nearest_curvature(self.f, self.start)
        candidates = [float(f"{rate:.3g}") for rate in rates]
        if bend:  # three digits if they are enough; "bounce" needs exactly 2/L
            candidates = [float(f"{multiple / bend:.3g}"), multiple / bend, *candidates]
        for rate in candidates:
            if fits(self.descend(rate, self.start, self.iterations)):
                yield rate
                return
            yield None

    def find_marks(self):
        """Find the numbers of all presets, piece by piece, so that the page knows them before someone asks."""
        at, found = [self.start, self.iterations], {}
        for name in PRESETS:
            for rate in self.search(name):
                found |= {} if rate is None else {name: rate}
                yield
        if at == [self.start, self.iterations]:
            self.controls["learning_rate"].marks = {"at": at, "numbers": found}


def explore(f, start=8, learning_rate=0.001, iterations=500, view=None, optimizer=None, **settings):
    """Return an explorer of gradient descent on f: sliders, picture and verdict.

    Parameters
    ----------
    f : callable
        A function of one variable, built-in or your own.
    start, learning_rate, iterations : number
        The initial positions of the sliders.
    view : (float, float), optional
        The interval of the x axis to show; by default that of f, which is -10 to 10 for a plain function.
    optimizer, **settings
        As for `descend`: an optimizer other than plain gradient descent; it can be your own.

    Returns
    -------
    DescentExplorer
        A notebook shows it if it is the last line of a cell. Code can set its attributes `learning_rate`, `start`,
        `iterations` and `step`, call `preset("bounces")`, and read `run` and `verdict`.

    Raises
    ------
    TypeError, ValueError
        `descend` can't run on f with these settings; the message says why.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> lab = explore(quadratic([-3, -2, 3]))
    >>> lab.learning_rate = 0.34
    >>> lab.run.regime
    'diverging'
    """
    f = copy(as_curve(f))
    checked_number("learning_rate", learning_rate)  # a schedule has no slider
    run = descend(f, start, learning_rate, max_iterations=iterations, optimizer=optimizer, **settings)
    low, high = f.view = checked_interval(f.view if view is None else view)
    if not low <= start <= high:
        f.view = min(low, float(math.floor(start))), max(high, float(math.ceil(start)))
    checked_within("iterations", iterations, 1, 10**6)
    return DescentExplorer(f, float(start), float(learning_rate), int(iterations), run.optimizer, settings)
