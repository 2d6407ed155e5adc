"""Controls → run → verdict → picture, put together so that a slider moves the descent.

`explore(f)` is what a lesson calls. An explorer can be driven without a browser: its controls are attributes
(`lab.learning_rate = 0.34`), and `lab.run`, `lab.verdict` and `lab.error` tell what came of it.
"""

import math
from copy import copy

import ipywidgets as widgets

from gdlesson.checks import checked_number, checked_view
from gdlesson.descent import descend
from gdlesson.explorers.descent.picture import DescentPicture
from gdlesson.explorers.descent.run import PRESETS, nearest_curvature, rate_range, step_words
from gdlesson.functions import as_function
from gdlesson.live.controls import (
    Control,
    button,
    checked_within,
    count_control,
    fine_step,
    log_control,
    number_control,
    positions,
)
from gdlesson.live.explorer import Explorer, rows
from gdlesson.verdicts import number, verdict


class DescentExplorer(Explorer):
    """Gradient descent on a function of one variable; made by `explore`."""

    learning_rate, start, iterations = Control(), Control(), Control()

    def __init__(self, f, start, learning_rate, iterations, optimizer=None, settings=None):
        self.f, self._step, self.optimizer, self.settings = f, 0, optimizer, settings or {}
        self.play = widgets.Play(value=0, max=10**6, interval=200, show_repeat=False)
        low, high = rate_range(f, start, learning_rate)
        controls = {
            "learning_rate": log_control("learning rate", learning_rate, low, high),
            "start": number_control("start", start, *f.view, fine_step(f.view)),
            "iterations": count_control("iterations", iterations, 1, max(1000, iterations)),
        }
        picture = DescentPicture(f, controls["iterations"].max)
        super().__init__(controls, self.descend, verdict, picture)
        self.play.observe(self.tick, "value")

    def descend(self, learning_rate, start, iterations):
        """Return the run of the controls' values."""
        checked_within("start", start, *self.f.view)
        return descend(
            self.f, start, learning_rate, max_iterations=iterations, optimizer=self.optimizer, **self.settings
        )

    def arrange(self):
        """Return the controls in rows above the picture."""
        presets = [button(name, f"a learning rate that shows: {name}", self.chooser(name)) for name in PRESETS]
        back = button("◀ back", "one step back", lambda: self.go(-1))
        on = button("step ▶", "one step on; after the last one, from the start", lambda: self.go(1))
        rate, start, iterations = self.controls.values()
        return widgets.VBox([*rows([rate, *presets], [start, iterations], [back, on, self.play]), self.live])

    def show(self, run):
        """Show a whole run."""
        self._step = run.nit
        super().show(run)

    @property
    def step(self):
        """How many steps of the run are shown: all of them, until somebody goes through them one by one."""
        return self._step

    @step.setter
    def step(self, step):
        if self.run:  # after an error there is none
            self._step = checked_within("step", step, 0, self.run.nit)
            self.attempt(self.show_step)

    def show_step(self):
        """Show part of the run, and say where it stands."""
        self.picture.show(self.run, self.step)
        self.live.redraw(self.verdict if self.step == self.run.nit else step_words(self.run, self.step))

    def go(self, by):
        """Go one step back or on; on from the last one begins again."""
        if self.run is None:
            return
        self.step = max(0, self.step + by) if self.step + by <= self.run.nit else 0

    def tick(self, change):
        """Follow the player, which counts from 1; stop it at the last step and put it back to 0."""
        last = self.run.nit if self.run else 0
        if change["new"] > 0:
            self.step = min(change["new"], last)
        if change["new"] >= last:
            self.play.playing, self.play.value = False, 0

    def chooser(self, name):
        """Return what the button of a preset does."""
        return lambda: self.attempt(lambda: self.preset(name))

    def preset(self, name):
        """Set a learning rate that shows "slow", "steady", "lands", "overshoots", "bounces" or "diverges".

        Raises
        ------
        ValueError
            There is no such preset, or no learning rate on the slider shows it from this start.
        """
        if name not in PRESETS:
            raise ValueError(f"preset must be one of {', '.join(PRESETS)}, got {name!r}")
        multiple, fits = PRESETS[name]
        low, *_, high = rates = positions(self.controls["learning_rate"], 121)
        bend = nearest_curvature(self.f, self.start)
        candidates = [float(f"{rate:.3g}") for rate in rates]
        if bend:  # three digits where they will do; "bounce" needs 2/L exactly
            candidates = [float(f"{multiple / bend:.3g}"), multiple / bend, *candidates]
        for rate in candidates:
            if fits(self.descend(rate, self.start, self.iterations)):
                self.learning_rate = rate
                return self.update()  # shows the whole run also where this was the rate already
        ends = f"from {number(low)} to {number(high)}"
        raise ValueError(f"No learning rate {ends} shows “{name}” from x = {number(self.start)}.")


def explore(f, start=8, learning_rate=0.001, iterations=500, view=None, optimizer=None, **settings):
    """Return an explorer of gradient descent on f: sliders, picture and verdict.

    Parameters
    ----------
    f : callable
        A function of one variable, built-in or your own.
    start, learning_rate, iterations : number
        Where the sliders stand first.
    view : (float, float), optional
        The stretch of the x axis to show; left out, that of f, which is -10 to 10 for a plain function.
    optimizer, **settings
        As for `descend`: another rule than plain gradient descent, also one of your own.

    Returns
    -------
    DescentExplorer
        Shown by a notebook as the last line of a cell; driven from code by its attributes `learning_rate`,
        `start`, `iterations` and `step`, and by `preset("bounces")`; `run` and `verdict` tell what came.

    Raises
    ------
    TypeError, ValueError
        f cannot be descended with these settings; the message says why.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> lab = explore(quadratic([-3, -2, 3]))
    >>> lab.learning_rate = 0.34
    >>> lab.run.regime
    'diverging'
    """
    f = copy(as_function(f))
    if f.dimensions == 2:
        raise ValueError(f"{f.name} is a function of two variables: explore_plane([{f.name}]) shows it")
    checked_number("learning_rate", learning_rate)  # a schedule has no slider
    run = descend(f, start, learning_rate, max_iterations=iterations, optimizer=optimizer, **settings)
    low, high = f.view = checked_view(f.view if view is None else view)
    if not low <= start <= high:
        f.view = min(low, float(math.floor(start))), max(high, float(math.ceil(start)))
    checked_within("iterations", iterations, 1, 10**6)
    return DescentExplorer(f, float(start), float(learning_rate), int(iterations), run.optimizer, settings)
