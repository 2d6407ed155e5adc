"""Lesson 18: three calls of Keras repaired, and an optimizer found that is quick enough."""

import doctest
import inspect
import sys

import numpy as np
import pytest

from gdlesson import prepare_keras, train
from gdlesson.exercises import check_keras_calls, check_keras_optimizer, keras_calls, keras_optimizer
from gdlesson.networks import with_keras
from gdlesson.optimizers import RULES, adam

prepare_keras()
from keras import Model, callbacks, losses, metrics, ops, optimizers  # noqa: E402
from keras.optimizers import SGD, Adam, RMSprop  # noqa: E402
from keras.optimizers.schedules import ExponentialDecay  # noqa: E402

pytestmark = pytest.mark.slow

BCE = {"loss": "binary_crossentropy"}
ACCURACY = {"metrics": ["accuracy"]}
WATCHED = BCE | ACCURACY


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


def twice(model):
    model.compile("adam", "mse")
    model.compile("sgd", **WATCHED)


def custom(model):
    def cross_entropy(y, p):
        return losses.binary_crossentropy(y, p)

    model.compile("sgd", cross_entropy, metrics=["accuracy"])


def set_later(model):
    model.compile("sgd", **WATCHED)
    model.optimizer.learning_rate = 1.0


def assigned(model):
    model.compile(SGD(), **WATCHED)
    model.optimizer.learning_rate.assign(1.0)


RIGHT_COMPILES = [
    lambda model: model.compile("sgd", "binary_crossentropy", metrics=["accuracy"]),
    compiling(lambda: optimizers.get("sgd"), **WATCHED),
    compiling("sgd", metrics=[["accuracy"]], **BCE),
    compiling("sgd", jit_compile=False, **WATCHED),
    compiling("sgd", run_eagerly=True, **WATCHED),
    compiling("sgd", weighted_metrics=["accuracy"], **BCE),
    compiling("sgd", loss="bce", metrics=["accuracy"]),
    compiling("sgd", loss=["binary_crossentropy"], metrics=["accuracy"]),
    compiling("sgd", loss=losses.BinaryCrossentropy(from_logits=False), metrics=["accuracy"]),
    compiling("sgd", metrics=[metrics.BinaryAccuracy(name="right")], **BCE),
    compiling("sgd", metrics=[metrics.binary_accuracy], **BCE),
    compiling({"class_name": "SGD", "config": {"learning_rate": 0.01}}, **WATCHED),
    compiling(lambda: SGD(0.01, momentum=0.0), **WATCHED),
    twice,
    custom,
]
RIGHT_RATES = [
    set_later,
    assigned,
    compiling(lambda: SGD(1.0, momentum=0.0, nesterov=False), **WATCHED),
    compiling(lambda: SGD(1.0, name="one"), **WATCHED),
    compiling(lambda: SGD.from_config({"learning_rate": 1.0}), **WATCHED),
    compiling(lambda: SGD(optimizers.schedules.ExponentialDecay(1.0, 1000, 1.0)), **WATCHED),
]


@pytest.mark.parametrize("place", range(len(RIGHT_COMPILES)))
def test_a_right_compile_is_right_in_any_form(place, monkeypatch):
    monkeypatch.setattr(keras_calls, "check_losses", lambda function: None)
    second = RIGHT_RATES[place % len(RIGHT_RATES)]
    feedback = check_keras_calls(RIGHT_COMPILES[place], second, losses_of)
    assert feedback.right, feedback.words


def by_callback(model, x, y):
    seen = []
    watch = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(logs["loss"]))
    model.fit(x, y, epochs=10, verbose=0, callbacks=[watch])
    return seen


def by_the_models_history(model, x, y):
    model.fit(x, y, epochs=10, verbose=0)
    return model.history.history["loss"]


def continued(model, x, y):
    seen = []
    for k in range(10):
        seen += model.fit(x, y, initial_epoch=k, epochs=k + 1, verbose=0).history["loss"]
    return seen


RIGHT_LOSSES = [
    by_callback,
    by_the_models_history,
    continued,
    lambda model, x, y: model.fit(x, y, epochs=10, verbose=0).history.get("loss"),
    lambda model, x, y: tuple(model.fit(x, y, epochs=10, verbose=0).history["loss"]),
    lambda model, x, y: model.fit(x, y, epochs=10, validation_data=(x, y), verbose=0).history["loss"],
    lambda model, x, y: model.fit(x=x, y=y, batch_size=None, epochs=10, verbose=2).history["loss"],
    lambda model, x, y: model.fit(x, y.reshape(-1, 1), epochs=10, verbose=0).history["loss"],
    lambda model, x, y: model.fit(np.array(x.tolist()), y.copy(), epochs=10, verbose=0).history["loss"],
    lambda model, x, y: model.fit(ops.array(x), ops.array(y), epochs=10, verbose=0).history["loss"],
    lambda *given: given[0].fit(*given[1:], epochs=10, verbose=0).history["loss"],
    lambda model, x, y: [float(loss) for loss in model.fit(x, y, 32, 10, 0).history["loss"]],
    lambda model, x, y: np.array(model.fit(x, y, epochs=10, verbose=0).history["loss"], dtype="float32"),
]


