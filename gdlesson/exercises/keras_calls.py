"""The exercises of lesson 13: three calls of Keras repaired, and an optimizer found that is quick enough.

Keras is imported when a check is called, not before.
"""

import numpy as np

from gdlesson.datasets import moons
from gdlesson.exercises.answers import a_function, same
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.errors import in_words
from gdlesson.exercises.feedback import NotYet, exercise
from gdlesson.exercises.timelimit import patience
from gdlesson.exercises.wording import kind
from gdlesson.networks.network import Network
from gdlesson.networks.with_keras import NotReadyError, keras_model, prepare_keras
from gdlesson.verdicts import count, number

X, Y = moons()
NETWORK = Network((2, 16, 16, 1))
START = NETWORK.start(seed=0)
BATCH = 32
EPOCHS, RATE = 10, 1.0  # of the calls to be repaired
PATIENCE = 10  # times as long as other calls may those of Keras take: it compiles before it trains
LONG, TARGET = 20, 0.15  # epochs, and the loss after them, of the optimizer to be found


@exercise
def check_keras_calls(compile_it, compile_with_rate, losses_of):
    """Check three functions with calls of Keras that were wrong (lesson 13).

    Parameters
    ----------
    compile_it : callable
        compile_it(model) compiles it with the binary cross-entropy, plain SGD at its usual rate, and the accuracy.
    compile_with_rate : callable
        compile_with_rate(model) does so with the learning rate 1.
    losses_of : callable
        losses_of(model, x, y) trains a compiled model for ten epochs, in batches of 32, and returns their losses.

    Returns
    -------
    Feedback
        Right, or what is still wrong with each of them.

    Examples
    --------
    >>> check_keras_calls(None, lambda model: model.compile(loss="binary_crossentropy", optimizer="sgd"), ...)
    not yet: 3 calls need repair.
    - write the function compile_it(model), and give its name to the check.
    - compile_with_rate compiles no metric: the accuracy is to be watched, too.
    - write the function losses_of(model, x, y), and give its name to the check.
    """
    checks = [
        lambda: check_compile(compile_it, "compile_it", 0.01),
        lambda: check_compile(compile_with_rate, "compile_with_rate", RATE),
        lambda: check_losses(losses_of),
    ]
    ready()
    with patience(PATIENCE):
        faults = [*filter(None, map(fault, checks))]
    if faults:
        need = "call needs" if len(faults) == 1 else "calls need"
        raise NotYet("\n- ".join([f"{len(faults)} {need} repair.", *faults]))
    return "all three calls do what they should."


def fault(check):
    """Return what a check has to complain of; None where there is nothing."""
    try:
        check()
    except NotYet as reason:
        return " ".join(str(reason).split())
    return None


def ready():
    """Make Keras ready, or say in one sentence what is missing."""
    try:
        prepare_keras()
    except NotReadyError as error:
        raise NotYet(str(error)) from None


def check_compile(function, name, learning_rate):
    """Raise `NotYet` where a function does not compile a model as it should."""
    a_function(function, name, ("model",))
    model = keras_model(NETWORK, START)
    attempt(lambda: (function(model), model), (), "", name, "", function)
    if not model.compiled:
        raise NotYet(f"{name} does not compile the model: where is model.compile(…)?")
    measured = attempt(lambda: measure(model), (), "", f"{name} is taken at first, but at its first use it", "")
    loss, accuracy = NETWORK.measure(START, X, Y)
    if abs(measured.pop("loss") - loss) > 1e-4:
        raise NotYet(f"{name} compiles another loss. The binary cross-entropy is called 'binary_crossentropy'.")
    if not measured:
        raise NotYet(f"{name} compiles no metric: the accuracy is to be watched, too.")
    if all(abs(value - accuracy) > 1e-4 for value in measured.values()):
        raise NotYet(f"{name} watches {' and '.join(measured)}, not the accuracy.")
    check_sgd(model.optimizer, name, learning_rate)


def measure(model):
    """Return loss and metrics of a model on all examples, by their names."""
    return {
        name: float(np.mean(value)) for name, value in model.evaluate(X, Y, verbose=0, return_dict=True).items()
    }


def check_sgd(optimizer, name, learning_rate):
    """Raise `NotYet` where an optimizer is not plain SGD with this rate."""
    found = type(optimizer).__name__
    if found != "SGD":
        by_default = " (which is what Keras takes when it is told nothing)" if found == "RMSprop" else ""
        raise NotYet(f"{name} compiles the optimizer {found}{by_default}, and SGD is asked for.")
    rate = float(optimizer.learning_rate)
    if abs(rate / learning_rate - 1) > 1e-4:
        raise NotYet(f"the learning rate of {name} is {number(rate)}, and {number(learning_rate)} is asked for.")
    if optimizer.momentum or optimizer.nesterov:
        raise NotYet(f"{name} adds momentum; plain SGD is asked for.")


