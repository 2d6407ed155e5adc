"""Typical mistakes with backpropagation (`check_backward`): the slopes, with one thing replaced."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake
from gdlesson.losses import sigmoid


def backwards(x, y, W1, b1, W2, b2, part=None, activation="relu", error=None, bend="relu", answer=sigmoid):
    """Return the four slopes, with one thing replaced, as somebody gets it who makes that mistake."""
    a = x @ W1 + b1
    h = {"relu": np.maximum(a, 0), "tanh": np.tanh(a), "none": a}[bend]
    p = answer(h @ W2 + b2)
    d = (p - y) / len(y) if error is None else error(p, y)
    slopes = {"relu": h > 0, "none": 1.0, "tanh": 1 - h * h, "sigmoid": h * (1 - h), "output": h}
    back = d @ W2.T * h > 0 if activation == "misread" else d @ W2.T * slopes[activation]
    slopes = [x.T @ back, back.sum(axis=0, keepdims=True), h.T @ d, d.sum(axis=0, keepdims=True)]
    return slopes if part is None else part(slopes, len(y))


def mistake(words, **changes):
    """Return the mistake that these changes of `backwards` make."""
    return Mistake(lambda *case: backwards(*case, **changes), words)


MISTAKES = [
    mistake("All signs are wrong: the error is p − y, not y − p.", error=lambda p, y: (y - p) / len(y)),
    mistake(
        "They are len(y) times too large: the loss is a mean, so divide the error by len(y).",
        error=lambda p, y: p - y,
    ),
    mistake("All signs are wrong, and the division by len(y) is missing.", error=lambda p, y: y - p),
    mistake(
        "There is a factor p·(1 − p) too much: with binary cross-entropy it cancels, and the error is p − y.",
        error=lambda p, y: (p - y) * p * (1 - p) / len(y),
    ),
    mistake(
        "There is a factor 2 too much: the error is p − y, not 2·(p − y).", error=lambda p, y: 2 * (p - y) / len(y)
    ),
    mistake(
        "W2 and b2 are right. On the way back through the ReLU its slope is missing: * (h > 0). (And h >= 0 is "
        "always true.)",
        activation="none",
    ),
    mistake("W2 and b2 are right. 1 − h² is the slope of tanh. That of a ReLU is h > 0.", activation="tanh"),
    mistake(
        "W2 and b2 are right. h·(1 − h) is the slope of the sigmoid. That of a ReLU is h > 0.",
        activation="sigmoid",
    ),
    mistake("W2 and b2 are right. Multiply by the slope of the ReLU, h > 0, not by h.", activation="output"),
    mistake("W2 and b2 are right. Put parentheses around the slope of the ReLU: * (h > 0).", activation="misread"),
    mistake("p is no probability: p = sigmoid(h @ W2 + b2).", answer=lambda z: z),
    mistake("h is that of tanh. Here it is h = np.maximum(x @ W1 + b1, 0).", bend="tanh"),
    mistake(
        "h is that of tanh, and so is its slope. Here h = np.maximum(x @ W1 + b1, 0).",
        bend="tanh",
        activation="tanh",
    ),
    mistake(
        "The ReLU is missing in the forward pass: h = np.maximum(x @ W1 + b1, 0).",
        bend="none",
        activation="none",
    ),
    mistake(
        "The slopes of the biases are means: add the errors up, .sum(axis=0), for len(y) is in them already.",
        part=lambda s, n: [s[0], s[1] / n, s[2], s[3] / n],
    ),
    mistake(
        "The slopes of the biases are len(y) times too large: divide the error by len(y) once, before anything "
        "else.",
        part=lambda s, n: [s[0], s[1] * n, s[2], s[3] * n],
    ),
    mistake(
        "The slopes of the weights are len(y) times too large: divide the error by len(y) once, before anything "
        "else.",
        part=lambda s, n: [s[0] * n, s[1], s[2] * n, s[3]],
    ),
    mistake(
        "W2 and b2 are right. W1 and b1 are len(y) times too large: carry back the error after it was divided.",
        part=lambda s, n: [s[0] * n, s[1] * n, s[2], s[3]],
    ),
    mistake(
        "W2 and b2 are right. For W1 and b1 it is divided by len(y) twice.",
        part=lambda s, n: [s[0] / n, s[1] / n, s[2], s[3]],
    ),
    mistake("It is divided by len(y) twice.", part=lambda s, n: [part / n for part in s]),
    Mistake(
        lambda x, y, W1, b1, W2, b2: backwards(x, y, W1, 0 * b1, W2, b2),
        "b1 is missing in the forward pass: h = np.maximum(x @ W1 + b1, 0).",
    ),
    Mistake(
        lambda x, y, W1, b1, W2, b2: backwards(x, y, W1, b1, W2, 0 * b2),
        "b2 is missing in the forward pass: p = sigmoid(h @ W2 + b2).",
    ),
    mistake("W and b are swapped: return dW1, db1, dW2, db2.", part=lambda s, n: [s[1], s[0], s[3], s[2]]),
    mistake("The layers are swapped: return dW1, db1, dW2, db2.", part=lambda s, n: [s[2], s[3], s[0], s[1]]),
]
