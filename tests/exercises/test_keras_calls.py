"""Lesson 13: three calls of Keras repaired, and an optimizer found that is quick enough."""

import doctest
import inspect
import sys

import numpy as np
import pytest

from gdlesson import prepare_keras, train
from gdlesson.exercises import check_keras_calls, check_keras_optimizer, keras_calls
from gdlesson.networks import with_keras
from gdlesson.optimizers import RULES, adam

prepare_keras()
from keras import Model, losses, metrics, optimizers  # noqa: E402
from keras.optimizers import SGD, Adam  # noqa: E402

pytestmark = pytest.mark.slow

BCE = {"loss": "binary_crossentropy"}
WATCHED = BCE | {"metrics": ["accuracy"]}


def compile_it(model):
    model.compile(optimizer="sgd", **WATCHED)


def compile_with_rate(model):
    model.compile(optimizer=SGD(learning_rate=1.0), **WATCHED)


def losses_of(model, x, y):
    return model.fit(x, y, batch_size=32, epochs=10, verbose=0).history["loss"]


def epoch_by_epoch(model, x, y):
    losses = []
    for _ in range(10):
        history = model.fit(x, y, batch_size=32, epochs=1, verbose=0)
        losses.append(history.history["loss"][0])
    return losses


elsewhere = with_keras.keras_model(keras_calls.NETWORK, keras_calls.START)
elsewhere.compile(loss="binary_crossentropy", optimizer="sgd")


def compiling(optimizer, **arguments):
    """Return a function that compiles a model with these arguments; what makes an optimizer is called there."""

    def compiled(model):
        made = optimizer() if getattr(optimizer, "__name__", "") == "<lambda>" else optimizer
        model.compile(optimizer=made, **arguments)

    return compiled


def fitting(*take, **arguments):
    """Return a function that fits a model with these arguments, and takes its way into the history."""

    def fitted(model, x, y):
        found = model.fit(x, y, **arguments)
        for each in take:
            found = getattr(found, each) if each == "history" else found[each]
        return found

    return fitted


@pytest.mark.parametrize(
    "calls",
    [
        (compile_it, compile_with_rate, losses_of),
        (
            compiling("SGD", loss=losses.BinaryCrossentropy(), metrics=["acc"]),
            compiling(lambda: SGD(1.0), loss="BinaryCrossentropy", metrics=("binary_accuracy",)),
            lambda model, x, y: model.fit(x, y, 32, 10).history["loss"],
        ),
        (
            compiling(lambda: SGD(), loss=losses.binary_crossentropy, metrics=["mse", "accuracy"]),
            compiling(lambda: SGD(np.float64(1)), metrics=[metrics.BinaryAccuracy()], **BCE),
            lambda model, x, y: np.array(model.fit(x, y, epochs=10, shuffle=False).history["loss"]),
        ),
        (compile_it, compile_with_rate, epoch_by_epoch),
        (
            compile_it,
            compile_with_rate,
            lambda model, x, y: [model.fit(x, y).history["loss"][0] for _ in range(10)],
        ),
    ],
    ids=["usual", "other names", "objects", "epoch by epoch", "a comprehension"],
)
def test_repaired_calls_in_several_forms(calls):
    feedback = check_keras_calls(*calls)
    assert feedback.right and "all three" in feedback.words, feedback.words


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (None, "write the function compile_it, and give its name to the check"),
        (..., "write the function compile_it"),
        ("sgd", "a function compile_it is expected, not the text 'sgd'"),
        (lambda: None, "it should begin with def compile_it(model):"),
        (lambda model: None, "compile_it does not compile the model that it is given. Where is model.compile(…)?"),
        (lambda model: 1 / 0, "compile_it stops with the error ZeroDivisionError"),
        (lambda model: sys.exit(), "Leave exit() out"),
        (compiling("sgd", metric=["accuracy"], **BCE), "It is called metrics, and takes a list"),
        (lambda model: model.compile("sgd", metrics=[accuracy]), "the name as a text, in quotation marks"),  # noqa: F821
        (lambda model: model.compile(sgd), "Keras wants it as a text, or as keras.optimizers.SGD()"),  # noqa: F821
        (compiling("sgd", loss="binary_crossentropy", metrics="accuracy"), "Write square brackets around"),
        (compiling(SGD, **WATCHED), "Write brackets after the class"),
        (compiling("momentum", **WATCHED), "In Keras it is keras.optimizers.SGD(momentum=0.9)"),
        (compiling("sdg", **WATCHED), "It takes a name such as 'sgd'"),
        (lambda model: model.compile("binary_crossentropy", "sgd"), "Write loss= and optimizer= before the two"),
        (lambda model: model.compile(loss=binary_crossentropy), "the name as a text, in quotation marks"),  # noqa: F821
        (compiling("sgd", lr=0.01, **WATCHED), "The rate belongs in the brackets of the optimizer"),
        (lambda model: model.compile(optimiser="sgd"), "It is called optimizer"),
        (compiling("sgd", **BCE), "compiles no metric"),
        (compiling("sgd", metrics=["mse"], **BCE), "watches mse, not the accuracy"),
        (compiling("sgd", metrics=["accurcy"], **BCE), "There is no metric with that name"),
        (compiling("sgd", loss="mse", metrics=["accuracy"]), "compiles another loss"),
        (compiling("sgd", metrics=["accuracy"]), "compiles another loss"),
        (compiling("sgd", loss="binary_cross_entropy", metrics=["accuracy"]), "but at its first use it stops"),
        (lambda model: model.compile(**WATCHED), "RMSprop (Keras's choice if none is named)"),
        (
            lambda model: model.compile("sgd", "binary_crossentropy", ["accuracy"]),
            "The third place of compile is not metrics. Write metrics=[…].",
        ),
        (compiling("adam", **WATCHED), "compiles the optimizer Adam, but it should be SGD"),
        (compiling(lambda: SGD(0.1), **WATCHED), "the learning rate of compile_it is 0.1, but it should be 0.01"),
        (compiling(lambda: SGD(momentum=0.9), **WATCHED), "adds momentum"),
        (compiling(lambda: SGD(lr=0.01), **WATCHED), "It is called learning_rate"),
        (compiling(lambda: SGD(1), **WATCHED), "Received instead: learning_rate=1). Write a whole number with a"),
        (compiling(lambda: SGD(momentum=0), **WATCHED), "Write it with a point, as in 0.9 or 0.0"),
        (compiling(lambda: optimizers.sgd(), **WATCHED), "begin with a capital letter"),
    ],
)  # fmt: skip
def test_slips_in_compile_are_named(call, words, monkeypatch):
    monkeypatch.setattr(keras_calls, "check_losses", lambda function: None)  # takes a second each time
    feedback = check_keras_calls(call, compile_with_rate, losses_of)
    assert not feedback.right and words in feedback.words and "1 call needs repair" in feedback.words, (
        feedback.words
    )


