"""Learning-rate schedules: functions that give the rate of each step, counted from 0.

A schedule stands wherever a learning rate does: `descend(f, 8, exponential_decay(0.1, 50, 0.5))`. Any function of
the step that returns a rate is one. Names and formulas are those of `keras.optimizers.schedules`.
"""

import math


def constant(learning_rate):
    """Return the schedule that always gives this rate.

    Examples
    --------
    >>> constant(0.1)(7)
    0.1
    """
    return lambda step: learning_rate


def step_decay(learning_rate, decay_steps, decay_rate=0.5):
    """Return the schedule η·rᵏ, where k is how often `decay_steps` steps are over: down a stair.

    Keras: `ExponentialDecay(learning_rate, decay_steps, decay_rate, staircase=True)`.

    Examples
    --------
    >>> [step_decay(0.1, decay_steps=10)(step) for step in (0, 9, 10, 20)]
    [0.1, 0.1, 0.05, 0.025]
    """
    return lambda step: learning_rate * decay_rate ** (step // decay_steps)


def exponential_decay(learning_rate, decay_steps, decay_rate=0.5):
    """Return the schedule η·r^(step / decay_steps): the same stair as a smooth slide.

    Keras: `ExponentialDecay(learning_rate, decay_steps, decay_rate)`.
    """
    return lambda step: learning_rate * decay_rate ** (step / decay_steps)


def cosine_decay(learning_rate, decay_steps, alpha=0.0):
    """Return the schedule that goes from η down to α·η along half a wave of the cosine, and stays there.

    η·(α + (1 − α)·½·(1 + cos(π·step / decay_steps))): Loshchilov and Hutter, SGDR: stochastic gradient descent
    with warm restarts (2017). Keras: `CosineDecay(learning_rate, decay_steps, alpha)`.
    """

    def schedule(step):
        wave = (1 + math.cos(math.pi * min(step, decay_steps) / decay_steps)) / 2
        return learning_rate * (alpha + (1 - alpha) * wave)

    return schedule


def warm_up(then, warmup_steps):
    """Return the schedule that rises evenly in so many steps, and goes on with another rate or schedule.

    The k-th step, counted from 1, has k / warmup_steps of the full rate, so that already the first one moves.
    Goyal et al., Accurate, large minibatch SGD (2017), section 2.2.

    Examples
    --------
    >>> [warm_up(0.1, warmup_steps=4)(step) for step in (0, 1, 3, 4, 100)]
    [0.025, 0.05, 0.1, 0.1, 0.1]
    """
    then = as_schedule(then)

    def schedule(step):
        return then(0) * (step + 1) / warmup_steps if step < warmup_steps else then(step - warmup_steps)

    return schedule


def as_schedule(learning_rate):
    """Return a learning rate as a schedule: itself where it is one."""
    return learning_rate if callable(learning_rate) else constant(learning_rate)
