"""A small dense network for binary classification: the forward pass, and backpropagation of the loss.

    outputs, z = forward(layers, x)              # through all layers; sigmoid(z) is the probability of label 1
    gradients = backward(layers, outputs, z, y)  # of the binary cross-entropy, with respect to every weight

A layer is a pair: weights W of shape (inputs, units) and biases b of shape (1, units). All layers, flattened and
concatenated, are one vector p, which any rule of `optimizers` can update. The same lines work for several networks
at once, as the rows of an array p of shape (runs, parameters): W then has the shape (runs, inputs, units), and `@`
multiplies run by run.

The functions here do not check the layers and examples that they are given; the methods of `Network` do.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gdlesson.checks import checked_count, shown
from gdlesson.losses import sigmoid
from gdlesson.networks.checks import checked_examples, checked_inputs, checked_parameters
from gdlesson.networks.initializers import weights_of


def tanh(z):
    """Return the hyperbolic tangent, from one exponential; where that overflows to inf, the result is 1."""
    return 1 - 2 / (np.exp(2 * z) + 1)


# Each activation, and its derivative as a function of its output h.
ACTIVATIONS = {
    "tanh": (tanh, lambda h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0.0), lambda h: h > 0),
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
}


def functions_of(activation):
    """Return the activation of this name, and its derivative."""
    try:
        return ACTIVATIONS[activation]
    except (KeyError, TypeError):
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, got {shown(activation)}") from None


def forward(layers, x, activation="tanh"):
    """Return a list of the input of each layer, x first, and the output z of the last layer."""
    activate, _ = functions_of(activation)
    outputs = [x]
    for W, b in layers[:-1]:
        outputs.append(activate(outputs[-1] @ W + b))
    W, b = layers[-1]
    return outputs, outputs[-1] @ W + b


def backward(layers, outputs, z, y, activation="tanh"):
    """Return the gradients of the mean binary cross-entropy with respect to each layer's (W, b).

    Rumelhart, Hinton and Williams, Learning representations by back-propagating errors (1986).
    """
    _, derivative = functions_of(activation)
    error = (sigmoid(z) - y) / len(y)  # the gradient with respect to z
    ones, gradients = np.ones((1, len(y))), []  # a bias is the weight of an input that is always 1
    for k in reversed(range(len(layers))):
        gradients.insert(0, (outputs[k].mT @ error, ones @ error))
        if k:
            error = error @ layers[k][0].mT * derivative(outputs[k])
    return gradients


def cross_entropy_of(z, y):
    """Return −log of the probability of the true label, for each example, from the logit z.

    This is log(1 + exp(z)) − y·z, written so that no exponential overflows. Nothing is clipped, unlike in
    `losses.binary_crossentropy`, which starts from probabilities.
    """
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))


MOST_PARAMETERS = 10_000_000  # 80 megabytes; a training needs about ten times as much


@dataclass(frozen=True)
class Network:
    """The architecture of a network: the size of each layer, from the inputs to the output, and the activation.

    Parameters
    ----------
    sizes : tuple of int
        (2, 16, 16, 1) has an input layer of 2 numbers, two hidden layers of 16 units, and one output unit.
    activation : str
        Of the hidden layers: "tanh", "relu", or "sigmoid". The output unit has the sigmoid.

    Raises
    ------
    TypeError, ValueError
        A size is not a whole number above 0, the last one is not 1, there are more than ten million parameters,
        or the activation is unknown. The methods raise them for arguments that are not finite numbers in the
        documented shape.

    Examples
    --------
    >>> network = Network((2, 3, 1))
    >>> network.parameters
    13
    >>> p = network.start(seed=1)
    >>> network.predict(p, [[0.0, 0.0]])
    array([0.5])
    """

    sizes: tuple
    activation: str = "tanh"

    def __post_init__(self):
        """Check the sizes and the activation."""
        wanted = "sizes must be two or more whole numbers above 0, the last one 1, such as (2, 16, 1)"
        try:
            sizes = tuple(self.sizes)
        except TypeError:
            raise TypeError(f"{wanted}, got {shown(self.sizes)}") from None
        whole = all(isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n > 0 for n in sizes)
        if len(sizes) < 2 or not whole or sizes[-1] != 1:
            raise ValueError(f"{wanted}, got {shown(self.sizes)}")
        functions_of(self.activation)  # an unknown one is an error
        object.__setattr__(self, "sizes", tuple(map(int, sizes)))
        if self.parameters > MOST_PARAMETERS:
            raise ValueError(f"sizes must give at most {MOST_PARAMETERS} parameters, got {self.parameters}")

    @property
    def parameters(self):
        """The number of parameters: all weights and biases."""
        return sum((inputs + 1) * units for inputs, units in pairwise(self.sizes))

    def start(self, seed=0, initializer="glorot_uniform"):
        """Return the first parameters p, of shape (parameters,): weights as an initializer makes them, biases 0.

        Parameters
        ----------
        seed : int
            Of the random numbers.
        initializer : str or callable
            A name or a function of `networks.initializers`, or your own: initializer(rng, inputs, units) returns
            the weights of a layer, of shape (inputs, units).
        """
        rng = np.random.default_rng(checked_count("seed", seed))
        shapes = pairwise(self.sizes)
        return pack([(weights_of(initializer, rng, n, units), np.zeros((1, units))) for n, units in shapes])

    def layers(self, p):
        """Return the layers (W, b) as views of p, which has the shape (parameters,) or (runs, parameters)."""
        return unpack(self.sizes, checked_parameters(self, p))

    def gradient(self, p, x, y):
        """Return the gradient of the loss with respect to p, and the logits z, of shape (n,) or (runs, n).

        Parameters
        ----------
        p : array of shape (parameters,) or (runs, parameters)
            The parameters of one network, or of several.
        x, y : arrays of shape (n, inputs) and (n,)
            The examples, and their labels, 0 or 1.
        """
        return self.backpropagate(checked_parameters(self, p), *checked_examples(self, x, y))

    def backpropagate(self, p, x, y):
        """Do the same as `gradient` without checking the arguments: the training loop calls it at every step."""
        layers = unpack(self.sizes, p)
        outputs, z = forward(layers, x, self.activation)
        return pack(backward(layers, outputs, z, y.reshape(len(x), 1), self.activation)), z[..., 0]

    def logits(self, p, x):
        """Return z, of shape (n,) or (runs, n): above 0 predicts label 1. Sums that overflow give nan.

        Parameters
        ----------
        p : array of shape (parameters,) or (runs, parameters)
            The parameters of one network, or of several.
        x : array of shape (n, inputs)
            The examples.
        """
        p, x = checked_parameters(self, p), checked_inputs(self, x)
        with np.errstate(over="ignore", invalid="ignore"):
            return forward(unpack(self.sizes, p), x, self.activation)[1][..., 0]

    def predict(self, p, x):
        """Return the probability of label 1 for each example, of shape (n,) or (runs, n)."""
        return sigmoid(self.logits(p, x))

    def measure(self, p, x, y):
        """Return loss and accuracy on examples x and labels y: two numbers, or two arrays of shape (runs,)."""
        x, y = checked_examples(self, x, y)
        return scores(self.logits(p, x), y)


@np.errstate(over="ignore", invalid="ignore")  # the logits of a network that diverges
def scores(z, y):
    """Return the mean binary cross-entropy of logits z, and the fraction of labels predicted correctly."""
    return np.mean(cross_entropy_of(z, y), axis=-1), np.mean((z > 0) == (y == 1), axis=-1)


def pack(layers):
    """Return layers (W, b) as one vector, or those of several networks as the rows of an array."""
    runs = layers[0][0].shape[:-2]
    return np.concatenate([part.reshape((*runs, -1)) for layer in layers for part in layer], axis=-1)


def unpack(sizes, p):
    """Return the layers (W, b), as views, of a vector or of rows that `pack` has made."""
    layers, begin, runs = [], 0, p.shape[:-1]
    for inputs, units in pairwise(sizes):
        middle, end = begin + inputs * units, begin + (inputs + 1) * units
        layers.append((p[..., begin:middle].reshape(*runs, inputs, units), p[..., None, middle:end]))
        begin = end
    return layers
