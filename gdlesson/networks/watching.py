"""Watch a training: one callback object for both our own `train` and Keras's `fit`.

    train(network, x, y, callbacks=[watcher])            # calls watcher(epoch, logs)
    model.fit(x, y, verbose=0, callbacks=[watcher])      # calls watcher.on_epoch_end(epoch, logs), and others

Keras does not check the class of its callbacks, only calls a set of methods. So a watcher needs no Keras.
"""

import atexit

from gdlesson.checks import as_float, checked_count, floats_or_none, shown


class Watcher:
    """Base class of callbacks that follow a training from beginning to end.

    Subclasses define `begin()`, `after(logs)`, which is called after each epoch, and `end()`. Each training begins
    anew.

    Attributes
    ----------
    total : int or None
        The planned number of epochs; None if it is unknown.
    model : keras.Model, Training or None
        What is being trained: Keras's model, or our own training as far as it has come; None if nobody says.

    Raises
    ------
    TypeError, ValueError
        The number of epochs is neither None nor a whole number, 1 or more; or what is passed on after an epoch is
        not its number with a dict of numbers.
    """

    total, running, awaited, params, model, told = None, False, False, None, None, None

    def __init__(self, epochs=None):
        self.epochs = None if epochs is None else checked_count("epochs", epochs, least=1)

    def __call__(self, epoch, logs):
        """Take the numbers of an epoch, counted from 0, from `train` or from a loop of your own."""
        epoch, logs = checked_count("epoch", epoch), numbers(logs)
        if epoch == 0 or not self.running:
            self.start(self.epochs)
        else:
            self.model, self.told = self.told, None
        self.after(logs)

    def start(self, total):
        """Begin a new training, which ends with the notebook cell at the latest."""
        self.stop()
        self.total, self.running = total, True
        self.model, self.told = self.told, None  # not before the previous training has ended
        self.begin()
        if not self.awaited:
            self.awaited = True
            when_the_cell_ends(self.leave)

    def stop(self):
        """End the current training, if there is one."""
        if self.running:
            self.running = False
            self.end()
            self.model = None

    def leave(self):
        """End together with the cell: after its last line, on an error, or on an interrupt (■)."""
        self.awaited = False
        self.stop()

    def set_params(self, params):
        """Take the parameters of the training from Keras, among them the number of epochs."""
        self.params = params

    def set_model(self, model):
        """Take the model from Keras, or the training so far from `train`."""
        self.told = model

    def on_train_begin(self, logs=None):
        """Begin when Keras begins."""
        self.first = None
        self.start((self.params or {}).get("epochs") or self.epochs)

    def on_epoch_begin(self, epoch, logs=None):
        """Note the first epoch, which is not 0 if a training is continued."""
        if self.first is None:
            self.first = checked_count("epoch", epoch)
            self.total = self.total - self.first if self.total else None

    def on_epoch_end(self, epoch, logs=None):
        """Take the numbers of an epoch from Keras."""
        self.after(numbers({} if logs is None else logs))

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
    if not isinstance(logs, dict) or not all(isinstance(name, str) for name in logs):
        raise TypeError(f'logs must be numbers by name, such as {{"loss": 0.5}}, got {shown(logs)}')
    for name, value in logs.items():
        several = floats_or_none(value)
        if several is not None and several.ndim:
            raise ValueError(f"one training is watched at a time, but its {name!r} is {several.size} numbers")
    return {name: as_float(name, int(value) if isinstance(value, bool) else value) for name, value in logs.items()}


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
