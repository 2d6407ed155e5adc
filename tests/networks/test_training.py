"""Training: the loop by hand, Keras, many runs at once, histories, callbacks, divergence, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import trainings

from gdlesson import Network, datasets, train
from gdlesson.explorers.samples.run import batches
from gdlesson.losses import accuracy, binary_crossentropy, sigmoid
from gdlesson.networks import training
from gdlesson.networks.network import ACTIVATIONS
from gdlesson.networks.training import by_epochs
from gdlesson.optimizers import RULES, adam, each_its_own, gradient_descent, momentum
from gdlesson.schedules import exponential_decay

X, Y = datasets.moons(48)
SMALL = Network((2, 5, 1))
SIX = ["gradient_descent", "momentum", "nesterov", "rmsprop", "adagrad", "adam"]


def run_of(network=SMALL, x=X, y=Y, learning_rate=0.1, batch_size=10, epochs=4, **more):
    return train(network, x, y, learning_rate=learning_rate, batch_size=batch_size, epochs=epochs, **more)


def check_same(many, run, alone):
    """Hold one of many runs to one that was made alone; some processors round the two products differently."""
    np.testing.assert_allclose(many.p[run], alone.p, rtol=1e-7, atol=1e-9)
    for name, values in alone.history.items():
        mine = many.history[name][: alone.epochs, run]
        np.testing.assert_allclose(mine, values, rtol=1e-7, atol=1e-9)
        assert np.isnan(many.history[name][alone.epochs :, run]).all()
    assert alone.epochs == many.epochs or alone.stop == "diverged"


def test_it_is_the_loop_by_hand():
    W, b, rng, rate, losses, right = np.array([0.3, -0.4]), 0.1, np.random.default_rng(3), 0.5, [], []
    for _ in range(3):
        order, p = rng.permutation(48), []
        for k in range(0, 48, 20):
            rows = order[k : k + 20]
            p.append(sigmoid(X[rows] @ W + b))
            error = (p[-1] - Y[rows]) / len(rows)
            W, b = W - rate * error @ X[rows], b - rate * error.sum()
        losses.append(binary_crossentropy(Y[order], np.concatenate(p)))
        right.append(accuracy(Y[order], np.concatenate(p)))
    run = run_of(Network((2, 1)), learning_rate=0.5, batch_size=20, epochs=3, seed=3, start=[0.3, -0.4, 0.1])
    assert run.p == pytest.approx([*W, b], rel=1e-13)
    assert run.history["loss"] == pytest.approx(losses, rel=1e-13) and run.history["accuracy"].tolist() == right
    assert (run.epochs, run.stop, list(run.history)) == (3, "epochs", ["loss", "accuracy"])
    assert run.predict(X) == pytest.approx(sigmoid(X @ W + b))


@pytest.mark.parametrize("shuffle", [True, False])
def test_examples_come_in_the_order_of_batches_or_in_their_own(shuffle):
    x = np.arange(7.0)[:, None]

    class Seen(Network):
        def backpropagate(self, p, x, y):
            seen.append(x[:, 0].astype(int).tolist())
            return super().backpropagate(p, x, y)

    seen, draw = [], batches(7, 3, seed=5)
    run_of(Seen((1, 1)), x, np.array([0, 1, 0, 1, 0, 1, 1]), batch_size=3, epochs=2, seed=5, shuffle=shuffle)
    wanted = [next(draw).tolist() for _ in range(6)] if shuffle else [[0, 1, 2], [3, 4, 5], [6]] * 2
    assert seen == wanted


KERAS = [
    ("gradient_descent", {"learning_rate": 0.5}, "SGD", {}),
    ("momentum", {"learning_rate": 0.1}, "SGD", {"momentum": 0.9}),
    ("rmsprop", {"learning_rate": 0.01}, "RMSprop", {}),
    ("adam", {"learning_rate": 0.05}, "Adam", {}),
]


@pytest.mark.slow
def test_history_and_weights_are_those_of_keras():
    networks = [Network((2, 8, 1), activation) for activation in ACTIVATIONS] + [Network((2, 4, 3, 1))]
    validation, cases, ours = datasets.moons(20, seed=1), [], []
    for network, (rule, chosen, name, more) in zip(networks, KERAS, strict=True):
        given_seen = validation if rule != "adam" else None
        same = {"batch_size": 10, "epochs": 6, "validation": given_seen}  # 48 examples: the last batch has 8
        start = network.start(seed=7)
        ours.append(run_of(network, optimizer=rule, start=start, shuffle=False, **chosen, **same))
        same["validation"] = given_seen and [part.tolist() for part in given_seen]
        case = {"sizes": network.sizes, "activation": network.activation, "p": start.tolist(), "x": X.tolist()}
        cases.append(case | same | {"y": Y.tolist(), "optimizer": (name, chosen | more)})
    for run, (history, p) in zip(ours, trainings(cases), strict=True):
        assert set(run.history) == set(history)
        for name, values in history.items():
            assert run.history[name] == pytest.approx(values, rel=1e-6)
        assert run.p == pytest.approx(p, rel=1e-6, abs=1e-7)
        assert not np.allclose(run.p, run.network.start(seed=7), atol=0.01)


SHAPES = [
    ((2, 16, 16, 1), 32),  # the last batch is half a batch
    ((2, 5, 1), 1),
    ((2, 5, 1), 48),
    ((2, 1, 1), 7),
    ((2, 1, 1, 1), 48),
    ((2, 1), 5),
    ((2, 1), 1),
]


@pytest.mark.parametrize(("sizes", "batch_size"), SHAPES, ids=str)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("rule", ["gradient_descent", "adam"])
def test_nine_rates_at_once_are_nine_trainings(sizes, batch_size, activation, rule):
    network, rates = Network(sizes, activation), np.logspace(-3, 0.5, 9)
    options = {"optimizer": rule, "batch_size": batch_size, "epochs": 2, "validation": datasets.moons(9, seed=1)}
    many = run_of(network, learning_rate=rates, **options)
    assert many.p.shape == (9, network.parameters) and many.history["val_loss"].shape == (2, 9)
    for run, rate in enumerate(rates.tolist()):
        check_same(many, run, run_of(network, learning_rate=rate, **options))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(RULES), min_size=1, max_size=13), st.integers(1, 48), st.booleans())
def test_any_optimizers_at_once_are_as_many_trainings(rules, batch_size, shuffle):
    options = {"batch_size": batch_size, "epochs": 2, "shuffle": shuffle}
    many = run_of(optimizer=rules, **options)
    assert many.p.shape == (len(rules), SMALL.parameters)
    for run, rule in enumerate(rules):
        check_same(many, run, run_of(optimizer=rule, **options))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_starts_rates_and_optimizers_may_differ_together(rule):
    starts, rates = np.array([SMALL.start(seed) for seed in range(4)]), [0.3, 0.03, 0.1, 0.01]
    for optimizer in (rule, [rule, "adam", rule, "momentum"]):
        many = run_of(optimizer=optimizer, learning_rate=rates, start=starts)
        for run in range(4):
            one = optimizer if callable(optimizer) else optimizer[run]
            check_same(many, run, run_of(optimizer=one, learning_rate=rates[run], start=starts[run]))
    many = run_of(optimizer=rule, start=starts[:2])  # one rate for both
    check_same(many, 1, run_of(optimizer=rule, start=starts[1]))


def test_a_schedule_serves_one_run_and_many():
    fading = exponential_decay(0.5, 5)
    alone, many = (
        run_of(learning_rate=fading),
        run_of(learning_rate=fading, optimizer=["gradient_descent", "adam"]),
    )
    check_same(many, 0, alone)
    check_same(many, 1, run_of(learning_rate=fading, optimizer="adam"))
    rates, p, rng = [fading(t) for t in range(20)], SMALL.start(0), np.random.default_rng(0)
    for _ in range(4):
        order = rng.permutation(48)
        for k in range(0, 48, 10):
            p = p - rates.pop(0) * SMALL.gradient(p, X[order[k : k + 10]], Y[order[k : k + 10]])[0]
    assert np.array_equal(p, alone.p) and not rates


def by_length(x, g, t, learning_rate=0.01, most=0.5):
    """Shorten a slope that is too long: a rule that looks at all of its numbers at once."""
    assert isinstance(learning_rate, float) and x.ndim == 1
    return (x - learning_rate * g * min(1, most / np.linalg.norm(g)) if g.any() else x,)


def heavy(x, g, t, v=0.0, learning_rate=0.01, keep=0.5):
    v = keep * v - learning_rate * g
    return x + v, v


def test_an_optimizer_of_the_learners_own():
    assert np.array_equal(run_of(optimizer=heavy, keep=0.7).p, run_of(optimizer="momentum", momentum=0.7).p)
    rates = [0.1, 0.5, 2.0]
    many = run_of(optimizer=by_length, learning_rate=rates)
    for run, rate in enumerate(rates):
        check_same(many, run, run_of(optimizer=by_length, learning_rate=rate))
    mixed = run_of(optimizer=[by_length, heavy, adam])
    check_same(mixed, 0, run_of(optimizer=by_length))
    check_same(mixed, 1, run_of(optimizer=heavy))


def test_each_its_own_moves_each_row_by_its_rule():
    rule = each_its_own([gradient_descent, momentum, adam])
    x, g = np.arange(6.0).reshape(3, 2), np.array([[1.0, -2.0], [3.0, 4.0], [-5.0, 6.0]])
    memory, alone, theirs = (), x.copy(), [(), (), ()]
    for t in range(1, 4):
        x, *memory = rule(x, g, t, *memory, learning_rate=np.array([[0.1], [0.2], [0.3]]))
        for k, (each, rate) in enumerate(zip((gradient_descent, momentum, adam), (0.1, 0.2, 0.3), strict=True)):
            alone[k], *theirs[k] = each(alone[k], g[k], t, *theirs[k], learning_rate=rate)
        assert np.array_equal(x, alone)


def test_more_steps_come_down_further_and_all_data_sets_can_be_learned():
    for name, make in datasets.DATA_SETS.items():
        x, y = make()
        rate, epochs = (0.02, 150) if name == "spiral" else (0.01, 60)
        run = train(Network((2, 16, 16, 1)), x, y, "adam", rate, epochs=epochs)
        loss = run.history["loss"]
        assert loss[-1] < loss[len(loss) // 4] < loss[0]
        assert run.network.measure(run.p, x, y)[1] > (0.85 if name == "blobs" else 0.95)


def test_validation_is_measured_after_each_epoch_and_changes_nothing():
    seen = datasets.moons(30, seed=9)
    run, blind = run_of(validation=seen, epochs=5), run_of(epochs=5)
    assert list(run.history) == ["loss", "accuracy", "val_loss", "val_accuracy"] and np.array_equal(run.p, blind.p)
    for epochs in range(1, 6):
        p = run_of(epochs=epochs).p
        loss, right = run.history["val_loss"][epochs - 1], run.history["val_accuracy"][epochs - 1]
        assert loss == pytest.approx(binary_crossentropy(seen[1], SMALL.predict(p, seen[0])), rel=1e-12)
        assert right == accuracy(seen[1], SMALL.predict(p, seen[0]))


def test_no_epoch_is_no_step():
    run = run_of(epochs=0, validation=(X, Y))
    assert (run.epochs, run.stop) == (0, "epochs") and np.array_equal(run.p, SMALL.start(0))
    assert {name: values.shape for name, values in run.history.items()} == dict.fromkeys(
        ["loss", "accuracy", "val_loss", "val_accuracy"], (0,)
    )
    assert run_of(epochs=0, learning_rate=[0.1, 0.2]).history["loss"].shape == (0, 2)


def test_a_training_goes_on_epoch_by_epoch():
    options = ("adam", [0.01, 0.1], 10, 3, 0, None, True, None, {})
    steps = list(by_epochs(SMALL, X, Y, *options))
    assert [(run.epochs, run.stop) for run in steps] == [(0, ""), (1, ""), (2, ""), (3, "epochs")]
    for run in steps:
        shorter = run_of(optimizer="adam", learning_rate=[0.01, 0.1], epochs=run.epochs)
        assert np.array_equal(run.p, shorter.p) and np.array_equal(run.history["loss"], shorter.history["loss"])


def test_callbacks_are_told_each_epoch_and_may_stop():
    told, also = [], []

    def stop_in_the_third(epoch, logs):
        told.append((epoch, logs))
        return epoch == 2

    run = run_of(epochs=9, callbacks=[stop_in_the_third, lambda epoch, logs: also.append(epoch)])
    assert (run.epochs, run.stop) == (3, "callback") and also == [0, 1, 2]  # all are called, also after a stop
    assert [epoch for epoch, _ in told] == [0, 1, 2]
    for epoch, logs in told:
        assert logs == {name: values[epoch] for name, values in run.history.items()}
        assert all(type(value) is float for value in logs.values())
    assert np.array_equal(run.p, run_of(epochs=3).p)


def test_callbacks_of_many_runs_get_an_array_that_is_theirs():
    def spoil(epoch, logs):
        assert logs["loss"].shape == (2,)
        logs["loss"][:] = 0
        return bool((logs["accuracy"] < 0).all())

    run, clean = run_of(learning_rate=[0.1, 0.2], callbacks=[spoil]), run_of(learning_rate=[0.1, 0.2])
    assert run.stop == "epochs" and np.array_equal(run.history["loss"], clean.history["loss"])


@pytest.mark.parametrize("answer", [None, False, 0, 1, "True", [], {"stop": True}, np.False_, np.array([])])
def test_only_true_stops(answer):
    assert run_of(callbacks=[lambda epoch, logs: answer]).stop == "epochs"
    assert run_of(callbacks=[lambda epoch, logs: np.True_]).epochs == 1


def test_a_callback_that_asks_for_the_model_gets_the_training_so_far():
    class Asking:
        seen = ()

        def set_model(self, model):
            self.model = model

        def __call__(self, epoch, logs):
            self.seen += (self.model,)
            assert self.model.epochs == epoch + 1 and self.model.logs() == logs

    asking = Asking()
    run = run_of(epochs=3, callbacks=[asking])
    assert len(asking.seen) == 3 and (asking.seen[-1].p == run.p).all()
    assert not (asking.seen[0].p == run.p).all()


def test_what_goes_wrong_in_a_callback_comes_out():
    with pytest.raises(ZeroDivisionError):
        run_of(callbacks=[lambda epoch, logs: 1 / 0])
    with pytest.raises(ValueError, match=r"a callback must return True to stop, or nothing, but it returns array"):
        run_of(learning_rate=[0.1, 0.2], callbacks=[lambda epoch, logs: logs["loss"] < 9])


def test_a_callback_that_stops_at_the_end_does_not_hide_why_it_ended():
    assert run_of(epochs=2, callbacks=[lambda epoch, logs: epoch == 1]).stop == "epochs"


WILD = Network((2, 16, 16, 1), "relu")


def test_a_run_that_diverges_keeps_its_last_finite_parameters():
    run = run_of(WILD, learning_rate=1e60, epochs=9, validation=(X, Y))
    assert run.stop == "diverged" and run.epochs < 9 and np.isfinite(run.p).all()
    assert all(np.isnan(values[-1]) and len(values) == run.epochs for values in run.history.values())
    assert np.array_equal(run.p, run_of(WILD, learning_rate=1e60, epochs=run.epochs - 1).p)
    assert np.isfinite(run.history["accuracy"][:-1]).all() and run.predict(X).shape == (48,)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_rate_is_too_large_for_a_clear_end(activation, rule):
    for rate in (30.0, 1e20, 1e300):
        run = run_of(Network((2, 4, 1), activation), optimizer=rule, learning_rate=rate)
        assert run.stop in ("epochs", "diverged") and np.isfinite(run.p).all()
        assert (run.stop == "diverged") == bool(np.isnan(run.history["accuracy"]).any())
        loss, right = run.network.measure(run.p, X, Y)
        assert 0 <= right <= 1 and not loss < 0


def test_a_run_that_diverges_leaves_the_others_alone():
    rates = [0.01, 1e60, 0.1]
    many = run_of(WILD, learning_rate=rates, epochs=9)
    assert (many.epochs, many.stop) == (9, "epochs")
    assert np.isnan(many.history["loss"]).any(axis=0).tolist() == [False, True, False]
    for run, rate in enumerate(rates):
        check_same(many, run, run_of(WILD, learning_rate=rate, epochs=9))
    mixed = run_of(WILD, optimizer=["gradient_descent", "lion"], learning_rate=[1e60, 0.01], epochs=9)
    check_same(mixed, 1, run_of(WILD, optimizer="lion", learning_rate=0.01, epochs=9))
    both = run_of(WILD, learning_rate=[1e60, 1e61], epochs=9)
    assert both.stop == "diverged" and np.isfinite(both.p).all()


def test_nothing_that_was_given_is_changed():
    start, x, y = SMALL.start(3), X.copy(), Y.copy()
    run = run_of(x=x, y=y, start=start, epochs=0)
    run.p[:] = 7
    run_of(x=x, y=y, start=start)
    assert np.array_equal(start, SMALL.start(3)) and np.array_equal(x, X) and np.array_equal(y, Y)


def test_plain_lists_and_whole_numbers_will_do():
    lists = run_of(
        x=X.tolist(), y=Y.astype(int).tolist(), start=SMALL.start(0).tolist(), learning_rate=1, epochs=4.0
    )
    assert np.array_equal(lists.p, run_of(learning_rate=1.0).p)
    assert np.array_equal(run_of(y=Y.astype(bool)).p, run_of().p)


def bad_schedule(step):
    return 0.1 if step < 7 else math.nan


def no_tuple(x, g, t, learning_rate=0.01):
    return x - learning_rate * g


def nan_in(values):
    return np.where(np.arange(values.size).reshape(values.shape) == 3, np.nan, values)


REFUSED = [
    ({"network": (2, 5, 1)}, TypeError, r"network must be one such as Network\(\(2, 16, 1\)\), got \(2, 5, 1\)"),
    ({"x": X[:, :1]}, ValueError, r"x must have the shape \(n, 2\), got \(48, 1\)"),
    ({"x": X[1:]}, ValueError, r"one label for each example in x, got the shapes \(48,\) and \(47, 2\)"),
    ({"x": X[0]}, ValueError, r"x must have the shape \(n, 2\), got \(2,\)"),
    ({"x": X[:0], "y": Y[:0]}, ValueError, r"got the shapes \(0,\) and \(0, 2\)"),
    ({"x": []}, ValueError, r"x must have the shape \(n, 2\), got \(0,\)"),
    ({"x": None}, TypeError, "x must be numbers, got None"),
    ({"y": Y[:, None]}, ValueError, r"got the shapes \(48, 1\) and \(48, 2\)"),
    ({"x": nan_in(X)}, ValueError, "x must be finite, got nan"),
    ({"x": np.full_like(X, np.inf)}, ValueError, "x must be finite, got inf"),
    ({"x": X.astype(str)}, TypeError, "x must be numbers, got array"),
    ({"x": [[1, 2], [3]]}, TypeError, r"x must be numbers, got \[\[1, 2\], \[3\]\]"),
    ({"x": X + 1j}, TypeError, "x must be numbers"),
    ({"x": [["a", 1], ["b", 2]]}, TypeError, "x must be numbers"),
    ({"x": [[None, "a"]] * 48}, TypeError, "x must be numbers"),
    ({"y": 2 * Y - 1}, ValueError, "each label in y must be 0 or 1, but one is -1"),
    ({"y": Y / 2}, ValueError, "each label in y must be 0 or 1, but one is 0.5"),
    ({"y": nan_in(Y)}, ValueError, "each label in y must be 0 or 1, but one is nan"),
    ({"y": ["yes"] * 48}, TypeError, "y must be numbers"),
    ({"batch_size": 0}, ValueError, "batch_size must be from 1 to the number of examples, 48, got 0"),
    ({"batch_size": 49}, ValueError, "batch_size must be from 1 to the number of examples, 48, got 49"),
    ({"batch_size": 2.5}, ValueError, "batch_size must be a whole number"),
    ({"batch_size": "all"}, TypeError, "batch_size must be one number"),
    ({"batch_size": None}, TypeError, "batch_size must be one number"),
    ({"epochs": -1}, ValueError, "epochs must be a whole number from 0 to 1000000, got -1"),
    ({"epochs": 1.5}, ValueError, "epochs must be a whole number"),
    ({"epochs": 10**9}, ValueError, "epochs must be a whole number from 0 to 1000000, got 1000000000"),
    ({"epochs": True}, TypeError, "epochs must be one number, got True"),
    ({"epochs": [3]}, TypeError, "epochs must be one number"),
    ({"seed": -1}, ValueError, "seed must be a whole number"),
    ({"seed": "one"}, TypeError, "seed must be one number"),
    ({"learning_rate": -0.1}, ValueError, "learning_rate must be a finite number, 0 or more"),
    ({"learning_rate": math.nan}, ValueError, "learning_rate must be a finite number"),
    ({"learning_rate": "fast"}, TypeError, "learning_rate must be one number"),
    ({"learning_rate": [0.1, -1]}, ValueError, "learning_rate must be finite numbers, 0 or more, in one row"),
    ({"learning_rate": [[0.1, 1]]}, ValueError, "learning_rate must be finite numbers, 0 or more, in one row"),
    ({"learning_rate": ["a", "b"]}, TypeError, "learning_rate must be a number, a row of them, or a schedule"),
    ({"learning_rate": [exponential_decay(0.1, 5)]}, TypeError, "learning_rate must be a number, a row of them"),
    ({"learning_rate": []}, ValueError, r"learning_rate must be finite numbers, 0 or more, in one row, got \[\]"),
    ({"learning_rate": bad_schedule}, ValueError, "the learning_rate at step 7 must be a finite number"),
    ({"learning_rate": lambda: 1}, TypeError, "learning_rate must be a number or a schedule, but at step 0"),
    ({"optimizer": "adm"}, ValueError, "optimizer must be one of gradient_descent"),
    ({"optimizer": None}, TypeError, "optimizer must be a function such as"),
    ({"optimizer": []}, ValueError, "must be as many each, or one for all, got 0, 1 and 1"),
    ({"optimizer": ["adam", 3]}, TypeError, "optimizer must be a function such as"),
    ({"optimizer": no_tuple}, ValueError, "no_tuple must return the new x and its memory, so end it with"),
    ({"optimizer": lambda x: x}, TypeError, "an optimizer takes x, g, t, its memory, and learning_rate"),
    ({"optimizer": ["adam", no_tuple]}, ValueError, "no_tuple must return the new x and its memory"),
    ({"optimizer": SIX, "learning_rate": [0.1] * 5}, ValueError, "or one for all, got 6, 5 and 1"),
    ({"optimizer": SIX, "start": np.zeros((2, 21))}, ValueError, "or one for all, got 6, 1 and 2"),
    ({"momentum": 0.9}, TypeError, "gradient_descent has no setting 'momentum'"),
    ({"optimizer": ["momentum", "adam"], "momentum": 0.9}, TypeError, "adam has no setting 'momentum'"),
    ({"optimizer": "momentum", "momentum": "a"}, TypeError, "momentum must be one number, got 'a'"),
    ({"optimizer": "momentum", "momentum": [0.5, 0.9]}, TypeError, "momentum must be one number, got "),
    ({"shuffle": "no"}, TypeError, "shuffle must be True or False, got 'no'"),
    ({"shuffle": None}, TypeError, "shuffle must be True or False, got None"),
    ({"start": np.zeros(20)}, ValueError, r"start must be 21 numbers, or rows of them, got the shape \(20,\)"),
    ({"start": np.zeros((2, 20))}, ValueError, "start must be 21 numbers"),
    ({"start": np.zeros((0, 21))}, ValueError, "start must be 21 numbers"),
    ({"start": np.zeros((1, 1, 21))}, ValueError, "start must be 21 numbers"),
    ({"start": np.full(21, np.inf)}, ValueError, "start must be finite, got inf"),
    ({"start": "here"}, TypeError, "start must be numbers"),
    ({"start": 0.0}, ValueError, "start must be 21 numbers"),
    ({"validation": X}, TypeError, r"validation must be a pair of examples and labels, \(x, y\), got array"),
    ({"validation": (X,)}, TypeError, "validation must be a pair of examples and labels"),
    ({"validation": 0.2}, TypeError, "validation must be a pair of examples and labels"),
    ({"validation": (X[:, :1], Y)}, ValueError, r"validation's x must have the shape \(n, 2\), got \(48, 1\)"),
    ({"validation": (X, Y + 1)}, ValueError, "each label in validation's y must be 0 or 1, but one is 2"),
    ({"callbacks": print}, TypeError, r"callbacks must be a list of functions of \(epoch, logs\), got <built-in"),
    ({"callbacks": [3]}, TypeError, r"callbacks must be a list of functions of \(epoch, logs\), got \[3\]"),
    ({"callbacks": None}, TypeError, "callbacks must be a list of functions"),
    ({"callbacks": [lambda: None]}, TypeError, "takes 0 positional arguments but 2 were given"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "error", "words"), REFUSED)
def test_what_cannot_be_trained_is_told(change, error, words):
    with pytest.raises(error, match=words):
        run_of(**change)


def test_a_training_knows_its_parameters_along_the_way():
    network, examples = Network((2, 3, 1)), datasets.moons(32)
    run = train(network, *examples, "adam", 0.05, epochs=9)
    assert run.moments == list(range(10)) and run.after(9) is run
    for epochs in (0, 4):
        early, wanted = run.after(epochs), train(network, *examples, "adam", 0.05, epochs=epochs)
        assert (early.p == wanted.p).all() and early.epochs == epochs
        assert all((early.history[name] == wanted.history[name]).all() for name in wanted.history)


def test_of_many_epochs_evenly_spaced_ones_are_kept_and_of_large_networks_none(monkeypatch):
    monkeypatch.setattr(training, "KEPT", 10)
    run = train(Network((2, 3, 1)), *datasets.moons(32), epochs=95)
    assert run.moments == [*range(0, 95, 16), 95]
    monkeypatch.setattr(training, "ROOM", 12)
    assert train(Network((2, 3, 1)), *datasets.moons(32), epochs=5).moments == [5]
