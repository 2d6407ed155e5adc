"""Live curves: one output for each training, few pictures, whoever trains and whatever ends it."""

import io
from types import SimpleNamespace

import IPython.display
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from processes import python

from gdlesson import LiveCurves, Network, prepare_keras, train
from gdlesson.datasets import moons
from gdlesson.explorers.curves import live_training
from gdlesson.explorers.curves.live_training import LONGEST, PAUSE, SHARE, WORDS
from gdlesson.live.palette import PURPLE
from gdlesson.losses import sigmoid
from gdlesson.networks import watching

NETWORK, EXAMPLES, SEEN = Network((2, 8, 1)), moons(64), moons(64, seed=1)
VIEW, PNG = "application/vnd.jupyter.widget-view+json", "image/png"


class Notebook:
    """What a notebook does for live curves: it shows outputs, replaces them, and says when a cell has ended."""

    def __init__(self, monkeypatch):
        self.shown, self.hooks, self.sent, self.now = {}, [], [], 0.0
        self.events = SimpleNamespace(
            register=lambda _, hook: self.hooks.append(hook), unregister=lambda _, hook: self.hooks.remove(hook)
        )
        for module in (live_training, watching):
            monkeypatch.setattr(module, "notebook_shell", lambda: self)
        monkeypatch.setattr(live_training.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(IPython.display, "display", self.display)
        monkeypatch.setattr(IPython.display, "update_display", self.update)
        redraw = live_training.LiveFigure.redraw
        monkeypatch.setattr(
            live_training.LiveFigure,
            "redraw",
            lambda live, *told: self.sent.append(told[0]) or redraw(live, *told),
        )

    def display(self, data, raw, display_id):
        assert raw and display_id not in self.shown
        self.shown[display_id] = [data]

    def update(self, data, raw, display_id):
        assert raw
        self.shown[display_id].append(data)

    def end_cell(self):
        for hook in list(self.hooks):
            hook(None)

    def outputs(self):
        return list(self.shown.values())


@pytest.fixture
def notebook(monkeypatch):
    return Notebook(monkeypatch)


def learn(curves, epochs=20, validation=SEEN, **settings):
    return train(NETWORK, *EXAMPLES, epochs=epochs, validation=validation, callbacks=[curves], **settings)


def assert_one_output(output):
    """Expect one output: live first, in the end an image without a live view, the same text all the time."""
    first, last = output
    assert first[VIEW]["model_id"] and first["text/plain"] == last["text/plain"] == WORDS
    assert set(last) == {PNG, "text/plain"} and imread(io.BytesIO(last[PNG])).shape[1] == 900


def test_a_training_has_one_output_live_first_an_image_in_the_end(notebook):
    curves = LiveCurves(epochs=20)
    run = learn(curves)
    assert len(notebook.outputs()) == 1 and len(notebook.outputs()[0]) == 1
    notebook.end_cell()
    assert_one_output(*notebook.outputs())
    assert notebook.hooks == [] and curves.live is None
    for name, row in run.history.items():
        assert curves.history[name] == row.tolist()


def test_the_image_shows_the_curves(notebook):
    drawn = {}
    for epochs in (5, 20):
        learn(LiveCurves(epochs=20), epochs)
        notebook.end_cell()
        drawn[epochs] = imread(io.BytesIO(notebook.outputs()[-1][-1][PNG]))
    purple = {
        epochs: (np.abs(picture[100:, :, :3] - to_rgb(PURPLE)).max(-1) < 0.1) for epochs, picture in drawn.items()
    }
    columns = {epochs: np.flatnonzero(mask[:, :440].any(0)).max() for epochs, mask in purple.items()}
    assert columns[20] > columns[5] + 150  # pixels further to the right


def test_however_many_epochs_few_pictures_are_drawn(notebook):
    def work(epoch, logs):
        notebook.now += 0.001

    train(NETWORK, *EXAMPLES, epochs=1000, callbacks=[LiveCurves(epochs=1000), work])
    notebook.end_cell()
    assert 1000 * 0.001 / PAUSE - 2 < len(notebook.sent) <= 1000 * 0.001 / PAUSE + 2


def test_epochs_that_take_no_time_at_all_are_drawn_at_the_beginning_and_at_the_end(notebook):
    learn(LiveCurves(epochs=500), 500)
    notebook.end_cell()
    assert len(notebook.sent) == 2 and notebook.sent[-1].startswith("After epoch 500 of 500; loss ")


def test_drawing_that_takes_long_is_done_seldom_but_not_too_seldom(notebook, monkeypatch):
    redraw = live_training.LiveFigure.redraw

    def slow(live, *words):
        notebook.now += 0.02
        redraw(live, *words)

    def work(epoch, logs):
        notebook.now += 0.01

    monkeypatch.setattr(live_training.LiveFigure, "redraw", slow)
    train(NETWORK, *EXAMPLES, epochs=1000, callbacks=[LiveCurves(epochs=1000), work])
    notebook.end_cell()
    assert 10 / LONGEST <= len(notebook.sent) <= 10 / (SHARE * 0.02) + 2


def test_slow_epochs_are_drawn_each_and_the_words_change_ten_times(notebook):
    def slow(epoch, logs):
        notebook.now += 1

    train(NETWORK, *EXAMPLES, epochs=60, callbacks=[LiveCurves(epochs=60), slow])
    notebook.end_cell()
    assert len(notebook.sent) == 61 and len(set(notebook.sent)) <= 11


def learn_until(errors):
    """Train for 20 epochs, with errors at some of them."""

    def fail(epoch, logs):
        if epoch in errors:
            raise errors[epoch]

    train(NETWORK, *EXAMPLES, epochs=20, callbacks=[LiveCurves(epochs=20), fail])


class Answering:
    """What live curves need to know of a model of Keras; `call` returns its probabilities."""

    input_shape, output_shape = (None, 2), (None, 1)
    layers = [SimpleNamespace(activation=sigmoid)]

    def __init__(self, call):
        self.call = call

    def __call__(self, x, training):
        assert not training and x.dtype == np.float32
        return self.call(x)[:, None]


def fit(curves, model, epochs=3):
    """Do what Keras does with a callback."""
    curves.set_params({"epochs": epochs})
    curves.set_model(model)
    curves.on_train_begin()
    for epoch in range(epochs):
        curves.on_epoch_begin(epoch)
        curves.on_epoch_end(epoch, {"loss": 0.5})
    curves.on_train_end()


def size_of(notebook):
    return imread(io.BytesIO(notebook.outputs()[-1][-1][PNG])).shape[:2]


def test_what_our_network_answers_is_drawn_beside_its_curves_after_each_epoch(notebook):
    curves, seen = LiveCurves(epochs=3), []

    def compare(epoch, logs):
        field = curves.picture.field
        early = train(NETWORK, *EXAMPLES, "adam", 0.1, epochs=epoch + 1)
        assert field.shades.values.ravel() == pytest.approx(early.predict(field.grid))
        assert len(field.wrong.get_xdata()) == np.sum((early.predict(EXAMPLES[0]) > 0.5) != EXAMPLES[1])
        assert len(np.concatenate([line.get_xdata() for line in field.missed])) == np.sum(
            (early.predict(SEEN[0]) > 0.5) != SEEN[1]
        )
        seen.append(field.shades.values.copy())
        notebook.now += 9

    callbacks = [curves, compare]
    train(NETWORK, *EXAMPLES, "adam", 0.1, epochs=3, validation=SEEN, callbacks=callbacks)
    assert len(seen) == 3 and not np.allclose(seen[0], seen[2])
    assert "shaded by the network's probability" in curves.live.description
    assert "Plus signs are validation" in curves.live.description
    notebook.end_cell()
    assert_one_output(*notebook.outputs())
    assert size_of(notebook) == (455, 900) and curves.model is None


def test_the_picture_of_a_training_is_not_that_of_the_next_one(notebook):
    curves, other = LiveCurves(epochs=2), moons(64, seed=5)
    train(NETWORK, *EXAMPLES, "adam", 0.1, epochs=2, callbacks=[curves])
    first = curves.picture
    wanted = train(NETWORK, *EXAMPLES, "adam", 0.1, epochs=2).predict(first.field.grid)
    train(NETWORK, *other, "adam", 0.1, epochs=2, callbacks=[curves])
    assert curves.picture is not first and (curves.picture.field.x == other[0]).all()
    assert first.field.shades.values.ravel() == pytest.approx(wanted)
    again = LiveCurves(epochs=2)
    train(NETWORK, *EXAMPLES, epochs=2, callbacks=[again])
    assert again.picture is first  # the same examples: its still part is drawn once
    notebook.end_cell()


def test_a_network_with_other_inputs_and_a_loop_of_your_own_have_only_curves(notebook):
    x, y = np.random.default_rng(0).normal(size=(40, 3)), np.arange(40) % 2
    curves = LiveCurves(epochs=2)
    train(Network((3, 2, 1)), x, y, epochs=2, callbacks=[curves])
    assert curves.picture.field is None and "probability" not in curves.live.description
    train(NETWORK, *EXAMPLES, epochs=2, callbacks=[curves])
    assert curves.picture.field
    for epoch in range(2):  # it knows of no network, and does not draw the one before
        curves(epoch, {"loss": 0.5})
    assert curves.picture.field is None
    notebook.end_cell()
    assert size_of(notebook) == (385, 900)


def test_a_model_of_keras_is_drawn_over_the_examples_that_are_given(notebook):
    model = Answering(lambda x: 1 / (1 + np.exp(-3 * x[:, 0])))
    curves = LiveCurves(examples=EXAMPLES, validation=SEEN)
    fit(curves, model)
    field = curves.picture.field
    assert field.shades.values.ravel() == pytest.approx(model.call(field.grid), abs=1e-6)
    assert (field.x == np.concatenate([EXAMPLES[0], SEEN[0]])).all() and size_of(notebook) == (455, 900)
    assert np.nanmax(np.abs(field.border.get_xdata())) < 0.05  # it says yes to the right of 0
    column = EXAMPLES[0].tolist(), EXAMPLES[1][:, None]
    fit(LiveCurves(examples=column), model)
    assert size_of(notebook) == (455, 900)


@pytest.mark.parametrize(
    "other",
    [
        {"input_shape": (None, 3)},
        {"input_shape": [(None, 2), (None, 2)]},
        {"output_shape": (None, 2)},
        {"layers": [SimpleNamespace(activation=np.tanh)]},
        {"layers": [SimpleNamespace()]},
    ],
    ids=["inputs", "two inputs", "outputs", "no probability", "no activation"],
)
def test_any_other_model_has_only_curves(notebook, other):
    model = Answering(lambda x: x[:, 0])
    vars(model).update(other)
    curves = LiveCurves(examples=EXAMPLES)
    fit(curves, model)
    assert curves.picture.field is None and size_of(notebook) == (385, 900)
    fit(LiveCurves(), Answering(lambda x: x[:, 0] * 0 + 1))  # nobody says which examples
    assert size_of(notebook) == (385, 900)


def test_a_model_that_can_answer_no_more_keeps_its_last_picture(notebook):
    def call(x):
        if curves.history["loss"]:
            raise RuntimeError("Array has been deleted")
        return np.full(len(x), 0.75)

    curves = LiveCurves(examples=EXAMPLES)
    fit(curves, Answering(call))
    assert curves.picture.field.shades.values == pytest.approx(0.75)
    assert_one_output(*notebook.outputs())


def test_a_callback_that_stops_or_an_error_leaves_a_usable_picture(notebook):
    for error in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(error):
            learn_until({7: error})
        notebook.end_cell()
        assert_one_output(notebook.outputs()[-1])
        assert notebook.sent[-1].startswith("After epoch 8 of 20")
    train(NETWORK, *EXAMPLES, epochs=20, callbacks=[LiveCurves(epochs=20), lambda epoch, logs: epoch == 3])
    notebook.end_cell()
    assert notebook.sent[-1].startswith("After epoch 4 of 20")


def test_each_training_has_an_output_of_its_own_also_with_the_same_object(notebook):
    curves = LiveCurves(epochs=5)
    for _ in range(3):
        learn(curves, 5)
    assert len(curves.history["loss"]) == 5
    notebook.end_cell()
    assert len(notebook.outputs()) == 3
    for output in notebook.outputs():
        assert_one_output(output)


def test_two_at_once_do_not_mix(notebook):
    one, other = LiveCurves(epochs=9), LiveCurves()
    for epoch in range(9):
        one(epoch, {"loss": 1.0})
        other(epoch, {"loss": 0.5, "mae": 3.0})
    notebook.end_cell()
    pictures = [output[-1][PNG] for output in notebook.outputs()]
    assert len(pictures) == 2 and pictures[0] != pictures[1]
    assert (set(one.history), set(other.history)) == ({"loss"}, {"loss", "mae"})


# whatever a training gives


@pytest.mark.parametrize(
    "logs",
    [
        [{"loss": 0.5}],
        [{"loss": 0.5}] * 30,
        [{"loss": np.nan}] * 12,
        [{"loss": 1.0}, {"loss": np.inf}, {"loss": np.nan}],
        [{"loss": 1e300}, {"loss": -1e300}],
        [{"loss": 0.0}] * 3,
        [{"loss": 5e-324}] * 3,
        [{"loss": np.float32(0.5), "auc": np.float32(0.7), "val_loss": 0.4, "val_auc": 0.6}] * 3,
        [{"mae": 3.0, "loss": 10.0, "learning_rate": 0.1}] * 3,
        [{"accuracy": 0.9}] * 3,
        [{"loss": 0.5}, {"loss": 0.4, "val_loss": 0.6}, {"loss": 0.3}],
        [{"loss": True}],
    ],
)
@pytest.mark.parametrize("log", [False, True])
def test_any_numbers_can_be_drawn(notebook, logs, log):
    notebook.now = 1e9
    curves = LiveCurves(log=log, smoothing=0.5)
    for epoch, each in enumerate(logs):
        notebook.now += 1
        curves(epoch, each)
    notebook.end_cell()
    assert_one_output(*notebook.outputs())
    assert {len(row) for row in curves.history.values()} == {len(logs)}


def test_validation_now_and_then_is_no_fault(notebook):
    curves = LiveCurves()
    for epoch in range(20):
        curves(epoch, {"loss": 0.9**epoch, **({"val_loss": 0.9**epoch} if epoch % 5 == 4 else {})})
    assert curves.verdict.startswith("Healthy")


def test_more_epochs_than_were_said_are_counted():
    curves = LiveCurves(epochs=5)
    learn(curves, 12)
    assert len(curves.history["loss"]) == 12


def test_without_a_notebook_nothing_is_shown_and_all_is_kept(capsys):
    curves = LiveCurves(epochs=12)
    assert repr(curves) == "LiveCurves: no training has begun"
    learn(curves, 12)
    assert capsys.readouterr() == ("", "") and repr(curves) == curves.verdict != ""


def test_several_trainings_side_by_side_are_refused():
    with pytest.raises(ValueError, match="one training is watched at a time, but its 'loss' is 2 numbers"):
        train(NETWORK, *EXAMPLES, learning_rate=[0.1, 0.2], epochs=2, callbacks=[LiveCurves()])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"epochs": 0}, ValueError),
        ({"epochs": -3}, ValueError),
        ({"epochs": 2.5}, ValueError),
        ({"epochs": "ten"}, TypeError),
        ({"smoothing": 1}, ValueError),
        ({"smoothing": -0.1}, ValueError),
        ({"examples": 3}, TypeError),
        ({"examples": (np.ones((4, 3)), np.ones(4))}, ValueError),
        ({"examples": (np.ones((4, 2)), np.full(4, 2))}, ValueError),
        ({"examples": EXAMPLES, "validation": EXAMPLES[0]}, TypeError),
    ],
)
def test_bad_arguments_are_told(arguments, error):
    with pytest.raises(error, match="must "):
        LiveCurves(**arguments)


