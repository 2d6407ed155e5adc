"""Descent on samples: batches, the driver, plain descent as its limit, the noise level, schedules, words."""

from itertools import islice

import numpy as np
import pytest

from gdlesson import descend, hubble, hubble_data
from gdlesson.explorers.samples.run import (
    SCHEDULES,
    batches,
    descend_on_samples,
    fate,
    last_quarter,
    sizes,
    without_noise,
)
from gdlesson.explorers.samples.telling import samples_verdict
from gdlesson.optimizers import RULES
from gdlesson.schedules import cosine_decay, exponential_decay

X, Y = hubble_data()


def run_of(learning_rate=0.1, batch_size=4, epochs=25, seed=0, **more):
    return descend_on_samples(X, Y, (0, 0), learning_rate, batch_size, epochs, seed, **more)


@pytest.mark.parametrize(("n", "size"), [(24, 4), (24, 24), (10, 4), (7, 1), (5, 5), (100, 33)])
def test_each_epoch_has_each_sample_once_in_a_new_order_and_a_seed_repeats_it(n, size):
    made = list(islice(batches(n, size, seed=3), 2 * len(sizes(n, size))))
    first, second = (np.concatenate(half) for half in np.array_split(np.array(made, dtype=object), 2))
    assert sorted(first) == sorted(second) == list(range(n)) and list(first) != list(second)
    assert [len(rows) for rows in made] == 2 * sizes(n, size) and sum(sizes(n, size)) == n
    again = islice(batches(n, size, seed=3), len(made))
    assert all(np.array_equal(one, other) for one, other in zip(made, again, strict=True))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_all_samples_in_a_batch_are_plain_descent_with_any_rule(rule):
    mine = run_of(0.05, 24, 30, seed=5, optimizer=rule)
    plain = descend(hubble, (0, 0), 0.05, tolerance=0, max_iterations=30, optimizer=rule)
    assert np.allclose(mine.path, plain.path, rtol=0, atol=1e-12)
    assert np.allclose(mine.losses, plain.losses, rtol=0, atol=1e-10)


def test_the_path_is_that_of_the_loop_by_hand():
    rng, p, rate, path = np.random.default_rng(7), np.zeros(2), exponential_decay(0.1, 20), [np.zeros(2)]
    for _ in range(3):
        order = rng.permutation(24)
        for k in range(0, 24, 5):
            rows = order[k : k + 5]
            error = p[0] * X[rows] + p[1] - Y[rows]
            p = p - rate(len(path) - 1) * 2 * np.array([np.mean(error * X[rows]), np.mean(error)])
            path.append(p)
    run = run_of(rate, 5, 3, seed=7)
    assert np.allclose(run.path, path, rtol=0, atol=1e-13)
    assert run.gradients.tolist() == [0, 5, 10, 15, 20, 24, 29, 34, 39, 44, 48, 53, 58, 63, 68, 72]
    assert run.nit == 15 and run.lowest == hubble(hubble.known_minima[0])
    assert np.allclose(run.losses, [hubble(p) for p in run.path])
    assert run.level == pytest.approx(np.mean(run.above[-4:]))


def test_an_optimizer_of_the_learners_own_and_its_settings():
    def mine(x, g, t, v=0.0, learning_rate=0.01, keep=0.5):
        v = keep * v - learning_rate * g
        return x + v, v

    assert np.array_equal(run_of(optimizer=mine, keep=0.7).path, run_of(optimizer="momentum", momentum=0.7).path)
    with pytest.raises(TypeError, match="has no setting 'beta'"):
        run_of(optimizer=mine, beta=1)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"batch_size": 0}, ValueError, "batch_size must be a whole number from 1 to 24"),
        ({"batch_size": 25}, ValueError, "batch_size must be a whole number from 1 to 24"),
        ({"batch_size": 2.5}, ValueError, "batch_size must be a whole number"),
        ({"epochs": 0}, ValueError, "epochs must be a whole number from 1 to 166666, got 0"),
        ({"epochs": 10**9}, ValueError, "epochs must be a whole number from 1 to 166666, got 1000000000"),
        ({"epochs": -1}, ValueError, "epochs must be a whole number"),
        ({"seed": -1}, ValueError, "seed must be a whole number"),
        ({"seed": "one"}, TypeError, "seed must be one number"),
        ({"learning_rate": -0.1}, ValueError, "learning_rate must be a finite number"),
        ({"learning_rate": lambda: 1}, TypeError, "at step 0 it fails"),
        ({"optimizer": "adm"}, ValueError, "optimizer must be one of"),
    ],
)
def test_bad_arguments_are_told(change, error, words):
    with pytest.raises(error, match=words):
        run_of(**change)


