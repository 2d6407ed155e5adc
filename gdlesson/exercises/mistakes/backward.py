"""Typical mistakes with backpropagation (`check_backward`): the slopes, with one thing replaced."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake
from gdlesson.losses import sigmoid


def backwards(x, y, W1, b1, W2, b2, part=None, activation="relu", error=None, bend="relu", answer=sigmoid):
    """Return the four slopes, with one thing replaced, as somebody gets it who makes that slip."""
    a = x @ W1 + b1
    h = {"relu": np.maximum(a, 0), "tanh": np.tanh(a), "none": a}[bend]
    p = answer(h @ W2 + b2)
    d = (p - y) / len(y) if error is None else error(p, y)
    slopes = {"relu": h > 0, "none": 1.0, "tanh": 1 - h * h, "sigmoid": h * (1 - h), "output": h}
    back = d @ W2.T * h > 0 if activation == "brackets" else d @ W2.T * slopes[activation]
    slopes = [x.T @ back, back.sum(axis=0, keepdims=True), h.T @ d, d.sum(axis=0, keepdims=True)]
    return slopes if part is None else part(slopes, len(y))


def slip(words, **changes):
    """Return the known mistake that these changes of `backwards` make."""
    return Mistake(lambda *case: backwards(*case, **changes), words)


MISTAKES = [
    slip("all signs are turned: the error is p − y, not y − p.", error=lambda p, y: (y - p) / len(y)),
    slip(
        "they are len(y) times too large: the loss is a mean, so divide the error by len(y).",
        error=lambda p, y: p - y,
    ),
    slip("all signs are turned, and the division by len(y) is missing.", error=lambda p, y: y - p),
    slip(
        "there is a p·(1 − p) too much: with binary cross-entropy it cancels, and the error is p − y.",
        error=lambda p, y: (p - y) * p * (1 - p) / len(y),
    ),
    slip("there is a 2 too much: p − y is no square's slope here.", error=lambda p, y: 2 * (p - y) / len(y)),
    slip(
        "W2 and b2 are right; on the way back through the ReLU its slope is missing: * (h > 0). (And h >= 0 is "
        "always true.)",
        activation="none",
    ),
    slip("W2 and b2 are right; 1 − h² is the slope of tanh. That of a ReLU is h > 0.", activation="tanh"),
    slip(
        "W2 and b2 are right; h·(1 − h) is the slope of the sigmoid. That of a ReLU is h > 0.",
        activation="sigmoid",
    ),
    slip("W2 and b2 are right; multiply by the slope of the ReLU, h > 0, not by h.", activation="output"),
    slip("W2 and b2 are right; put brackets around the slope of the ReLU: * (h > 0).", activation="brackets"),
    slip("p is no probability: p = sigmoid(h @ W2 + b2).", answer=lambda z: z),
    slip("h is that of tanh. Here it is h = np.maximum(x @ W1 + b1, 0).", bend="tanh"),
    slip(
        "h is that of tanh, and so is its slope. Here h = np.maximum(x @ W1 + b1, 0).",
        bend="tanh",
        activation="tanh",
    ),
    slip(
        "the ReLU is forgotten on the way forwards: h = np.maximum(x @ W1 + b1, 0).",
        bend="none",
        activation="none",
    ),
    slip(
        "the slopes of the biases are means: add the errors up, .sum(axis=0), for len(y) is in them already.",
        part=lambda s, n: [s[0], s[1] / n, s[2], s[3] / n],
    ),
    slip(
        "the slopes of the biases are len(y) times too large: divide the error by len(y), once, before all else.",
        part=lambda s, n: [s[0], s[1] * n, s[2], s[3] * n],
    ),
    slip(
        "the slopes of the weights are len(y) times too large: divide the error by len(y), once, before all else.",
        part=lambda s, n: [s[0] * n, s[1], s[2] * n, s[3]],
    ),
    slip(
        "W2 and b2 are right; W1 and b1 are len(y) times too large: carry back the error that is divided already.",
        part=lambda s, n: [s[0] * n, s[1] * n, s[2], s[3]],
    ),
    slip(
        "W2 and b2 are right; for W1 and b1 it is divided by len(y) twice.",
        part=lambda s, n: [s[0] / n, s[1] / n, s[2], s[3]],
    ),
    slip("it is divided by len(y) twice.", part=lambda s, n: [part / n for part in s]),
    Mistake(
        lambda x, y, W1, b1, W2, b2: backwards(x, y, W1, 0 * b1, W2, b2),
        "b1 is forgotten on the way forwards: h = np.maximum(x @ W1 + b1, 0).",
    ),
    Mistake(
        lambda x, y, W1, b1, W2, b2: backwards(x, y, W1, b1, W2, 0 * b2),
        "b2 is forgotten on the way forwards: p = sigmoid(h @ W2 + b2).",
    ),
    slip("W and b have changed places: return dW1, db1, dW2, db2.", part=lambda s, n: [s[1], s[0], s[3], s[2]]),
    slip("the layers have changed places: return dW1, db1, dW2, db2.", part=lambda s, n: [s[2], s[3], s[0], s[1]]),
]