def test_the_second_call_wants_another_rate():
    feedback = check_keras_calls(compile_it, compile_it, None)
    assert "2 calls need repair" in feedback.words
    assert "the learning rate of compile_with_rate is 0.01, but it should be 1" in feedback.words


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (None, "write the function losses_of, and give its name to the check"),
        (lambda model: None, "it should begin with def losses_of(model, x, y):"),
        (lambda model, x, y: None, "losses_of returns nothing. End it with return."),
        (
            lambda model, x, y: [0.5] * 10,
            "losses_of does not train the model that it is given. Where is model.fit(…)?",
        ),
        (
            lambda model, x, y: elsewhere.fit(keras_calls.X, keras_calls.Y, epochs=10).history["loss"],
            "does not train the model that",
        ),
        (
            lambda model, x, y: model.fit(keras_calls.X, keras_calls.Y, epochs=10).history["loss"],
            "other examples than it is given. Hand x and y",
        ),
        (lambda model, x, y: model.fit(x, 1 - y, epochs=10).history["loss"], "other examples than it is given"),
        (
            lambda model, x, y: [loss for _ in range(10) for loss in model.fit(x, y, epochs=2).history["loss"]][
                :10
            ],
            "trains for 20 epochs, but it should be 10",
        ),
        (
            lambda model, x, y: [model.fit(x, y).history["loss"] for _ in range(10)],
            "but it returns a list of 10 rows of 1 number",
        ),
        (lambda model, x, y: model.fit(x, epochs=10), "losses_of stops with the error"),
        (fitting("history", "loss", epoch=10), "It is called epochs."),
        (fitting("history", "loss", epochs=10, batch=32), "It is called batch_size"),
        (
            lambda model, x, y: model.fit(x, y, epochs=10).history("loss"),
            "with square brackets, as in .history['loss']",
        ),
        (fitting("loss", epochs=1), "The numbers are in its dict, .history."),
        (
            fitting("history", "loss", epochs=5),
            "losses_of trains for 5 epochs, but it should be 10. Look at epochs.",
        ),
        (
            fitting("history", "loss", epochs=10, batch_size=48),
            "an epoch of losses_of takes 2 steps; 96 examples in batches of 32 are 3.",
        ),
        (fitting(epochs=10), "returns Keras's History. The losses are in its dict, .history."),
        (fitting("history", epochs=10), "the whole dict: take 'loss' out of it"),
        (fitting("history", "accuracy", epochs=10), "it returns the values of 'accuracy'"),
        (fitting("history", "loss", -1, epochs=10), "should return the 10 losses, but it returns the number"),
        (lambda model, x, y: print(model.fit(x, y, epochs=10)), "Write return instead of print"),
    ],
)
def test_slips_in_fit_are_named(call, words, monkeypatch):
    monkeypatch.setattr(keras_calls, "check_compile", lambda *arguments: None)
    feedback = check_keras_calls(compile_it, compile_with_rate, call)
    assert not feedback.right and words in feedback.words, feedback.words


