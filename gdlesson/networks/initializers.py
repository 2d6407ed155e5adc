"""How the weights of a network begin: a function for each way, named as in Keras.

    W = glorot_uniform(rng, inputs, units)   # the weights of a layer, of shape (inputs, units)
    p = Network((2, 16, 1), "relu").start(seed=0, initializer="he_normal")

A dense layer adds up `inputs` products. If its inputs have the mean square 1 and its weights the deviation s, its
sums have the deviation s·√inputs; so s decides whether a signal fades or grows from layer to layer. Biases begin
at 0.
"""

import math

import numpy as np

from gdlesson.checks import as_float, checked_number, finite_floats, shown

CUT = 2.0  # a truncated normal distribution ends at so many deviations
KEPT = 0.87962566103423978  # the deviation of the standard normal distribution, truncated there


def zeros(rng, inputs, units):
    """Return weights that are all 0: every slope but that of the last bias is 0, too."""
    return np.zeros((inputs, units))


def constant(value):
    """Return the initializer whose weights are all the same number, finite.

    Examples
    --------
    >>> constant(0.5)(None, 2, 3).tolist()
    [[0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]
    """
    value = float(finite_floats("value", as_float("value", value)))
    return lambda rng, inputs, units: np.full((inputs, units), value)


def random_normal(stddev=0.05):
    """Return the initializer of normal weights of this deviation, 0 or more, whatever the size of the layer.

    Examples
    --------
    >>> W = random_normal(0.01)(np.random.default_rng(0), 200, 300)
    >>> W.shape, round(float(W.std()), 3)
    ((200, 300), 0.01)
    """
    stddev = checked_number("stddev", stddev)
    return lambda rng, inputs, units: stddev * rng.standard_normal((inputs, units))


def glorot_uniform(rng, inputs, units):
    """Return weights spread evenly within ±√(6 / (inputs + units)), of the deviation √(2 / (inputs + units)).

    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010).
    """
    limit = np.sqrt(6 / (inputs + units))
    return rng.uniform(-limit, limit, (inputs, units))


def glorot_normal(rng, inputs, units):
    """Return truncated normal weights of the deviation √(2 / (inputs + units)); source as for `glorot_uniform`."""
    return truncated(rng, math.sqrt(2 / (inputs + units)), (inputs, units))


def he_uniform(rng, inputs, units):
    """Return weights spread evenly within ±√(6 / inputs), of the deviation √(2 / inputs): for ReLU.

    He, Zhang, Ren and Sun, Delving deep into rectifiers (2015).
    """
    limit = np.sqrt(6 / inputs)
    return rng.uniform(-limit, limit, (inputs, units))


def he_normal(rng, inputs, units):
    """Return truncated normal weights of the deviation √(2 / inputs): for ReLU; source as for `he_uniform`.

    Examples
    --------
    >>> W = he_normal(np.random.default_rng(0), 200, 300)
    >>> round(float(W.std()), 2), bool(abs(W).max() <= 2 * 0.1 / 0.8796)
    (0.1, True)
    """
    return truncated(rng, math.sqrt(2 / inputs), (inputs, units))


def truncated(rng, stddev, shape):
    """Return normal numbers without those beyond two deviations, scaled such that what is left has this deviation.

    As in Keras's `VarianceScaling`: a number that is too far out is drawn again.
    """
    drawn = rng.standard_normal(shape)
    while (far := abs(drawn) > CUT).any():
        drawn[far] = rng.standard_normal(np.count_nonzero(far))
    return stddev / KEPT * drawn


INITIALIZERS = {
    "zeros": zeros,
    "random_normal": random_normal(),
    "glorot_uniform": glorot_uniform,
    "glorot_normal": glorot_normal,
    "he_uniform": he_uniform,
    "he_normal": he_normal,
}


def weights_of(initializer, rng, inputs, units):
    """Return the weights of a layer, by an initializer or its name, checked: finite, of shape (inputs, units)."""
    make = INITIALIZERS.get(initializer) if isinstance(initializer, str) else initializer
    if not callable(make):
        names = ", ".join(INITIALIZERS)
        raise ValueError(f"initializer must be one of {names}, or a function, got {shown(initializer)}")
    try:
        made = make(rng, inputs, units)
    except Exception as error:
        raise TypeError(f"initializer must take (rng, inputs, units), but it fails: {error}") from error
    weights = finite_floats("what the initializer returns", made)
    if weights.shape != (inputs, units):
        raise ValueError(f"the initializer must return the shape ({inputs}, {units}), got {weights.shape}")
    return weights
