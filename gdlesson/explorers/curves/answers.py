"""What a network that is being watched answers in the plane of its examples, our own or one of Keras."""

from dataclasses import dataclass

import numpy as np

from gdlesson.checks import as_floats, shown
from gdlesson.networks.checks import checked_examples
from gdlesson.networks.network import Network
from gdlesson.networks.training import Training

SURE = 1e-7  # probabilities are kept so far from 0 and 1


@dataclass(frozen=True)
class Examples:
    """Examples in the plane, as bytes, so that two with the same numbers are equal and share one picture.

    Attributes
    ----------
    learned, others : (bytes, bytes)
        Inputs and labels of those for training and, if there are any, of those for validation.
    """

    learned: tuple
    others: tuple = ()

    @property
    def parts(self):
        """The examples (x, y) for training, and those for validation, or None."""
        return from_bytes(self.learned), from_bytes(self.others) if self.others else None


def to_bytes(pair, of):
    """Return checked examples and labels as bytes."""
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        raise TypeError(f"{of} must be a pair of points and labels, (x, y), got {shown(pair)}")
    y = as_floats(f"{of}'s y", pair[1])
    x, y = checked_examples(Network((2, 1)), pair[0], y[:, 0] if y.shape[1:] == (1,) else y, of=f"{of}'s ")
    return x.tobytes(), y.tobytes()


def from_bytes(pair):
    """Return examples and labels as arrays of shape (n, 2) and (n,)."""
    x, y = map(np.frombuffer, pair)
    return x.reshape(-1, 2), y


def checked_plane(examples, validation):
    """Return given pairs (x, y) as `Examples`, or None if none are given."""
    if examples is None:
        if validation is not None:
            raise ValueError("validation examples are shown next to those for training: give examples, too")
        return None
    learned = to_bytes(examples, "examples")
    return Examples(learned, () if validation is None else to_bytes(validation, "validation"))


def examples_of(model):
    """Return the examples in the plane that a training of our own learns from; None for any other model."""
    if not isinstance(model, Training) or model.network.sizes[0] != 2 or model.p.ndim != 1:
        return None
    x, y, validation = model.examples
    return checked_plane((x, y), validation)


def answers_in_plane(model):
    """Return whether a model has two inputs and one output, the probability of yes."""
    if isinstance(model, Training):
        return model.network.sizes[0] == 2
    inputs, outputs = (tuple(getattr(model, name, ())) for name in ("input_shape", "output_shape"))
    return inputs[1:] == (2,) and outputs[1:] == (1,) and last_activation(model) == "sigmoid"


def last_activation(model):
    """Return the name of the activation at the end of a model of Keras, "" if it has none."""
    return getattr(getattr(model.layers[-1], "activation", None), "__name__", "")


def logits_of(model, x):
    """Return the logits of a network for inputs of shape (n, 2), of shape (n,)."""
    if isinstance(model, Training):
        return model.network.logits(model.p, x)
    p = np.asarray(model(x.astype(np.float32), training=False), dtype=float)[:, 0]
    p = np.clip(p, SURE, 1 - SURE)
    return np.log(p) - np.log1p(-p)
