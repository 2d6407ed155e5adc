"""Typical mistakes with the derivative of a parabola (`check_derivative`)."""

from gdlesson.exercises.mistakes import Mistake
from gdlesson.exercises.wording import listed

EXAMPLE = [-3.0, -2.0, 3.0]  # not whole numbers, of which x^2 is one, too

MISTAKES = [
    Mistake(lambda x, a: -2 * a[2] * x - a[1], "the sign is wrong."),
    Mistake(lambda x, a: a[2] * x**2 + a[1] * x + a[0], "that is f itself. Its derivative is asked for."),
    Mistake(lambda x, a: a[2] * x + a[1], "the 2 is missing: x² has the derivative 2x."),
    Mistake(lambda x, a: 2 * a[2] * x + a[1] + a[0], "a[0] is still there: a constant has the derivative 0."),
    Mistake(lambda x, a: 2 * a[2] * x, "a[1] is missing: a[1]·x has the derivative a[1]."),
    Mistake(lambda x, a: 2 * a[2] * x + a[1] * x, "there is an x too many: a[1]·x has the derivative a[1]."),
    Mistake(lambda x, a: 2 * a[2] * x**2 + a[1], "the power should fall by one: x² has the derivative 2x."),
    Mistake(lambda x, a: 2 * a[2] * x**2 + a[1] * x, "the powers should fall by one: x² has the derivative 2x."),
    Mistake(lambda x, a: 2 * a[2] + a[1] + 0 * x, "an x is missing: x² has the derivative 2x."),
    Mistake(lambda x, a: 2 * a[2] + 0 * x, "that is the second derivative. The first one is asked for."),
    Mistake(lambda x, a: 2 * a[2], "that is the second derivative. The first one is asked for."),
    Mistake(
        lambda x, a: 2 * (a[2] * x + a[1]),
        "a[1] is doubled as well: the 2 belongs to x² only. Leave the brackets out.",
    ),
    Mistake(
        lambda x, a: 2 * a[1] * x + a[0],
        "the numbers of a are counted from 0: a[2] belongs to x², a[1] to x, and a[0] is alone.",
    ),
    Mistake(lambda x, a: 2 * a[2] * x - a[1], "the sign of a[1] is wrong."),
    Mistake(lambda x, a: 2 * a[0] * x + a[1], "a is used in the wrong order: a[2] belongs to x², a[0] is alone."),
    Mistake(lambda x, a: (2 * a[2] * x + a[1]) / 2, "that is half of it: divide by 2h, where h is the step."),
    Mistake(lambda x, a: 2 * (2 * a[2] * x + a[1]), "that is twice as much: divide by 2h, where h is the step."),
    Mistake(
        lambda x, a: 6 * x - 2,
        f"that holds for a = {listed(EXAMPLE)} only. Use a[2] and a[1] in place of the numbers.",
    ),
    Mistake(
        lambda x, a: 0 * x,
        "it is always 0. If this is a numerical derivative, then h is so small that x + h is x.",
    ),
]
