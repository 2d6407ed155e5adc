"""Keras beside our network: made ready without a word, given the same weights, driven by the same rules.

Nothing here imports Keras before somebody calls it, so that everything else works where it is not installed.
"""

import importlib
import os
import sys
import tempfile

import numpy as np

from gdlesson.checks import checked_number
from gdlesson.networks.network import Network
from gdlesson.networks.training import checked_parameters

# For each of our rules Keras's class, and what else it needs to be told: defaults and formulas are the same.
OPTIMIZERS = {
    "gradient_descent": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "adadelta": ("Adadelta", {}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {}),
    "adamax": ("Adamax", {}),
    "nadam": ("Nadam", {}),
    "ftrl": ("Ftrl", {}),
    "lion": ("Lion", {}),
}


class NotReadyError(ImportError):
    """Keras cannot be used here; the words say what to do. A notebook shows only them."""

    def _render_traceback_(self):
        return [str(self)]


def missing(what, error):
    """Return in one sentence how to get what is needed, and cannot be imported."""
    how = 'with  python3 start.py,  which installs everything, or run  pip install -e ".[keras]"  in their folder'
    needs = f"This lesson needs {what}, and {error.name or error} is missing"
    return f"{needs}: start the lessons {how}, and restart the kernel."


def prepare_keras():
    """Make Keras ready to be imported: it calculates with JAX on the processor, and leaves no trace in your home.

    Call it before `import keras`. An environment variable KERAS_HOME that you have set yourself is left alone.

    Raises
    ------
    NotReadyError
        Keras or JAX is not installed, or Keras was imported before and calculates with something else.
    """
    if "keras" not in sys.modules:
        os.environ.update(KERAS_BACKEND="jax", JAX_PLATFORMS="cpu")
        os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")  # compiling costs more than training here
        with tempfile.TemporaryDirectory(prefix="keras-") as home:  # Keras writes its settings when it is imported
            os.environ.setdefault("KERAS_HOME", home)
            try:
                importlib.import_module("keras")
            except ImportError as error:
                raise NotReadyError(missing("Keras with JAX", error)) from error
    backend = sys.modules["keras"].config.backend()
    if backend != "jax":
        raise NotReadyError(
            f"Keras was imported before and calculates with {backend}: restart the kernel, and call "
            "gdlesson.prepare_keras() before  import keras."
        )


def keras_model(network, p):
    """Return a model of Keras, not compiled yet, of the same layers and with the same weights.

    Parameters
    ----------
    network : Network
        How it is built.
    p : array of shape (parameters,)
        Its parameters; Keras keeps them in 32 bits.

    Raises
    ------
    NotReadyError
        Keras is not there.
    TypeError, ValueError
        The network is none, p has another shape, or is not finite.

    Examples
    --------
    >>> model = keras_model(Network((2, 16, 1)), Network((2, 16, 1)).start(seed=0))
    >>> model.count_params()
    65
    """
    prepare_keras()
    from keras import Input, Sequential
    from keras.layers import Dense

    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, such as Network((2, 16, 1)), got {network!r}")
    p, (inputs, *units) = checked_parameters(network, p), network.sizes
    if p.ndim > 1:
        raise ValueError(f"p must be the parameters of one network, got those of {len(p)}")
    activations = [network.activation] * (len(units) - 1) + ["sigmoid"]
    dense = [Dense(n, activation=activation) for n, activation in zip(units, activations, strict=True)]
    model = Sequential([Input((inputs,)), *dense])
    model.set_weights(weights_of(network, p))
    return model


def weights_of(network, p):
    """Return parameters p, of shape (parameters,), as the list of arrays that `model.set_weights` takes."""
    return [part for W, b in network.layers(p) for part in (W, b[0])]


def parameters_of(model):
    """Return the parameters p of a model of dense layers as our network has them, in one row.

    Raises
    ------
    ValueError
        The model has no weights yet: it does not know how many inputs there are.

    Examples
    --------
    >>> p = Network((2, 3, 1)).start(seed=1)
    >>> bool(np.allclose(parameters_of(keras_model(Network((2, 3, 1)), p)), p))
    True
    """
    if not model.weights:
        raise ValueError("the model has no weights yet: let it begin with keras.Input")
    return np.concatenate([np.ravel(weights.value) for weights in model.weights]).astype(float)


def keras_optimizer(rule, learning_rate):
    """Return Keras's optimizer of one of our rules, given by name.

    Raises
    ------
    TypeError, ValueError
        There is no such rule, or the learning rate is no number.

    Examples
    --------
    >>> keras_optimizer("nesterov", 0.1).nesterov
    True
    """
    if not isinstance(rule, str) or rule not in OPTIMIZERS:
        raise ValueError(f"rule must be one of {', '.join(OPTIMIZERS)}, got {rule!r}")
    prepare_keras()
    from keras import optimizers

    name, settings = OPTIMIZERS[rule]
    return getattr(optimizers, name)(learning_rate=checked_number("learning_rate", learning_rate), **settings)
