"""Controls → run → verdict → picture, put together so that a slider moves the run.

An explorer can be driven without a browser: its controls are attributes (`lab.learning_rate = 0.34`), and
`lab.run`, `lab.verdict` and `lab.error` tell what came of it.
"""

import os
import threading
from itertools import product

import ipywidgets as widgets
import numpy as np

from gdlesson.live.controls import NumberControl, positions
from gdlesson.live.drawing import png
from gdlesson.live.figure import LiveFigure

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
