"""Losses and a metric: how far predictions are from the truth, as one number.

The first three functions return the loss of each example, and do not check their arguments. A loss is the mean
over all examples: smaller is better. For `accuracy`, larger is better. Names, and the treatment of probabilities 0
and 1, are those of Keras.

Every loss raises a TypeError or a ValueError unless `actual` and `predicted` are two rows of finite numbers, of
the same length and not empty.
"""

import numpy as np

from gdlesson.checks import as_floats, checked_pair, floats_or_none, shown

CLIP = 1e-7  # probabilities are clipped to [CLIP, 1 − CLIP], as in Keras, because log(0) is −∞


def squared_error(actual, predicted):
    """Return (predicted − actual)² for each example."""
    return (predicted - actual) ** 2


def absolute_error(actual, predicted):
    """Return |predicted − actual| for each example."""
    return abs(predicted - actual)


def cross_entropy(actual, predicted):
    """Return −log of the probability that the prediction gives to the true label, for each example."""
    p = np.clip(predicted, CLIP, 1 - CLIP)
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
        In the square of the values' unit; 0 where all are equal, inf where the squares overflow.

    Raises
    ------
    TypeError, ValueError
        The arguments are not finite numbers in one row each, differ in length, or are empty.

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
    """Return the mean of −log(p) where the label is 1, and of −log(1 − p) where it is 0.

    Parameters
    ----------
    actual : array of shape (n,)
        The true labels, each 0 or 1, or False or True.
    predicted : array of shape (n,)
        The predicted probabilities that the label is 1, each from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        As for `mse`; also where a label is neither 0 nor 1, or a probability is outside 0 to 1.

    Notes
    -----
    Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2. As in Keras, probabilities are clipped to
    [1e-7, 1 − 1e-7], so one example costs at most −log(1e-7) = 16.1.

    Examples
    --------
    >>> round(binary_crossentropy([1, 0], [0.5, 0.5]), 6)
    0.693147
    """
    return float(np.mean(cross_entropy(*checked_probabilities(actual, predicted))))


def accuracy(actual, predicted):
    """Return the fraction of labels predicted correctly, where a probability above 0.5 predicts 1.

    Arguments and errors are those of `binary_crossentropy`.

    Examples
    --------
    >>> accuracy([1, 0, 1, 1], [0.9, 0.2, 0.4, 0.6])
    0.75
    """
    actual, predicted = checked_probabilities(actual, predicted)
    return float(np.mean((predicted > 0.5) == (actual == 1)))


def sigmoid(z):
    """Return 1 / (1 + exp(−z)), from 0 to 1, without overflow for numbers of any size."""
    return 0.5 * (1 + np.tanh(as_floats("z", z) / 2))


@np.errstate(over="ignore")
def mean_loss(each, actual, predicted):
    """Return the mean over all examples of the loss of each."""
    return float(np.mean(each(*checked_rows(actual, predicted))))


def checked_rows(actual, predicted, labels=False):
    """Return two rows of finite numbers of the same length; only labels may be True and False."""
    for name, values, also in [("actual", actual, "b" * labels), ("predicted", predicted, "")]:
        if floats_or_none(values, also) is None:
            raise TypeError(f"{name} must be numbers, got {shown(values)}")
    actual, predicted = checked_pair(actual, predicted, ("actual", "predicted"))
    if actual.ndim != 1:
        raise ValueError(f"actual and predicted must be one row each, of shape (n,), got the shape {actual.shape}")
    return actual, predicted


def checked_probabilities(actual, predicted):
    """Return labels, each 0 or 1, and probabilities, each from 0 to 1, as two rows of the same length."""
    actual, predicted = checked_rows(actual, predicted, labels=True)
    if not np.isin(actual, (0, 1)).all():
        raise ValueError(f"actual must be labels, each 0 or 1, got {actual[~np.isin(actual, (0, 1))].flat[0]:g}")
    outside = (predicted < 0) | (predicted > 1)
    if outside.any():
        raise ValueError(f"predicted must be probabilities from 0 to 1, got {predicted[outside].flat[0]:g}")
    return actual, predicted
