"""Losses and a metric: how far predictions are from the truth, as one number. Names and edges are those of Keras.

`each` of an example comes first, the mean of it over all examples is the loss. Smaller is better, for an
accuracy larger is.
"""

import numpy as np

LEAST = 1e-7  # a probability is taken to lie between this and 1 − this, as in Keras: the logarithm of 0 is no loss


def squared_error(actual, predicted):
    """Return (predicted − actual)², for each example."""
    return (predicted - actual) ** 2


def absolute_error(actual, predicted):
    """Return |predicted − actual|, for each example."""
    return abs(predicted - actual)


def cross_entropy(actual, predicted):
    """Return −log of the probability that was given to what is true, for each example."""
    p = np.clip(predicted, LEAST, 1 - LEAST)
    return -np.log(np.where(actual == 1, p, 1 - p))


def mse(actual, predicted):
    """Return the mean squared error.

    Parameters
    ----------
    actual, predicted : arrays of shape (n,)
        The true values and the model's.

    Returns
    -------
    float
        0 where all are equal, in the square of the values' unit.

    Raises
    ------
    ValueError
        The two have different shapes, or are empty.

    Examples
    --------
    >>> mse([1, 2, 3], [1, 2, 6])
    3.0
    """
    return mean_loss(squared_error, actual, predicted)


def mae(actual, predicted):
    """Return the mean absolute error, in the unit of the values; arguments and errors as for `mse`.

    Examples
    --------
    >>> mae([1, 2, 3], [1, 2, 6])
    1.0
    """
    return mean_loss(absolute_error, actual, predicted)


def binary_crossentropy(actual, predicted):
    """Return the mean of −log(p) where the truth is 1, and of −log(1 − p) where it is 0.

    Parameters
    ----------
    actual : array of shape (n,)
        The true labels, each 0 or 1.
    predicted : array of shape (n,)
        The probabilities that the label is 1, each from 0 to 1.

    Raises
    ------
    ValueError
        The shapes differ, a label is neither 0 nor 1, or a probability lies outside 0 to 1.

    Notes
    -----
    Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2. Probabilities are kept 1e-7 away from 0 and 1.

    Examples
    --------
    >>> round(binary_crossentropy([1, 0], [0.5, 0.5]), 6)
    0.693147
    """
    actual, predicted = checked_pair(actual, predicted)
    if not np.isin(actual, (0, 1)).all():
        raise ValueError(f"each label must be 0 or 1, got {actual.tolist()}")
    if not ((predicted >= 0) & (predicted <= 1)).all():
        raise ValueError(f"each probability must lie between 0 and 1, got {predicted.tolist()}")
    return mean_loss(cross_entropy, actual, predicted)


def accuracy(actual, predicted):
    """Return which part of the labels is right when a probability above 0.5 counts as 1.

    Examples
    --------
    >>> accuracy([1, 0, 1, 1], [0.9, 0.2, 0.4, 0.6])
    0.75
    """
    actual, predicted = checked_pair(actual, predicted)
    return float(np.mean((predicted > 0.5) == (actual == 1)))


def sigmoid(z):
    """Return 1 / (1 + exp(−z)), between 0 and 1, for numbers of any size without overflow."""
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


def mean_loss(each, actual, predicted):
    """Return the mean over all examples of what each of them loses."""
    return float(np.mean(each(*checked_pair(actual, predicted))))


def checked_pair(actual, predicted):
    """Return both as arrays of floats, where they have the same shape and something in them."""
    try:
        actual, predicted = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"two lists of numbers are expected, got {actual!r} and {predicted!r}") from None
    if actual.shape != predicted.shape or not actual.size:
        raise ValueError(
            f"actual and predicted must have the same shape and at least one number, got {actual.shape} "
            f"and {predicted.shape}"
        )
    return actual, predicted
