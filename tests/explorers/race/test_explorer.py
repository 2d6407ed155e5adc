"""The explorer of a race without a browser: its run, its picture, pointing, own optimizers, errors."""

import re
import threading

import numpy as np
import pytest
from legible import crowded

from gdlesson import Function, bowl, explore_race, quadratic, rosenbrock
from gdlesson.explorers.race.explorer import KEPT
from gdlesson.explorers.race.run import above, race
from gdlesson.explorers.race.telling import step_words
from gdlesson.explorers.race.tuning import RATES, random_starts, try_rates
from gdlesson.optimizers import RULES, adam, momentum


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
    for racer, was, here in zip(lab.run.racers, before.racers, lab.picture.panels[2].here, strict=True):
        assert racer.rate == pytest.approx(0.1 * was.best) and here.get_xdata() == [racer.rate]
        assert here.get_ydata() == [min(racer.final, lab.picture.panels[2].top)]
    lab.budget = 17
    assert lab.error is None and lab.run.budget == 17
    assert "17 gradients at 0.1 × its best rate" in lab.verdict


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
    plane, _, curves = lab.picture.panels
    for racer, lines, curve in zip(lab.run.racers, plane.racers, curves.curves, strict=True):
        assert np.array_equal(np.column_stack(lines.here.get_data())[0], racer.path[-1])
        assert np.array_equal(curve.get_xdata(), RATES)
        seen = np.flatnonzero(racer.medians < curves.top)
        assert np.array_equal(curve.get_ydata()[seen], racer.medians[seen])
    assert np.array_equal(plane.begin.get_xydata()[0], lab.run.starts[:, 0])
    assert np.array_equal(plane.starts.get_xydata(), lab.run.starts.T)


def test_playing_shows_part_of_a_race_and_makes_no_new_one(lab, monkeypatch):
    lab.set(function=rosenbrock, budget=200)
    before, verdict = lab.run, lab.verdict
    monkeypatch.setattr("gdlesson.explorers.race.explorer.read_race", None)
    lab.step = 40
    assert lab.run is before and lab.live.words == step_words(before, 40) and lab.verdict == verdict
    plane, losses, curves = lab.picture.panels
    for racer, lines, line, name in zip(
        before.racers, plane.racers, losses.lines, losses.names.artists, strict=True
    ):
        assert np.array_equal(np.column_stack(lines.here.get_data())[0], racer.path[40])
        part, left = line.get_data()
        assert np.allclose(part, np.arange(41) / 200) and np.allclose(left[1:], above(racer.losses[1:41], 0.0))
        assert (name.get_text(), name.get_visible()) == (racer.name, True)
    assert [len(curve.get_xdata()) for curve in curves.curves] == [len(RATES)] * 6
    lab.step = 0
    assert lab.error is None and lab.live.words.startswith("From start 1, all begin ")
    lab.step = None
    assert lab.live.words == verdict


@pytest.mark.parametrize(("budget", "numbers"), [(100, "20 40 60 80 100"), (73, "15 30 45 60"), (11, "3 6 9")])
def test_the_axis_of_gradients_has_whole_numbers_at_their_places(lab, budget, numbers):
    lab.budget = budget
    shown = [text for text in lab.picture.panels[1].numbers if text.get_visible()]
    assert " ".join(text.get_text() for text in shown) == numbers
    lines = lab.picture.panels[1].grid.get_xdata()[::3]
    assert lines * budget == pytest.approx([int(text.get_text()) for text in shown])
    assert [text.get_position()[0] < line for text, line in zip(shown, lines, strict=True)] == [True] * len(lines)


def test_a_racer_that_runs_away_keeps_its_name_at_the_upper_edge(lab):
    lab.set(function=rosenbrock, budget=500, factor=100)
    losses = lab.picture.panels[1]
    gone = [racer for racer in lab.run.racers if not np.isfinite(racer.losses[-1])]
    assert gone and all(text.get_visible() for text in losses.names.artists)
    for racer, here, text in zip(lab.run.racers, losses.here, losses.names.artists, strict=True):
        assert racer not in gone or here.get_ydata() == [losses.top]
        assert racer not in gone or text.get_text() == f"{racer.name} ↑"


def test_a_dozen_names_and_a_long_one_can_be_read():
    def a_name_that_is_longer_than_most(x, g, t, velocity=0.0, learning_rate=0.01):
        return mine(x, g, t, velocity, learning_rate)

    lab = explore_race([rosenbrock, bowl(30)], [*RULES[:11], a_name_that_is_longer_than_most], budget=500)
    losses = lab.picture.panels[1]
    for step in (0, 50, 499, None):
        lab.step = step
        assert crowded(lab.picture.figure) == []
        rows = sorted(losses.ax.transData.transform(text.get_position())[1] for text in losses.names.artists)
        assert min(np.diff(rows)) > 12.9
        ends = [text.get_window_extent().x1 for text in losses.names.artists]
        assert max(ends) <= losses.ax.bbox.x1 + 1


def test_a_way_that_leaves_the_view_ends_at_its_edge_with_an_arrow(lab):
    lab.set(function=rosenbrock, budget=500, factor=100)
    gone = [not np.isfinite(racer.path[-1]).all() for racer in lab.run.racers]
    assert any(gone)
    for away, lines in zip(gone, lab.picture.panels[0].racers, strict=True):
        assert lines.path.arrow.get_visible() or not away
    assert "runs away" in lab.verdict and not re.search(r"\bnan\b", lab.live.moving)


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
    assert (lab.run.factor, lab.seed) == (10, 20) and "100 gradients at 10 × its best rate" in lab.live.words


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
    assert "mine" in lab.verdict and "mine" in lab.live.moving and "mine" in lab.live.description
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
