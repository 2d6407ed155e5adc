"""Typical mistakes with the forward pass (`check_forward`): the probabilities, with one thing replaced."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake
from gdlesson.losses import sigmoid

BENDS = {
    "relu": lambda a: np.maximum(a, 0),
    "none": lambda a: a,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "abs": np.abs,
}
RELU = "Here it is ReLU, np.maximum(…, 0)."


def passed(x, W1, b1, W2, b2, bend="relu", end="sigmoid"):
    """Return the probabilities of a network with one hidden layer, of shape (n,), with its bends replaced."""
    return BENDS[end](BENDS[bend](x @ W1 + b1) @ W2 + b2)[:, 0]


def bent(words, **changes):
    """Return the mistake of other bends."""
    return Mistake(lambda *case: passed(*case, **changes), words)


MISTAKES = [
    bent("The ReLU of the hidden layer is missing: np.maximum(x @ W1 + b1, 0).", bend="none"),
    bent(f"The hidden layer has tanh. {RELU}", bend="tanh"),
    bent(f"The hidden layer has the sigmoid. {RELU}", bend="sigmoid"),
    bent(f"The hidden layer has the absolute value. {RELU}", bend="abs"),
    bent("That is z of the output unit. The sigmoid makes it a probability.", end="none"),
    bent("The sigmoid belongs at the end, and the ReLU to the hidden layer.", bend="sigmoid", end="relu"),
    bent("The output unit has ReLU as well. It should have the sigmoid.", end="relu"),
    bent("The output unit has tanh. It should have the sigmoid.", end="tanh"),
    bent(
        "Both bends are missing: ReLU after the first layer, and the sigmoid at the end.", bend="none", end="none"
    ),
    Mistake(
        lambda x, W1, b1, W2, b2: passed(x, W1, 0 * b1, W2, b2),
        "b1 is missing: add it before the ReLU.",
    ),
    Mistake(lambda x, W1, b1, W2, b2: passed(x, W1, b1, W2, 0 * b2), "b2 is missing: add it before the sigmoid."),
    Mistake(
        lambda x, W1, b1, W2, b2: passed(x, W1, 0 * b1, W2, 0 * b2),
        "Both biases are missing: x @ W1 + b1, and h @ W2 + b2.",
    ),
    Mistake(
        lambda x, W1, b1, W2, b2: sigmoid((np.maximum(x @ W1, 0) + b1) @ W2 + b2)[:, 0],
        "b1 is added after the ReLU. Add it before.",
    ),
    Mistake(
        lambda x, W1, b1, W2, b2: (sigmoid(np.maximum(x @ W1 + b1, 0) @ W2) + b2)[:, 0],
        "b2 is added after the sigmoid. Add it before.",
    ),
    Mistake(
        lambda x, W1, b1, W2, b2: passed(x, W1, -b1, W2, b2),
        "b1 is subtracted. Add it.",
    ),
    Mistake(
        lambda *case: (passed(*case) > 0.5) * 1.0,
        "These are answers, 0 or 1. Return the probabilities themselves.",
    ),
    Mistake(
        lambda *case: 1 - passed(*case),
        "These are the probabilities of no. The sigmoid is 1 / (1 + exp(−z)), with a minus sign.",
    ),
    Mistake(
        lambda *case: sigmoid(passed(*case)),
        "The sigmoid is applied twice. Once, at the end, is enough.",
    ),
    Mistake(
        lambda *case: np.atleast_1d(passed(*case).mean()),
        "That is the mean of all examples. Return a probability for each.",
    ),
]