@pytest.mark.parametrize("place", range(len(RIGHT_LOSSES)))
def test_a_right_fit_is_right_in_any_form(place, monkeypatch):
    monkeypatch.setattr(keras_calls, "check_compile", lambda *arguments: None)
    feedback = check_keras_calls(compile_it, compile_with_rate, RIGHT_LOSSES[place])
    assert feedback.right, feedback.words


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
        (compiling(SGD, **WATCHED), "Write parentheses after the class"),
        (compiling("momentum", **WATCHED), "In Keras it is keras.optimizers.SGD(momentum=0.9)"),
        (compiling("sdg", **WATCHED), "It takes a name such as 'sgd'"),
        (lambda model: model.compile("binary_crossentropy", "sgd"), "Write loss= and optimizer= before the two"),
        (lambda model: model.compile(loss=binary_crossentropy), "the name as a text, in quotation marks"),  # noqa: F821
        (compiling("sgd", lr=0.01, **WATCHED), "The rate belongs in the parentheses of the optimizer"),
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
        (compiling(lambda: SGD(weight_decay=0.1), **WATCHED), "sets weight_decay, but it should be plain SGD"),
        (compiling(lambda: SGD(clipnorm=0.1), **WATCHED), "sets clipnorm, but it should be plain SGD"),
        (compiling(lambda: SGD(use_ema=True), **WATCHED), "sets use_ema, but it should be plain SGD"),
        (compiling(lambda: SGD(gradient_accumulation_steps=4), **WATCHED), "sets gradient_accumulation_steps"),
        (
            compiling(lambda: SGD(optimizers.schedules.ExponentialDecay(0.01, 100, 0.5)), **WATCHED),
            "compile_it compiles a schedule, but the learning rate should stay 0.01",
        ),
        (
            compiling("sgd", metrics=[metrics.Accuracy()], **BCE),
            "watches a metric called accuracy that is 0 here, where the accuracy is 0.30469",
        ),
        (compiling("sgd", loss=losses.BinaryCrossentropy(from_logits=True), **ACCURACY), "compiles another loss"),
        (compiling("sgd", loss=losses.BinaryCrossentropy(label_smoothing=0.1), **ACCURACY), "another loss"),
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


def recompiled(model, x, y):
    model.compile("adam", "mse")
    return losses_of(model, x, y)


def batch_by_batch(model, x, y):
    seen = []
    for _ in range(10):
        for k in range(0, len(x), 32):
            last = model.train_on_batch(x[k : k + 32], y[k : k + 32], return_dict=True)
        seen.append(last["loss"])
    return seen


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
        (fitting("history", "loss", epochs=10, validation_split=0.2), "keeps some of its examples for validation"),
        (fitting("history", "val_loss", epochs=10, validation_split=0.2), "keeps some of its examples"),
        (recompiled, "compiles the model anew, but it is given a compiled one. Leave compile out."),
        (batch_by_batch, "trains without model.fit, but it is the call of model.fit that should be repaired"),
        (lambda model, x, y: [model.evaluate(x, y, verbose=0)[0]] * 10, "does not train the model"),
        (lambda model, x, y: dict(enumerate(losses_of(model, x, y))), "but it returns a dict."),
        (lambda model, x, y: losses_of(model, x, y)[1:], "should return the 10 losses"),
        (lambda model, x, y: losses_of(model, x[:48], y[:48]), "other examples than it is given"),
        (fitting("history", "loss", epochs=10, steps_per_epoch=1), "takes 1 step; 96 examples in batches of 32"),
        (fitting("history", "loss", epochs=10, batch_size=1), "takes 96 steps; 96 examples in batches of 32"),
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
        optimizers.Nadam(0.02),
        optimizers.Adamax(0.03),
        optimizers.AdamW(0.02),
        Adam(0.02, clipnorm=1.0),
        Adam(0.02, amsgrad=True),
        Adam(0.02, name="mine"),
        Adam(np.float64(0.02)),
        optimizers.get({"class_name": "Adam", "config": {"learning_rate": 0.02}}),
        type("Mine", (Adam,), {})(0.02),
    ],
    ids=lambda mine: type(mine).__name__,
)
def test_optimizers_that_are_quick_enough(mine):
    feedback = check_keras_optimizer(mine)
    assert feedback.right and type(mine).__name__ in feedback.words, feedback.words
    assert not mine.built  # what trains is a fresh one


