"""Watch a training: one callback object for both our own `train` and Keras's `fit`.

    train(network, x, y, callbacks=[watcher])            # calls watcher(epoch, logs)
    model.fit(x, y, verbose=0, callbacks=[watcher])      # calls watcher.on_epoch_end(epoch, logs), and others

Keras does not check the class of its callbacks, only calls a set of methods. So a watcher needs no Keras.
"""

import atexit

import numpy as np


class Watcher:
    """Base class of callbacks that follow a training from beginning to end.

    Subclasses define `begin()`, `after(logs)`, which is called after each epoch, and `end()`. Each training begins
    anew.

    Attributes
    ----------
    total : int or None
        The planned number of epochs; None if it is unknown.
    """

    total, running, awaited, params = None, False, False, None

    def __init__(self, epochs=None):
        self.epochs = epochs

    def __call__(self, epoch, logs):
        """Take the numbers of an epoch, counted from 0, from `train` or from a loop of your own."""
        if epoch == 0 or not self.running:
            self.start(self.epochs)
        self.after(numbers(logs))

    def start(self, total):
        """Begin a new training, which ends with the notebook cell at the latest."""
        self.stop()
        self.total, self.running = total, True
        self.begin()
        if not self.awaited:
            self.awaited = True
            when_the_cell_ends(self.leave)

    def stop(self):
        """End the current training, if there is one."""
        if self.running:
            self.running = False
            self.end()

    def leave(self):
        """End together with the cell: after its last line, on an error, or on an interrupt (■)."""
        self.awaited = False
        self.stop()

    def set_params(self, params):
        """Take the parameters of the training from Keras, among them the number of epochs."""
        self.params = params

    def set_model(self, model):
        """Take the model from Keras, and do nothing with it."""

    def on_train_begin(self, logs=None):
        """Begin when Keras begins."""
        self.first = None
        self.start((self.params or {}).get("epochs") or self.epochs)

    def on_epoch_begin(self, epoch, logs=None):
        """Note the first epoch, which is not 0 if a training is continued."""
        if self.first is None:
            self.first = epoch
            self.total = self.total - epoch if self.total else None

    def on_epoch_end(self, epoch, logs=None):
        """Take the numbers of an epoch from Keras."""
        self.after(numbers(logs or {}))

    def on_train_end(self, logs=None):
        """End when Keras ends."""
        self.stop()

    def __getattr__(self, name):
        if name.startswith("on_"):  # the other methods that Keras calls, such as on_train_batch_end
            return ignore
        raise AttributeError(f"{type(self).__name__} has no {name!r}")


def ignore(*_, **__):
    """Do nothing."""


def numbers(logs):
    """Return the numbers of an epoch as floats; more than one training at a time is a ValueError."""
    for name, value in logs.items():
        if np.ndim(value):
            raise ValueError(f"one training is watched at a time, but its {name!r} is {np.size(value)} numbers")
    return {name: float(value) for name, value in logs.items()}


def when_the_cell_ends(action):
    """Call action() when the current cell ends, even by an error; outside of notebooks, when Python exits."""
    shell = notebook_shell()
    if shell is None:
        atexit.register(action)
        return

    def once(result):
        shell.events.unregister("post_run_cell", once)
        action()

    shell.events.register("post_run_cell", once)


def notebook_shell():
    """Return the IPython shell that runs a notebook's cells, or None in any other program."""
    from IPython import get_ipython

    return get_ipython()
