"""Typical mistakes with the best learning rate of a bowl (`check_best_rate`)."""

from gdlesson.exercises.mistakes import Mistake

SIGNS = "The sign is wrong: from 1 − η·μ = −(1 − η·L) follows η·(L + μ) = 2."
EDGE = (
    "That takes the first and the last curvature, but the order is not fixed. Take the largest and the smallest."
)
MISTAKES = [
    Mistake(
        lambda c: 1 / c.max(),
        "That is 1/L. In the steepest direction it lands at once, but it crawls along the flattest.",
    ),
    Mistake(lambda c: 2 / c.max(), "That is 2/L. In the steepest direction it bounces forever."),
    Mistake(
        lambda c: 1 / c.min(), "That is 1/μ. In the flattest direction it lands, in the steepest it diverges."
    ),
    Mistake(lambda c: 2 / c.min(), "That is 2/μ. In the steepest direction it diverges."),
    Mistake(
        lambda c: 1 / (c.max() + c.min()),
        "That is half of it: both multipliers may be as far below 0 as above.",
    ),
    Mistake(lambda c: 2 / (c[0] + c[-1]), EDGE),
    Mistake(
        lambda c: 2 / (c[0] + c[1]),
        "That takes the first two curvatures, but the order is not fixed. Take the largest and the smallest.",
    ),
    Mistake(lambda c: 2 / c.sum(), "That divides by the sum of all. Only the largest and the smallest count."),
    Mistake(lambda c: len(c) / c.sum(), "That is 1 divided by the mean. Only the largest and the smallest count."),
    Mistake(lambda c: 2 / c.mean(), "That divides by the mean of all. Only the largest and the smallest count."),
    Mistake(
        lambda c: (1 / c).mean(), "That is the mean of the best rates of all directions. It is too large for L."
    ),
    Mistake(
        lambda c: (1 / c.max() + 1 / c.min()) / 2,
        "That is the mean of 1/L and 1/μ, which is too large for L.",
    ),
    Mistake(lambda c: (c.max() + c.min()) / 2, "That is the inverse. Flip the fraction."),
    Mistake(lambda c: 2 / (c.max() / c.min() + 1), "That holds for μ = 1 only. Divide 2 by L + μ."),
    Mistake(lambda c: 2 / (c.max() / c.min()), "That is 2 / (L / μ), or 2·μ / L. Divide 2 by the sum, L + μ."),
    Mistake(lambda c: -2 / (c.max() + c.min()), "The sign is wrong: a learning rate is above 0."),
    Mistake(lambda c: 2 / (c.max() - c.min()), SIGNS),
    Mistake(lambda c: 2 / (c.min() - c.max()), SIGNS),
    Mistake(lambda c: 2 / (c.max() * c.min()), "That divides by the product. Divide by the sum, L + μ."),
    Mistake(lambda c: c.max() + c.min(), "That is the sum. The rate is 2 divided by it."),
    Mistake(lambda c: 2 / c.max() + c.min(), "Parentheses are missing: 2 / (L + μ)."),
    Mistake(lambda c: 2 / c.min() + c.max(), "Parentheses are missing: 2 / (L + μ)."),
    Mistake(lambda c: 2 / c.max() + 2 / c.min(), "Divide 2 by the sum, L + μ."),
    Mistake(
        lambda c: (c.max() * c.min()) ** -0.5,
        "That is 1/√(L·μ). Make the two multipliers equal in size instead.",
    ),
    Mistake(
        lambda c: 4 / (c.max() ** 0.5 + c.min() ** 0.5) ** 2,
        "That is the best rate with momentum, which comes in lesson 9. Here there is none.",
    ),
]
