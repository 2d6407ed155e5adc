"""What is known about a training besides its curves: the loss of guessing, its inputs, and its units.

Our own trainings keep their examples. Keras does not: there they are arguments of `diagnose`.
"""

from dataclasses import dataclass

import numpy as np

from gdlesson.checks import as_floats
from gdlesson.explorers.curves.thresholds import ENDS, MOST, NEAR, SIZES
from gdlesson.networks.network import ACTIVATIONS
from gdlesson.words import count, number, percent

GUESSING = float(np.log(2))  # the loss of always answering one half
EQUAL = "have the same weights, so they act as one"
LOOKED = 512  # at so many examples, at most


@dataclass(frozen=True)
class Facts:
    """What is known about a training besides its curves.

    Attributes
    ----------
    guessing, val_guessing : float or None
        The cross-entropy of always predicting the base rates of the training labels, on the examples for training
        and for validation; None where the loss is another one, or an unknown one.
    even : float or None
        The cross-entropy of giving each class the same probability, about that of a network before training.
    counted : bool
        Whether these come from the labels. Otherwise all labels are taken to be equally frequent.
    inputs : str or None
        In words, how the inputs are not scaled; "" where they are, None where they are unknown.
    units : str or None
        In words, why a hidden layer passes nothing on; "" where all do, None where nobody could look.
    gaps : bool
        Whether there is a nan or an infinity among the inputs or labels.
    """

    guessing: float | None = None
    val_guessing: float | None = None
    even: float | None = None
    counted: bool = False
    inputs: str | None = None
    units: str | None = None
    gaps: bool = False


def facts_of(training, history, x=None, y=None):
    """Return the `Facts` of a training; x and y are needed where it has not kept its examples."""
    own = getattr(training, "examples", None) or (None, None, None)
    x = own[0] if x is None else rows("x", x)
    y = own[1] if y is None else classes(rows("y", y))
    gaps = any(part is not None and not np.isfinite(part).all() for part in (x, y))
    if gaps:
        return Facts(gaps=True)
    levels = levels_of(training, history, y, own[2][1] if own[2] else y)
    return Facts(
        *levels,
        counted=y is not None and levels[0] is not None,
        inputs=unscaled(x),
        units=stuck_layer(training, x),
    )


def levels_of(training, history, y, others):
    """Return the loss of guessing in training and in validation, and of even odds; of other losses None each."""
    kinds = classes_in_loss(training, history)
    if kinds is None and y is not None and (y == np.round(y)).all():
        kinds = max(len(np.unique(y)), 2)
    if not kinds:
        return None, None, None
    even = float(np.log(kinds))
    if y is not None:
        return *guesses(y, others), even
    return *((kinds == 2 and constant_answer(history)) or (even, even)), even


def rows(name, values):
    """Return inputs or labels of any shape as an array with a row for each example."""
    array = as_floats(name, values)
    if not array.size or array.ndim == 0:
        raise ValueError(f"{name} must have an entry for each example, got an array of the shape {array.shape}")
    return array.reshape(len(array), -1)


def classes(y):
    """Return labels as numbers, also those that have a column for each class."""
    return y.argmax(axis=1).astype(float) if y.shape[1] > 1 and np.isfinite(y).all() else y.ravel()


def guesses(y, others):
    """Return the cross-entropy of predicting the base rates of labels y, on y itself and on other labels."""
    names, counts = np.unique(y, return_counts=True)
    rates = dict(zip(names.tolist(), (counts / len(y)).tolist(), strict=True))
    least = 1 / (len(y) + 1)  # of a label that training has never met
    return tuple(
        float(np.mean([-np.log(rates.get(label, least)) for label in row.tolist()])) for row in (y, others)
    )


