"""Losses and a metric: how far predictions are from the truth, as one number.

The first three functions return the loss of each example, and do not check their arguments. A loss is the mean
over all examples: smaller is better. For `accuracy`, larger is better. Names, and the treatment of probabilities 0
and 1, are those of Keras.

Every loss raises a TypeError or a ValueError unless `actual` and `predicted` are two rows of finite numbers, of
the same length and not empty.
"""

import numpy as np

from gdlesson.checks import as_floats, checked_number, checked_pair, finite_floats, floats_or_none, shown

CLIP = 1e-7  # probabilities are clipped to [CLIP, 1 − CLIP], as in Keras, because log(0) is −∞


def squared_error(actual, predicted):
    """Return (predicted − actual)² for each example."""
    return (predicted - actual) ** 2


def absolute_error(actual, predicted):
    """Return |predicted − actual| for each example."""
    return abs(predicted - actual)


def huber_error(actual, predicted, delta=1.0):
    """Return ½e² for an error e of at most δ, and δ·(|e| − ½δ) for a larger one, for each example."""
    error = abs(predicted - actual)
    return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2))


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


def huber(actual, predicted, delta=1.0):
    """Return the mean of Huber's loss: like the square for errors up to δ, like the distance beyond.

    Arguments and errors are those of `mse`; `delta`, above 0, is in the unit of the values.

    Notes
    -----
    Huber, *Robust estimation of a location parameter* (1964). Name and default are Keras's.

    Examples
    --------
    >>> huber([1, 2, 3], [1, 2.5, 6])
    0.875
    """
    if checked_number("delta", delta) <= 0:
        raise ValueError(f"delta must be above 0, got {delta:g}")
    return mean_loss(lambda *pair: huber_error(*pair, delta), actual, predicted)


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
def softmax(z):
    """Return exp(z) divided by the sum of exp(z), along the last axis: probabilities that add up to 1.

    Parameters
    ----------
    z : array of shape (..., classes)
        One finite number for each class, of any size.

    Raises
    ------
    TypeError, ValueError
        z is not a row, or rows, of finite numbers.

    Notes
    -----
    Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3. The largest z is subtracted first, which
    changes no probability, and no exponential overflows.

    Examples
    --------
    >>> softmax([0, 0, 1000]).tolist()
    [0.0, 0.0, 1.0]
    """
    z = finite_floats("z", z)
    if not z.ndim or not z.size:
        raise ValueError(f"z must be one number for each class, got the shape {z.shape}")
    raised = np.exp(z - z.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def categorical_crossentropy(actual, predicted):
    """Return the mean of −log of the probability that each example's true class was given.

    Parameters
    ----------
    actual : array of shape (n,) or (n, classes)
        The true classes: their numbers, counted from 0, or rows with a 1 for the true class and else 0.
    predicted : array of shape (n, classes)
        The predicted probabilities of all classes, each from 0 to 1; each row adds up to 1.

    Raises
    ------
    TypeError, ValueError
        The arguments are not as described, or there is no example.

    Notes
    -----
    Keras: `categorical_crossentropy` for rows, `sparse_categorical_crossentropy` for numbers. As there,
    probabilities are clipped to [1e-7, 1 − 1e-7].

    Examples
    --------
    >>> round(categorical_crossentropy([2, 0], [[0.25, 0.25, 0.5], [0.5, 0.25, 0.25]]), 6)
    0.693147
    """
    predicted = finite_floats("predicted", predicted)
    if predicted.ndim != 2 or not predicted.size:
        raise ValueError(f"predicted must have the shape (n, classes), got {predicted.shape}")
    if (predicted < 0).any() or (abs(predicted.sum(axis=1) - 1) > 1e-6).any():
        raise ValueError("predicted must be probabilities from 0 to 1, which add up to 1 in each row")
    truth = one_hot(actual, *predicted.shape)
    return float(-np.mean(np.log(np.clip(np.sum(truth * predicted, axis=1), CLIP, 1 - CLIP))))


def categorical_gradient(actual, z):
    """Return the gradient of the mean categorical cross-entropy of softmax(z) with respect to z, of its shape.

    For each example it is p − y, the probabilities minus the row with a 1 for the true class, divided by n.

    Parameters
    ----------
    actual : array of shape (n,) or (n, classes)
        The true classes, as for `categorical_crossentropy`.
    z : array of shape (n, classes)
        One finite number for each class.

    Raises
    ------
    TypeError, ValueError
        The arguments are not as described, or there is no example.

    Examples
    --------
    >>> categorical_gradient([1], [[0, 0]]).tolist()
    [[0.5, -0.5]]
    """
    p = softmax(z)
    if p.ndim != 2:
        raise ValueError(f"z must have the shape (n, classes), got {p.shape}")
    return (p - one_hot(actual, *p.shape)) / len(p)


def one_hot(actual, n, classes):
    """Return true classes as rows with a 1 for the true class: shape (n, classes)."""
    actual = as_floats("actual", actual)
    if actual.shape == (n, classes):
        if not np.isin(actual, (0, 1)).all() or (actual.sum(axis=1) != 1).any():
            raise ValueError("actual must have one 1 in each row, and else 0")
        return actual
    if actual.shape != (n,):
        raise ValueError(f"actual must have the shape ({n},) or ({n}, {classes}), got {actual.shape}")
    if not np.isin(actual, np.arange(classes)).all():
        wrong = actual[~np.isin(actual, np.arange(classes))][0]
        raise ValueError(f"actual must be numbers of classes, whole and from 0 to {classes - 1}, got {wrong:g}")
    return np.eye(classes)[actual.astype(int)]


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
