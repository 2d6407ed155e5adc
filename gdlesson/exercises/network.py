"""The exercises on a network: its slopes by backpropagation, and settings that teach it a spiral (lesson 12)."""

import numpy as np

from gdlesson.datasets import spiral
from gdlesson.exercises.answers import a_function, a_number, read_numbers
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import NotYet, exercise
from gdlesson.exercises.mistakes.backward import MISTAKES
from gdlesson.exercises.wording import kind
from gdlesson.networks.network import Network, cross_entropy_of
from gdlesson.networks.training import train
from gdlesson.verdicts import count, number

NAMES = ("W1", "b1", "W2", "b2")
ARGUMENTS = ("x", "y", *NAMES)
DIGITS = 5  # of which numerical slopes are sure
TARGET, UNITS, EPOCHS, SEEDS, LEAST = 0.95, 16, 60, 5, 4  # of the exercise on the spiral


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


@exercise
def check_backward(my_backward):
    """Check backpropagation through a dense layer of ReLU units against numerical slopes (lesson 12).

    Parameters
    ----------
    my_backward : callable
        my_backward(x, y, W1, b1, W2, b2) takes examples of shape (n, inputs), their labels, of shape (n, 1), and
        the network h = max(x @ W1 + b1, 0), p = sigmoid(h @ W2 + b2); it returns the slopes of the mean binary
        cross-entropy for W1, b1, W2 and b2, each of the same shape.

    Returns
    -------
    Feedback
        Right, or the slip in words.

    Examples
    --------
    >>> from gdlesson.losses import sigmoid
    >>> def my_backward(x, y, W1, b1, W2, b2):
    ...     h = np.maximum(x @ W1 + b1, 0)
    ...     error = sigmoid(h @ W2 + b2) - y
    ...     back = error @ W2.T * (h > 0)
    ...     return x.T @ back, back.sum(axis=0), h.T @ error, error.sum(axis=0)
    >>> check_backward(my_backward)
    not yet: for 5 examples and 3 units the slope of W1 is not what the loss says: they are
    len(y) times too large: the loss is a mean, so divide the error by len(y).
    """
    a_function(my_backward, "my_backward", ARGUMENTS)
    todo = "End it with: return dW1, db1, dW2, db2."
    answers, truths = [], [numerical(case) for case in CASES]
    for case in CASES:
        answer = attempt(my_backward, case, where(case), "my_backward", todo)
        answers.append(four_slopes(answer, case))
    wrong = [
        (case, name)
        for case, mine, right in zip(CASES, answers, truths, strict=True)
        for name, one, other in zip(NAMES, mine, right, strict=True)
        if not agrees(one, other)
    ]
    if wrong:
        (case, name), right = wrong[0], sorted(set(NAMES) - {name for _, name in wrong})
        raise NotYet(f"{where(case)} the slope of {name} is not what the loss says: {diagnosis(answers, right)}")
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
        single = isinstance(answer, np.ndarray)
        came = f"one array of the shape {answer.shape}" if single else kind(answer)
        came = f"{count(len(answer), 'thing')}" if isinstance(answer, (list, tuple)) else came
        raise NotYet(f"my_backward should return four arrays, dW1, db1, dW2, db2, but it returns {came}.")
    slopes = []
    for name, slope in zip(NAMES, answer, strict=True):
        slopes.append(
            np.asarray(read_numbers(slope, f"the slope of {name} should be an array of numbers, but it is"))
        )
    for name, slope, part in zip(NAMES, slopes, case[2:], strict=True):
        if slope.shape not in shapes(name, part):
            raise NotYet(
                f"{where(case)} the slope of {name} should have its shape, {part.shape}, but it has "
                f"{slope.shape}. {shape_hint(name, slopes, case)}"
            )
        if not np.isfinite(slope).all():
            raise NotYet(f"{where(case)} not all numbers in the slope of {name} are finite: print each step.")
    return [slope.reshape(part.shape) for slope, part in zip(slopes, case[2:], strict=True)]


def shapes(name, part):
    """Return which shapes a slope may have: that of its part; without its one row for a bias; a number for b2."""
    row = [part.shape[1:]] if name[0] == "b" else []
    return [part.shape, *row, *([()] if name == "b2" else [])]


