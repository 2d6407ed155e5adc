"""Controls → run → verdict → picture, connected so that moving a slider makes a new run.

An explorer also works without a browser: its controls are attributes (`lab.learning_rate = 0.34`), and `lab.run`,
`lab.verdict` and `lab.error` hold the results.
"""

import threading
import time
from contextlib import contextmanager
from functools import partial

import ipywidgets as widgets
import numpy as np

from gdlesson.live.ahead import Ahead
from gdlesson.live.awaited import Awaited
from gdlesson.live.controls import has_choice, numbers, position, value_at
from gdlesson.live.drawing import png
from gdlesson.live.figure import LiveFigure
from gdlesson.live.idle import IDLE
from gdlesson.live.learners import note_learners
from gdlesson.live.page import view_of
from gdlesson.live.sweeping import sweep
from gdlesson.live.tested import being_tested
from gdlesson.live.tracebacks import own_line

PATIENCE = 2.0  # seconds that reading `run` waits for a move that another thread is making


class Explorer:
    """Named controls, the run made from their values, its verdict in words, and a live picture of it.

    A notebook shows it if it is the last line of a cell.

    Parameters
    ----------
    controls : dict of str to widget
        Each has a `value`, which `make_run` takes by name.
    make_run : callable
        Takes the controls' values and returns a run.
    judge : callable
        Takes a run and returns its verdict.
    picture
        Has `figure`, `artists` (the moving part), `description`, and `show(run)`. `show` returns None, or, if it
        has redrawn the still part, what this now belongs to: a function, a name.

    Attributes
    ----------
    layout : list of lists of str
        The names of the controls in each row above the picture.
    ahead : list of str
        The controls for whose positions the page may ask before someone moves there: those whose run and picture
        take a few milliseconds, and which don't change other controls. By default, all numbers.
    steps : str or None
        The control of how many steps of the run are shown, if there is one.
    run, verdict
        The current run and its verdict; `run` is None after an error.
    error : Exception or None
        What went wrong.
    """

    run, verdict, error = Awaited(), Awaited(), Awaited()
    layout = ()
    ahead = None
    steps = None
    sweep = sweep

    def __init__(self, controls, make_run, judge, picture):
        self.controls, self.make_run, self.judge, self.drawn = dict(controls), make_run, judge, picture
        self.run, self.verdict, self.error = None, "", None
        self.held, self.run_key = threading.local(), []  # see `holding`; the key of the current run
        self.turn = threading.RLock()  # JupyterLab may move controls in two threads at once: they take turns
        look = picture.figure, picture.artists, picture.description
        ahead = numbers(controls) if self.ahead is None else self.ahead
        drawn = {"subject": getattr(picture, "subject", None), "ahead": ahead, "steps": self.steps}
        self.live = LiveFigure(*look, controls=self.controls, **drawn)
        self.away = None  # the picture was drawn ahead for other values, and this run and values belong on it
        IDLE.find_loop()
        Ahead(self)
        for name, control in controls.items():
            control.observe(partial(self.moved, name), "value")
        note_learners(self)
        self.view = self.arrange()
        self.update()

    def arrange(self):
        """Return the widget to show: the controls, row by row, above the picture."""
        return self.above_picture(*self.layout or [[name] for name in self.controls])

    def above_picture(self, *lines):
        """Return rows of widgets, or of controls given by name, above the picture; rows wrap in a narrow window.

        A choice between fewer than two options is left out.
        """
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center")
        parts = [[self.controls[part] if isinstance(part, str) else part for part in line] for line in lines]
        shown = [[part for part in line if has_choice(part)] for line in parts]
        rows = [widgets.HBox(line, layout=wrap) for line in shown if line]
        return widgets.VBox([*rows, self.live]).add_class("gdlesson-explorer")

    def on_point(self, axes, action, part=(0.0, 1.0)):
        """Call action(x, y) when someone clicks or drags on the Axes of this name in the picture."""
        self.live.on_point(
            lambda: getattr(self.drawn, axes), lambda x, y: self.attempt(lambda: action(x, y)), part
        )

    @property
    def picture(self):
        """The picture of the current run."""
        self.restore()
        return self.drawn

    def restore(self):
        """Draw the current run again, if the picture was drawn ahead for other values."""
        with self.turn:
            if self.away:
                (run, values), self.away = self.away, None
                redrawn = self.draw(run, values)
                if redrawn is not None:
                    self.live.still_part(redrawn)

    @contextmanager
    def aside(self):
        """Within this block, other runs can be drawn, while moves wait; then the current one is drawn again."""
        with self.turn:
            self.restore()
            self.away = None if self.run is None else (self.run, self.values())
            try:
                yield
            finally:
                self.restore()

    def values(self):
        """Return the controls' values by name; None stands for all steps of the run."""
        return {name: None if self.is_all(name) else control.value for name, control in self.controls.items()}

    def is_all(self, name):
        """Return whether this is the control of the steps and stands at the last one."""
        return name == self.steps and self.controls[name].value >= self.controls[name].high

    def key(self):
        """Return the position of each control: its value, the number of the choice, or None for all steps."""
        return [None if self.is_all(name) else position(control) for name, control in self.controls.items()]

    def values_at(self, key):
        """Return the controls' values by name for the positions of a key."""
        pairs = zip(self.controls.items(), key, strict=True)
        return {name: value_at(control, place) for (name, control), place in pairs}

    def moved(self, name, change):
        """Follow a control that was moved."""
        self.update()

    def update(self):
        """Make a run from the controls' values, and show it."""
        if self.is_held():
            return
        IDLE.wait()
        with self.turn:
            self.run, self.run_key = None, self.key()
            self.attempt(lambda: self.show(self.run_at(self.values())))

    def run_at(self, values):
        """Return the run of these values."""
        with np.errstate(all="ignore"):
            return self.make_run(**values)

    def draw(self, run, values):
        """Draw a run; return what the still part belongs to now if it was redrawn, otherwise None."""
        return self.drawn.show(run)

    def verdict_on(self, run, values):
        """Return the verdict on the run of these values."""
        return self.judge(run)

    def caption(self, run, values, verdict):
        """Return the words below the picture, given the verdict on the run."""
        return verdict

    def frame(self, run, values, key):
        """Return what the page would show for other values of the controls; `restore` brings the picture back."""
        if self.run is None:
            return None
        self.away = self.away or (self.run, self.values())
        with np.errstate(all="ignore"):
            redrawn = self.draw(run, values)
            words = self.caption(run, values, self.verdict_on(run, values))
            return self.live.frame(words, redrawn, key, self.drawn.description)

    def wait(self):
        """Wait until a move that another thread is making has its run: a cell may come right after it."""
        if self.is_held() or self.turn._is_owned():
            return
        end = time.monotonic() + PATIENCE
        while self.key() != self.run_key and time.monotonic() < end:
            time.sleep(0.001)
        with self.turn:
            pass

    def forget_frames(self):
        """Forget what was drawn ahead: it may no longer be true."""
        self.live.forget_frames()

    @contextmanager
    def holding(self):
        """Within this block, this thread can set controls without making a run."""
        self.held.depth = self.is_held() + 1
        try:
            yield
        finally:
            self.held.depth -= 1

    def is_held(self):
        """Return how many blocks of `holding` this thread is in."""
        return getattr(self.held, "depth", 0)

    def set(self, **values):
        """Set several controls at once: one run, one picture. If one of the values is refused, none is set."""
        before = self.values()
        with self.holding():
            try:
                for name in sorted(values, key=[*self.controls, *values].index):  # choices come first
                    setattr(self, name, values[name])
            except Exception:
                for name, value in before.items():
                    self.controls[name].value = self.controls[name].high if value is None else value
                raise
        self.update()

    def attempt(self, action):
        """Do something that may fail in a learner's function; the explorer shows the error without a traceback."""
        self.error = None
        try:
            with np.errstate(all="ignore"):
                action()
        except (Exception, SystemExit) as error:  # exit() in a learner's function must not stop the kernel
            expected = isinstance(error, (TypeError, ValueError))
            self.error, self.verdict = error, str(error) if expected else f"{type(error).__name__}: {error}"
            line = own_line(error)
            where = f"{self.verdict}. It happens in the line  {line}" if line else self.verdict
            self.live.fail(where, self.run_key)

    def frame_at(self, key):
        """Return the frame of a key."""
        values = self.values_at(key)
        return self.frame(self.run_at(values), values, key)

    def show(self, run):
        """Show a run."""
        values, self.away = self.values(), None
        redrawn = self.draw(run, values)
        self.verdict = self.verdict_on(run, values)
        words = self.caption(run, values, self.verdict)
        self.live.redraw(words, redrawn, self.run_key, self.drawn.description)
        self.run = run

    def save(self, path, **options):
        """Save a page without Python, a picture with its words, or a movie; the explorer stays as it is.

        Parameters
        ----------
        path : str or Path
            ``.html`` is a page whose sliders move without Python, ``.png`` and ``.svg`` are pictures, ``.gif`` and
            ``.mp4`` movies; ``.mp4`` needs the program ffmpeg.
        of : str, or two of them, optional
            For a page: the controls that move there, by default the first slider.
            For a movie: the slider that goes through its range. By default, the one of the steps of the run.
        frames : int, optional
            For a movie: how many frames it has at most, 2 to 300, by default 60. Of more steps than these, the
            first ones are shown one by one, then longer and longer strides.
        size, title : float and str, optional
            For a page: its size in MB, at most, by default 5; and its title.
        seconds : float, optional
            For a movie: its length, by default 0.2 for each frame; the last frame stays for 2 seconds more.

        Raises
        ------
        TypeError, ValueError, OSError, RuntimeError
            It can't be saved; the message says why, and no part of a file remains.
        """
        from gdlesson.live.saving import save  # only now: sliders do without Matplotlib's movies

        save(self, path, **options)

    def __setattr__(self, name, value):
        """Set an attribute that exists; a misspelled name raises AttributeError instead of being lost."""
        if "view" in self.__dict__ and name not in self.__dict__ and not hasattr(type(self), name):
            raise AttributeError(f"this explorer has no {name!r}; its controls are {', '.join(self.controls)}")
        super().__setattr__(name, value)

    def __repr__(self):
        return self.verdict

    def _repr_mimebundle_(self, **options):
        """Return the live view for a notebook, with a still image and its words for readers without a kernel."""
        if being_tested():
            self.sweep()
        self.live.seen = False  # the page scrolls to it
        words = self.verdict if self.run is None else self.caption(self.run, self.values(), self.verdict)
        return view_of(self.view) | {"text/plain": words, "image/png": png(self.picture.figure, words)}
