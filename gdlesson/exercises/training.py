"""An exercise of lesson 17: the loop that trains a network, for any optimizer."""

from types import SimpleNamespace

import numpy as np

from gdlesson.exercises.answers import read_numbers
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes.training import MISTAKES, looped
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind, two_apart
from gdlesson.optimizers import adam, gradient_descent, momentum

HEAD = "my_training(p, x, y, gradient, rule, batch_size, epochs, rng)"
EXAMPLES = np.random.default_rng(5)
X, Y = EXAMPLES.normal(size=(10, 2)).round(1), EXAMPLES.normal(size=10).round(1)


def gradient(p, x, y):
    """Return the gradient of the mean squared error of a plane, for some examples."""
    return 2 * x.T @ (x @ p - y) / len(y)


def case(rule, batch_size, epochs, seed):
    """Return what the learner's function is given: all but rng, of which the seed is kept."""
    given = {"p": np.array([1.0, -2.0]), "x": X, "y": Y, "gradient": gradient, "rule": rule}
    return SimpleNamespace(**given, batch_size=batch_size, epochs=epochs, seed=seed)


CASES = [
    case(gradient_descent, 5, 1, 0),
    case(gradient_descent, 4, 2, 1),
    case(gradient_descent, 10, 3, 2),
    case(momentum, 5, 2, 3),
    case(momentum, 4, 3, 4),
    case(adam, 5, 2, 5),
    case(adam, 3, 4, 6),
]


@exercise(HEAD)
def check_training(my_training):
    """Check the loop that trains a network with any optimizer (lesson 17).

    Parameters
    ----------
    my_training : callable
        my_training(p, x, y, gradient, rule, batch_size, epochs, rng) begins at the parameters p, an array, and
        returns them after all epochs. In each epoch it shuffles the examples once with rng.permutation, and takes
        one step on each batch: p, *memory = rule(p, gradient(p, x[rows], y[rows]), t, *memory), where t counts
        the steps from 1, over all epochs.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_training(lambda p, x, y, gradient, rule, batch_size, epochs, rng: p)
    ✗ Not yet: with gradient_descent, 10 examples, batches of 5 and 1 epoch, p should be [1.001,
    −1.89314], but it is [1, −2]. p has not moved: return the one that the rule returned.
    """
    answers = [answer_to(my_training, each) for each in CASES]
    for each, answer in zip(CASES, answers, strict=True):
        truth = looped(each)
        if not np.allclose(answer, truth, rtol=1e-9, atol=1e-12):
            mine, right = two_apart(answer, truth)
            raise NotYet(f"{where(each)}, p should be {right}, but it is {mine}.", lambda: diagnosis(answers))
    return f"the same parameters in {len(CASES)} trainings, with gradient descent, momentum, and Adam."


def answer_to(my_training, each):
    """Return the parameters with which a learner's training ends in a case."""
    arguments = each.p, each.x, each.y, each.gradient, each.rule, each.batch_size, each.epochs

    def trained(*given):
        return my_training(*given, np.random.default_rng(each.seed))

    answer = attempt(trained, arguments, where(each), "my_training", "End it with  return p.", my_training)
    complaint = f"{where(each)}, my_training should return the two parameters in p, but it returns"
    numbers = np.asarray(read_numbers(answer, complaint))
    if numbers.shape != each.p.shape:
        raise NotYet(f"{complaint} {kind(answer)}.", "Leave the memory out: return p.")
    return numbers


def where(each):
    """Return a case in words."""
    epochs = f"{each.epochs} epoch{'s' * (each.epochs > 1)}"
    return f"with {each.rule.__name__}, {len(each.y)} examples, batches of {each.batch_size} and {epochs}"


def diagnosis(answers):
    """Return what is wrong with answers that are those of a typical mistake, "" if they are not."""
    for mistake in MISTAKES:
        wrong = map(mistake.wrong, CASES)
        if all(
            np.allclose(one, other, rtol=1e-9, atol=1e-12, equal_nan=True)
            for one, other in zip(wrong, answers, strict=True)
        ):
            return mistake.words
    return ""
