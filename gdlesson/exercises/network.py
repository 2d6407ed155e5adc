"""Exercises of lessons 16 and 17: slopes by backpropagation, and settings that teach a network the spiral."""

from functools import cache
from itertools import permutations

import numpy as np

from gdlesson.datasets import spiral
from gdlesson.exercises.answers import a_whole_number, read_numbers
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes.backward import MISTAKES
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.schedules import read_rates
from gdlesson.exercises.wording import kind, two_apart
from gdlesson.networks.network import Network, cross_entropy_of
from gdlesson.networks.training import train
from gdlesson.words import count

NAMES = ("W1", "b1", "W2", "b2")
DIGITS = 5  # of which numerical slopes are sure
TARGET, UNITS, EPOCHS, SEEDS = 0.95, 16, 60, 5  # of the exercise on the spiral


def loss(x, y, W1, b1, W2, b2):
    """Return the binary cross-entropy of a network with one dense layer of ReLU units."""
    return cross_entropy_of(np.maximum(x @ W1 + b1, 0) @ W2 + b2, y).mean()


def numerical(case):
    """Return the slopes of the loss for W1, b1, W2 and b2, each number moved a little up and a little down."""
    slopes, h = [], 1e-6
    for place in range(2, 6):
        slope = np.empty_like(case[place])
        for index in np.ndindex(slope.shape):
            ends = []
            for move in (h, -h):
                moved = [part.copy() for part in case]
                moved[place][index] += move
                ends.append(loss(*moved))
            slope[index] = (ends[0] - ends[1]) / (2 * h)
        slopes.append(slope)
    return slopes


def cases():
    """Return networks and examples to try: of several sizes, and a single example among them."""
    rng = np.random.default_rng(12)
    found = []
    for n, inputs, units in ((5, 2, 3), (1, 2, 4), (8, 3, 2), (6, 2, 1)):
        shapes = (n, inputs), (inputs, units), (1, units), (units, 1), (1, 1)
        x, W1, b1, W2, b2 = (rng.uniform(-1, 1, shape).round(2) for shape in shapes)
        found.append((x, (rng.uniform(size=(n, 1)) < 0.5) * 1.0, W1, np.abs(b1), W2, b2))
    return found


CASES = cases()
ORDER = "return dW1, db1, dW2, db2"


@cache
def truths():
    """Return the numerical slopes in all cases."""
    return [numerical(case) for case in CASES]


@exercise("my_backward(x, y, W1, b1, W2, b2)")
def check_backward(my_backward):
    """Check backpropagation through a dense layer of ReLU units against numerical slopes (lesson 16).

    Parameters
    ----------
    my_backward : callable
        my_backward(x, y, W1, b1, W2, b2) takes examples of shape (n, inputs), their labels, of shape (n, 1), and
        the network h = max(x @ W1 + b1, 0), p = sigmoid(h @ W2 + b2); it returns the slopes of the mean binary
        cross-entropy for W1, b1, W2 and b2, each of the same shape.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> from gdlesson.losses import sigmoid
    >>> def my_backward(x, y, W1, b1, W2, b2):
    ...     h = np.maximum(x @ W1 + b1, 0)
    ...     error = sigmoid(h @ W2 + b2) - y
    ...     back = error @ W2.T * (h > 0)
    ...     return x.T @ back, back.sum(axis=0), h.T @ error, error.sum(axis=0)
    >>> check_backward(my_backward)
    ✗ Not yet: for 5 examples and 3 units, the slope of W1 in row 0, column 2 should be
    −0.049604, but yours is −0.24802. They are len(y) times too large: the loss is a mean, so
    divide the error by len(y).
    """
    answers = []
    for case in CASES:
        answer = attempt(my_backward, case, where(case), "my_backward", f"End it with  {ORDER}.")
        answers.append(four_slopes(answer, case))
    wrong = [
        (case, name, one, other)
        for case, mine, right in zip(CASES, answers, truths(), strict=True)
        for name, one, other in zip(NAMES, mine, right, strict=True)
        if not agrees(one, other)
    ]
    if wrong:
        (case, name, one, other), right = wrong[0], sorted(set(NAMES) - {name for _, name, *_ in wrong})
        row, column = np.unravel_index(np.argmax(abs(one - other)), np.shape(one))
        mine, should = two_apart(one[row, column], other[row, column])
        seen = f"{where(case)}, the slope of {name} in row {row}, column {column} should be {should}, but yours is"
        raise NotYet(f"{seen} {mine}.", lambda: diagnosis(answers, right))
    sizes = count(sum(part.size for case in CASES for part in case[2:]), "slope")
    return f"all {sizes} of {len(CASES)} networks agree with the numerical ones, to {DIGITS} digits."


def agrees(slope, other):
    """Tell whether two slopes have the same shape and the same numbers, as far as numerical ones are sure."""
    return np.shape(slope) == np.shape(other) and np.allclose(slope, other, 10.0**-DIGITS, 1e-8)


def where(case):
    """Return a case in words."""
    return f"for {count(len(case[1]), 'example')} and {count(case[2].shape[1], 'unit')}"


