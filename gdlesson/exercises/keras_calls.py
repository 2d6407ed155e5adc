"""An exercise of lesson 18: three calls of Keras repaired. Keras is imported when the check is called."""

import functools
import inspect

import numpy as np

from gdlesson.datasets import moons
from gdlesson.exercises.answers import same
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.errors import OF_KERAS
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.heads import Head
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.timelimit import budget
from gdlesson.exercises.wording import kind
from gdlesson.networks.network import Network
from gdlesson.networks.with_keras import NotReadyError, keras_model, prepare_keras
from gdlesson.words import apart, count, number

X, Y = moons()
OTHERS = moons(96, seed=5)  # not those of the lesson: a call that uses the notebook's data is found out
NETWORK = Network((2, 16, 16, 1))
START = NETWORK.start(seed=0)
BATCH = 32
EPOCHS, RATE = 10, 1.0  # of the calls to be repaired
PATIENCE = 10  # the calls of Keras may take this many times as long as others: it compiles before it trains


@exercise
def check_keras_calls(compile_it, compile_with_rate, losses_of):
    """Check three functions with calls of Keras that were wrong (lesson 18).

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
        Correct, or what is still wrong with each of them.

    Examples
    --------
    >>> check_keras_calls(None, lambda model: model.compile(loss="binary_crossentropy", optimizer="sgd"), ...)
    ✗ Not yet: 3 calls need repair.
    - write the function compile_it, and give its name to the check.
    - compile_with_rate compiles no metric. The accuracy should be watched as well.
    - write the function losses_of, and give its name to the check.
    """
    checks = [
        lambda: check_compile(compile_it, "compile_it", 0.01),
        lambda: check_compile(compile_with_rate, "compile_with_rate", RATE),
        lambda: check_losses(losses_of),
    ]
    ready()
    with budget(PATIENCE):
        faults = [*filter(None, map(fault, checks))]
    if faults:
        need = "call needs" if len(faults) == 1 else "calls need"
        raise NotYet("\n- ".join([f"{len(faults)} {need} repair.", *faults]))
    return "all three calls do what they should."


def fault(check):
    """Return what a check has to complain about, or None."""
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
    """Raise `NotYet` if a function does not compile a model as it should."""
    Head(f"{name}(model)").look_at(function)
    model = keras_model(NETWORK, START)
    attempt(lambda: (function(model), model), (), "", name, "", function, OF_KERAS)
    if not model.compiled:
        raise NotYet(f"{name} does not compile the model that it is given.", "Where is model.compile(…)?")
    later = f"{name} is taken at first, but at its first use it"
    measured = attempt(lambda: measure(model), (), "", later, "", hints=OF_KERAS)
    loss, accuracy = NETWORK.measure(START, X, Y)
    if abs(measured.pop("loss") - loss) > 1e-4:
        seen = f"{name} compiles another loss."
        raise NotYet(seen, "The binary cross-entropy is called 'binary_crossentropy'.")
    if not measured:
        raise NotYet(f"{name} compiles no metric.", "The accuracy should be watched as well.")
    if all(abs(value - accuracy) > 1e-4 for value in measured.values()):
        raise NotYet(f"{name} watches {watched_instead(measured, accuracy)}.")
    check_sgd(model.optimizer, name, learning_rate)


def watched_instead(measured, accuracy):
    """Return in words which other metrics are watched; of one that is called accuracy, how it differs."""
    for name in {"accuracy", "acc"} & measured.keys():
        mine = apart(measured[name], accuracy)
        return f"a metric called {name} that is {mine} here, where the accuracy is {number(accuracy)}"
    return f"{' and '.join(measured)}, not the accuracy"


def measure(model):
    """Return loss and metrics of a model on all examples, by their names."""
    return {
        name: float(np.mean(value)) for name, value in model.evaluate(X, Y, verbose=0, return_dict=True).items()
    }


