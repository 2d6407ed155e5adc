"""Typical mistakes with a gradient (`check_gradient`): that of (x − 1)² + 10·(y + 2)² + x·y."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake


def slopes(p):
    """Return the gradient of (x − 1)² + 10·(y + 2)² + x·y."""
    x, y = p
    return np.array([2 * (x - 1) + y, 20 * (y + 2) + x])


def along(p, mixed=1.0, scale=2.0, lift=20.0):
    """Return that gradient with other factors, as somebody gets it who forgets one."""
    x, y = p
    return np.array([scale * (x - 1) + mixed * y, lift * (y + 2) + mixed * x])


MIXED = "The slope of x·y along x is y, and along y it is x"
ONE = "Return both in one array, in square brackets: np.array([…, …])."
MISTAKES = [
    Mistake(lambda p: slopes(p)[::-1], "The two slopes are swapped. The one along x comes first."),
    Mistake(lambda p: slopes(p).sum(), "That is the sum of the two slopes. Keep them apart: np.array([…, …])."),
    Mistake(lambda p: slopes(p)[0], f"That is the slope along x alone. {ONE}"),
    Mistake(lambda p: slopes(p)[1], f"That is the slope along y alone. {ONE}"),
    Mistake(lambda p: np.linalg.norm(slopes(p)), "That is the length of the gradient. Keep its two parts."),
    Mistake(lambda p: -slopes(p), "Both signs are wrong: the gradient points uphill."),
    Mistake(lambda p: along(p, mixed=0), f"The part x·y is missing. {MIXED}."),
    Mistake(
        lambda p: along(p, mixed=-1), "The sign of x·y is wrong: its slope along x is y, and along y it is x."
    ),
    Mistake(lambda p: along(p, 0) + [p[1], 0], "Along y, the part x·y is missing: its slope there is x."),
    Mistake(lambda p: along(p, 0) + [0, p[0]], "Along x, the part x·y is missing: its slope there is y."),
    Mistake(lambda p: slopes(p) + [p[0] - p[1], p[1] - p[0]], f"{MIXED}: these two are swapped."),
    Mistake(lambda p: along(p, scale=1), "The slope of (x − 1)² is 2·(x − 1): the 2 is missing."),
    Mistake(lambda p: along(p, lift=10), "The slope of 10·(y + 2)² is 20·(y + 2): a factor 2 is missing."),
    Mistake(lambda p: along(p, lift=2), "The slope of 10·(y + 2)² is 20·(y + 2): the 10 is missing."),
    Mistake(lambda p: along(p, scale=1, lift=10), "A square x² has the slope 2·x: the factor 2 is missing."),
    Mistake(
        lambda p: np.array([2 * p[0] + p[1], 20 * p[1] + p[0]]),
        "The slope of (x − 1)² is 2·(x − 1), not 2·x: what is squared remains.",
    ),
    Mistake(
        lambda p: np.array([2 * p[0] - 1 + p[1], 20 * p[1] + 2 + p[0]]),
        "Parentheses are missing: 2·(x − 1) is 2x − 2, and 20·(y + 2) is 20y + 40.",
    ),
    Mistake(lambda p: slopes(p[::-1]), "x and y are swapped: p holds x first, then y."),
    *[
        Mistake(
            lambda p, factors=factors: factors * (p + [-1, 2]) ** 2 + p[::-1],
            "The squares are still there: the slope of (x − 1)² is 2·(x − 1), with the power 1.",
        )
        for factors in (np.array([1, 10]), np.array([2, 20]), np.array([2, 10]))
    ],
    Mistake(lambda p: slopes(p) / 2, "That is half of it. A square x² has the slope 2·x."),
    Mistake(lambda p: along(p, 0) + p[0] * p[1], f"{MIXED}."),
    Mistake(lambda p: along(p, 0) + 1, f"{MIXED}."),
    Mistake(lambda p: along(p, 0) + p[0] + p[1], f"{MIXED}, not both."),
    Mistake(
        lambda p: (p[0] - 1) ** 2 + 10 * (p[1] + 2) ** 2 + p[0] * p[1],
        "That is the loss itself. Its gradient is the two slopes.",
    ),
    Mistake(
        lambda p: slopes(p) + [20 * (p[1] + 2) + p[0] - p[1], 2 * (p[0] - 1) + p[1] - p[0]],
        "Each slope holds the other number still: along x, 10·(y + 2)² does not change.",
    ),
]
