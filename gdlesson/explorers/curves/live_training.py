"""Curves that are drawn while a network trains, in Keras or in our own network."""

import time
import uuid

import ipywidgets as widgets
import numpy as np

from gdlesson.checks import checked_flag
from gdlesson.explorers.curves.answers import answers_in_plane, checked_plane, examples_of
from gdlesson.explorers.curves.growing import picture_of
from gdlesson.explorers.curves.picture import progress_words
from gdlesson.explorers.curves.run import diagnose
from gdlesson.live.figure import LiveFigure
from gdlesson.live.page import view_of
from gdlesson.networks.curves import checked_weight
from gdlesson.networks.watching import Watcher, notebook_shell

PAUSE = 0.1  # seconds between two pictures, at least;
SHARE = 20  # and at least this many times as long as drawing one takes: it must slow training down little
LONGEST = 0.5  # but at most this many seconds
WORDS = "Curves of a training, drawn while it runs."  # the same in every run, so that nbval can compare them


class LiveCurves(Watcher):
    """Loss and metric, drawn in the notebook while a network trains; a callback for `train` and for Keras's `fit`.

    Of a network with two inputs, its answers are drawn next to them, over the plane of its examples: where it says
    yes and where no. `train` tells the examples itself; for Keras they are given here.

    An output appears below the cell as soon as the training starts. A few times per second it shows the progress
    and the latest numbers. When the cell is finished, it becomes a plain image, saved with the notebook.
    Each training has its own output, even with the same object.

    Parameters
    ----------
    epochs : int, optional
        The total number of epochs, for the axis and the progress bar. Keras provides it. If it is unknown, the
        axis grows, and epochs are only counted.
    smoothing : float
        From 0 to less than 1, as for `gdlesson.smooth`; the original curves stay visible behind.
    log : bool
        Whether the loss axis is logarithmic.
    examples, validation : (x, y), optional
        The examples to show in the plane, those for training and those for validation: points of shape (n, 2) and
        their labels, 0 or 1. A model of Keras must have one output, a probability.

    Attributes
    ----------
    history : dict of str to list of float
        The numbers of each epoch, as in Keras.
    verdict : str
        What the curves show, in the words of `diagnose(history)`.

    Raises
    ------
    TypeError, ValueError
        An argument is invalid; the message says why.

    Examples
    --------
    >>> from gdlesson import Network, train
    >>> from gdlesson.datasets import moons
    >>> curves = LiveCurves(epochs=120)
    >>> examples, seen = moons(seed=0), moons(seed=1)
    >>> run = train(Network((2, 8, 1)), *examples, "adam", 0.01, epochs=120, validation=seen, callbacks=[curves])
    >>> curves
    Healthy: in 120 epochs the training loss fell from 0.61 to 0.1; the validation loss ends near 0.093.
    """

    def __init__(self, epochs=None, smoothing=0.0, log=False, examples=None, validation=None):
        super().__init__(epochs)
        self.smoothing, self.log = checked_weight("smoothing", smoothing), checked_flag("log", log)
        self.examples = checked_plane(examples, validation)
        self.history, self.live = {}, None

    def begin(self):
        """Show empty curves below the cell."""
        self.history, self.skipped, self.live, self.tenth = {"loss": []}, set(), None, 0
        if notebook_shell():
            self.show()

    def after(self, logs):
        """Record the numbers of an epoch, and draw them if it is time for the next picture."""
        done = len(self.history["loss"])
        for name in {**self.history, **logs}:
            self.history.setdefault(name, [np.nan] * done).append(logs.get(name, np.nan))
            if name not in logs or len(self.history[name]) < len(self.history["loss"]):
                self.skipped.add(name)
        if self.live and time.monotonic() >= self.next:
            self.draw()

    def end(self):
        """Replace the live picture by an image of the last one."""
        if self.live:
            from IPython.display import update_display

            self.draw()
            stored = {"image/png": self.picture.png(), "text/plain": WORDS}
            update_display(stored, raw=True, display_id=self.name)
            self.view.close()
            self.live.close()
            self.live = None

    def show(self):
        """Display the live figure, with fixed words in place of it where there is no browser."""
        from IPython.display import display

        self.picture = picture_of(self.shown_examples())
        self.frame, looks = self.drawn(), self.picture
        self.live = LiveFigure(looks.figure, looks.artists, looks.words, self.frame, looks.stills)
        self.view, self.name, self.next = widgets.VBox([self.live]), uuid.uuid4().hex, 0.0
        display(view_of(self.view) | {"text/plain": WORDS}, raw=True, display_id=self.name)

    def shown_examples(self):
        """Return the examples to draw; None if the network's answers can't be drawn over them."""
        if self.model is None or not answers_in_plane(self.model):
            return None
        return self.examples or examples_of(self.model)

    def drawn(self):
        """Draw the history and what the network answers now, and return the frame."""
        if self.picture.field:
            self.picture.show_answers(self.model)
        return self.picture.show(self.history, self.total, self.smoothing, self.log)

    def draw(self):
        """Send the picture of the training so far; the still part only if it has changed."""
        begin, before = time.monotonic(), self.frame
        self.frame = self.drawn()
        with self.live.hold_sync():
            if self.frame != before:
                self.live.description = self.picture.words
            self.live.redraw(self.spoken(), None if self.frame == before else self.frame)
        end = time.monotonic()
        self.next = end + max(PAUSE, min(SHARE * (end - begin), LONGEST))

    def spoken(self):
        """Return words that change ten times per training, because a screen reader reads them out each time."""
        done, total = len(self.history["loss"]), self.total
        tenth = 10 * done // total if total else done // 10
        if tenth == self.tenth:
            return self.live.words
        self.tenth = tenth
        return f"After {progress_words(self.history, total)}.".replace("  ·  ", "; ")

    @property
    def verdict(self):
        """What the curves show, in words."""
        told = {name: row for name, row in self.history.items() if name not in self.skipped}
        return diagnose(told).words

    def __repr__(self):
        return self.verdict if self.history.get("loss") else "LiveCurves: no training has begun"
