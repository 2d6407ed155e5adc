"""Typical mistakes with the chain rule (`check_chain`): a link that is missing, or wrong."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake
from gdlesson.losses import sigmoid


def chained(x, w, v, y, error=lambda p, y: p - y, back=True, bend=lambda a: 2 * a, inside=True):
    """Return the slopes for w and v of the cross-entropy of sigmoid(v·(w·x)²), with links replaced.

    `error` is the slope at the output, `bend` the slope of the square, `back` says whether v is a link on the way
    to w, and `inside` whether x is.
    """
    a = w * x
    h = a**2
    delta = error(float(sigmoid(v * h)), y)
    slope_w = delta * (v if back else 1.0) * bend(a) * (x if inside else 1.0)
    return np.array([slope_w, delta * h])


def linked(words, **links):
    """Return the mistake of a chain with other links."""
    return Mistake(lambda *case: chained(*case, **links), words)


MISTAKES = [
    Mistake(lambda *case: chained(*case)[::-1], "The two are swapped: the slope for w comes first."),
    Mistake(lambda *case: -chained(*case), "Both signs are wrong: the slope at the output is p − y."),
    Mistake(lambda *case: chained(*case)[0], "That is the slope for w alone. Return both."),
    Mistake(lambda *case: chained(*case)[1], "That is the slope for v alone. Return both."),
    Mistake(lambda *case: chained(*case).sum(), "That is the sum of both. Return them one after the other."),
    linked("In the slope for w, the link v is missing: p depends on h through v.", back=False),
    linked("The slope of a² is 2a: the 2 is missing.", bend=lambda a: a),
    linked("The slope of a² is 2a, and the a is missing.", bend=lambda a: 2.0),
    linked("The link of the square is missing: the slope of a² is 2a.", bend=lambda a: 1.0),
    linked("That is a² where its slope belongs, 2a.", bend=lambda a: a**2),
    linked(
        "That is the slope of tanh. Here the unit squares, and the slope of a² is 2a.", bend=lambda a: 1 - a**4
    ),
    linked("The last link is missing: a = w·x grows x times as fast as w.", inside=False),
    linked("The slope at the output is p − y, and you have only p.", error=lambda p, y: p),
    linked("The slope at the output is p − y, not p − y squared.", error=lambda p, y: (p - y) ** 2),
    linked(
        "That is the slope of the squared error. For the cross-entropy it is p − y alone.",
        error=lambda p, y: 2 * (p - y) * p * (1 - p),
    ),
    linked(
        "The slope of the sigmoid is in there twice: p − y has it already.",
        error=lambda p, y: (p - y) * p * (1 - p),
    ),
    Mistake(
        lambda x, w, v, y: np.array([chained(x, w, v, y)[0], chained(x, w, v, y)[1] / (w * x)]),
        "The slope for v is p − y times h, and h is a², not a.",
    ),
]
