"""Controls → run → verdict → picture, put together so that a slider moves the descent.

`explore(f)` is what a lesson calls. An explorer can be driven without a browser: its controls are attributes
(`lab.learning_rate = 0.34`), and `lab.run`, `lab.verdict` and `lab.error` tell what came of it.
"""

import math
import os
import threading
from copy import copy
from itertools import product

import ipywidgets as widgets
import numpy as np

from gdlesson.descent import checked_number, descend
from gdlesson.explorers.descent.picture import DescentPicture
from gdlesson.functions import as_function, checked_view, round_minima
from gdlesson.live.controls import (
    Control,
    NumberControl,
    button,
    checked_within,
    count_control,
    log_control,
    number_control,
    positions,
)
from gdlesson.live.drawing import png
from gdlesson.live.figure import LiveFigure
from gdlesson.verdicts import kept, number, verdict

PARTS = (0.0, 0.31, 0.74, 1.0)  # where a sweep points, as parts of an area


class Explorer:
    """Named controls, a run made from their values, its verdict in words, its live picture.

    Parameters
    ----------
    controls : dict of str to widget
        Each has a `value` that `make_run` takes by name.
    make_run : callable
        Takes the controls' values and returns a run.
    judge : callable
        Takes a run and returns its verdict.
    picture
        Has `figure`, `artists`, `description` and `show(run)`, which returns a name where what stays is another.
    """

    def __init__(self, controls, make_run, judge, picture):
        self.controls, self.make_run, self.judge, self.picture = dict(controls), make_run, judge, picture
        self.run, self.verdict, self.error, self.held = None, "", None, False
        self.turn = threading.RLock()  # JupyterLab may move controls in two threads at once: each has its turn
        self.live = LiveFigure(picture.figure, picture.artists, picture.description)
        for control in controls.values():
            control.observe(lambda change: self.update(), "value")
            if isinstance(control, NumberControl):
                control.follow()
        self.inputs = list(controls)
        self.view = self.arrange()
        self.update()

    def arrange(self):
        """Return the widget that is shown: the controls above the picture."""
        return widgets.VBox([*self.controls.values(), self.live])

    def update(self):
        """Run with the controls' values and show what comes."""
        if self.held:
            return
        with self.turn:
            self.run = None
            values = {name: self.controls[name].value for name in self.inputs}
            self.attempt(lambda: self.show(self.make_run(**values)))

    def set(self, **values):
        """Set several controls at once: one run, one picture. If one of the values cannot be, none is set."""
        before, self.held = {name: control.value for name, control in self.controls.items()}, True
        try:
            for name in sorted(values, key=[*self.controls, *values].index):  # choices come first
                setattr(self, name, values[name])
        except Exception:
            for name, value in before.items():
                self.controls[name].value = value
            raise
        finally:
            self.held = False
        self.update()

    def attempt(self, action):
        """Do what may fail in a learner's function; an error is said in the explorer, without a traceback."""
        self.error = None
        try:
            with np.errstate(all="ignore"):
                action()
        except (Exception, SystemExit) as error:  # an exit() in it must not end the kernel
            expected = isinstance(error, (TypeError, ValueError))
            self.error, self.verdict = error, str(error) if expected else f"{type(error).__name__}: {error}"
            self.live.fail(self.verdict)

    def show(self, run):
        """Show a run."""
        anew = self.picture.show(run)
        self.verdict = self.judge(run)
        self.live.redraw(self.verdict, anew)
        if anew is not None:
            self.live.description = self.picture.description
        self.run = run

    def sweep(self):
        """Move every control through its whole range, point everywhere; raise the first error that is met."""
        for control in self.controls.values():
            self.go_through(control, "value", positions(control))
        self.go_through(self.live, "pointed", map(list, product(range(len(self.live.areas)), PARTS, PARTS)))

    def go_through(self, widget, trait, values):
        """Set a widget to each of the values, then all controls to what they were."""
        before = {name: control.value for name, control in self.controls.items()}
        try:
            for value in values:
                setattr(widget, trait, value)
                if self.run is None:
                    raise self.error
        finally:
            self.set(**before)

    def __setattr__(self, name, value):
        """Set an attribute that exists; a misspelt one is told so instead of being lost."""
        if "view" in self.__dict__ and name not in self.__dict__ and not hasattr(type(self), name):
            raise AttributeError(f"this explorer has no {name!r}; its controls are {', '.join(self.controls)}")
        super().__setattr__(name, value)

    def __repr__(self):
        return self.verdict

    def _repr_mimebundle_(self, **options):
        """Return the live view for a notebook, with a still image and the words for where nothing is live."""
        if os.environ.get("GDLESSON_MOVE_EVERY_SLIDER"):  # set while the notebooks are tested
            self.sweep()
        image = png(self.picture.figure, self.verdict)
        return self.view._repr_mimebundle_() | {"text/plain": self.verdict, "image/png": image}


def rows(*lines):
    """Return controls in lines that break where the window is narrow."""
    wrap = widgets.Layout(flex_flow="row wrap", align_items="center")
    return [widgets.HBox(line, layout=wrap) for line in lines]


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
        """Set a learning rate that shows "slow", "steady", "land", "overshoot", "bounce" or "diverge".

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


# what each preset tries first, as a multiple of 1/L, and how a run is recognised that shows it
PRESETS = {
    "slow": (0.006, lambda run: run.regime == "monotone" and run.stop == "max_iterations" and 0.9 < kept(run) < 1),
    "steady": (0.3, lambda run: run.regime == "monotone" and run.success),
    "land": (1.0, lambda run: run.regime == "monotone" and run.success and run.nit == 1),
    "overshoot": (1.5, lambda run: run.regime == "overshooting" and run.success),
    "bounce": (2.0, lambda run: run.regime == "bouncing"),
    "diverge": (2.04, lambda run: run.regime == "diverging"),
}


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
        `start`, `iterations` and `step`, and by `preset("bounce")`; `run` and `verdict` tell what came.

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


def fine_step(view):
    """Return a power of ten that divides a view into a few hundred steps."""
    return 10.0 ** math.floor(math.log10((view[1] - view[0]) / 100))


def rate_range(f, start, learning_rate):
    """Return the ends of the slider: powers of ten from far too slow to divergence, around learning_rate."""
    bend = nearest_curvature(f, start)
    low = 10.0 ** math.floor(math.log10(1e-3 / bend)) if bend else 1e-4
    high = 10.0 ** math.ceil(math.log10(2.5 / bend)) if bend else 1.0
    wanted = learning_rate or low
    return min(low, wanted), max(high, wanted)


def nearest_curvature(f, x):
    """Return the curvature L at the round minimum in view that is nearest to x; None where no such is of use."""
    bend = min(round_minima(f), key=lambda pair: abs(pair[0] - x), default=(0, None))[1]
    return bend if bend and 1e-100 < bend < 1e100 else None


def step_words(run, step):
    """Return where a run stands before one of its steps."""
    x = float(run.path[step])
    slope = run.function.gradient(x)
    leads = f"−{number(run.learning_rate)} · {number(slope)} = {number(-run.learning_rate * slope)}"
    if run.optimizer:
        leads = number((run.path[step + 1] if step < run.nit else run.ahead) - x)
    here = f"x = {number(x)}, loss {number(run.losses[step])}, slope {number(slope)}"
    return f"Step {step} of {run.nit}: {here}; the next step is {leads}."