def check_losses(function):
    """Raise `NotYet` where a function does not train as long as it should, or does not return the losses."""
    name = "losses_of"
    a_function(function, name, ("model", "x", "y"))
    model = compiled("sgd")
    answer = attempt(function, (model, X, Y), "for a compiled model", name, "End it with return.")
    steps, batches = int(model.optimizer.iterations.value), len(Y) // BATCH
    if steps != EPOCHS * batches:
        wanted = f"{EPOCHS} epochs of {batches} batches are {EPOCHS * batches}"
        raise NotYet(f"{name} trains for {count(steps, 'step')}; {wanted}: look at epochs and batch_size.")
    if hasattr(answer, "history"):
        raise NotYet(f"{name} returns Keras's History; the losses are in the dict that it has as its .history.")
    history = model.history.history
    if not same(answer, history["loss"]):
        raise NotYet(f"{name} should return the {EPOCHS} losses, but it returns {told(answer, history)}.")


def told(answer, history):
    """Return in words what was returned in place of the losses."""
    named = [name for name in history if same(answer, history[name])]
    if isinstance(answer, dict):
        return "the whole dict: take 'loss' out of it"
    return f"the values of {named[0]!r}" if named else kind(answer)


def compiled(optimizer):
    """Return a model that begins at `START`, compiled with an optimizer of Keras."""
    model = keras_model(NETWORK, START)
    model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    return model


@exercise
def check_keras_optimizer(optimizer):
    """Check an optimizer of Keras that is to bring the loss on the moons below 0.15 in 20 epochs (lesson 13).

    Parameters
    ----------
    optimizer : str or keras.optimizers.Optimizer
        Its name, or an object with a learning rate of its own, as `model.compile` takes them.

    Returns
    -------
    Feedback
        Right, or how far it comes, and what may be the reason.

    Examples
    --------
    >>> check_keras_optimizer("gradient descent")
    not yet: Keras does not take the text 'gradient descent': the error ValueError (Could not
    interpret optimizer identifier: gradient descent): in Keras it is 'sgd', or
    keras.optimizers.SGD().
    """
    if optimizer is None or optimizer is ...:
        raise NotYet("give the name of an optimizer of Keras, or an object such as keras.optimizers.SGD(0.1).")
    ready()
    made = read_optimizer(optimizer)
    rate = float(made.learning_rate)
    history = compiled(made).fit(X, Y, batch_size=BATCH, epochs=LONG, shuffle=False, verbose=0).history
    loss, accuracy = history["loss"], history["accuracy"]
    came = f"{type(made).__name__} at the learning rate {number(rate, 3)}: after {LONG} epochs the loss is"
    if loss[-1] <= TARGET:
        return f"{came} {number(loss[-1], 3)}, and {accuracy[-1]:.0%} are right."
    raise NotYet(f"{came} {number(loss[-1], 3)}, and {TARGET} is asked for. {reason(optimizer, rate, loss)}")


def read_optimizer(optimizer):
    """Return a fresh optimizer of Keras like the one given: it remembers nothing of trainings before."""
    from keras import Model, optimizers

    if isinstance(optimizer, Model):
        raise NotYet("a model is given, and its optimizer is expected: what you write after optimizer= .")
    if isinstance(optimizer, str) and "(" in optimizer:
        raise NotYet(f"{optimizer} is given as a text: leave the quotation marks out.")
    try:
        found = optimizers.get(optimizer)
    except Exception as error:
        raise NotYet(f"Keras does not take {kind(optimizer)}: {in_words(error)}.") from None
    try:
        return type(found).from_config(found.get_config())
    except Exception:  # made by hand, or with a function for its rate
        raise NotYet(
            f"no fresh copy of this {type(found).__name__} can be made: take one with a number."
        ) from None


def reason(optimizer, rate, loss):
    """Return what may be wrong with an optimizer, as its rate and its losses tell."""
    rises = int(np.sum(np.diff(loss) > 0))
    if rate <= 0:
        return "With the rate 0 nothing moves." if rate == 0 else "A rate below 0 leads uphill."
    if not np.isfinite(loss).all():
        return "The numbers have left all bounds: take a smaller rate."
    if loss[-1] >= loss[0]:
        return "It does not come down: take a smaller rate."
    if rises > LONG // 4:
        return f"The loss rises in {rises} of {LONG - 1} epochs: take a smaller rate."
    by_name = isinstance(optimizer, str)
    hint = " A name stands for the usual rate; an object takes another one in its brackets." if by_name else ""
    return f"It falls, but slowly: take a larger rate, or another optimizer.{hint}"
