"""Typical mistakes with the cross-entropy of one example from z (`check_cross_entropy`)."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake
from gdlesson.losses import CLIP, sigmoid


def exact(y, z):
    """Return what an example costs, from its label and z, without overflow."""
    return float(max(z, 0.0) - y * z + np.log1p(np.exp(-abs(z))))


def quotient(z):
    """Return the sigmoid of z as it is written in books."""
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-np.float64(z)))


def summed(sigmoid):
    """Return −(y·log p + (1 − y)·log(1 − p)) as a function of y and z: inf or nan where p rounds to 0 or 1."""

    def cost(y, z):
        with np.errstate(all="ignore"):
            return -(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z)))

    return cost


def chosen(sigmoid):
    """Return −log p or −log(1 − p) as a function of y and z: inf where p rounds to 0 or 1."""

    def cost(y, z):
        with np.errstate(all="ignore"):
            return -np.log(sigmoid(z) if y == 1 else 1 - sigmoid(z))

    return cost


def grows(y, z):
    """Return log(1 + exp(z)) − y·z, which overflows."""
    with np.errstate(all="ignore"):
        return np.log(1 + np.exp(np.float64(z))) - y * z


def halves(y, z):
    """Return log(1 + exp(−z)) for yes and log(1 + exp(z)) for no, which overflow."""
    with np.errstate(all="ignore"):
        return np.log(1 + np.exp(np.float64(-z if y else z)))


def clipped(low):
    """Return the function that keeps p between low and 1 − low."""
    return lambda y, z: exact(y, np.clip(z, np.log(low), -np.log(low)))


def logs_of(z):
    """Return log z and log(1 − z), nan where there is none."""
    with np.errstate(all="ignore"):
        return np.log(np.float64(z)), np.log(np.float64(1 - z))


MISTAKES = [
    Mistake(
        lambda y, z: -exact(y, z), "The sign is wrong: a cost is never negative, and log of a probability is."
    ),
    Mistake(
        lambda y, z: exact(1 - y, z),
        "The two cases are swapped: −log p is for y = 1, −log(1 − p) for y = 0. Or the sign in exp is: exp(−z).",
    ),
    Mistake(lambda y, z: exact(1, z), "That is −log p. Where y is 0, it should be −log(1 − p)."),
    Mistake(lambda y, z: exact(0, z), "That is −log(1 − p). Where y is 1, it should be −log p."),
    Mistake(lambda y, z: exact(y, z) / np.log(10), "That is the logarithm to the base 10. Use np.log."),
    Mistake(lambda y, z: exact(y, z) / np.log(2), "That is the logarithm to the base 2. Use np.log."),
    Mistake(lambda y, z: float(sigmoid(z)), "That is the probability p. What it costs is −log of it."),
    Mistake(
        lambda y, z: float(sigmoid(z)) - y, "That is p − y, the slope. What it costs is −log p or −log(1 − p)."
    ),
    Mistake(lambda y, z: y - float(sigmoid(z)), "That is y − p. What it costs is −log p or −log(1 − p)."),
    Mistake(lambda y, z: (float(sigmoid(z)) - y) ** 2, "That is the squared error of p. Take −log instead."),
    Mistake(lambda y, z: abs(float(sigmoid(z)) - y), "That is the absolute error of p. Take −log instead."),
    Mistake(lambda y, z: np.exp(-exact(y, z)), "That is the probability of the true answer. Take −log of it."),
    Mistake(
        lambda y, z: -(y * logs_of(z)[0] + (1 - y) * logs_of(z)[1]),
        "z is no probability: p is sigmoid(z).",
    ),
    Mistake(
        lambda y, z: -logs_of(z)[0] if y == 1 else -logs_of(z)[1],
        "z is no probability: p is sigmoid(z).",
    ),
    Mistake(lambda y, z: exact(y, z) - max(z, 0), "max(z, 0) is missing."),
    Mistake(lambda y, z: exact(y, z) + 2 * y * z, "The sign of y·z is wrong: it is − y·z."),
    Mistake(lambda y, z: max(z, 0.0) - y * z, "The logarithm is missing: + log(1 + exp(−|z|))."),
    Mistake(
        lambda y, z: max(z, 0.0) - y * z + np.log1p(np.exp(min(abs(z), 700))),
        "The sign in exp is wrong: it is exp(−|z|), which is never above 1.",
    ),
    Mistake(
        lambda y, z: -(y * logs_of(float(sigmoid(z)))[0] - (1 - y) * logs_of(float(sigmoid(z)))[1]),
        "The two parts should be added: −(y·log p + (1 − y)·log(1 − p)).",
    ),
    Mistake(
        lambda y, z: -y * logs_of(float(sigmoid(z)))[0],
        "Where y is 0, an example has a cost, too: −log(1 − p).",
    ),
]

OVERFLOW = "There p is 0 or 1 to the last digit, and log(0) does not exist. Write it with z: no p, no log of it."
FAR = [
    *[Mistake(way(p), OVERFLOW) for way in (summed, chosen) for p in (quotient, sigmoid)],
    *[
        Mistake(way, "exp(1000) is too large for a float. Write it so that exp only gets numbers up to 0: −|z|.")
        for way in (grows, halves)
    ],
    *[
        Mistake(clipped(low), "It is cut off: keep p away from 0 and 1 and a sure mistake costs too little.")
        for low in (CLIP, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-6)
    ],
]
