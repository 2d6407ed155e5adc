"""Exercises of lesson 15: a forward pass, and the size of weights with which ReLU layers keep a signal alive."""

import math

import numpy as np

from gdlesson.exercises.answers import read_numbers
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes import forward, scale
from gdlesson.exercises.mistakes.forward import passed
from gdlesson.exercises.tasks import Task, judge
from gdlesson.words import count, number

DEEP, WIDE = 10, 256  # layers and units that the right scale is tried on


def cases():
    """Return examples and networks of several sizes, and of each size two, so that each argument can be varied."""
    rng, found = np.random.default_rng(21), []
    for n, inputs, units in ((3, 2, 4), (3, 2, 4), (5, 3, 2), (1, 2, 3), (4, 1, 5), (3, 2, 4)):
        shapes = (n, inputs), (inputs, units), (1, units), (units, 1), (1, 1)
        found.append(tuple(rng.uniform(-1.5, 1.5, shape).round(1) for shape in shapes))
    return found


def as_row(answer, complaint):
    """Return probabilities in one column, or in one row, as a row."""
    values = np.asarray(read_numbers(answer, complaint))
    return values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values


def shapes_of(function, answers, truths):
    """Say what is wrong with the shape of answers."""
    if all(np.shape(answer) == np.shape(truth) for answer, truth in zip(answers, truths, strict=True)):
        return ""
    if any(np.ndim(answer) == 2 and np.shape(answer)[0] > 1 for answer in answers):
        return "Its shape should be (examples, 1): does it end with @ W2 + b2, and the sigmoid of that?"
    return "Return one probability for each example, in the order of x."


FORWARD = Task(
    head="my_forward(x, W1, b1, W2, b2)",
    todo="End it with  return  and the probabilities.",
    truth=passed,
    mistakes=forward.MISTAKES,
    cases=cases(),
    where=lambda x, W1, b1, W2, b2: f"for {count(len(x), 'example')} and {count(W1.shape[1], 'unit')}",
    what="a probability for each example",
    read=as_row,
    otherwise=shapes_of,
)


@exercise(FORWARD.head)
def check_forward(my_forward):
    """Check the forward pass through a hidden layer of ReLU units and a sigmoid output (lesson 15).

    Parameters
    ----------
    my_forward : callable
        my_forward(x, W1, b1, W2, b2) takes examples of shape (n, inputs), weights and biases of shapes
        (inputs, units), (1, units), (units, 1) and (1, 1); it returns n probabilities, in a column or in a row.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_forward(lambda x, W1, b1, W2, b2: np.maximum(x @ W1 + b1, 0) @ W2 + b2)
    ✗ Not yet: for 3 examples and 4 units, my_forward should return [0.641987, 0.94902,
    0.272495], but it returns [0.584, 2.924, −0.982]. That is z of the output unit. The
    sigmoid makes it a probability.
    """
    judge(FORWARD, my_forward)
    return f"right for {len(FORWARD.cases)} networks of several sizes. That is all that a network does to predict."


SCALE = Task(
    head="my_scale(inputs)",
    todo="Write a line with return and your formula.",
    truth=lambda inputs: math.sqrt(2 / inputs),
    mistakes=scale.MISTAKES,
    cases=[(inputs,) for inputs in (8, 2, 16, 50, 100, 784, 3, 1)],
    where=lambda inputs: f"for {count(inputs, 'input')}",
)


@exercise(SCALE.head)
def check_scale(my_scale):
    """Check the deviation of the weights that keeps the mean square of ReLU outputs the same (lesson 15).

    Parameters
    ----------
    my_scale : callable
        my_scale(inputs) takes the number of inputs of a layer, and returns √(2 / inputs): He's initialization.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_scale(lambda inputs: 1 / inputs**0.5)
    ✗ Not yet: for 8 inputs, my_scale should return 0.5, but it returns 0.35355. That keeps the
    sums at 1, before the ReLU. A ReLU lets only half of the mean square through. Make up for
    that: twice the mean square.
    """
    judge(SCALE, my_scale)
    kept, lost = (mean_square_after(s) for s in (float(my_scale(WIDE)), 1 / math.sqrt(WIDE)))
    return (
        f"after {DEEP} layers of {WIDE} ReLU units the mean square, 1 at first, is {number(kept, 2)} with your "
        f"scale; with 1/√inputs it is {number(lost, 2)}. This is He's initialization."
    )


def mean_square_after(deviation):
    """Return the mean square of the outputs after many ReLU layers with weights of this deviation."""
    rng = np.random.default_rng(0)
    h = rng.standard_normal((200, WIDE))
    for _ in range(DEEP):
        h = np.maximum(h @ (deviation * rng.standard_normal((WIDE, WIDE))), 0)
    return float(np.mean(h**2))
