"""Our network in Keras: with the same layers, the same weights, and the same optimizers.

Keras is imported only when one of these functions is called, so the rest of the package works without it.
"""

import importlib
import os
import sys
import tempfile

import numpy as np

from gdlesson.checks import checked_number, shown
from gdlesson.networks.checks import checked_parameters
from gdlesson.networks.network import Network

# The Keras class of each of our rules, and the arguments that differ from its defaults. The formulas are the same.
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
    """Keras or TensorBoard cannot be used here. A notebook shows only the message, which says what to do."""

    def _render_traceback_(self):
        return [str(self)]


def missing(what, error):
    """Return the message for a package that cannot be imported: what is missing, and what to do."""
    if sys.platform == "emscripten":
        return f"This lesson needs {what}, which does not run in a browser: read it here with its stored results."
    how = 'with  python3 start.py,  which installs everything, or run  pip install -e ".[keras]"  in their folder'
    needs = f"This lesson needs {what}, and {error.name or error} is missing"
    return f"{needs}: start the lessons {how}, and restart the kernel."


def prepare_keras():
    """Import Keras with JAX on the CPU as its backend, and without its settings file in your home folder.

    Call it before `import keras`. If you have set the environment variable KERAS_HOME yourself, it is kept.

    Raises
    ------
    NotReadyError
        Keras or JAX is not installed, or Keras has already been imported with another backend.
    """
    if "keras" not in sys.modules:
        os.environ.update(KERAS_BACKEND="jax", JAX_PLATFORMS="cpu")
        os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")  # compiling takes longer than training here
        with tempfile.TemporaryDirectory(
            prefix="keras-"
        ) as home:  # Keras writes its settings file when it is imported
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
    """Return a Keras model with the same layers and the same weights, not compiled yet.

    Parameters
    ----------
    network : Network
        The architecture.
    p : array of shape (parameters,)
        The parameters, which Keras stores in 32 bits.

    Raises
    ------
    NotReadyError
        Keras or JAX is not installed.
    TypeError, ValueError
        The network is not a `Network`, or p is not finite numbers in this shape.

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
        raise TypeError(f"network must be a Network, such as Network((2, 16, 1)), got {shown(network)}")
    p, (inputs, *units) = checked_parameters(network, p), network.sizes
    if p.ndim > 1:
        raise ValueError(f"p must be the parameters of one network, got those of {len(p)}")
    activations = [network.activation] * (len(units) - 1) + ["sigmoid"]
    dense = [Dense(n, activation=activation) for n, activation in zip(units, activations, strict=True)]
    model = Sequential([Input((inputs,)), *dense])
    model.set_weights(weights_of(network, p))
    return model


def weights_of(network, p):
    """Return parameters p, of shape (parameters,), as the list of arrays for Keras's `model.set_weights`."""
    return [part for W, b in network.layers(p) for part in (W, b[0])]


def parameters_of(model):
    """Return the weights of a Keras model of dense layers as the parameters p of our network.

    Returns
    -------
    array of shape (parameters,)

    Raises
    ------
    ValueError
        The model has no weights yet, because it does not know its number of inputs.

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
    """Return the Keras optimizer for the name of one of our rules.

    Raises
    ------
    TypeError, ValueError
        There is no such rule, or the learning rate is not a finite number, 0 or more.

    Examples
    --------
    >>> keras_optimizer("nesterov", 0.1).nesterov
    True
    """
    if not isinstance(rule, str) or rule not in OPTIMIZERS:
        raise ValueError(f"rule must be one of {', '.join(OPTIMIZERS)}, got {shown(rule)}")
    prepare_keras()
    from keras import optimizers

    name, settings = OPTIMIZERS[rule]
    return getattr(optimizers, name)(learning_rate=checked_number("learning_rate", learning_rate), **settings)