def check_sgd(optimizer, name, learning_rate):
    """Raise `NotYet` if an optimizer is not plain SGD with this learning rate."""
    found = type(optimizer).__name__
    if found != "SGD":
        by_default = " (Keras's choice if none is named)" if found == "RMSprop" else ""
        raise NotYet(f"{name} compiles the optimizer {found}{by_default}, but it should be SGD.")
    rate = float(optimizer.learning_rate)
    if abs(rate / learning_rate - 1) > 1e-4:
        mine = apart(rate, learning_rate)
        raise NotYet(f"the learning rate of {name} is {mine}, but it should be {number(learning_rate)}.")
    if optimizer.momentum or optimizer.nesterov:
        raise NotYet(f"{name} adds momentum, but it should be plain SGD.")
    given, plain = optimizer.get_config(), type(optimizer)().get_config()
    added = [each for each in plain if given[each] != plain[each] and each not in ("name", "learning_rate")]
    if added:
        raise NotYet(f"{name} sets {' and '.join(added)}, but it should be plain SGD.")
    if isinstance(given["learning_rate"], dict) and not stays(optimizer, learning_rate):
        raise NotYet(f"{name} compiles a schedule, but the learning rate should stay {number(learning_rate)}.")


def stays(optimizer, learning_rate):
    """Tell whether the schedule of an optimizer gives the same rate after thousands of steps."""
    optimizer.iterations.assign(10_000)
    return abs(float(optimizer.learning_rate) / learning_rate - 1) < 1e-4


def check_losses(function):
    """Raise `NotYet` if a function does not train as long as it should, or does not return the losses."""
    name, (x, y) = "losses_of", OTHERS
    Head(f"{name}(model, x, y)").look_at(function)
    model = compiled("sgd")
    fits = watched(model)
    answer = attempt(function, (model, x, y), "", name, "End it with return.", hints=OF_KERAS)
    if not fits and int(model.optimizer.iterations.value):
        raise NotYet(f"{name} trains without model.fit, but it is the call of model.fit that should be repaired.")
    if not fits:
        raise NotYet(f"{name} does not train the model that it is given.", "Where is model.fit(…)?")
    if not all(alike(x, given[0]) and alike(y, np.ravel(given[1])) for given, _ in fits):
        raise NotYet(f"{name} trains on other examples than it is given.", "Hand x and y to model.fit.")
    if any(given[2] for given, _ in fits):
        raise NotYet(f"{name} keeps some of its examples for validation.", "Leave validation_split out.")
    if (type(model.optimizer).__name__, model.loss) != ("SGD", "binary_crossentropy"):
        raise NotYet(f"{name} compiles the model anew, but it is given a compiled one.", "Leave compile out.")
    losses = [loss for _, history in fits for loss in history["loss"]]
    check_steps(name, len(losses), int(model.optimizer.iterations.value), len(y))
    if hasattr(answer, "history"):
        raise NotYet(f"{name} returns Keras's History.", "The losses are in its dict, .history.")
    if not same(answer, losses):
        raise NotYet(f"{name} should return the {EPOCHS} losses, but it returns {told(answer, fits[-1][1])}.")


def watched(model):
    """Return a list that will have the examples, the part kept for validation, and the history of every fit."""
    fits, fit = [], model.fit

    @functools.wraps(fit)
    def watching(x=None, y=None, *arguments, **named):
        history = fit(x, y, *arguments, **named)
        taken = inspect.signature(fit).bind(x, y, *arguments, **named).arguments
        fits.append(((x, y, taken.get("validation_split")), history.history))
        return history

    model.fit = watching
    return fits


def alike(examples, given):
    """Tell whether examples were given as they are, up to the precision of Keras's own arrays."""
    given = np.asarray(given)
    return given.shape == examples.shape and np.allclose(given, examples, rtol=1e-6, atol=1e-6)


def check_steps(name, epochs, steps, examples):
    """Raise `NotYet` if there were other epochs or other batches than are asked for."""
    if epochs != EPOCHS:
        seen = f"{name} trains for {count(epochs, 'epoch')}, but it should be {EPOCHS}."
        raise NotYet(seen, "Look at epochs.")
    wanted = examples // BATCH
    if steps != EPOCHS * wanted:
        seen = (
            f"an epoch of {name} takes {count(steps // epochs, 'step')}; {examples} examples in batches of {BATCH}"
        )
        raise NotYet(f"{seen} are {wanted}.", "Look at batch_size.")


def told(answer, history):
    """Return in words what was returned in place of the losses."""
    named = [name for name in history if same(answer, history[name])]
    if isinstance(answer, dict) and "loss" in answer:
        return "the whole dict: take 'loss' out of it"
    return f"the values of {named[0]!r}" if named and named[0] != "loss" else kind(answer)


def compiled(optimizer):
    """Return a model that begins at `START`, compiled with an optimizer of Keras."""
    model = keras_model(NETWORK, START)
    model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    return model
