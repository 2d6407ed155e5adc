"""Weight decay and the L2 penalty: two ways to keep the weights of a network small. Biases stay free.

For plain descent they are the same thing. For a rule that divides slopes by their size, such as Adam, they are
not: the penalty's slope is divided as well, the decay is not (Loshchilov and Hutter, *Decoupled weight decay
regularization*, 2019).
"""

import functools
import inspect
from itertools import pairwise

import numpy as np

from gdlesson.checks import checked_within
from gdlesson.optimizers import RULES

NAMED = {rule.__name__: rule for rule in RULES}


def parted(settings, optimizer):
    """Return the settings of a rule without the L2 penalty and the weight decay, and these two as numbers.

    A rule with a `weight_decay` of its own, such as `adamw`, keeps it; it decays biases as well.
    """
    settings = dict(settings)
    l2 = checked_within("l2", settings.pop("l2", 0.0), 0.0, np.inf)
    rules = optimizer if isinstance(optimizer, (list, tuple)) else [optimizer]
    if "weight_decay" not in settings or all(map(decays, rules)):
        return settings, l2, 0.0
    return settings, l2, checked_within("weight_decay", settings.pop("weight_decay"), 0.0, np.inf)


def decays(rule):
    """Tell whether a rule, or the one of this name, has a weight decay of its own."""
    rule = NAMED.get(rule, rule) if isinstance(rule, str) else rule
    return callable(rule) and "weight_decay" in inspect.signature(rule).parameters


def is_weight(network):
    """Return an array of shape (parameters,): 1 for each weight of a network, 0 for each bias."""
    layers = [(np.ones(inputs * units), np.zeros(units)) for inputs, units in pairwise(network.sizes)]
    return np.concatenate([part for layer in layers for part in layer])


def penalized(gradient, l2, weights):
    """Return the gradient of the loss plus l2 times the sum of the squared weights, as Keras's `L2` has it."""
    return (lambda p: gradient(p) + 2 * l2 * weights * p) if l2 else gradient


def decaying(rule, decay, weights):
    """Return a rule that shrinks the weights by learning_rate · decay before it takes its step, as AdamW does."""
    if not decay:
        return rule

    @functools.wraps(rule)
    def stepping(x, g, t, *memory, learning_rate, **settings):
        shrunk = x - learning_rate * decay * weights * x
        return rule(shrunk, g, t, *memory, learning_rate=learning_rate, **settings)

    return stepping
