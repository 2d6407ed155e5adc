"""Forward and backward pass of the drawn network: against automatic differentiation, and in true words."""

import re

import numpy as np
import pytest

import gdlesson
from gdlesson import Network
from gdlesson.explorers.backward.run import EXAMPLES, NAMES, STAGES, backward_verdict, passes


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("change", [-2.0, 0.0, 1.3])
def test_its_slopes_are_those_of_jax(example, change):
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    run = passes(example, NAMES[1], change, STAGES)

    def loss(weights):
        z = jax.numpy.tanh(run.x @ weights[:4].reshape(2, 2)) @ weights[4:]
        return jax.numpy.logaddexp(0.0, z) - run.y * z

    np.testing.assert_allclose(run.slopes, jax.grad(loss)(run.weights), rtol=1e-12, atol=1e-15)
    assert run.loss == pytest.approx(float(loss(run.weights)))


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_is_the_package_s_network_without_biases(example):
    run, network = passes(example, NAMES[0], 0.0, STAGES), Network((2, 2, 1))
    p = np.concatenate([run.weights[:4], [0, 0], run.weights[4:], [0]])
    gradient, z = network.gradient(p, run.x[None], np.array([run.y]))
    np.testing.assert_allclose(gradient[[0, 1, 2, 3, 6, 7]], run.slopes, rtol=1e-12)
    assert run.p == pytest.approx(float(gdlesson.losses.sigmoid(z[0])))


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("weight", NAMES)
@pytest.mark.parametrize("change", [-3.0, -0.4, 0.0, 2.5])
def test_the_last_words_name_the_largest_slope_and_the_measured_change(example, weight, change):
    run = passes(example, weight, change, STAGES)
    words = backward_verdict(run)
    if words.startswith("All six"):
        assert np.abs(run.slopes).max() < 0.001
        return
    sizes = np.abs(run.slopes)
    largest = [name for name, size in zip(NAMES, sizes, strict=True) if size > sizes.max() * (1 - 1e-9)]
    assert words.startswith(f"{' and '.join(largest)} matter{'s' * (len(largest) == 1)} most")
    measured = run.moved(run.chosen, 0.01) - run.loss
    if told := re.search(r"the loss (rises|falls) by ([\d.]+);", words):
        assert float(told[2]) == pytest.approx(abs(measured), abs=6e-6) and (told[1] == "rises") == (measured > 0)
    else:
        assert abs(measured) < 5e-6
        assert ("does not change: its slope is 0" if measured == 0 else "changes by less than 0.00001") in words


def test_an_input_of_0_gives_its_weights_no_slope():
    run = passes("(0, 2), no", NAMES[0], 0.0, STAGES)
    assert run.slopes[0] == run.slopes[1] == 0 and run.slopes[2] != 0


def test_every_stage_says_what_it_does_and_no_more():
    lab = gdlesson.explore_backward()
    openings = ["One example", "Forward", "Forward", "Backward", "Backward", "Backward", "x₂ → h₂ matters most"]
    for step, opening in enumerate(openings):
        lab.step = step
        assert lab.verdict.startswith(opening) and len(lab.verdict) < 221


@pytest.mark.parametrize("bad", [{"example": "(9, 9)"}, {"weight": "x₃ → h₁"}, {"change": 4}, {"change": "much"}])
def test_bad_input_is_refused(bad):
    with pytest.raises((TypeError, ValueError), match=next(iter(bad))):
        gdlesson.explore_backward(**bad)
