"""Typical mistakes with the deviation of the weights of a ReLU layer (`check_scale`)."""

import math

from gdlesson.exercises.mistakes import Mistake

HALF = "A ReLU lets only half of the mean square through. Make up for that: twice the mean square."

MISTAKES = [
    Mistake(lambda n: 1 / math.sqrt(n), f"That keeps the sums at 1, before the ReLU. {HALF}"),
    Mistake(lambda n: 2 / n, "That is the mean square of the weights. Their deviation is its square root."),
    Mistake(
        lambda n: 1 / n,
        f"That is 1/n, the mean square of n equal parts; its root is the deviation. {HALF}",
    ),
    Mistake(
        lambda n: math.sqrt(2) / n, "Only the 2 stands under the root. Divide by n first, then take the root."
    ),
    Mistake(lambda n: 2 / math.sqrt(n), "The 2 belongs under the root, too: the mean square is twice as large."),
    Mistake(
        lambda n: math.sqrt(0.5 / n), "The 2 stands on the wrong side: the weights must be larger, not smaller."
    ),
    Mistake(lambda n: 0.5 / math.sqrt(n), "The weights must be larger than without the ReLU, not smaller."),
    Mistake(lambda n: math.sqrt(2 * n), "The more inputs, the smaller the weights: divide by n."),
    Mistake(lambda n: math.sqrt(n), "The more inputs, the smaller the weights: divide by n."),
    Mistake(lambda n: math.sqrt(n / 2), "That is upside down: the more inputs, the smaller the weights."),
    Mistake(
        lambda n: math.sqrt(6 / n),
        "That is the limit of evenly spread weights. Their deviation is the limit divided by √3.",
    ),
    Mistake(lambda n: math.sqrt(3 / n), "That is the limit of evenly spread weights whose deviation is 1/√n."),
    Mistake(lambda n: math.sqrt(2 / (n + 1)), "Is the bias counted? It is 0 at first, so n inputs are added up."),
    Mistake(lambda n: 4 / n**2, "That is the square of the mean square. The deviation is the root of 2/n."),
    Mistake(lambda n: -math.sqrt(2 / n), "A deviation is not negative."),
]
