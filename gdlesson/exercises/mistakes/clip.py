"""Typical mistakes with a gradient that is clipped by its length (`check_clip`)."""

import numpy as np

from gdlesson.exercises.mistakes import Mistake


def clipped(
    g, limit, norm=np.linalg.norm, longer=lambda norm, limit: norm > limit, short=lambda g, n, l: g * (l / n)
):
    """Return g, shortened to the length `limit` if it is longer; or what a mistake does."""
    n = norm(g)
    return short(g, n, limit) if longer(n, limit) else g * 1.0


TURNS = "It clips each number by itself, and so the arrow turns. Multiply all of them by the same number."
LENGTH = "The length is √(g[0]² + g[1]² + …), which is np.linalg.norm(g)."
MISTAKES = [
    Mistake(lambda g, c: g, "It clips nothing. If the length is above limit, multiply g by limit / length."),
    Mistake(lambda g, c: g * c, "Only gradients that are longer than limit change, by the factor limit / length."),
    Mistake(lambda g, c: np.clip(g, -c, c), TURNS),
    Mistake(lambda g, c: np.minimum(g, c), TURNS),
    Mistake(lambda g, c: np.clip(g, 0, c), TURNS),
    Mistake(
        lambda g, c: clipped(g, c, longer=lambda n, c: n > 0),
        "Short gradients become longer. Only those longer than limit change.",
    ),
    Mistake(
        lambda g, c: clipped(g, c, longer=lambda n, c: 0 < n <= c),
        "The test is the wrong way around. Shorten those that are longer than limit.",
    ),
    Mistake(
        lambda g, c: clipped(g, c, short=lambda g, n, c: g / n),
        "The length becomes 1. It should become limit: g · limit / length.",
    ),
    Mistake(
        lambda g, c: clipped(g, c, longer=lambda n, c: n > 0, short=lambda g, n, c: g / n),
        "Every gradient gets the length 1. Only those longer than limit change, and to the length limit.",
    ),
    Mistake(
        lambda g, c: clipped(g, c, short=lambda g, n, c: g * n / c), "The fraction is upside down: limit / length."
    ),
    Mistake(
        lambda g, c: clipped(g, c, short=lambda g, n, c: g * c),
        "Divide by the length as well: g · limit / length.",
    ),
    Mistake(
        lambda g, c: clipped(g, c, short=lambda g, n, c: g / c),
        "The length that is too long is missing: limit / length.",
    ),
    Mistake(
        lambda g, c: clipped(g, c, short=lambda g, n, c: g * 0),
        "A gradient that is too long becomes 0. Keep its direction: g · limit / length.",
    ),
    Mistake(
        lambda g, c: clipped(g, c, short=lambda g, n, c: np.full(len(g), float(c))),
        "All its numbers become limit. Keep the direction: g · limit / length.",
    ),
    Mistake(
        lambda g, c: clipped(g, c, short=lambda g, n, c: abs(g) * (c / n)),
        "The signs are lost. Multiply g itself, not abs(g).",
    ),
    Mistake(lambda g, c: clipped(g, c, short=lambda g, n, c: -g * (c / n)), "It turns around. The sign is wrong."),
    Mistake(lambda g, c: clipped(g, c, norm=lambda g: np.sum(g**2)), f"The root is missing. {LENGTH}"),
    Mistake(lambda g, c: clipped(g, c, norm=lambda g: np.sum(abs(g))), f"It adds up the sizes. {LENGTH}"),
    Mistake(lambda g, c: clipped(g, c, norm=lambda g: np.max(abs(g))), f"It takes the largest number. {LENGTH}"),
    Mistake(lambda g, c: clipped(g, c, norm=np.max), f"It takes the largest number. {LENGTH}"),
    Mistake(
        lambda g, c: clipped(g, c, norm=lambda g: np.sqrt(np.mean(g**2))),
        f"It takes the mean of the squares. {LENGTH}",
    ),
    Mistake(lambda g, c: clipped(g, c, norm=lambda g: abs(np.sum(g))), f"It adds up the numbers. {LENGTH}"),
    Mistake(
        lambda g, c: clipped(g, c, norm=lambda g: np.linalg.norm(g[:2])),
        f"The length takes only the first two numbers. {LENGTH}",
    ),
    Mistake(lambda g, c: clipped(g, c, norm=len), f"len counts the numbers. {LENGTH}"),
    Mistake(lambda g, c: min(np.linalg.norm(g), c), "That is the new length. Return the gradient of this length."),
    Mistake(
        lambda g, c: min(1.0, c / max(np.linalg.norm(g), 1e-300)), "That is the factor. Return g multiplied by it."
    ),
]
