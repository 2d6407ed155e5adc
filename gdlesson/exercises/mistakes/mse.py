"""Typical mistakes with the mean squared error (`check_mse`)."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake

BRACKETS = "Only the second one is squared. Put parentheses around the difference: (actual - predicted)**2."
RETURN = (
    "Only the first point counts. Does return stand inside the loop? Then move it to the left, below the loop."
)
ALONE = "These are the errors, one by one. Square them, and take the mean."

MISTAKES = [
    Mistake(lambda y, p: np.sqrt(np.mean((y - p) ** 2)), "That is the square root of the MSE. Remove the root."),
    Mistake(lambda y, p: np.sum((y - p) ** 2), "That is the sum of the squares. Divide it by how many there are."),
    Mistake(lambda y, p: np.mean(abs(y - p)), "That is the mean absolute error. Square the errors instead."),
    Mistake(lambda y, p: np.mean(y - p), "That is the mean of the errors. Square each of them first."),
    Mistake(lambda y, p: np.mean(p - y), "That is the mean of the errors. Square each of them first."),
    Mistake(lambda y, p: np.mean(y - p) ** 2, "That is the square of the mean. Square first, then average."),
    Mistake(lambda y, p: np.sum(y - p) ** 2, "That is the square of the sum. Square first, then average."),
    Mistake(lambda y, p: np.sum(abs(y - p)), "That is the sum of the errors. Square them, and take the mean."),
    Mistake(lambda y, p: -np.mean((y - p) ** 2), "The sign is wrong: a mean of squares is never negative."),
    Mistake(lambda y, p: np.mean((y - p) ** 2) / 2, "That is half of it. Do not divide by 2."),
    Mistake(lambda y, p: np.mean((y + p) ** 2), "That adds the two. The error is their difference."),
    Mistake(lambda y, p: np.mean(y**2 - p**2), "Take the difference first, then square it."),
    Mistake(lambda y, p: np.mean(p**2 - y**2), "Take the difference first, then square it."),
    Mistake(lambda y, p: np.mean((y - p) * 2), "That doubles the errors. To square them, write **2, not *2."),
    Mistake(lambda y, p: np.mean((p - y) * 2), "That doubles the errors. To square them, write **2, not *2."),
    Mistake(lambda y, p: np.mean(p - y**2), BRACKETS),
    Mistake(lambda y, p: np.mean(y - p**2), BRACKETS),
    Mistake(
        lambda y, p: np.mean((y[:, None] - p) ** 2),
        "It subtracts each from each: arrays of the shapes (n, 1) and (n,) give one of the shape (n, n). Give "
        "both the shape (n,).",
    ),
    Mistake(
        lambda y, p: np.sum((y[:, None] - p) ** 2) / len(y),
        "It subtracts each from each: arrays of the shapes (n, 1) and (n,) give one of the shape (n, n). Give "
        "both the shape (n,).",
    ),
    Mistake(lambda y, p: np.var(y - p), "That is the variance of the errors: it takes their mean off first."),
    Mistake(lambda y, p: np.std(y - p), "That is the standard deviation of the errors. Square them, and average."),
    Mistake(lambda y, p: (y[0] - p[0]) ** 2, RETURN),
    Mistake(lambda y, p: (y[0] - p[0]) ** 2 / len(y), RETURN),
    Mistake(
        lambda y, p: np.mean((y - p)[:-1] ** 2),
        "The last point is left out. Does the range end too early? range(len(actual)) reaches all of them.",
    ),
    Mistake(
        lambda y, p: np.sum((y - p)[:-1] ** 2) / len(y),
        "The last point is left out. Does the range end too early? range(len(actual)) reaches all of them.",
    ),
    Mistake(
        lambda y, p: (y - p)[-1] ** 2,
        "Only the last point counts. Is every square added to the ones before it?",
    ),
    Mistake(
        lambda y, p: (y - p)[-1] ** 2 / len(y),
        "Only the last point counts. Is every square added to the ones before it?",
    ),
    Mistake(lambda y, p: np.sum((y - p)[1:] ** 2) / len(y), "The first point is left out. A range begins at 0."),
    Mistake(lambda y, p: (y - p) ** 2, "These are the squares, one by one. Take their mean."),
    Mistake(lambda y, p: abs(y - p), ALONE),
    Mistake(lambda y, p: y - p, ALONE),
    Mistake(lambda y, p: p - y, ALONE),
    Mistake(lambda y, p: np.median((y - p) ** 2), "That is the median of the squares. Take the mean."),
    Mistake(lambda y, p: np.max((y - p) ** 2), "That is the largest square. Take the mean of all."),
    Mistake(
        lambda y, p: np.sum((y - p) ** 2) / np.float64(len(y) - 1),
        "That divides by one less than there are numbers. Divide by how many there are.",
    ),
]
