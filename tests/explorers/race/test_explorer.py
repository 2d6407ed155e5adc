"""The explorer of a race without a browser: its run, its picture, pointing, own optimizers, errors."""

import threading

import numpy as np
import pytest

from gdlesson import Function, bowl, explore_race, quadratic, rosenbrock
from gdlesson.explorers.race.explorer import KEPT
from gdlesson.explorers.race.run import race
from gdlesson.explorers.race.tuning import RATES, random_starts, try_rates
from gdlesson.optimizers import adam, momentum


def mine(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.8 * velocity - learning_rate * g
    return x + velocity, velocity


@pytest.fixture(scope="module")
def shared():
    return explore_race()


@pytest.fixture
def lab(shared):
    shared.set(function="a bowl, κ = 30, turned by 20°", budget=100, factor=1, seed=2, start=1)
    return shared


@pytest.mark.parametrize("budget", [10, 73, 500])
def test_the_run_is_the_race_of_its_controls(lab, budget):
    lab.set(function=rosenbrock, budget=budget, seed=3, start=4)
    starts = random_starts(rosenbrock, 3)
    wanted = race(rosenbrock, [racer.name for racer in lab.run.racers], starts, budget)
    for racer, other in zip(lab.run.racers, wanted.racers, strict=True):
        assert (racer.name, racer.best, racer.final) == (other.name, other.best, other.final)
        assert np.array_equal(racer.path[0], starts[:, 3]) and len(racer.path) == budget + 1


def test_the_factor_moves_every_marker_and_works_out_nothing_anew(lab, monkeypatch):
    before = lab.run
    monkeypatch.setattr("gdlesson.explorers.race.explorer.try_rates", None)
    lab.factor = 0.1
    for racer, was, here in zip(lab.run.racers, before.racers, lab.picture.panels[1].here, strict=True):
        assert racer.rate == pytest.approx(0.1 * was.best) and here.get_xdata() == [racer.rate]
        assert here.get_ydata() == [min(racer.final, lab.picture.panels[1].top)]
    lab.budget = 17
    assert lab.error is None and lab.run.budget == 17
    assert "each at 0.1 × its best rate" in lab.verdict


def test_each_press_on_the_slider_is_the_next_rate(lab):
    slider = lab.controls["factor"]
    places_ = []
    for _ in range(3):
        slider.value = slider.value * 10**slider.step
        places_.append([list(RATES).index(racer.rate) for racer in lab.run.racers])
    assert (np.diff(places_, axis=0) == 1).all()


def test_what_stays_changes_with_the_landscape_only(lab):
    before = lab.live.still
    lab.set(budget=30, factor=3, seed=5, start=2)
    assert lab.live.still == before
    lab.function = rosenbrock
    assert lab.live.still != before and "Rosenbrock" in lab.live.description
    limits = [ax.axis() for ax in lab.picture.figure.axes]
    lab.set(budget=500, factor=100, seed=9)
    assert [ax.axis() for ax in lab.picture.figure.axes] == limits


def test_pointing_chooses_the_nearest_start(lab):
    starts = random_starts(lab.function, 2)
    (left, right), (bottom, top) = lab.function.view
    for place, (x, y) in enumerate(starts.T):
        lab.live.pointed = [0, (x - left) / (right - left), (y - bottom) / (top - bottom)]
        assert lab.start == place + 1 and np.array_equal(lab.run.racers[0].path[0], (x, y))


def test_the_picture_shows_ways_and_curves(lab):
    lab.set(function=rosenbrock, budget=200)
    plane, curves = lab.picture.panels
    for racer, lines, curve in zip(lab.run.racers, plane.racers, curves.curves, strict=True):
        assert np.array_equal(np.column_stack(lines.here.get_data())[0], racer.path[-1])
        assert np.array_equal(curve.get_xdata(), RATES)
        seen = np.flatnonzero(racer.medians < curves.top)
        assert np.array_equal(curve.get_ydata()[seen], racer.medians[seen])
    assert np.array_equal(plane.begin.get_xydata()[0], lab.run.starts[:, 0])
    assert np.array_equal(plane.starts.get_xydata(), lab.run.starts.T)


def test_a_way_that_leaves_the_view_ends_at_its_edge_with_an_arrow(lab):
    lab.set(function=rosenbrock, budget=500, factor=100)
    gone = [not np.isfinite(racer.path[-1]).all() for racer in lab.run.racers]
    assert any(gone)
    for away, lines in zip(gone, lab.picture.panels[0].racers, strict=True):
        assert lines.path.arrow.get_visible() or not away
    assert "runs away" in lab.verdict and "nan" not in lab.live.moving


def test_a_move_during_a_slow_one_is_what_is_shown_in_the_end(lab, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow(*arguments):
        begun.set()
        go_on.wait(10)
        return try_rates(*arguments)

    monkeypatch.setattr("gdlesson.explorers.race.explorer.try_rates", slow)
    first = threading.Thread(target=lambda: setattr(lab, "seed", 20))
    first.start()
    assert begun.wait(10)
    second = threading.Thread(target=lambda: setattr(lab, "factor", 10))
    second.start()
    second.join(0.3)
    go_on.set()
    first.join()
    second.join()
    assert (lab.run.factor, lab.seed) == (10, 20) and "each at 10 × its best rate" in lab.live.words


def test_only_a_few_landscapes_and_seeds_are_remembered(lab):
    for seed in range(1, 7):
        lab.seed = seed
    assert len(lab.tried) == KEPT


def test_a_learners_own_optimizer_and_landscape_race_along():
    def own(p):
        x, y = p
        return (x - 1) ** 2 + 3 * (y + 1) ** 2

    lab = explore_race(Function(own, view=((-3, 3), (-3, 3))), [momentum, "adam", mine])
    assert [racer.name for racer in lab.run.racers] == ["momentum", "adam", "mine"]
    assert "mine" in lab.verdict and "mine" in lab.live.still and "mine" in lab.live.description
    assert lab.run.lowest == pytest.approx(0, abs=1e-6)


def test_a_landscape_that_takes_one_point_at_a_time_is_raced_with_fewer_rates(monkeypatch):
    def own(p):
        return abs(p[0]) + p[1] ** 2 if p[0] > 0 else p[0] ** 2 + p[1] ** 2

    monkeypatch.setattr("gdlesson.explorers.race.explorer.LONGEST", 12)
    lab = explore_race(Function(own, view=((-3, 3), (-3, 3))), [momentum], budget=10)
    assert len(lab.run.racers[0].rates) == 17 and lab.error is None


def still(x, g, t, learning_rate=0.01):
    return (x,)


def forgetful(x, g, t, velocity=0.0, learning_rate=0.01):
    return (x - learning_rate * g,)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"functions": []}, "at least one function is needed, got none"),
        ({"functions": quadratic([0, 0, 1])}, "is a function of one variable"),
        ({"functions": [bowl(), bowl()]}, "two functions are called a bowl, κ = 10"),
        ({"functions": 3}, "a function is expected, .* got 3"),
        ({"functions": None}, "a function is expected, .* got None"),
        ({"functions": "bowl"}, "a function is expected, .* got 'bowl'"),
        ({"functions": {"bowl": 1}}, "a function is expected, .* got {'bowl': 1}"),
        ({"optimizers": []}, "at least one optimizer"),
        ({"optimizers": [adam, "adam"]}, "two optimizers are called adam"),
        ({"optimizers": [still]}, "still does not move"),
        ({"optimizers": [forgetful]}, "forgetful forgets its memory"),
        ({"budget": 9}, "budget must be between 10 and 500"),
        ({"budget": 10.5}, "budget must be a whole number"),
        ({"seed": 0}, "seed must be between"),
        ({"seed": "one"}, "seed must be"),
    ],
)
def test_what_cannot_be_explored_is_told_why(arguments, words):
    with pytest.raises((TypeError, ValueError), match=words):
        explore_race(**arguments)


def test_a_factor_of_0_moves_nobody_and_the_next_one_is_shown(lab):
    before = lab.verdict
    lab.factor = 0
    assert "factor must be more than 0" in lab.verdict and lab.live.failed
    lab.factor = 1
    assert lab.verdict == before and not lab.live.failed
