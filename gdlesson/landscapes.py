"""Landscapes of one variable to go down, beside the quadratic: each with its gradient, its minima and a view.

Every formula takes a float and an array of any shape alike. Powers are written as products, so that a float
and an array give the same number to the last bit.
"""

import numpy as np

from gdlesson.calculus import bisect
from gdlesson.functions import Function

# x⁴: so flat at its minimum, and so steep far out, that no learning rate suits every start.
quartic = Function(
    lambda x: x * x * x * x,
    lambda x: 4 * x * x * x,
    name="x⁴",
    view=(-4, 4),
    minima=[0.0],
    everywhere=True,
)

# Two valleys, the left one deeper, and a maximum between them.
double_well = Function(
    lambda x: x * x * x * x - 2 * x * x + 0.4 * x,
    lambda x: 4 * x * x * x - 4 * x + 0.4,
    name="x⁴ − 2x² + 0.4x",
    view=(-2, 2),
    minima=np.sort(np.roots([4, 0, -4, 0.4]).real)[[0, 2]],  # where the slope is 0, but for the maximum
    everywhere=True,
)

# A valley in a plain: far out the slope is next to nothing.
plateau = Function(
    lambda x: 1 - np.exp(-x * x / 8),
    lambda x: x / 4 * np.exp(-x * x / 8),
    name="1 − exp(−x²/8)",
    view=(-10, 10),
    minima=[0.0],
    everywhere=True,
)

# |x|: the slope never gets smaller, it only changes its sign. At the corner itself we call it 0.
absolute = Function(abs, np.sign, name="|x|", view=(-10, 10), minima=[0.0], everywhere=True)


def wavy_slope(x):
    """Return the slope of `wavy`, (x/8) + 2 sin(2x)."""
    return x / 8 + 2 * np.sin(2 * x)


# A wide bowl with waves in it. Beyond |x| = 16 the bowl is steeper than any wave, and within, each wave's bottom
# lies less than a quarter of a wave from k·π, on the side of 0.
wavy = Function(
    lambda x: x * x / 16 - np.cos(2 * x),
    wavy_slope,
    name="x²/16 − cos 2x",
    view=(-10, 10),
    minima=[bisect(wavy_slope, k * np.pi - np.pi / 4, k * np.pi + np.pi / 4) for k in range(-5, 6)],
    everywhere=True,
)

LANDSCAPES = [quartic, double_well, plateau, absolute, wavy]
