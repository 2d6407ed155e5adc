"""Optimizers: rules that make one step downhill, each a plain function of the same shape.

    x, *memory = rule(x, gradient(x), t, *memory, learning_rate=0.1)

A rule takes where it is, the slope there, the number t of the step, counted from 1, and what it remembers; it
returns where to go and what to remember. The default values of its memory are those before the first step; after
`learning_rate` come its settings. Names, formulas and defaults are those of Keras.

The same lines move a float, a vector of shape (n,), and a whole batch of experiments of shape (n, runs), for
which `learning_rate` and every other setting may be arrays of shape (runs,). A rule of your own is one more such
function.
"""

from itertools import count

import numpy as np


def gradient_descent(x, g, t, learning_rate=0.01):
    """Go against the slope: x − η·g.

    Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées (1847). Keras: `SGD`.

    Examples
    --------
    >>> gradient_descent(8.0, 46.0, 1, learning_rate=0.1)
    (3.3999999999999995,)
    """
    return (x - learning_rate * g,)


def momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    """Roll like a heavy ball: v ← β·v − η·g, then x + v.

    Polyak, Some methods of speeding up the convergence of iteration methods (1964). Keras: `SGD(momentum=0.9)`.
    """
    velocity = momentum * velocity - learning_rate * g
    return x + velocity, velocity


