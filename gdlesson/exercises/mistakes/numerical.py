"""Typical mistakes with the numerical derivative (`check_numerical`)."""

from gdlesson.exercises.mistakes import Mistake

MISTAKES = [
    Mistake(
        lambda f, x, h: (f(x + h) - f(x)) / h,
        "it looks to the right only. Look to both sides: f(x + h) − f(x − h), divided by 2h.",
    ),
    Mistake(
        lambda f, x, h: (f(x) - f(x - h)) / h,
        "it looks to the left only. Look to both sides: f(x + h) − f(x − h), divided by 2h.",
    ),
    Mistake(
        lambda f, x, h: (f(x + h) - f(x - h)) / h,
        "that is twice as much. From x − h to x + h it is 2h: divide by that.",
    ),
    Mistake(
        lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
        "from x to x + h it is only h. Take f(x − h) in place of f(x).",
    ),
    Mistake(lambda f, x, h: f(x + h) - f(x - h), "that is the rise alone. Divide it by 2h."),
    Mistake(lambda f, x, h: f(x + h) - f(x), "that is the rise alone, to one side. Look to both; divide by 2h."),
    Mistake(
        lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
        "/ 2 * h divides by 2 and then multiplies by h. Set brackets: / (2 * h).",
    ),
    Mistake(
        lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
        "only the second part is divided. Set brackets: (f(x + h) − f(x − h)) / (2 * h).",
    ),
    Mistake(lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "the sign is wrong: take the right one first."),
    Mistake(lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h), "the two are added. Take their difference."),
    Mistake(lambda f, x, h: (f(x + h) - f(x - h)) / 2, "divide by 2h, not by 2."),
    Mistake(
        lambda f, x, h: (f(x + h) - f(x - h)) / (2 * x),
        "it divides by 2x. From x − h to x + h it is 2h: divide by that.",
    ),
    Mistake(lambda f, x, h: f(x), "that is f itself. Its slope is asked for."),
]
