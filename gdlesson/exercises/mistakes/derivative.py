"""Typical mistakes with the derivative of a cubic (`check_derivative`)."""

from gdlesson.exercises.mistakes import Mistake


def f(x, a):
    """Return a[3]·x³ + a[2]·x² + a[1]·x + a[0]."""
    return a[3] * x**3 + a[2] * x**2 + a[1] * x + a[0]


def one_sided(h):
    """Return the two differences that look to one side only."""
    return [
        Mistake(
            lambda x, a, h=h: (f(x + h, a) - f(x, a)) / h,
            f"It looks one step of {abs(h):g} to the {'right' if h > 0 else 'left'} only. Look to both sides, "
            "(f(x + h) − f(x − h)) / (2h), or use the rule: it is exact.",
        )
        for h in (h, -h)
    ]


POWERS = "The powers should fall by one: x³ has the derivative 3x², and x² has 2x."
MISTAKES = [
    Mistake(lambda x, a: -(3 * a[3] * x**2 + 2 * a[2] * x + a[1]), "The sign is wrong."),
    Mistake(f, "That is f itself. Return its derivative."),
    Mistake(
        lambda x, a: a[3] * x**2 + a[2] * x + a[1],
        "The factors 3 and 2 are missing: x³ has the derivative 3x², and x² has 2x.",
    ),
    Mistake(lambda x, a: a[3] * x**2 + 2 * a[2] * x + a[1], "The 3 is missing: x³ has the derivative 3x²."),
    Mistake(lambda x, a: 3 * a[3] * x**2 + a[2] * x + a[1], "The 2 is missing: x² has the derivative 2x."),
    Mistake(
        lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x + a[1] + a[0],
        "a[0] is still there: a constant has the derivative 0.",
    ),
    Mistake(
        lambda x, a: 2 * a[2] * x + a[1],
        "That is the derivative of the parabola. The term with x³ is missing: it has the derivative 3·a[3]·x².",
    ),
    Mistake(
        lambda x, a: 2 * a[3] * x + a[2],
        "That is the derivative of a parabola, with the wrong coefficients. Here the highest power is x³.",
    ),
    Mistake(lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x, "a[1] is missing: a[1]·x has the derivative a[1]."),
    Mistake(lambda x, a: 3 * a[3] * x**2 + a[1], "The term with x² is missing: it has the derivative 2·a[2]·x."),
    Mistake(
        lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x + a[1] * x,
        "There is an x too many: a[1]·x has the derivative a[1].",
    ),
    Mistake(lambda x, a: 3 * a[3] * x**3 + 2 * a[2] * x**2 + a[1] * x, POWERS),
    Mistake(lambda x, a: 3 * a[3] * x**3 + 2 * a[2] * x**2 + a[1], POWERS),
    Mistake(
        lambda x, a: 3 * a[3] * x + 2 * a[2] * x + a[1],
        "x³ has the derivative 3x², not 3x: the power falls by one only.",
    ),
    Mistake(lambda x, a: 3 * a[3] * x + 2 * a[2] + a[1], "The powers fall by one only: 3x² and 2x."),
    Mistake(lambda x, a: 6 * a[3] * x + 2 * a[2], "That is the second derivative. Return the first one."),
    Mistake(
        lambda x, a: 2 * a[3] * x**2 + 3 * a[2] * x + a[1],
        "The factors 2 and 3 are swapped: the old power becomes the factor, 3 for x³ and 2 for x².",
    ),
    Mistake(
        lambda x, a: 3 * a[0] * x**2 + 2 * a[1] * x + a[2],
        "a is used in the wrong order: a[3] belongs to x³, a[2] to x², a[1] to x, and a[0] stands alone.",
    ),
    Mistake(
        lambda x, a: 3 * a[2] * x**2 + 2 * a[1] * x + a[0],
        "The numbers of a are counted from 0: a[3] belongs to x³, a[2] to x², a[1] to x.",
    ),
    Mistake(lambda x, a: 3 * a[3] * x**2 - 2 * a[2] * x + a[1], "The sign of the term with x² is wrong."),
    Mistake(lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x - a[1], "The sign of a[1] is wrong."),
    Mistake(
        lambda x, a: (3 * a[3] * x**2 + 2 * a[2] * x + a[1]) / 2,
        "That is half of it. A central difference divides by 2h, where h is the step.",
    ),
    Mistake(
        lambda x, a: 2 * (3 * a[3] * x**2 + 2 * a[2] * x + a[1]),
        "That is twice as much. A central difference divides by 2h, where h is the step.",
    ),
    *[each for power in range(7) for each in one_sided(10.0**-power)],
    *[each for h in (0.5, 2.0) for each in one_sided(h)],
    Mistake(
        lambda x, a: 0.0,
        "It is always 0. If this is a numerical derivative, its h is so small that x + h is x.",
    ),
]