def test_bad_data_and_starts_are_told():
    with pytest.raises(ValueError, match="x and y must have the same length"):
        descend_on_samples(X, Y[1:], (0, 0), 0.1, 4, 5)
    with pytest.raises(ValueError, match="start must be finite"):
        descend_on_samples(X, Y, (np.nan, 0), 0.1, 4, 5)


def test_plain_lists_are_data_too():
    run = descend_on_samples([1, 2, 3], [2, 4, 6], [0, 0], 0.1, 2, 200)
    assert run.level < 1e-6 and run.path[-1] == pytest.approx([2, 0], abs=1e-3)


def test_what_diverges_keeps_its_finite_points_and_has_no_level():
    for rate in (0.6, 1e300):
        run = run_of(rate, 1, 50)
        assert run.diverged and run.level == np.inf and fate(run) == "diverged"
        assert (
            np.isfinite(run.path).all() and np.isfinite(run.losses).all() and len(run.gradients) == len(run.path)
        )
    assert run.nit < 5


def test_a_run_that_is_thrown_out_and_comes_back_comes_in_bursts():
    runs = [run_of(0.45, 1, 50, seed) for seed in range(20)]
    bursts = [run for run in runs if fate(run) == "bursts"]
    assert len(bursts) == 19  # on average its distance shrinks; one is still out in its last 300 steps
    for run in bursts:
        late = last_quarter(run.above)
        assert not run.diverged and late.min() < run.above[0] < late.mean() == run.level
        assert f"between {late.min():.2g} and" in samples_verdict(run, run_of(0.45, 24, 50))
    assert all(run_of(0.6, 1, 50, seed).diverged for seed in range(20))  # here it grows on average


def levels(x, y, start, rate, size, epochs, runs=12):
    return np.mean([descend_on_samples(x, y, start, rate, size, epochs, seed).level for seed in range(runs)])


def test_the_level_is_in_proportion_to_rate_over_batch_size_where_there_is_much_data():
    rng = np.random.default_rng(0)
    x = rng.normal(size=2000)
    y = 2 * x + 1 + rng.normal(size=2000)
    base = levels(x, y, (2, 1), 0.04, 4, 2)
    assert levels(x, y, (2, 1), 0.08, 4, 2) / base == pytest.approx(2, rel=0.3)
    assert levels(x, y, (2, 1), 0.04, 8, 2) / base == pytest.approx(1 / 2, rel=0.3)
    assert levels(x, y, (2, 1), 0.08, 8, 2) / base == pytest.approx(1, rel=0.3)
    # rate · variance / batch, one half of it from each direction: Bottou, Curtis and Nocedal, theorem 4.6
    assert base == pytest.approx(0.04 * 2 / 4, rel=0.35)


def test_a_start_at_the_lowest_point_is_no_divergence():
    run = descend_on_samples(X, Y, hubble.known_minima[0], 0.1, 4, 25)
    assert not run.diverged and fate(run) == "noisy" and 0 < run.level < 1