def test_validation_without_examples_is_told():
    with pytest.raises(ValueError, match="give examples, too"):
        LiveCurves(validation=SEEN)


def test_what_is_no_method_is_an_attribute_error():
    with pytest.raises(AttributeError, match="LiveCurves has no 'draw_now'"):
        LiveCurves().draw_now  # noqa: B018


# Keras


@pytest.fixture(scope="module")
def keras():
    prepare_keras()
    import keras

    return keras


def model_of(keras, metrics=("accuracy",), outputs=1):
    dense = keras.layers.Dense(outputs, activation="sigmoid")
    model = keras.Sequential([keras.Input((2,)), dense])
    model.compile(loss="binary_crossentropy", optimizer="sgd", metrics=list(metrics))
    return model


@pytest.mark.slow
def test_keras_tells_the_same_object_and_the_epochs_itself(keras, notebook):
    curves = LiveCurves()
    model = model_of(keras)
    fit = model.fit(*EXAMPLES, epochs=4, verbose=0, validation_data=SEEN, callbacks=[curves])
    assert_one_output(*notebook.outputs())  # there is no need to wait for the end of the cell
    assert curves.total == 4 and curves.history == fit.history
    assert notebook.sent[-1].startswith("After epoch 4 of 4; loss ")
    again = model.fit(*EXAMPLES, epochs=9, initial_epoch=4, verbose=0, callbacks=[curves])
    assert curves.total == 5 and curves.history == again.history
    notebook.end_cell()
    assert len(notebook.outputs()) == 2
    for output in notebook.outputs():
        assert_one_output(output)


