"""Typical mistakes with the mean squared error (`check_mse`)."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake

BRACKETS = "only the second one is squared. Set brackets: (actual - predicted)**2."
RETURN = "only the first point is counted. Does return stand inside the loop? Move it to the left, below for."
RANGE = "the last point is left out. Does the range end too early? range(len(actual)) reaches all of them."

MISTAKES = [
    Mistake(lambda y, p: np.sqrt(np.mean((y - p) ** 2)), "that is the root of it. Leave the root out."),
    Mistake(lambda y, p: np.sum((y - p) ** 2), "that is the sum of the squares. Divide by how many there are."),
    Mistake(lambda y, p: np.mean(abs(y - p)), "that is the mean of the errors without their signs. Square them."),
    Mistake(lambda y, p: np.mean(y - p), "that is the mean of the errors. Square each of them first."),
    Mistake(lambda y, p: np.mean(p - y), "that is the mean of the errors. Square each of them first."),
    Mistake(lambda y, p: np.mean(y - p) ** 2, "that is the square of the mean. Square first, then average."),
    Mistake(lambda y, p: np.sum(y - p) ** 2, "that is the square of the sum. Square first, then average."),
    Mistake(lambda y, p: np.sum(abs(y - p)), "that is the sum of the errors. Square them, and take the mean."),
    Mistake(lambda y, p: -np.mean((y - p) ** 2), "the sign is wrong: a mean of squares is never negative."),
    Mistake(lambda y, p: np.mean((y - p) ** 2) / 2, "that is half of it. Do not divide by 2."),
    Mistake(lambda y, p: np.mean((y + p) ** 2), "that adds the two. The error is their difference."),
    Mistake(lambda y, p: np.mean(y**2 - p**2), "take the difference first, then square it."),
    Mistake(lambda y, p: np.mean((y - p) * 2), "that doubles the errors. To square them, write **2, not *2."),
    Mistake(lambda y, p: np.mean((p - y) * 2), "that doubles the errors. To square them, write **2, not *2."),
    Mistake(lambda y, p: np.mean(p - y**2), BRACKETS),
    Mistake(lambda y, p: np.mean(y - p**2), BRACKETS),
    Mistake(lambda y, p: (y[0] - p[0]) ** 2, RETURN),
    Mistake(lambda y, p: (y[0] - p[0]) ** 2 / len(y), RETURN),
    Mistake(lambda y, p: np.mean((y - p)[:-1] ** 2), RANGE),
    Mistake(lambda y, p: np.sum((y - p)[:-1] ** 2) / len(y), RANGE),
    Mistake(lambda y, p: np.sum((y - p)[1:] ** 2) / len(y), "the first point is left out. A range begins at 0."),
    Mistake(lambda y, p: (y - p) ** 2, "these are the squares, one by one. Take the mean of them."),
    Mistake(lambda y, p: abs(y - p), "these are the errors, one by one. Square them, and take the mean."),
    Mistake(lambda y, p: y - p, "these are the errors, one by one. Square them, and take the mean."),
    Mistake(lambda y, p: p - y, "these are the errors, one by one. Square them, and take the mean."),
    Mistake(lambda y, p: np.median((y - p) ** 2), "that is the median of the squares. Take the mean."),
    Mistake(lambda y, p: np.max((y - p) ** 2), "that is the largest square. Take the mean of all."),
    Mistake(
        lambda y, p: np.sum((y - p) ** 2) / np.float64(len(y) - 1),
        "that divides by one less than there are numbers. Divide by how many there are.",
    ),
    *[
        Mistake(
            lambda y, p, n=n: np.sum((y - p) ** 2) / n,
            f"it always divides by {n}. Divide by how many numbers there are, len(actual).",
        )
        for n in range(2, 101)
    ],
]
