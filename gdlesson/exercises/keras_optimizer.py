"""An exercise of lesson 18: an optimizer of Keras found that is quick enough."""

import numpy as np

from gdlesson.exercises.answers import missing
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.errors import OF_KERAS, in_words, meaning
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.keras_calls import BATCH, PATIENCE, X, Y, compiled, ready
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.timelimit import budget
from gdlesson.exercises.wording import kind
from gdlesson.networks.with_keras import OPTIMIZERS
from gdlesson.words import apart, number

LONG, TARGET = 20, 0.095  # epochs, and the loss after them, of the optimizer to be found


@exercise
def check_keras_optimizer(optimizer):
    """Check an optimizer of Keras that should bring the loss on the moons below 0.095 in 20 epochs (lesson 18).

    Parameters
    ----------
    optimizer : str or keras.optimizers.Optimizer
        Its name, or an object with a learning rate of its own, as `model.compile` takes them.

    Returns
    -------
    Feedback
        Correct, or how far it comes, and what may be the reason.

    Examples
    --------
    >>> check_keras_optimizer("gradient descent")
    ✗ Not yet: Keras does not take the text 'gradient descent': the error ValueError (Could not
    interpret optimizer identifier: gradient descent). In Keras it is 'sgd', or
    keras.optimizers.SGD().
    """
    if missing(optimizer):
        raise NotYet("give the name of an optimizer of Keras, or an object such as keras.optimizers.SGD(0.1).")
    ready()
    made = read_optimizer(optimizer)
    rate = float(made.learning_rate)
    history = train(made)
    loss, accuracy = history["loss"], history["accuracy"]
    came = f"{type(made).__name__} at the learning rate {number(rate, 3)}: after {LONG} epochs the loss is"
    if loss[-1] < TARGET:
        return f"{came} {apart(loss[-1], TARGET, 3)}, and {accuracy[-1]:.0%} are right."
    seen = f"{came} {apart(loss[-1], TARGET, 3)}, but it should be below {TARGET}."
    raise NotYet(seen, fault(rate, loss) or other_rate(optimizer, made, loss[-1]))


def train(optimizer):
    """Return the history of a training with an optimizer of Keras, or raise `NotYet` and say what stops it."""
    fit = {"batch_size": BATCH, "epochs": LONG, "shuffle": False, "verbose": 0}
    name = f"this {type(optimizer).__name__}"
    with budget(PATIENCE):
        return attempt(lambda: compiled(optimizer).fit(X, Y, **fit).history, (), "", name, "", hints=OF_KERAS)


def read_optimizer(optimizer):
    """Return a fresh optimizer of Keras like the one given: it remembers nothing of trainings before."""
    from keras import Model, optimizers

    if isinstance(optimizer, Model):
        raise NotYet("a model is given, but an optimizer is expected.", "Give what you write after optimizer= .")
    if isinstance(optimizer, str) and "(" in optimizer:
        raise NotYet(f"{optimizer} is given as a text.", "Remove the quotation marks.")
    if (name := getattr(optimizer, "__name__", "")) in OPTIMIZERS:
        seen = f"{name} is the function of this package, and Keras does not know it."
        raise NotYet(seen, f"Keras's own is keras.optimizers.{OPTIMIZERS[name][0]}.")
    try:
        found = optimizers.get(optimizer)
    except Exception as error:
        raise NotYet(
            f"Keras does not take {kind(optimizer)}: {in_words(error)}.", meaning(error, OF_KERAS)
        ) from None
    try:
        return type(found).from_config(found.get_config())
    except Exception:  # made by hand, or with a function for its rate
        seen = f"no fresh copy of this {type(found).__name__} can be made."
        raise NotYet(seen, "Take one with a number for its learning rate.") from None


def fault(rate, loss):
    """Return what is wrong with a learning rate, judging by the losses; an empty text if they fall."""
    rises = int(np.sum(np.diff(loss) > 0))
    if np.isnan(rate):
        return "The learning rate is nan, which is no number."
    if rate <= 0:
        return "With the learning rate 0 nothing moves." if rate == 0 else "A learning rate below 0 leads uphill."
    if not np.isfinite(loss).all():
        return "The numbers become too large to store: take a smaller learning rate."
    if loss[-1] >= loss[0]:
        return "The loss does not fall: take a smaller learning rate."
    if rises > LONG // 4:
        return (
            f"The loss rises in {rises} of {LONG - 1} epochs: take a smaller learning rate, or another optimizer."
        )
    return ""


def other_rate(optimizer, made, end):
    """Return which way to go from a learning rate: a training at twice the rate tells."""
    settings = made.get_config()
    if not isinstance(settings.get("learning_rate"), float):  # a schedule, or an optimizer around another one
        return "Try other learning rates, or another optimizer."
    twice = type(made).from_config(settings | {"learning_rate": 2 * settings["learning_rate"]})
    faster = train(twice)["loss"][-1]
    if not faster < end:
        return "At twice that rate it is no lower: try a smaller rate, or another optimizer."
    by_name = isinstance(optimizer, str)
    hint = " A name stands for the usual rate; an object takes another one in its parentheses." if by_name else ""
    lower = f"At twice that rate it would be {apart(faster, end, 3)}"
    return f"{lower}: try a larger rate, or another optimizer.{hint}"
