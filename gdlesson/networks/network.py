"""A small dense network that answers yes or no: forwards to its loss, backwards to the slope of its loss.

    outputs, z = forward(layers, x)          # through all layers; the probability of "yes" is sigmoid(z)
    slopes = backward(layers, outputs, z, y)  # of the binary cross-entropy, for every weight

A layer is a pair: weights W of shape (inputs, units) and biases b of shape (1, units). All layers together, laid
end to end, are one vector p, which any rule of `optimizers` moves. The same lines work for many networks at once,
whose vectors are the rows of an array of shape (runs, parameters): W is then (runs, inputs, units), and `@` takes
run by run.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gdlesson.losses import sigmoid


def tanh(z):
    """Return the hyperbolic tangent, by one exponential: of many numbers at once in half the time of np.tanh.

    The exponential may become infinite: then this is 1.
    """
    return 1 - 2 / (np.exp(2 * z) + 1)


# Each activation, and its slope, told from its own output h.
ACTIVATIONS = {
    "tanh": (tanh, lambda h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0.0), lambda h: h > 0),
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
}


def forward(layers, x, activation="tanh"):
    """Return what each layer is given, the input x first, and what comes out in the end, z."""
    activate, _ = ACTIVATIONS[activation]
    outputs = [x]
    for W, b in layers[:-1]:
        outputs.append(activate(outputs[-1] @ W + b))
    W, b = layers[-1]
    return outputs, outputs[-1] @ W + b


def backward(layers, outputs, z, y, activation="tanh"):
    """Return the slope of the mean binary cross-entropy for each layer's W and b, by the chain rule.

    Rumelhart, Hinton and Williams, Learning representations by back-propagating errors (1986).
    """
    _, slope = ACTIVATIONS[activation]
    error = (sigmoid(z) - y) / len(y)  # the slope for z
    ones, slopes = np.ones((1, len(y))), []  # a bias is the weight of an input that is always 1
    for k in reversed(range(len(layers))):
        slopes.insert(0, (outputs[k].mT @ error, ones @ error))
        if k:
            error = error @ layers[k][0].mT * slope(outputs[k])
    return slopes


def cross_entropy_of(z, y):
    """Return −log of the probability that is given to what is true, for each example, whatever the size of z.

    log(1 + exp(z)) − y·z, written so that no exponential grows: nothing is cut off, as it is for probabilities.
    """
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))


@dataclass(frozen=True)
class Network:
    """How a network is built: its layers' sizes, from the inputs to the one output, and its activation.

    Parameters
    ----------
    sizes : tuple of int
        (2, 16, 16, 1) is an input layer of 2 numbers, two dense layers of 16 units, and an output layer of one.
    activation : str
        Of the dense layers between: "tanh", "relu" or "sigmoid". The output's is the sigmoid.

    Raises
    ------
    TypeError, ValueError
        A size is no whole number above 0, the last one is not 1, or there is no such activation.

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
        """Look at the sizes and the activation."""
        wanted = "sizes must be two or more whole numbers above 0, the last one 1, such as (2, 16, 1)"
        try:
            sizes = tuple(self.sizes)
        except TypeError:
            raise TypeError(f"{wanted}, got {self.sizes!r}") from None
        whole = all(isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n > 0 for n in sizes)
        if len(sizes) < 2 or not whole or sizes[-1] != 1:
            raise ValueError(f"{wanted}, got {self.sizes!r}")
        if self.activation not in list(ACTIVATIONS):
            raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, got {self.activation!r}")
        object.__setattr__(self, "sizes", tuple(map(int, sizes)))

    @property
    def parameters(self):
        """How many numbers a network of this kind consists of."""
        return sum((inputs + 1) * units for inputs, units in pairwise(self.sizes))

    def start(self, seed=0):
        """Return random parameters p, of shape (parameters,): weights between ±√(6 / (inputs + units)), biases 0.

        Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010). Keras:
        `GlorotUniform`.
        """
        rng = np.random.default_rng(seed)
        sides = [(inputs, units, np.sqrt(6 / (inputs + units))) for inputs, units in pairwise(self.sizes)]
        return pack([(rng.uniform(-a, a, (n, units)), np.zeros((1, units))) for n, units, a in sides])

    def layers(self, p):
        """Return the layers (W, b) that parameters p of shape (parameters,) or (runs, parameters) consist of."""
        layers, begin, runs = [], 0, p.shape[:-1]
        for inputs, units in pairwise(self.sizes):
            middle, end = begin + inputs * units, begin + (inputs + 1) * units
            layers.append((p[..., begin:middle].reshape(*runs, inputs, units), p[..., None, middle:end]))
            begin = end
        return layers

    def gradient(self, p, x, y):
        """Return the slope of the loss for p, of the same shape, and z, of shape (n,) or (runs, n).

        Parameters
        ----------
        p : array of shape (parameters,) or (runs, parameters)
            Of one network, or of many.
        x, y : arrays of shape (n, inputs) and (n,)
            The examples, and their labels, 0 or 1.
        """
        layers = self.layers(p)
        outputs, z = forward(layers, x, self.activation)
        return pack(backward(layers, outputs, z, y.reshape(len(x), 1), self.activation)), z[..., 0]

    def logits(self, p, x):
        """Return z, of shape (n,) or (runs, n): above 0 means yes; nan where p is so large that sums overflow."""
        p, x, (inputs, *_) = np.asarray(p, dtype=float), np.asarray(x, dtype=float), self.sizes
        if x.shape[1:] != (inputs,):
            raise ValueError(f"x must have the shape (n, {inputs}), got {x.shape}")
        if p.ndim not in (1, 2) or p.shape[-1] != self.parameters:
            raise ValueError(f"p must be {self.parameters} numbers, or rows of them, got shape {p.shape}")
        with np.errstate(over="ignore", invalid="ignore"):
            return forward(self.layers(p), x, self.activation)[1][..., 0]

    def predict(self, p, x):
        """Return the probability of "yes" for each example: from 0 to 1, of shape (n,) or (runs, n)."""
        return sigmoid(self.logits(p, x))

    def measure(self, p, x, y):
        """Return loss and accuracy on examples x and labels y: numbers, or arrays of shape (runs,)."""
        z, y = self.logits(p, x), np.asarray(y, dtype=float)
        if y.shape != z.shape[-1:]:
            raise ValueError(f"y must have the shape {z.shape[-1:]}, a label for each example, got {y.shape}")
        return scores(z, y)


@np.errstate(over="ignore", invalid="ignore")  # z of a network that diverges
def scores(z, y):
    """Return the mean binary cross-entropy of z, and which part of the labels is right."""
    return np.mean(cross_entropy_of(z, y), axis=-1), np.mean((z > 0) == (y == 1), axis=-1)


def pack(layers):
    """Return layers (W, b) as one vector, or many of them as the rows of an array."""
    runs = layers[0][0].shape[:-2]
    return np.concatenate([part.reshape((*runs, -1)) for layer in layers for part in layer], axis=-1)
