"""Typical mistakes with the numerical derivative (`check_numerical`)."""

from gdlesson.exercises.mistakes import Mistake

BOTH = "Look to both sides: f(x + h) − f(x − h), divided by 2h."
SECOND = "That is the second difference, which measures how the curve bends. For the slope, leave out 2·f(x)"
MISTAKES = [
    Mistake(lambda f, x, h: (f(x + h) - f(x)) / h, f"It looks to the right only. {BOTH}"),
    Mistake(lambda f, x, h: (f(x) - f(x - h)) / h, f"It looks to the left only. {BOTH}"),
    Mistake(
        lambda f, x, h: (f(x + h) - f(x - h)) / h,
        "That is twice as much. From x − h to x + h it is 2h: divide by that.",
    ),
    Mistake(
        lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
        "From x to x + h it is only h. Take f(x − h) in place of f(x).",
    ),
    Mistake(lambda f, x, h: f(x + h) - f(x - h), "That is the rise alone. Divide it by 2h."),
    Mistake(lambda f, x, h: f(x + h) - f(x), "That is the rise alone, to one side. Look to both; divide by 2h."),
    Mistake(
        lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
        "/ 2 * h divides by 2 and then multiplies by h. Put parentheses there: / (2 * h).",
    ),
    Mistake(
        lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
        "Only the second part is divided. Put parentheses around the rise: (f(x + h) − f(x − h)) / (2 * h).",
    ),
    Mistake(
        lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
        "Parentheses are missing twice: (f(x + h) − f(x − h)) / (2 * h).",
    ),
    Mistake(
        lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "The sign is wrong. Take the value on the right first."
    ),
    Mistake(lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h), "The two are added. Take their difference."),
    Mistake(lambda f, x, h: (f(x + h) - f(x - h)) / 2, "It divides by 2. Divide by 2h."),
    Mistake(
        lambda f, x, h: (f(x + h) - f(x - h)) / (2 * x),
        "It divides by 2x. From x − h to x + h it is 2h: divide by that.",
    ),
    Mistake(lambda f, x, h: (f(x + h) - f(x - h)) // (2 * h), "// cuts off the decimals. Write /."),
    Mistake(lambda f, x, h: (f(x + h) - f(x)) // h, f"// cuts off the decimals, and it looks to one side. {BOTH}"),
    Mistake(
        lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2,
        f"{SECOND}, and divide the difference of the other two by 2h.",
    ),
    Mistake(
        lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / (2 * h),
        f"{SECOND}, and take the difference of the other two.",
    ),
    Mistake(
        lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h,
        f"{SECOND}, and divide the difference of the other two by 2h.",
    ),
    Mistake(lambda f, x, h: (f(x + 2 * h) - f(x)) / (2 * h), f"It looks to the right only, two steps far. {BOTH}"),
    Mistake(
        lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h,
        "It looks half a step to each side. Here it is a whole h: f(x + h) − f(x − h), divided by 2h.",
    ),
    Mistake(lambda f, x, h: f(x), "That is f itself. Return its slope."),
]
