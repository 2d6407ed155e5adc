"""Read the curves of a training: its history, smoothing, the best epoch, and early stopping.

A history is what Keras and our own `train` both record: a dict with one number per epoch under "loss" and under
the name of each metric, such as "accuracy". "val_loss" and "val_accuracy" are measured on validation examples,
from which the network never learns.
"""

import numpy as np

from gdlesson.checks import as_float, as_floats, checked_count, shown


def history_of(training):
    """Return the history of a training as a dict of arrays of shape (epochs,).

    Parameters
    ----------
    training : Training, keras.callbacks.History, LiveCurves, or dict
        A history, or an object that has one as its attribute `history`.

    Raises
    ------
    TypeError, ValueError
        It is not a history, has no "loss", belongs to several runs at once, or has rows of different lengths.

    Examples
    --------
    >>> history_of({"loss": [0.7, 0.5, 0.4]})
    {'loss': array([0.7, 0.5, 0.4])}
    """
    history = getattr(training, "history", training)
    if not isinstance(history, dict):
        raise TypeError(f"a training, or the dict that is its history, is expected, got {shown(history)}")
    if "loss" not in history:
        raise ValueError(
            f"a history needs a row called 'loss'; this one has {', '.join(map(str, history)) or 'none'}"
        )
    rows = {name: as_floats(f"the row {name!r} of a history", row) for name, row in history.items()}
    shapes = {row.shape for row in rows.values()}
    if any(len(shape) != 1 for shape in shapes):
        raise ValueError(
            "the history of one run is expected, a number for each epoch; choose one of several: "
            "{name: values[:, 0] for name, values in run.history.items()}"
        )
    if len(shapes) > 1:
        raise ValueError(f"each row of a history must be as long as the others, got {sorted(shapes)}")
    return rows


def metric_of(history):
    """Return the name of the first metric in a history, usually "accuracy"; None if there is only the loss."""
    names = (name for name in history if not name.startswith("val_"))
    return next((name for name in names if name not in ("loss", "learning_rate")), None)


def smooth(values, weight):
    """Return the exponential moving average of a curve: each epoch counts `weight` times as much as the next one.

    Parameters
    ----------
    values : array of shape (epochs,)
        The curve. nan and inf stay where they are and do not enter the average.
    weight : float
        From 0, which leaves the curve as it is, to less than 1.

    Returns
    -------
    array of shape (epochs,)

    Raises
    ------
    TypeError, ValueError
        The values are not one row of numbers, or the weight is not from 0 to less than 1.

    Notes
    -----
    m ← weight·m + (1 − weight)·value, divided by 1 − weightᵗ. This is Adam's first moment with its bias correction
    (lesson 11), and what TensorBoard's slider "Smoothing" does.

    Examples
    --------
    >>> smooth([1.0, 0.0, 0.0], 0.5).round(3).tolist()
    [1.0, 0.333, 0.143]
    """
    weight = checked_weight("weight", weight)
    smoothed, m, t = np.array(one_row(values)), 0.0, 0
    for epoch, value in enumerate(smoothed.tolist()):
        if np.isfinite(value):
            t += 1
            m = weight * m + (1 - weight) * value
            smoothed[epoch] = m / (1 - weight**t)
    return smoothed


def checked_weight(name, weight):
    """Return a weight, from 0 to less than 1, as a float."""
    number = as_float(name, weight)
    if not 0 <= number < 1:
        raise ValueError(f"{name} must be from 0 to less than 1, got {weight}")
    return number


def one_row(values):
    """Return numbers, which may be nan or inf, as an array of shape (epochs,)."""
    row = as_floats("values", values)
    if row.ndim != 1:
        raise ValueError(f"values must be one row, a number for each epoch, got the shape {row.shape}")
    return row


def best_epoch(values):
    """Return the epoch, counted from 1, after which a loss was first at its lowest; 0 if it was never finite.

    Examples
    --------
    >>> best_epoch([0.7, 0.4, 0.3, 0.5])
    3
    """
    values = one_row(values)
    finite = np.isfinite(values)
    return int(np.argmin(np.where(finite, values, np.inf))) + 1 if finite.any() else 0


class StopEarly:
    """A callback of `train` that ends the training when a loss has stopped improving; made by `stop_early`.

    Attributes
    ----------
    best_epoch : int
        The epoch, counted from 1, after which the loss was lowest.
    best : float
        The loss after it.
    """

    def __init__(self, patience, monitor):
        self.patience, self.monitor, self.best, self.best_epoch = patience, monitor, np.inf, 0

    def __call__(self, epoch, logs):
        """Take the loss after an epoch, counted from 0; return whether it is time to stop."""
        epoch = checked_count("epoch", epoch)
        if not isinstance(logs, dict):
            raise TypeError(f"logs must be numbers by name, got {shown(logs)}")
        if self.monitor not in logs:
            raise ValueError(
                f"stop_early watches {self.monitor!r}, but there is only {', '.join(map(str, logs)) or 'no row'}: "
                "give train(..., validation=(x, y))"
            )
        if as_floats(self.monitor, logs[self.monitor]).ndim:
            raise ValueError("stop_early watches one training, not several side by side")
        loss = as_float(self.monitor, logs[self.monitor])
        if epoch == 0:
            self.best, self.best_epoch = np.inf, 0
        if loss < self.best:
            self.best, self.best_epoch = loss, epoch + 1
        return epoch + 1 - self.best_epoch >= self.patience

    def __repr__(self):
        return f"stop_early(patience={self.patience}, monitor={self.monitor!r})"


def stop_early(patience=10, monitor="val_loss"):
    """Return a callback that ends a training when the validation loss has not improved for some epochs.

    Parameters
    ----------
    patience : int
        The number of epochs without a new lowest loss after which to stop, 1 or more.
    monitor : str
        The row of the history to watch.

    Returns
    -------
    StopEarly
        For `train(..., callbacks=[...])`. Its `best_epoch` is where the loss was lowest. All randomness comes from
        the seed, so the same call of `train` with `epochs=stop.best_epoch` returns the network of that epoch.

    Raises
    ------
    TypeError, ValueError
        The patience is not a whole number above 0, or the monitor is not a text.

    Notes
    -----
    Prechelt, Early stopping — but when? (1998). Keras: `EarlyStopping(monitor="val_loss", patience=10)` stops at
    the same epoch, and with `restore_best_weights=True` it also restores the best weights.

    Examples
    --------
    >>> stop = stop_early(patience=2)
    >>> [stop(epoch, {"val_loss": loss}) for epoch, loss in enumerate([0.7, 0.5, 0.6, 0.55])]
    [False, False, False, True]
    >>> stop.best_epoch
    2
    """
    if not isinstance(monitor, str):
        raise TypeError(f"monitor must be the name of a row, such as 'val_loss', got {shown(monitor)}")
    return StopEarly(checked_count("patience", patience, least=1), monitor)
