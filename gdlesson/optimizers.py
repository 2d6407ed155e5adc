"""Optimizers: rules that take one step, each a plain function with the same kind of signature.

    x, *memory = rule(x, gradient(x), t, *memory, learning_rate=0.1)

A rule takes the current point x, the gradient g there, the number t of the step, counted from 1, and its memory.
It returns the next point and its new memory. The defaults of the memory are its values before the first step. The
settings come after `learning_rate`. Names, formulas, and defaults are those of Keras.

The same lines update a float, a vector of shape (n,), and a batch of experiments of shape (n, runs), for which
`learning_rate` and every other setting may be an array of shape (runs,). Your own rule is one more function like
these. A rule does not check its arguments; `descend` and `train` do.
"""

from itertools import count

import numpy as np


def gradient_descent(x, g, t, learning_rate=0.01):
    """Step against the gradient: x − η·g.

    Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées (1847). Keras: `SGD`.

    Examples
    --------
    >>> gradient_descent(8.0, 46.0, 1, learning_rate=0.1)
    (3.3999999999999995,)
    """
    return (x - learning_rate * g,)


def momentum(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    """Accumulate a velocity, like a heavy ball: v ← β·v − η·g, then x + v.

    Polyak, Some methods of speeding up the convergence of iteration methods (1964). Keras: `SGD(momentum=0.9)`.
    """
    velocity = momentum * velocity - learning_rate * g
    return x + velocity, velocity


def nesterov(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9):
    """Use the velocity with a look-ahead: v ← β·v − η·g, then x + β·v − η·g.

    Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²) (1983), in the form of
    Bengio, Boulanger-Lewandowski and Pascanu, Advances in optimizing recurrent networks (2013), equation 7, where
    x is the look-ahead point. Keras: `SGD(momentum=0.9, nesterov=True)`.
    """
    velocity = momentum * velocity - learning_rate * g
    return x + momentum * velocity - learning_rate * g, velocity


def adagrad(x, g, t, accumulator=0.1, learning_rate=0.001, epsilon=1e-7):
    """Divide by the root of the sum of all squared gradients: a ← a + g², then x − η·g / √(a + ε).

    Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization (2011).
    """
    accumulator = accumulator + g * g
    return x - learning_rate * g / np.sqrt(accumulator + epsilon), accumulator


def rmsprop(x, g, t, v=0.0, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    """Divide by the root of a moving average of g²: v ← ρ·v + (1 − ρ)·g², then x − η·g / √(v + ε).

    Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012).
    """
    v = rho * v + (1 - rho) * g * g
    return x - learning_rate * g / np.sqrt(v + epsilon), v


def adadelta(x, g, t, v=0.0, u=0.0, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    """Scale the step by the size of earlier steps: x − η·d with d = √(u + ε) / √(v + ε) · g.

    u and v are moving averages of d² and g², with the weight ρ. Zeiler, ADADELTA: an adaptive learning rate method
    (2012), which has no learning rate; η multiplies its step, as in Keras.
    """
    v = rho * v + (1 - rho) * g * g
    step = np.sqrt(u + epsilon) / np.sqrt(v + epsilon) * g
    u = rho * u + (1 - rho) * step * step
    return x - learning_rate * step, v, u


def adam(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Divide a moving average of g by the root of one of g²; a factor corrects the bias from starting both at 0.

    m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², then x − η·√(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε).
    Kingma and Ba, Adam: a method for stochastic optimization (2015), in the form at the end of their section 2.
    """
    m = beta_1 * m + (1 - beta_1) * g
    v = beta_2 * v + (1 - beta_2) * g * g
    correction = np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return x - learning_rate * correction * m / (np.sqrt(v) + epsilon), m, v


def adamw(x, g, t, m=0.0, v=0.0, learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Shrink x by η·λ·x, then take Adam's step: Adam's division does not affect the weight decay λ.

    Loshchilov and Hutter, Decoupled weight decay regularization (2019).
    """
    x = x - learning_rate * weight_decay * x
    return adam(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon)


def adamax(x, g, t, m=0.0, u=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Divide by a decaying maximum of |g|: u ← max(β₂·u, |g|), then x − η / (1 − β₁ᵗ) · m / (u + ε).

    m is Adam's. Kingma and Ba, Adam: a method for stochastic optimization (2015), section 7.1; ε is Keras's.
    """
    m = beta_1 * m + (1 - beta_1) * g
    u = np.maximum(beta_2 * u, np.abs(g))
    return x - learning_rate / (1 - beta_1**t) * m / (u + epsilon), m, u


def nadam(x, g, t, m=0.0, v=0.0, product=1.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Take Adam's step with Nesterov's look-ahead: μₜ = β₁·(1 − ½·0.96ᵗ), and `product` is μ₁·μ₂·…·μₜ.

    x − η · (μₜ₊₁·m / (1 − μ₁⋯μₜ₊₁) + (1 − μₜ)·g / (1 − μ₁⋯μₜ)) / (√(v / (1 − β₂ᵗ)) + ε).
    Dozat, Incorporating Nesterov momentum into Adam (2016). The 0.96ᵗ in μₜ is Keras's; the paper and PyTorch have
    0.96^(0.004·t).
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
    """Follow the regularized leader: n ← n + g², then x = (clip(z, ±λ₁) − z) / (√n/η + 2·λ₂).

    z sums up g − Δ√n·x/η, where Δ√n is the growth of √n. McMahan et al., Ad click prediction: a view from the
    trenches (2013), algorithm 1; there it is √n + β and λ₂, and n starts at 0. The form here is Keras's.
    """
    before, n = n, n + g * g
    z = z + g - (np.sqrt(n) - np.sqrt(before)) / learning_rate * x
    shrunk = np.clip(z, -l1_regularization_strength, l1_regularization_strength) - z
    return shrunk / (np.sqrt(n) / learning_rate + 2 * l2_regularization_strength), n, z


def lion(x, g, t, m=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.99):
    """Use only the sign of a moving average: x − η·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g.

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


def iterates(rule, gradient, x, schedule, settings):
    """Yield the points that a rule reaches from x, one per step, without end."""
    memory = ()
    for t in count(1):
        g, learning_rate = gradient(x), schedule(t - 1)
        try:
            x, *memory = rule(x, g, t, *memory, learning_rate=learning_rate, **settings)
        except Exception as error:
            raise ValueError(f"the optimizer fails at step {t}: {type(error).__name__}: {error}") from error
        yield x


def each_its_own(rules):
    """Return a rule that updates each row of x by its own rule; its memory is one list per row.

    Examples
    --------
    >>> both = each_its_own([gradient_descent, adam])
    >>> x, *memory = both(np.array([[8.0], [8.0]]), np.array([[46.0], [46.0]]), 1, learning_rate=0.1)
    >>> x.round(4).tolist()
    [[3.4], [7.9]]
    """

    def row_by_row(x, g, t, *memories, learning_rate=0.01, **settings):
        rates = np.ravel(learning_rate).tolist() if np.ndim(learning_rate) else [learning_rate] * len(rules)
        memories = memories or [()] * len(rules)
        steps = [
            rule(row, gradient, t, *memory, learning_rate=rate, **settings)
            for rule, row, gradient, memory, rate in zip(rules, x, g, memories, rates, strict=True)
        ]
        return np.array([x for x, *_ in steps]), *[memory for _, *memory in steps]

    return row_by_row
