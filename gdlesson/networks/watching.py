"""Watching a training from outside: one object that our own `train` and Keras's `fit` take as a callback alike.

    train(network, x, y, callbacks=[watcher])            # calls watcher(epoch, logs)
    model.fit(x, y, verbose=0, callbacks=[watcher])      # calls watcher.on_epoch_end(epoch, logs), and others

Keras asks its callbacks for a dozen methods, but not what they are: so this needs no Keras, and works without it.
"""

import atexit

import numpy as np


class Watcher:
    """Is told when a training begins, what each epoch came to, and when all is over.

    Those that watch define `begin()`, `after(logs)` and `end()`. Each training begins anew.

    Attributes
    ----------
    total : int or None
        How many epochs there are to be; None where nobody has said so.
    """

    total, running, awaited, params = None, False, False, None

    def __init__(self, epochs=None):
        self.epochs = epochs

    def __call__(self, epoch, logs):
        """Take the numbers of an epoch, counted from 0, from `train`, or from a loop of your own."""
        if epoch == 0 or not self.running:
            self.start(self.epochs)
        self.after(numbers(logs))

    def start(self, total):
        """Begin anew, and see to it that there is an end: that of the cell, at the latest."""
        self.stop()
        self.total, self.running = total, True
        self.begin()
        if not self.awaited:
            self.awaited = True
            when_the_cell_ends(self.leave)

    def stop(self):
        """End what is under way, if anything is."""
        if self.running:
            self.running = False
            self.end()

    def leave(self):
        """End with the cell, whatever has ended it: its last line, an error, or the button ■."""
        self.awaited = False
        self.stop()

    def set_params(self, params):
        """Take from Keras how many epochs there are to be."""
        self.params = params

    def set_model(self, model):
        """Take the model from Keras, which is not asked for anything."""

    def on_train_begin(self, logs=None):
        """Begin, as Keras does."""
        self.first = None
        self.start((self.params or {}).get("epochs") or self.epochs)

    def on_epoch_begin(self, epoch, logs=None):
        """Note the first epoch: a training that is continued counts on."""
        if self.first is None:
            self.first = epoch
            self.total = self.total - epoch if self.total else None

    def on_epoch_end(self, epoch, logs=None):
        """Take the numbers of an epoch from Keras."""
        self.after(numbers(logs or {}))

    def on_train_end(self, logs=None):
        """End, as Keras does."""
        self.stop()

    def __getattr__(self, name):
        if name.startswith("on_"):  # what else Keras tells, batch by batch
            return ignore
        raise AttributeError(f"{type(self).__name__} has no {name!r}")


def ignore(*_, **__):
    """Do nothing."""


def numbers(logs):
    """Return what an epoch came to as floats, or say what was expected."""
    for name, value in logs.items():
        if np.ndim(value):
            raise ValueError(f"one training is watched at a time, but its {name!r} is {np.size(value)} numbers")
    return {name: float(value) for name, value in logs.items()}


def when_the_cell_ends(action):
    """Call action() when the cell that runs has ended, also by an error; outside of notebooks when Python ends."""
    shell = notebook_shell()
    if shell is None:
        atexit.register(action)
        return

    def once(result):
        shell.events.unregister("post_run_cell", once)
        action()

    shell.events.register("post_run_cell", once)


def notebook_shell():
    """Return the IPython that runs a notebook's cells; None in a program of another kind."""
    from IPython import get_ipython

    return get_ipython()