def shape_hint(name, slopes, case):
    """Say how a slope of the right shape comes about."""
    if any(slope.ndim > 2 for slope in slopes):
        return "y is a column already: leave [:, None] out."
    if slopes[1].shape == case[4].shape and slopes[2].shape in shapes("b1", case[3]):
        return "In which order do you return them? dW1, db1, dW2, db2."
    if name[0] == "b":
        return "Add the errors of all examples up: .sum(axis=0)."
    return f"It is {'x' if name == 'W1' else 'h'}.T @ the error behind it."


def diagnosis(answers, right):
    """Return what is wrong with slopes of which some are not right; `right` names those that are."""
    for known in MISTAKES:
        wanted = [known.wrong(*case) for case in CASES]
        if all(
            agrees(one, other)
            for mine, slopes in zip(answers, wanted, strict=True)
            for one, other in zip(mine, slopes, strict=True)
        ):
            return known.words
    if not right:
        return "begin at the output: there the error is (p − y) / len(y), and dW2 is h.T @ error."
    names = ", ".join(right[:-1]) + " and " * (len(right) > 1) + right[-1]
    return f"{names} {'is' if len(right) == 1 else 'are'} right already. Go on from there."


@exercise
def check_spiral(my_rate, my_batch_size):
    """Check a learning rate and a batch size with which plain descent learns the spiral in 60 epochs (lesson 12).

    Parameters
    ----------
    my_rate : float or callable
        A learning rate, or a schedule.
    my_batch_size : int
        From 4 to 512. Right where a network with two dense layers of 16 tanh units, trained so from 5 starts, has
        95 % of the examples right from at least 3 of them.

    Returns
    -------
    Feedback
        Right, or how far the networks came.

    Examples
    --------
    >>> check_spiral(0.01, 128)
    not yet: after 60 epochs, 240 steps, 67.0% of the examples are right, the middle one of 5
    starts; 95% are asked for. The loss is still falling in the end: more steps, or longer
    ones.
    """
    if not callable(my_rate):
        my_rate = a_number(my_rate, "my_rate", "put a number in place of None, for my_rate.")
    size = a_number(my_batch_size, "my_batch_size", "put a whole number in place of None, for my_batch_size.")
    if size != int(size):
        raise NotYet(f"my_batch_size should be a whole number, but it is {number(size)}.")
    if 0 < size < LEAST:
        raise NotYet(f"with batches of {number(size)} this takes too long. Take {LEAST} or more.")
    x, y = spiral()
    steps = -(-len(y) // max(int(size), 1))
    if callable(my_rate):
        my_rate = rates_of(my_rate, EPOCHS * steps)
    network = Network((2, UNITS, UNITS, 1))
    starts = np.array([network.start(seed) for seed in range(SEEDS)])
    try:
        run = train(network, x, y, "gradient_descent", my_rate, int(size), EPOCHS, start=starts)
    except (TypeError, ValueError) as error:
        raise NotYet(f"with these numbers nothing can be trained: {error}.") from None
    return spiral_words(run, x, y, steps)


def rates_of(my_rate, steps):
    """Return the rates of a learner's schedule for so many steps as a schedule, which cannot go wrong any more."""
    a_function(my_rate, "my_rate", ["step"])
    rates = attempt(lambda: [my_rate(step) for step in range(steps)], (), f"over {steps} steps", "my_rate", "")
    return rates.__getitem__


def spiral_words(run, x, y, steps):
    """Return what came of five trainings; raise `NotYet` with it where it is too little."""
    losses, accuracies = run.network.measure(run.p, x, y)
    reached = float(np.median(accuracies))
    words = (
        f"after {count(run.epochs, 'epoch')}, {count(run.epochs * steps, 'step')}, {reached:.1%} of the examples "
        f"are right, the middle one of {SEEDS} starts"
    )
    if reached >= TARGET:
        return f"{words}, and {accuracies.min():.1%} with the worst."
    middle = np.median(run.history["loss"], axis=1)[-20:]
    advice = "The loss stands still: take another rate."
    if middle[-5:].mean() < 0.998 * middle[:5].mean():
        advice = "The loss is still falling in the end: more steps, or longer ones."
    if np.abs(np.diff(middle)).mean() > 0.05:
        advice = "The loss jumps up and down: take shorter steps."
    if np.isnan(middle).any():
        advice = "The numbers leave all bounds: take shorter steps."
    raise NotYet(f"{words}; {TARGET:.0%} are asked for. {advice}")
