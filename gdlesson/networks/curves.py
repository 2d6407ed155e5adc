"""Reading the curves of a training: what its history holds, smoothing, the best epoch, and when to stop.

A history is what Keras and our own `train` keep alike: a dict with a row of numbers, one for each epoch, under
"loss", under the name of a metric such as "accuracy", and under "val_loss" and "val_accuracy", which are those of
validation examples, that the network never learns from.
"""

import numpy as np

from gdlesson.checks import checked_count


def history_of(training):
    """Return the history of a training as a dict of arrays of shape (epochs,).

    Parameters
    ----------
    training : Training, keras.callbacks.History, LiveCurves, or dict
        Whatever has a `history`, or is one.

    Raises
    ------
    TypeError, ValueError
        It is no history, it has no "loss", it is one of several runs at once, or its rows differ in length.

    Examples
    --------
    >>> history_of({"loss": [0.7, 0.5, 0.4]})
    {'loss': array([0.7, 0.5, 0.4])}
    """
    history = getattr(training, "history", training)
    if not isinstance(history, dict):
        raise TypeError(f"a training, or the dict that is its history, is expected, got {history!r}")
    if "loss" not in history:
        raise ValueError(
            f"a history needs a row called 'loss'; this one has {', '.join(map(str, history)) or 'none'}"
        )
    rows = {name: np.asarray(row, dtype=float) for name, row in history.items()}
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
    """Return the name of the first metric of a history, "accuracy" for most; None where there is only the loss."""
    names = (name for name in history if not name.startswith("val_"))
    return next((name for name in names if name not in ("loss", "learning_rate")), None)


def smooth(values, weight):
    """Return the moving average of a curve, in which each epoch counts `weight` times as much as the one after it.

    Parameters
    ----------
    values : array of shape (epochs,)
        What is not finite stays as it is, and counts for nothing.
    weight : float
        0 leaves the curve as it is; less than 1.

    Returns
    -------
    array of shape (epochs,)

    Raises
    ------
    ValueError
        The weight is not from 0 to less than 1.

    Notes
    -----
    m ← weight·m + (1 − weight)·value, divided by 1 − weightᵗ. It is Adam's first moment with Adam's correction
    (lesson 10), and what the slider "Smoothing" of TensorBoard does.

    Examples
    --------
    >>> smooth([1.0, 0.0, 0.0], 0.5).round(3).tolist()
    [1.0, 0.333, 0.143]
    """
    if not (np.ndim(weight) == 0 and 0 <= weight < 1):
        raise ValueError(f"weight must be from 0 to less than 1, got {weight}")
    smoothed, m, t = np.array(values, dtype=float), 0.0, 0
    if not weight:
        return smoothed
    for epoch, value in enumerate(smoothed.tolist()):
        if np.isfinite(value):
            t += 1
            m = weight * m + (1 - weight) * value
            smoothed[epoch] = m / (1 - weight**t)
    return smoothed


def best_epoch(values):
    """Return after which epoch, counted from 1, a loss was lowest first; 0 where it was never finite.

    Examples
    --------
    >>> best_epoch([0.7, 0.4, 0.3, 0.5])
    3
    """
    values = np.asarray(values, dtype=float)
    finite = np.isfinite(values)
    return int(np.argmin(np.where(finite, values, np.inf))) + 1 if finite.any() else 0


class StopEarly:
    """A callback of `train` that ends it when a loss has not been lower for some epochs; made by `stop_early`.

    Attributes
    ----------
    best_epoch : int
        After which epoch, counted from 1, the loss was lowest.
    best : float
        How low.
    """

    def __init__(self, patience, monitor):
        self.patience, self.monitor, self.best, self.best_epoch = patience, monitor, np.inf, 0

    def __call__(self, epoch, logs):
        """Look at the loss after an epoch, counted from 0; return whether patience is at an end."""
        if self.monitor not in logs:
            raise ValueError(
                f"stop_early watches {self.monitor!r}, but there is only {', '.join(logs)}: "
                "give train(..., validation=(x, y))"
            )
        if np.ndim(logs[self.monitor]):
            raise ValueError("stop_early watches one training, not several side by side")
        if epoch == 0:
            self.best, self.best_epoch = np.inf, 0
        if logs[self.monitor] < self.best:
            self.best, self.best_epoch = float(logs[self.monitor]), epoch + 1
        return epoch + 1 - self.best_epoch >= self.patience

    def __repr__(self):
        return f"stop_early(patience={self.patience}, monitor={self.monitor!r})"


def stop_early(patience=10, monitor="val_loss"):
    """Return a callback that ends a training once validation has not got better for some epochs.

    Parameters
    ----------
    patience : int
        How many epochs without a new lowest loss are borne, 1 or more.
    monitor : str
        Which row of the history is watched.

    Returns
    -------
    StopEarly
        For `train(..., callbacks=[...])`. Its `best_epoch` tells where the loss was lowest. The network of then is
        one line away, for all that is random comes from the seed: the same `train` with `epochs=stop.best_epoch`.

    Raises
    ------
    TypeError, ValueError
        The patience is no whole number above 0.

    Notes
    -----
    Prechelt, Early stopping — but when? (1998). Keras: `EarlyStopping(monitor="val_loss", patience=10)`, which
    stops at the same epoch, and with `restore_best_weights=True` goes back to the best weights itself.

    Examples
    --------
    >>> stop = stop_early(patience=2)
    >>> [stop(epoch, {"val_loss": loss}) for epoch, loss in enumerate([0.7, 0.5, 0.6, 0.55])]
    [False, False, False, True]
    >>> stop.best_epoch
    2
    """
    if checked_count("patience", patience) < 1:
        raise ValueError(f"patience must be 1 or more, got {patience}")
    return StopEarly(int(patience), monitor)
