"""Typical mistakes with a line search that tries and halves (`check_search`)."""

from functools import partial

from gdlesson.exercises.mistakes import Mistake

MOST = 1100  # halvings: after so many, any rate has become 0


def searched(
    f,
    x,
    slope,
    rate,
    below=lambda f, x, slope, rate, first: f(x - rate * slope) <= f(x) - 0.1 * rate * slope**2,
    times=0.5,
    answer=lambda f, x, slope, rate, tries: rate,
):
    """Return the first rate, halved again and again, whose loss is below the limit; or what a mistake returns."""
    first, tries = rate, 0
    while tries < MOST and not below(f, x, slope, rate, first):
        rate, tries = rate * times, tries + 1
    return float(answer(f, x, slope, rate, tries))


def wandering(f, x, slope, rate):
    """Search, but let each try begin where the last one has led."""
    new = x - rate * slope
    for _ in range(MOST):
        if f(new) <= f(x) - 0.1 * rate * slope**2:
            break
        rate, x = rate / 2, new
        new = x - rate * slope
    return rate


def limit(part, power=2):
    """Return the test whose limit is f(x) less this part of rate·slope²."""
    return lambda f, x, slope, rate, first: f(x - rate * slope) <= f(x) - part * rate * slope**power


FALLS = "That asks only for a lower loss. It should fall by at least 0.1 · rate · slope²."
LIMIT = "f(x) − 0.1 · rate · slope²"
MISTAKES = [
    Mistake(
        partial(searched, below=lambda f, x, s, r, first: not f(x - r * s) <= f(x) - 0.1 * r * s**2),
        "The test is the wrong way around. Halve while the loss is above the limit.",
    ),
    Mistake(
        partial(searched, answer=lambda f, x, s, r, n: 2 * r if n else r),
        "It returns the last rate that is refused. Halve first, then test again.",
    ),
    Mistake(lambda f, x, slope, rate: rate, "It never halves the rate. While a try is refused: rate = rate / 2."),
    Mistake(partial(searched, below=limit(0.0)), FALLS),
    Mistake(partial(searched, below=lambda f, x, s, r, first: f(x - r * s) < f(x)), FALLS),
    Mistake(
        partial(searched, below=limit(-0.1)), f"The limit lies above f(x), so the loss may rise. It is {LIMIT}."
    ),
    Mistake(partial(searched, below=limit(0.1, 1)), f"The slope counts squared: the limit is {LIMIT}."),
    Mistake(partial(searched, below=limit(1.0)), "It asks for all that the slope promises. A tenth is enough."),
    Mistake(
        partial(searched, below=limit(0.5)), "It asks for half of what the slope promises. A tenth is enough."
    ),
    Mistake(
        partial(searched, below=limit(0.01)), "It asks for a hundredth of what the slope promises, not a tenth."
    ),
    Mistake(
        partial(searched, below=lambda f, x, s, r, first: f(x - r * s) <= f(x) - 0.1 * s**2),
        f"The rate is missing in the limit, which is {LIMIT}.",
    ),
    Mistake(
        partial(searched, below=lambda f, x, s, r, first: f(x - r * s) <= f(x) - 0.1 * first * s**2),
        "The limit is always that of the first try. Each try has its own: use the halved rate there, too.",
    ),
    Mistake(
        partial(searched, below=lambda f, x, s, r, first: f(x - first * s) <= f(x) - 0.1 * r * s**2),
        "It always tries the same place. Compute x − rate · slope anew after each halving.",
    ),
    Mistake(
        partial(searched, below=lambda f, x, s, r, first: f(x + r * s) <= f(x) - 0.1 * r * s**2),
        "It tries uphill. A try leads to x − rate · slope.",
    ),
    Mistake(
        partial(searched, below=lambda f, x, s, r, first: f(x - r) <= f(x) - 0.1 * r * s**2),
        "A try leads to x − rate · slope. The slope is missing.",
    ),
    Mistake(
        partial(searched, answer=lambda f, x, s, r, n: r / 2),
        "It halves once more after the last try. Return the rate itself.",
    ),
    Mistake(
        lambda f, x, s, r: r if limit(0.1)(f, x, s, r, r) else r / 2,
        "It halves only once. Write while in place of if.",
    ),
    Mistake(
        lambda f, x, s, r: searched(f, x, s, r / 2), "It halves before the first try. Try the given rate first."
    ),
    Mistake(partial(searched, times=0.1), "It divides the rate by 10. Halve it: rate / 2."),
    Mistake(partial(searched, times=2.0), "It doubles the rate. Halve it: rate / 2."),
    Mistake(
        partial(searched, answer=lambda f, x, s, r, n: x - r * s), "That is where the try leads. Return the rate."
    ),
    Mistake(partial(searched, answer=lambda f, x, s, r, n: r * s), "That is the step. Return the rate."),
    Mistake(
        partial(searched, answer=lambda f, x, s, r, n: f(x - r * s)),
        "That is the loss of the try. Return the rate.",
    ),
    Mistake(partial(searched, answer=lambda f, x, s, r, n: n), "That is how often it halves. Return the rate."),
    Mistake(
        partial(searched, answer=lambda f, x, s, r, n: n + 1), "That is the number of tries. Return the rate."
    ),
    Mistake(wandering, "Each try goes on from the last one. All of them begin at x: do not change x."),
]