def test_an_optimizer_that_has_trained_before_begins_anew():
    used = Adam(0.02)
    with_keras.keras_model(keras_calls.NETWORK, keras_calls.START).compile(used, "binary_crossentropy")
    used.build([])
    words = check_keras_optimizer(used).words
    assert words == check_keras_optimizer(used).words == check_keras_optimizer(Adam(0.02)).words
    assert words.startswith("Correct")


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (None, "give the name of an optimizer of Keras"),
        (..., "give the name of an optimizer of Keras"),
        ("sgd", "the loss is 0.385, but it should be below 0.095. At twice that rate it would be 0.3"),
        ("adam", "A name stands for the usual rate"),
        (SGD(0.05), ": try a larger rate, or another optimizer."),
        (Adam(0.3), "of 19 epochs: take a smaller learning rate, or another optimizer."),
        (Adam(0.01), "the loss is 0.0966, but it should be below 0.095"),
        (SGD(0.0), "With the learning rate 0 nothing moves"),
        (SGD(-0.1), "A learning rate below 0 leads uphill"),
        (Adam(10.0), "The loss does not fall: take a smaller learning rate"),
        (SGD(np.nan), "The learning rate is nan, which is no number"),
        (SGD(np.inf), "The numbers become too large to store"),
        (Adam, "Write parentheses after the class"),
        ("gradient_descent", "In Keras it is 'sgd', or keras.optimizers.SGD()"),
        ("nesterov", "In Keras it is keras.optimizers.SGD(momentum=0.9, nesterov=True)"),
        (
            adam,
            "adam is the function of this package, and Keras does not know it. Keras's own is keras.optim",
        ),
        (lambda: Adam(0.02), "Keras does not take a function"),
        (optimizers.Optimizer(0.02), "this Optimizer stops with the error NotImplementedError"),
        ((Adam, 0.02), "Keras does not take a tuple"),
        (optimizers, "Keras does not take a module"),
        ("", "Keras does not take the text ''"),
        ("momentum", "In Keras it is keras.optimizers.SGD(momentum=0.9)"),
        (SGD(1.0, momentum=0.9), "learning rate, or another optimizer."),
        (Adam(1e-5), "At twice that rate it would be"),
        (SGD(ExponentialDecay(0.01, 100, 0.9)), "Try other learning rates, or another optimizer."),
        (RMSprop(0.015), "At twice that rate it is no lower: try a smaller rate, or another optimizer."),
        (0.1, "Keras does not take the number 0.1"),
        ("Adam(0.02)", "Remove the quotation marks"),
        (Adam(learning_rate=lambda: 0.02), "no fresh copy of this Adam can be made"),
        (["adam"], "Keras does not take"),
    ],
)
def test_optimizers_that_are_not_are_told_why(mine, words):
    feedback = check_keras_optimizer(mine)
    assert not feedback.right and words in feedback.words, feedback.words


@pytest.mark.parametrize(
    ("rises", "words"),
    [
        (0, ""),
        (5, ""),
        (6, "The loss rises in 6 of 19 epochs: take a smaller learning rate, or another optimizer."),
    ],
)
def test_a_loss_that_often_rises_needs_a_smaller_rate(rises, words):
    changes = np.r_[np.full(rises, 0.01), np.full(19 - rises, -0.03)]
    assert keras_optimizer.fault(0.1, np.r_[1.0, 1.0 + np.cumsum(changes)]) == words


def test_a_model_is_no_optimizer():
    model = with_keras.keras_model(keras_calls.NETWORK, keras_calls.START)
    assert (
        isinstance(model, Model)
        and "a model is given, but an optimizer is expected" in check_keras_optimizer(model).words
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_name_alone_is_enough(rule):
    rate = inspect.signature(rule).parameters["learning_rate"].default  # which is Keras's
    options = {"epochs": keras_optimizer.LONG, "start": keras_calls.START, "shuffle": False}
    run = train(keras_calls.NETWORK, keras_calls.X, keras_calls.Y, rule, rate, **options)
    assert run.history["loss"][-1] > 1.5 * keras_optimizer.TARGET


def test_without_keras_the_checks_say_how_to_get_it(monkeypatch):
    def missing():
        raise with_keras.NotReadyError("This lesson needs Keras")

    monkeypatch.setattr(keras_calls, "prepare_keras", missing)
    assert check_keras_calls(None, None, None).words == "Not yet: This lesson needs Keras"
    assert check_keras_optimizer("sgd").words == "Not yet: This lesson needs Keras"


def test_the_examples_in_the_docstrings():
    for module in (keras_calls, keras_optimizer, with_keras):
        assert doctest.testmod(module).failed == 0