def classes_in_loss(training, history):
    """Return how many classes the loss is a cross-entropy of; 0 where it is another loss, None where nobody knows.

    Keras's model knows its loss. Of a bare history only the names of its metrics are known.
    """
    if getattr(training, "examples", None):
        return 2
    model = getattr(training, "model", None)
    loss = getattr(model, "loss", None)
    if loss:
        name = str(getattr(loss, "name", getattr(loss, "__name__", loss))).lower().replace("_", "")
        if "crossentropy" not in name and name != "bce":
            return 0
        return model.output_shape[-1] if "categorical" in name else 2
    metrics = {name.removeprefix("val_") for name in history} - {"loss", "learning_rate"}
    if any("acc" in name for name in metrics):
        return 2
    return 0 if metrics else None


def constant_answer(history):
    """Return the loss of guessing in training and in validation where accuracy tells that the answer is constant.

    While a network always gives the same answer, its accuracy is the frequency of that answer, and does not move.
    """
    rows = [history[name][len(history[name]) // 10 :] for name in ("accuracy", "val_accuracy") if name in history]
    if not rows or any(np.ptp(row) for row in rows) or not 0.5 < rows[0][-1] < 1:
        return None
    levels = entropy(rows[0][-1]), entropy(rows[-1][-1])
    return levels if history["loss"][-1] > NEAR * levels[0] else None


def entropy(share):
    """Return the cross-entropy of always predicting a share of yes, where that is the share; and so of no."""
    share = np.clip(share, 1e-12, 1 - 1e-12)
    return float(-share * np.log(share) - (1 - share) * np.log(1 - share))


def unscaled(x):
    """Return in words how inputs are not scaled, "" where they are, None where there are none."""
    if x is None:
        return None
    sizes, (least, most) = np.sqrt(np.mean(x**2, axis=0)), SIZES
    if least < sizes.max() < most:
        return ""
    return f"the inputs range from {number(x.min(), 4)} to {number(x.max(), 4)}"


def stuck_layer(training, x):
    """Return in words why a hidden layer passes nothing on, "" where all do, None where nobody could look."""
    layers = hidden_layers(training)
    if x is None or layers is None:
        return None
    if layers and x.shape[1] != len(layers[0][0]):
        raise ValueError(f"x must have {count(len(layers[0][0]), 'column')}, as the network, got {x.shape[1]}")
    outputs, reason = x[:LOOKED], ""
    for k, (weights, biases, activation) in enumerate(layers, start=1):
        with np.errstate(all="ignore"):
            outputs = ACTIVATIONS[activation][0](outputs @ weights + biases)
        reason = reason or stuck(k, weights, outputs, activation)
    return reason


def hidden_layers(training):
    """Return weights, biases and activation of each hidden layer: of our network, or of a plain one of Keras."""
    if getattr(training, "examples", None):
        network, p = training.network, training.p
        return [(*layer, network.activation) for layer in network.layers(p)[:-1]] if p.ndim == 1 else None
    layers = getattr(getattr(training, "model", None), "layers", [])
    if not layers or any(type(layer).__name__ != "Dense" or not layer.use_bias for layer in layers):
        return None
    hidden = [(*layer.get_weights(), getattr(layer.activation, "__name__", "")) for layer in layers[:-1]]
    return hidden if all(activation in ACTIVATIONS for *_, activation in hidden) else None


def stuck(k, weights, outputs, activation):
    """Return in words why layer k passes nothing on; "" where it does."""
    units = outputs.shape[1]
    if not np.isfinite(outputs).all():
        return ""
    if units > 1 and same(weights, axis=1):
        return f"the {units} units of hidden layer {k} {EQUAL}"
    if not outputs.any():
        return f"hidden layer {k} outputs 0 for every example: its {count(units, 'unit')} no longer react"
    if same(outputs, axis=0):
        return f"hidden layer {k} outputs the same for every example"
    ends = {"tanh": np.abs(outputs), "sigmoid": np.abs(2 * outputs - 1)}.get(activation, np.zeros(1))
    share = float(np.mean(ends > ENDS))
    return (
        f"{percent(share)} of the outputs of hidden layer {k} are at the ends of {activation}"
        if share > MOST
        else ""
    )


def same(table, axis):
    """Tell whether the numbers along an axis are equal, except for rounding."""
    return bool(np.ptp(table, axis=axis).max() <= 1e-6 * np.abs(table).max())