def test_more_time_does_not_lower_the_level_and_a_falling_rate_does():
    short, long = levels(X, Y, (0, 0), 0.1, 4, 20, 20), levels(X, Y, (0, 0), 0.1, 4, 200, 20)
    falling = levels(X, Y, (0, 0), exponential_decay(0.2, 25), 4, 25, 20)
    assert 0.7 < long / short < 1.4 and falling < short / 10


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules_begin_at_the_rate_and_end_so_many_times_smaller(name):
    schedule = SCHEDULES[name](0.2, 100, 10)
    assert schedule(0) == 0.2
    assert schedule(99) == pytest.approx(0.2 if name == "constant" else 0.02, rel=0.03)
    rates = [schedule(step) for step in range(100)]
    assert rates == sorted(rates, reverse=True)
    assert SCHEDULES[name](0.2, 3, 1)(2) == pytest.approx(0.2)


def test_without_noise_it_is_plain_descent():
    rate = exponential_decay(0.1, 30)
    run = run_of(rate, 4, 10)
    plain = descend(hubble, (0, 0), rate, tolerance=0, max_iterations=60)
    assert np.allclose(without_noise(run), plain.losses - run.lowest, atol=1e-12)


@pytest.mark.parametrize(
    ("settings", "kind", "words"),
    [
        (
            (0.1, 4, 25),
            "noisy",
            "150 steps for 600 gradients; the loss comes down, then stays noisy, on average",
        ),
        (
            (0.1, 24, 25),
            "smooth",
            "All 24 samples at a time at a learning rate of 0.1 take 25 steps for 600 gradients; there is no",
        ),
        ((0.01, 1, 1), "coming down", "; the loss is still coming down"),
        ((0.6, 1, 50), "diverged", "; the loss diverges: over the last quarter it is always above where it began"),
        ((0.0, 4, 5), "lost", "; the loss gets nowhere"),
        ((0.001, 4, 5), "slow", "; the loss has hardly come down yet, from 22 to"),
        ((0.001, 24, 25), "smooth", "; there is no noise; in the end the loss is 18 above the minimum"),
        (
            (0.2, 23, 1),
            "few",
            "; the loss ends 15 above the minimum, after too few steps to tell noise from descent",
        ),
        ((cosine_decay(1.0, 25, 0.01), 24, 25), "exploded", "; the loss explodes, up to"),
        ((exponential_decay(0.01, 25), 4, 25), "too early", "; the rate falls before the loss has come down"),
        ((exponential_decay(0.2, 25), 4, 25), "falling", "at a learning rate that falls from 0.2 to 0.00321 take"),
    ],
)
def test_words_are_those_of_the_run(settings, kind, words):
    run, whole = run_of(*settings), run_of(settings[0], 24, settings[2])
    assert fate(run) == kind
    told = samples_verdict(run, whole)
    assert words in told and ("All 24 at a time take" in told) == (settings[1] < 24)


def test_words_of_the_whole_say_when_it_diverges_too():
    falling = cosine_decay(1.0, 25, 0.01)
    told = samples_verdict(run_of(cosine_decay(1.0, 150, 0.01)), run_of(falling, 24))
    assert "the loss explodes, up to" in told and told.endswith("take 25 steps and explode, too."), told
    assert "and diverge, too" in samples_verdict(run_of(0.6), run_of(0.6, 24))
    assert "take 1 step and end 9 above it." in samples_verdict(run_of(epochs=1), run_of(0.1, 24, 1))


def test_the_last_quarter_has_at_least_one_value():
    assert last_quarter(np.arange(8)).tolist() == [6, 7] and last_quarter(np.arange(1)).tolist() == [0]


def test_an_overflow_is_told_by_its_step():
    run = descend_on_samples(*hubble_data(), [0, 0], 1e300, 1, 5)
    assert run.nit < 5 * 24
    assert f"at step {run.nit + 1} the numbers become too large to store" in samples_verdict(run, run)


def test_noise_that_only_lifts_a_start_at_the_lowest_does_not_come_down():
    best = hubble.known_minima[0]
    said = samples_verdict(*2 * [descend_on_samples(*hubble_data(), best, 0.1, 4, 25)])
    assert "noise only lifts it" in said and "comes down" not in said