@pytest.mark.slow
def test_keras_that_is_interrupted_leaves_a_picture(keras, notebook):
    class Fail(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if epoch == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model_of(keras).fit(*EXAMPLES, epochs=9, verbose=0, callbacks=[LiveCurves(), Fail()])
    notebook.end_cell()
    assert_one_output(*notebook.outputs())
    assert notebook.sent[-1].startswith("After epoch 3 of 9")


@pytest.mark.slow
def test_other_metrics_of_keras_and_validation_every_other_epoch(keras, notebook):
    curves = LiveCurves()
    model = model_of(keras, metrics=["mae", "AUC"])
    model.fit(*EXAMPLES, epochs=6, verbose=0, validation_data=SEEN, validation_freq=2, callbacks=[curves])
    assert len(curves.history["val_loss"]) == 6 and np.isnan(curves.history["val_loss"][0])
    assert curves.picture.subject.metric in ("mae", "AUC", "auc")


@pytest.mark.slow
def test_keras_evaluates_and_predicts_with_it_too(keras):
    model, curves = model_of(keras), LiveCurves()
    model.evaluate(*EXAMPLES, verbose=0, callbacks=[curves])
    model.predict(EXAMPLES[0], verbose=0, callbacks=[curves])
    assert curves.history == {}


@pytest.mark.slow
def test_the_lessons_of_keras_stay_silent_and_leave_the_home_empty(tmp_path):
    code = """
import gdlesson
gdlesson.prepare_keras()
import keras
from gdlesson.datasets import moons
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="sgd", metrics=["accuracy"])
files, stop = gdlesson.EventFiles(), keras.callbacks.EarlyStopping(patience=2)
watching = [gdlesson.LiveCurves(), files, stop]
model.fit(*moons(64), epochs=3, verbose=0, validation_data=moons(64), callbacks=watching)
gdlesson.show_tensorboard(files)
"""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    done = python(code, home, TMPDIR=str(temporary), TEMP=str(temporary), TMP=str(temporary))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(home.rglob("*")) == [] and list(temporary.rglob("*")) == []
