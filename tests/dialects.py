"""Rules as PyTorch and Optax write them, where that is not what Keras and we do, with their defaults.

Each difference that we document is one of these functions: it gives their path, and ours is another one.
"""

import numpy as np


def adagrad_from_0(x, g, t, a=0.0, learning_rate=0.01, epsilon=1e-10):
    """PyTorch: the sum starts at 0, and ε stands outside of the root."""
    a = a + g * g
    return x - learning_rate * g / (np.sqrt(a) + epsilon), a


def rmsprop_outside(x, g, t, v=0.0, learning_rate=0.01, rho=0.99, epsilon=1e-8):
    """PyTorch: ε stands outside of the root."""
    v = rho * v + (1 - rho) * g * g
    return x - learning_rate * g / (np.sqrt(v) + epsilon), v


def adam_corrected(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    """PyTorch and Optax: ε is added to the root of the corrected mean."""
    m, v = beta_1 * m + (1 - beta_1) * g, beta_2 * v + (1 - beta_2) * g * g
    return x - learning_rate * (m / (1 - beta_1**t)) / (np.sqrt(v / (1 - beta_2**t)) + epsilon), m, v


def adamw_corrected(x, g, t, m=0.0, v=0.0, learning_rate=0.001, weight_decay=0.01):
    """PyTorch (decay 0.01) and Optax (decay 1e-4): their Adam with a decay."""
    new, m, v = adam_corrected(x, g, t, m, v, learning_rate)
    return new - learning_rate * weight_decay * x, m, v


def adamax_floor(x, g, t, m=0.0, u=0.0, learning_rate=0.002, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    """PyTorch and Optax: ε is added to |g| and takes part in the maximum."""
    m, u = beta_1 * m + (1 - beta_1) * g, np.maximum(beta_2 * u, np.abs(g) + epsilon)
    return x - learning_rate / (1 - beta_1**t) * m / u, m, u


def nadam_slow(x, g, t, m=0.0, v=0.0, product=1.0, learning_rate=0.002, momentum_decay=0.004):
    """PyTorch: 0.96^(0.004·t) in place of 0.96^t, so that μ stays near ½·β₁ for thousands of steps."""
    mu, mu_next = (0.9 * (1 - 0.5 * 0.96 ** (k * momentum_decay)) for k in (t, t + 1))
    m, v, product = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g, product * mu
    ahead = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
    return x - learning_rate * ahead / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), m, v, product


def nadam_constant(x, g, t, m=0.0, v=0.0, learning_rate=0.001, epsilon=1e-8):
    """Optax: β₁ itself in place of the schedule μ."""
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    ahead = 0.9 * m / (1 - 0.9 ** (t + 1)) + 0.1 * g / (1 - 0.9**t)
    return x - learning_rate * ahead / (np.sqrt(v / (1 - 0.999**t)) + epsilon), m, v


def momentum_without_rate(x, g, t, v=0.0, learning_rate=0.01, momentum=0.9):
    """PyTorch and Optax: no rate in the velocity; it is multiplied at the end, by the rate of that step."""
    v = momentum * v + g
    return x - learning_rate * v, v


def lion_decaying(x, g, t, m=0.0, learning_rate=0.001, weight_decay=1e-3):
    """Optax: Lion with a decay of its own, as in AdamW."""
    direction = np.sign(0.9 * m + 0.1 * g)
    return x - learning_rate * (direction + weight_decay * x), 0.99 * m + 0.01 * g