def four_slopes(answer, case):
    """Return what came back as four arrays of the right shapes, or say what is wrong with it."""
    if not isinstance(answer, (list, tuple)) or len(answer) != 4:
        several = isinstance(answer, (list, tuple))
        came = f"{count(len(answer), 'thing')}" if several else kind(answer)
        raise NotYet(f"my_backward should return four arrays, dW1, db1, dW2, db2, but it returns {came}.")
    slopes = [
        np.asarray(read_numbers(slope, f"the slope of {name} should be an array of numbers, but it is"))
        for name, slope in zip(NAMES, answer, strict=True)
    ]
    for name, slope, part in zip(NAMES, slopes, case[2:], strict=True):
        if slope.shape not in shapes(name, part):
            raise NotYet(
                f"{where(case)}, the slope of {name} should have its shape, {part.shape}, but it has "
                f"{slope.shape}.",
                shape_hint(name, slope, slopes, case),
            )
        if not np.isfinite(slope).all():
            raise NotYet(f"{where(case)}, not all numbers in the slope of {name} are finite.", "Print each step.")
    return [slope.reshape(part.shape) for slope, part in zip(slopes, case[2:], strict=True)]


def shapes(name, part):
    """Return which shapes a slope may have: that of its part; without its one row for a bias; a number for b2."""
    row = [part.shape[1:]] if name[0] == "b" else []
    return [part.shape, *row, *([()] if name == "b2" else [])]


def shape_hint(name, slope, slopes, case):
    """Say how a slope of the right shape comes about."""
    fits = [
        all(each.shape in shapes(other, part) for each, other, part in zip(order, NAMES, case[2:], strict=True))
        for order in permutations(slopes)
    ]
    if any(fits):
        return f"Are they in the right order? Write  {ORDER}."
    if any(each.ndim > 2 for each in slopes):
        return "y is a column already: leave [:, None] out."
    part = case[2 + NAMES.index(name)]
    if any(len(case[1]) == each.shape[-1] for each in slopes if each.ndim) and len(case[1]) not in part.shape:
        return (
            "An array of shape (n,) minus one of shape (n, 1) subtracts each from each. Keep p and y as columns."
        )
    if slope.shape == part.shape[::-1] and name[0] == "W":
        return "Rows and columns are swapped. Which of the two factors needs .T?"
    if name[0] == "b":
        return "Add up the errors of all examples: .sum(axis=0)."
    return f"It is {'x' if name == 'W1' else 'h'}.T @ the error behind it."


def diagnosis(answers, right):
    """Return what is wrong with slopes that are not all right; `right` names those that are."""
    for known in MISTAKES:
        wanted = [known.wrong(*case) for case in CASES]
        if all(
            agrees(one, other)
            for mine, slopes in zip(answers, wanted, strict=True)
            for one, other in zip(mine, slopes, strict=True)
        ):
            return known.words
    if not right:
        return "Begin at the output: there the error is (p − y) / len(y), and dW2 is h.T @ error."
    names = ", ".join(right[:-1]) + " and " * (len(right) > 1) + right[-1]
    return f"{names} {'is' if len(right) == 1 else 'are'} right already. Go on from there."


@exercise
def check_spiral(my_rate, my_batch_size):
    """Check a learning rate and a batch size with which plain descent learns the spiral in 60 epochs (lesson 17).

    Parameters
    ----------
    my_rate : float or callable
        A learning rate, or a schedule.
    my_batch_size : int
        From 1 to 512. Right if a network with two dense layers of 16 tanh units, trained so from 5 starts, gets
        95 % of the examples right from at least 3 of them.

    Returns
    -------
    Feedback
        Correct, or how far the networks came.

    Examples
    --------
    >>> check_spiral(0.01, 128)
    ✗ Not yet: after 60 epochs, 240 steps, 67.0% of the examples are right, as the median of 5
    starts; 95% are needed. The loss is still falling at the end: take more steps, or larger
    ones.
    """
    x, y = spiral()
    size = a_whole_number(my_batch_size, "my_batch_size", 1, len(y))
    steps = -(-len(y) // size)
    rates = read_rates(my_rate, "my_rate", EPOCHS * steps)
    network = Network((2, UNITS, UNITS, 1))
    starts = np.array([network.start(seed) for seed in range(SEEDS)])
    run = train(network, x, y, "gradient_descent", rates.__getitem__, size, EPOCHS, start=starts)
    return spiral_words(run, x, y, steps)


def spiral_words(run, x, y, steps):
    """Return what came of five trainings; raise `NotYet` with it if that is too little."""
    _, accuracies = run.network.measure(run.p, x, y)
    reached = float(np.median(accuracies))
    words = (
        f"after {count(run.epochs, 'epoch')}, {count(run.epochs * steps, 'step')}, {reached:.1%} of the examples "
        f"are right, as the median of {SEEDS} starts"
    )
    if reached >= TARGET:
        return f"{words}, and {accuracies.min():.1%} with the worst."
    middle = np.median(run.history["loss"], axis=1)[-20:]
    advice = "The loss stands still: take another learning rate."
    if middle[-5:].mean() < 0.998 * middle[:5].mean():
        advice = "The loss is still falling at the end: take more steps, or larger ones."
    if np.abs(np.diff(middle)).mean() > 0.05:
        advice = "The loss jumps up and down: take a smaller learning rate."
    if np.isnan(middle).any():
        advice = "The numbers become too large to store: take a smaller learning rate."
    raise NotYet(f"{words}; {TARGET:.0%} are needed.", advice)