def test_a_call_that_never_ends_is_stopped(monkeypatch):
    def forever(model):
        while True:
            pass

    monkeypatch.setattr(keras_calls, "PATIENCE", 0.1)
    assert "so it was stopped" in check_keras_calls(forever, None, None).words


@pytest.mark.parametrize(
    "mine",
    [
        Adam(0.02),
        Adam(learning_rate=0.05),
        SGD(0.1, momentum=0.95),
        SGD(0.2, momentum=0.9, nesterov=True),
        optimizers.Lion(0.01),
    ],
)
def test_optimizers_that_are_quick_enough(mine):
    feedback = check_keras_optimizer(mine)
    assert feedback.right and type(mine).__name__ in feedback.words, feedback.words
    assert not mine.built  # what trains is a fresh one


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (None, "give the name of an optimizer of Keras"),
        (..., "give the name of an optimizer of Keras"),
        ("sgd", "the loss is 0.385, but it should be below 0.095. It falls, but slowly"),
        ("adam", "A name stands for the usual rate"),
        (SGD(0.05), "It falls, but slowly: take a larger learning rate, or another optimizer."),
        (Adam(0.3), "of 19 epochs: take a smaller learning rate"),
        (Adam(0.01), "the loss is 0.0966, but it should be below 0.095"),
        (SGD(0.0), "With the learning rate 0 nothing moves"),
        (SGD(-0.1), "A learning rate below 0 leads uphill"),
        (Adam(10.0), "The loss does not fall: take a smaller learning rate"),
        (SGD(np.nan), "The numbers become too large to store"),
        (Adam, "Write brackets after the class"),
        ("gradient_descent", "In Keras it is 'sgd', or keras.optimizers.SGD()"),
        ("nesterov", "In Keras it is keras.optimizers.SGD(momentum=0.9, nesterov=True)"),
        (adam, "Keras does not take a function"),
        (0.1, "Keras does not take the number 0.1"),
        ("Adam(0.02)", "Remove the quotation marks"),
        (Adam(learning_rate=lambda: 0.02), "no fresh copy of this Adam can be made"),
        (["adam"], "Keras does not take"),
    ],
)
def test_optimizers_that_are_not_are_told_why(mine, words):
    feedback = check_keras_optimizer(mine)
    assert not feedback.right and words in feedback.words, feedback.words


def test_a_model_is_no_optimizer():
    model = with_keras.keras_model(keras_calls.NETWORK, keras_calls.START)
    assert (
        isinstance(model, Model)
        and "a model is given, but an optimizer is expected" in check_keras_optimizer(model).words
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_name_alone_is_enough(rule):
    rate = inspect.signature(rule).parameters["learning_rate"].default  # which is Keras's
    options = {"epochs": keras_calls.LONG, "start": keras_calls.START, "shuffle": False}
    run = train(keras_calls.NETWORK, keras_calls.X, keras_calls.Y, rule, rate, **options)
    assert run.history["loss"][-1] > 1.5 * keras_calls.TARGET


def test_without_keras_the_checks_say_how_to_get_it(monkeypatch):
    def missing():
        raise with_keras.NotReadyError("This lesson needs Keras")

    monkeypatch.setattr(keras_calls, "prepare_keras", missing)
    assert check_keras_calls(None, None, None).words == "Not yet: This lesson needs Keras"
    assert check_keras_optimizer("sgd").words == "Not yet: This lesson needs Keras"


def test_the_examples_in_the_docstrings():
    assert doctest.testmod(keras_calls).failed == 0 == doctest.testmod(with_keras).failed
