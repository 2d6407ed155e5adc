"""Our network against Keras on JAX, from the same weights; and Keras's manners: silent, traceless, optional."""

import ast
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from processes import WITHOUT, python

from gdlesson import Network, prepare_keras
from gdlesson.networks.with_keras import (
    OPTIMIZERS,
    NotReadyError,
    keras_model,
    keras_optimizer,
    missing,
    parameters_of,
)
from gdlesson.optimizers import RULES

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "notebooks" / "18-compile-it-in-keras.ipynb"


# -- the same curve


@pytest.mark.slow
def test_every_rule_has_an_optimizer_of_keras():
    assert list(OPTIMIZERS) == [rule.__name__ for rule in RULES]
    for rule in OPTIMIZERS:
        optimizer = keras_optimizer(rule, 0.25)
        assert float(optimizer.learning_rate) == 0.25 and type(optimizer).__name__ == OPTIMIZERS[rule][0]
    assert keras_optimizer("momentum", 1).momentum == 0.9 and not keras_optimizer("momentum", 1).nesterov
    with pytest.raises(ValueError, match="rule must be one of gradient_descent, .*, got 'sgd'"):
        keras_optimizer("sgd", 0.1)


# -- weights, there and back


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(2, 1), (3, 4, 1), (2, 16, 16, 1)])
def test_weights_go_to_keras_and_come_back(sizes):
    network = Network(sizes, "relu")
    p = network.start(seed=4) + 0.25
    model = keras_model(network, p)
    assert model.count_params() == network.parameters
    assert np.allclose(parameters_of(model), p, rtol=1e-6) and parameters_of(model).dtype == float
    x = np.random.default_rng(0).normal(size=(7, sizes[0]))
    assert np.allclose(model.predict(x, verbose=0)[:, 0], network.predict(p, x), atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("p", [np.zeros(3), np.full(65, np.nan), np.zeros((2, 2, 65))])
def test_other_parameters_are_refused(p):
    with pytest.raises(ValueError, match="p must be 65 numbers, or rows of them|p must be finite, got nan"):
        keras_model(Network((2, 16, 1)), p)


@pytest.mark.slow
def test_what_is_no_network_and_what_has_no_weights_is_told():
    with pytest.raises(TypeError, match="network must be a Network"):
        keras_model((2, 16, 1), np.zeros(65))
    with pytest.raises(ValueError, match="of one network, got those of 2"):
        keras_model(Network((2, 16, 1)), np.zeros((2, 65)))
    from keras import Sequential, layers

    with pytest.raises(ValueError, match="let it begin with keras.Input"):
        parameters_of(Sequential([layers.Dense(1)]))
    for rule, rate in (("adam", "x"), ("adam", None), (["adam"], 0.1)):
        with pytest.raises((TypeError, ValueError), match="must be"):
            keras_optimizer(rule, rate)


# -- one trainer, many trainings


# -- the manners of Keras


USE = """
import gdlesson
gdlesson.prepare_keras()
import keras, os
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="sgd", metrics=["accuracy"])
x, y = gdlesson.datasets.moons(64)
assert len(model.fit(x, y, epochs=2, verbose=0).history["loss"]) == 2
assert len(model.evaluate(x, y, verbose=0)) == 2 and model.predict(x, verbose=0).shape == (64, 1)
gdlesson.prepare_keras()
assert keras.config.backend() == "jax" and os.environ["JAX_PLATFORMS"] == "cpu"
"""


@pytest.mark.slow
def test_keras_prints_nothing_and_leaves_nothing_at_home(tmp_path):
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    done = python(USE, home, TMPDIR=str(temporary), TEMP=str(temporary), TMP=str(temporary))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(home.rglob("*")) == [] and list(temporary.rglob("*")) == []


@pytest.mark.slow
def test_a_home_of_keras_that_somebody_has_chosen_is_kept(tmp_path):
    chosen, home = tmp_path / "chosen", tmp_path / "home"
    home.mkdir()
    done = python(USE, home, KERAS_HOME=str(chosen), KERAS_BACKEND="torch")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in chosen.iterdir()] == ["keras.json"] and list(home.rglob("*")) == []


def test_keras_with_another_backend_is_told_in_one_sentence(monkeypatch):
    other = types.SimpleNamespace(config=types.SimpleNamespace(backend=lambda: "torch"))
    monkeypatch.setitem(sys.modules, "keras", other)
    with pytest.raises(NotReadyError, match="calculates with torch: restart the kernel") as caught:
        prepare_keras()
    assert caught.value._render_traceback_() == [str(caught.value)]


FIRST_CELL = """
import json
from IPython.core.interactiveshell import InteractiveShell
cells = json.load(open({path!r}, encoding="utf-8"))["cells"]
_, first, *_ = [cell for cell in cells if cell["cell_type"] == "code"]  # the one before it is for Colab only
InteractiveShell.instance(colors="nocolor").run_cell("".join(first["source"]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["keras", "jax"])
def test_without_keras_the_first_cell_says_one_sentence(missing, tmp_path):
    code = WITHOUT.format(missing=[missing]) + FIRST_CELL.format(path=str(LESSON))
    done = python(code, IPYTHONDIR=str(tmp_path))
    said = f"This lesson needs Keras with JAX, and {missing} is missing: "
    assert done.stdout.startswith(said) and done.stdout.count("\n") == 1 and done.stderr == ""
    assert "python3 start.py" in done.stdout and 'pip install -e ".[keras]"' in done.stdout


EVERYTHING = """
import importlib, pkgutil, gdlesson
for name in ["exercises", *gdlesson.LATER.values()]:
    importlib.import_module(f"gdlesson.{name}")
for name in gdlesson.__all__:
    getattr(gdlesson, name)
"""


def test_all_of_the_package_can_be_imported_without_keras():
    done = python(WITHOUT.format(missing=["keras", "jax", "tensorboard"]) + EVERYTHING)
    assert done.returncode == 0, done.stderr


def imported_at_once(path):
    """Return what a module imports when it is imported itself: not what its functions do."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", sorted((ROOT / "gdlesson").rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_imports_keras_at_once(path):
    assert not {"keras", "jax", "jaxlib", "tensorboard"} & set(imported_at_once(path))


def test_what_to_do_without_keras_fits_the_place(monkeypatch):
    error = ImportError(name="keras")
    assert "python3 start.py" in missing("Keras with JAX", error)
    monkeypatch.setattr("sys.platform", "emscripten")
    said = (
        "This lesson needs Keras with JAX, which does not run in a browser: read it here with its stored results."
    )
    assert missing("Keras with JAX", error) == said
