"""The two columns of lesson 18, Keras and PyTorch, taken from the lesson and run: the same loss in each epoch."""

import html
import importlib.util
import os
import re
from pathlib import Path

import numpy as np
import pytest

from gdlesson import Network, datasets, prepare_keras, train
from gdlesson.classroom.lessons import read

pytestmark = pytest.mark.slow

LESSON = Path(__file__).parents[2] / "notebooks" / "18-compile-it-in-keras.ipynb"
NETWORK = Network((2, 16, 16, 1))
START = NETWORK.start(seed=0)
X, Y = datasets.moons()
WEIGHTS = [part for W, b in NETWORK.layers(START) for part in (W, b[0])]


def columns():
    """Return the code of the two columns."""
    text = "\n".join(cell.source for cell in read(LESSON).cells if cell.cell_type == "markdown")
    found = [html.unescape(code) for code in re.findall(r"<pre>\n(.*?)</pre>", text, re.S)]
    assert len(found) == 2
    return found


@pytest.fixture(scope="module")
def ours():
    return train(NETWORK, X, Y, learning_rate=0.1, epochs=30, shuffle=False, start=START).history["loss"]


def test_the_column_of_keras(ours):
    prepare_keras()
    import keras

    names = {"keras": keras, "Dense": keras.layers.Dense, "weights": WEIGHTS, "x": X, "y": Y}
    exec(columns()[0], names)
    np.testing.assert_allclose(names["losses"], ours, atol=1e-5)


def test_the_column_of_pytorch(ours):
    if importlib.util.find_spec("torch") is None and not os.environ.get("GDLESSON_REQUIRE_TORCH"):
        pytest.skip("PyTorch is not installed; .ci/run installs it")
    import torch

    x, y = (torch.tensor(each, dtype=torch.float32) for each in (X, Y))
    names = {"torch": torch, "nn": torch.nn, "weights": WEIGHTS, "x": x, "y": y}
    exec(columns()[1], names)
    np.testing.assert_allclose(names["losses"], ours, atol=1e-5)
