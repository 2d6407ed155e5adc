"""Typical mistakes with the best learning rate of a valley (`check_best_rate`)."""

from gdlesson.exercises.mistakes import Mistake

MISTAKES = [
    Mistake(lambda L, mu: 1 / L, "that is 1/L: it lands across the valley at once, and crawls along it."),
    Mistake(lambda L, mu: 2 / L, "that is 2/L: across the valley it bounces for ever."),
    Mistake(lambda L, mu: 1 / mu, "that is 1/mu: along the valley it lands, across it flies away."),
    Mistake(lambda L, mu: 2 / mu, "that is 2/mu: across the valley it flies away."),
    Mistake(lambda L, mu: 1 / (L + mu), "that is half of it: both multipliers may be as far below 0 as above."),
    Mistake(lambda L, mu: 2 / (L - mu), "the signs: from 1 − rate·mu = −(1 − rate·L) comes rate·(L + mu) = 2."),
    Mistake(lambda L, mu: (1 / L + 1 / mu) / 2, "that is the mean of 1/L and 1/mu, which is too large for L."),
    Mistake(lambda L, mu: (L + mu) / 2, "that is one divided by it. Turn the fraction over."),
    Mistake(lambda L, mu: 2 / (L / mu + 1), "L/mu + 1 is right for mu = 1 only."),
    Mistake(lambda L, mu: 2 / (L / mu), "that has the condition number in it. The curvatures themselves count."),
    Mistake(lambda L, mu: -2 / (L + mu), "the sign: a learning rate is above 0."),
    Mistake(lambda L, mu: 2 / (mu - L), "the sign: from 1 − rate·mu = −(1 − rate·L) comes rate·(L + mu) = 2."),
    Mistake(lambda L, mu: 2 / (L * mu), "that divides by the product. Divide by the sum: 2 / (L + mu)."),
    Mistake(lambda L, mu: L + mu, "that is the sum. The rate is 2 divided by it."),
    Mistake(lambda L, mu: 2 / L + mu, "brackets: 2 / (L + mu)."),
    Mistake(lambda L, mu: 2 / L + 2 / mu, "divide by the sum: 2 / (L + mu)."),
    Mistake(lambda L, mu: (L * mu) ** -0.5, "that is 1/√(L·mu). Set the two multipliers equal in size instead."),
    Mistake(
        lambda L, mu: 4 / (L**0.5 + mu**0.5) ** 2,
        "that is the best rate with momentum, which comes in lesson 8. Here it is without.",
    ),
]