def nesterov(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    """Roll, and look ahead: v ← β·v − η·g, then x + β·v − η·g.

    Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²) (1983), in the form of
    Sutskever et al., On the importance of initialization and momentum in deep learning (2013).
    Keras: `SGD(momentum=0.9, nesterov=True)`.
    """
    velocity = momentum * velocity - learning_rate * g
    return x + momentum * velocity - learning_rate * g, velocity


def adagrad(x, g, t, accumulator=0.1, learning_rate=0.001, epsilon=1e-7):
    """Divide by the root of all squared slopes so far: a ← a + g², then x − η·g / √(a + ε).

    Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization (2011).
    """
    accumulator = accumulator + g * g
    return x - learning_rate * g / np.sqrt(accumulator + epsilon), accumulator


def rmsprop(x, g, t, v=0.0, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    """Divide by the root of a fading mean of squared slopes: v ← ρ·v + (1 − ρ)·g², then x − η·g / √(v + ε).

    Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012).
    """
    v = rho * v + (1 - rho) * g * g
    return x - learning_rate * g / np.sqrt(v + epsilon), v


def adadelta(x, g, t, v=0.0, u=0.0, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    """Measure a step in steps taken before: x − η·d, d = √(u + ε) / √(v + ε) · g; u, v: fading means of d², g².

    Zeiler, ADADELTA: an adaptive learning rate method (2012), with a learning rate before it, as in Keras.
    """
    v = rho * v + (1 - rho) * g * g
    step = np.sqrt(u + epsilon) / np.sqrt(v + epsilon) * g
    u = rho * u + (1 - rho) * step * step
    return x - learning_rate * step, v, u


def adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Divide a fading mean of slopes by the root of one of their squares; the factor corrects their start at 0.

    m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², then x − η·√(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε).
    Kingma and Ba, Adam: a method for stochastic optimization (2015), in the form at the end of their section 2.
    """
    m = beta_1 * m + (1 - beta_1) * g
    v = beta_2 * v + (1 - beta_2) * g * g
    correction = np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return x - learning_rate * correction * m / (np.sqrt(v) + epsilon), m, v


def adamw(x, g, t, m=0.0, v=0.0, learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Shrink x by η·λ·x, then go on as Adam does: the decay does not pass through its divisions.

    Loshchilov and Hutter, Decoupled weight decay regularization (2019).
    """
    x = x - learning_rate * weight_decay * x
    return adam(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon)


def adamax(x, g, t, m=0.0, u=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Divide by the largest slope, fading: u ← max(β₂·u, |g|), then x − η / (1 − β₁ᵗ) · m / (u + ε).

    Kingma and Ba, Adam: a method for stochastic optimization (2015), section 7.1.
    """
    m = beta_1 * m + (1 - beta_1) * g
    u = np.maximum(beta_2 * u, np.abs(g))
    return x - learning_rate / (1 - beta_1**t) * m / (u + epsilon), m, u


def nadam(x, g, t, m=0.0, v=0.0, product=1.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Take Adam's step with a look ahead, as Nesterov's: μₜ = β₁·(1 − ½·0.96ᵗ), and `product` is μ₁·μ₂·…·μₜ.

    x − η · (μₜ₊₁·m / (1 − μ₁⋯μₜ₊₁) + (1 − μₜ)·g / (1 − μ₁⋯μₜ)) / (√(v / (1 − β₂ᵗ)) + ε).
    Dozat, Incorporating Nesterov momentum into Adam (2016).
    """
    mu, mu_next = beta_1 * (1 - 0.5 * 0.96**t), beta_1 * (1 - 0.5 * 0.96 ** (t + 1))
    product = product * mu
    m = beta_1 * m + (1 - beta_1) * g
    v = beta_2 * v + (1 - beta_2) * g * g
    ahead = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
    return x - learning_rate * ahead / (np.sqrt(v / (1 - beta_2**t)) + epsilon), m, v, product


def ftrl(
    x, g, t, n=0.1, z=0.0, learning_rate=0.001, l1_regularization_strength=0.0, l2_regularization_strength=0.0
):
    """Follow the regularised leader: z sums the slopes, n their squares; x = (clip(z, ±λ₁) − z) / (√n/η + 2·λ₂).

    McMahan et al., Ad click prediction: a view from the trenches (2013), algorithm 1, with the power −½.
    """
    before, n = n, n + g * g
    z = z + g - (np.sqrt(n) - np.sqrt(before)) / learning_rate * x
    shrunk = np.clip(z, -l1_regularization_strength, l1_regularization_strength) - z
    return shrunk / (np.sqrt(n) / learning_rate + 2 * l2_regularization_strength), n, z


def lion(x, g, t, m=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.99):
    """Take only the sign: x − η·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g.

    Chen et al., Symbolic discovery of optimization algorithms (2023).
    """
    direction = np.sign(beta_1 * m + (1 - beta_1) * g)
    return x - learning_rate * direction, beta_2 * m + (1 - beta_2) * g


RULES = [
    gradient_descent,
    momentum,
    nesterov,
    adagrad,
    rmsprop,
    adadelta,
    adam,
    adamw,
    adamax,
    nadam,
    ftrl,
    lion,
]


def walk(rule, gradient, x, schedule, settings):
    """Yield the points that a rule leads to from x, one after the other, without end."""
    memory = ()
    for t in count(1):
        g, learning_rate = gradient(x), schedule(t - 1)
        try:
            x, *memory = rule(x, g, t, *memory, learning_rate=learning_rate, **settings)
        except Exception as error:
            raise ValueError(f"the optimizer fails at step {t}: {type(error).__name__}: {error}") from error
        yield x


def each_its_own(rules):
    """Return one rule that moves each row of x by a rule of its own; its memory is theirs.

    Examples
    --------
    >>> both = each_its_own([gradient_descent, adam])
    >>> x, *memory = both(np.array([[8.0], [8.0]]), np.array([[46.0], [46.0]]), 1, learning_rate=0.1)
    >>> x.round(4).tolist()
    [[3.4], [7.9]]
    """

    def side_by_side(x, g, t, *memories, learning_rate=0.01, **settings):
        rates = np.ravel(learning_rate).tolist() if np.ndim(learning_rate) else [learning_rate] * len(rules)
        memories = memories or [()] * len(rules)
        moves = [
            rule(row, slope, t, *memory, learning_rate=rate, **settings)
            for rule, row, slope, memory, rate in zip(rules, x, g, memories, rates, strict=True)
        ]
        return np.array([x for x, *_ in moves]), *[memory for _, *memory in moves]

    return side_by_side
