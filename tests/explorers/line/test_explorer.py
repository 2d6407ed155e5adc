"""The explorers of single lessons without a browser: controls, words, pictures, pointing, errors, sweeps."""

import math
import warnings

import numpy as np
import pytest

import gdlesson
from gdlesson import (
    Function,
    descend,
    explore_line,
    explore_map,
    explore_slope,
    explore_stopping,
    quadratic,
    verdict,
)
from gdlesson.explorers.line.run import fit, fit_verdict
from gdlesson.explorers.outcome_map.picture import other_valley, tapestry
from gdlesson.explorers.outcome_map.run import outcome_map
from gdlesson.explorers.slope.run import secant, secant_verdict
from gdlesson.explorers.stopping.run import find_stops, stops_verdict
from gdlesson.live.tiles import TILES
from gdlesson.regimes import REGIMES

SQUARE, CUBE = quadratic([0, 0, 1]), Function(lambda x: x**3, lambda x: 3 * x**2, name="x³")
X, Y = np.arange(1.0, 9.0), np.array([2.1, 2.9, 4.2, 4.8, 6.1, 6.8, 8.3, 8.9])
MAKERS = {
    "line": lambda: explore_line(X, Y, slope=0.5, intercept=2),
    "slope": lambda: explore_slope(CUBE, x=5, h=1),
    "stopping": lambda: explore_stopping(SQUARE),
    "map": lambda: explore_map([SQUARE, gdlesson.quartic, gdlesson.double_well], start=6, learning_rate=0.3),
}
every = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


@every
def test_every_control_changes_picture_and_words_and_a_sweep_puts_all_back(make):
    lab = make()
    before = {name: control.value for name, control in lab.controls.items()}
    seen = {lab.live.moving + lab.live.still + lab.live.words}
    for name, control in lab.controls.items():
        values = [v for v in positions(control) if v != before[name]]
        setattr(lab, name, values[-1])
        assert lab.error is None and lab.live.words == lab.verdict
        seen.add(lab.live.moving + lab.live.still + lab.live.words)
        lab.set(**before)
    assert len(seen) == len(before) + 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lab.sweep()
    assert {name: control.value for name, control in lab.controls.items()} == before


def positions(control):
    from gdlesson.live.controls import positions

    return positions(control)


@every
def test_what_a_notebook_stores_has_words_and_a_picture(make, monkeypatch):
    monkeypatch.setenv("GDLESSON_MOVE_EVERY_SLIDER", "1")
    lab = make()
    bundle = lab._repr_mimebundle_()
    assert bundle["text/plain"] == lab.verdict and bundle["image/png"].startswith(b"\x89PNG")
    assert len(lab.live.description) > 100


@every
def test_bad_values_and_misspelt_names_are_refused_and_change_nothing(make):
    lab = make()
    before = lab.verdict
    with pytest.raises(AttributeError, match="its controls are"):
        lab.speed = 3
    for name, control in lab.controls.items():
        for bad in ("no such thing", None, [1, 2]):
            with pytest.raises((TypeError, ValueError), match=name):
                setattr(lab, name, bad)
        del control
    assert lab.verdict == before


@every
def test_a_misspelt_name_in_a_set_is_told_and_nothing_is_held(make):
    lab = make()
    with pytest.raises(AttributeError, match="no 'speed'; its controls are"):
        lab.set(speed=3)
    assert not lab.held


def test_a_set_is_one_run(monkeypatch):
    lab = MAKERS["map"]()
    runs = []
    shown = lab.picture.show
    lab.picture.show = lambda run: runs.append(run) or shown(run)
    lab.set(learning_rate=0.05, start=-2)
    assert len(runs) == 1 and (runs[0].learning_rate, runs[0].path[0]) == (0.05, -2)


def test_the_line_is_judged_by_the_chosen_loss():
    lab = MAKERS["line"]()
    for loss in ("mse", "mae", "binary_crossentropy"):
        lab.set(loss=loss, slope=1.2, intercept=-4, outlier=2)
        expected = fit(X, np.append(Y[:-1], 2), 1.2, -4, loss)
        assert lab.verdict == fit_verdict(expected) and lab.run.value == expected.value


def test_the_outlier_is_dragged_with_the_mouse():
    lab = MAKERS["line"]()
    low, high = lab.picture.data.get_ylim()
    lab.live.pointed = [0, 0.2, (3 - low) / (high - low)]
    assert lab.outlier == 3 and lab.run.y[-1] == 3
    lab.live.pointed = [0, 0.9, 1.0]
    assert lab.outlier == lab.controls["outlier"].slider.max
    lab.loss = "binary_crossentropy"
    lab.live.pointed = [0, 0.9, 0.0]
    assert lab.run.y[-1] == 0 and "accuracy" in lab.verdict
    lab.live.pointed = [0, 0.9, 1.0]
    assert lab.run.y[-1] == 1


def test_another_loss_changes_what_stays():
    lab = MAKERS["line"]()
    before = lab.live.still
    lab.slope = 1
    assert lab.live.still == before
    lab.loss = "mae"
    assert lab.live.still != before


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1], [1], "two or more finite numbers"),
        ([1, 2], [1, math.nan], "two or more finite numbers"),
        ([1, 2], [1, 2, 3], "same shape"),
        ("ab", [1, 2], "two lists of numbers"),
    ],
)
def test_points_that_are_none_are_refused(x, y, words):
    with pytest.raises(ValueError, match=words):
        explore_line(x, y)


def test_the_secant_follows_its_controls():
    lab = MAKERS["slope"]()
    lab.set(x=3, h=1e-3, difference="central")
    assert lab.verdict == secant_verdict(secant(CUBE, 3.0, 1e-3, "central"))
    lab.controls["h"].box.value = 0
    assert lab.live.failed and "h must be more than 0" in lab.live.words
    lab.h = 0.1
    assert not lab.live.failed


def test_a_slope_that_cannot_be_shown_is_refused_at_once():
    with pytest.raises(ValueError, match="x must be between"):
        explore_slope(SQUARE, x=1000)
    with pytest.raises(ValueError, match="h must be more than 0"):
        explore_slope(SQUARE, h=0)
    with pytest.raises(ValueError, match="difference must be one of forward, central, got 'sideways'"):
        explore_slope(SQUARE, difference="sideways")
    with pytest.raises(TypeError, match="a function is expected"):
        explore_slope("x²")
    assert "the same number" in explore_slope(lambda x: math.exp(x), x=1, h=1e-16, view=(0, 3)).verdict


def test_the_stops_follow_their_controls():
    lab = MAKERS["stopping"]()
    lab.set(rule="slope", tolerance=1e-3, learning_rate=0.7, cap=40)
    assert lab.verdict == stops_verdict(find_stops(SQUARE, 8.0, 0.7, 1e-3, 40, "slope"))
    lab.controls["tolerance"].box.value = -1
    assert lab.live.failed and "tolerance must be" in lab.live.words


def test_the_sliders_of_the_map_and_its_point_are_one():
    lab = MAKERS["map"]()
    lab.live.pointed = [0, 0.5, 0.75]
    low, high = np.log10(lab.outcomes(SQUARE).learning_rates[[0, -1]])
    assert lab.learning_rate == pytest.approx(10 ** ((low + high) / 2), rel=5e-3) and lab.start == 4.5
    assert (lab.run.learning_rate, lab.run.path[0]) == (lab.learning_rate, lab.start)
    lab.set(learning_rate=0.1, start=-3)
    here = lab.picture.panels[1].here
    assert (here.get_xdata()[0], here.get_ydata()[0]) == (0.1, -3)
    assert lab.verdict == verdict(descend(SQUARE, -3, 0.1))


def test_another_function_brings_its_own_map_curve_and_ends():
    lab = MAKERS["map"]()
    still, words = lab.live.still, lab.live.description
    lab.function = "x⁴"
    assert lab.live.still != still and lab.live.description != words and "x⁴" in lab.live.description
    assert lab.start == 4 and lab.controls["start"].slider.max == 4
    lab.function = gdlesson.double_well
    assert lab.start == 2 and lab.run.function is gdlesson.double_well
    lab.function = SQUARE
    lab.start = 8
    assert lab.run.path[0] == 8 and lab.live.description == words


def test_the_map_shows_what_the_path_beside_it_does():
    lab = MAKERS["map"]()
    names = list(TILES)
    for f in (SQUARE, gdlesson.quartic, gdlesson.double_well):
        lab.function = f
        found = lab.outcomes(f)
        for row in range(3, 200, 31):
            for column in range(5, 200, 17):
                run = descend(f, found.starts[row], found.learning_rates[column])
                assert names[found.regimes[row, column]] == REGIMES[run.regime].word


def test_each_regime_has_a_colour_and_a_pattern_of_its_own():
    looks = []
    for number in range(len(TILES)):
        cells = np.full((6, 6), number)
        found = outcome_map(SQUARE, [0.1], [1.0])
        found = type(found)(**(vars(found) | {"regimes": cells, "capped": cells == 0}))
        looks.append(tapestry(found, pixels=8))
    flat = {tuple(look.mean(axis=(0, 1)).round(3)) for look in looks}
    patterns = {(look.sum(axis=2) < look.sum(axis=2).max() - 1e-9).tobytes() for look in looks[:6]}
    assert len(flat) == len(TILES) and len(patterns) == 6


def test_valleys_alternate_in_shade():
    found = outcome_map(gdlesson.double_well, [0.05], [-1.5, 1.5])
    assert other_valley(found).tolist() == [[False], [True]]


def test_a_function_that_takes_no_arrays_has_a_coarser_map_and_the_same_answers():
    lab = explore_map(Function(lambda x: x**2 if x > 0 else x**2 + 0.0, view=(-3, 3)), start=2, learning_rate=0.1)
    found = lab.outcomes(lab.function)
    assert found.regimes.shape == (40, 40) and not lab.function.takes_arrays
    run = descend(lab.function, found.starts[32], found.learning_rates[37])
    assert list(TILES)[found.regimes[32, 37]] == {"diverging": "diverges"}[run.regime]


def test_maps_of_functions_with_holes_and_one_without_any_minimum():
    lab = explore_map(Function(lambda x: x - math.log(x), view=(-1, 5)), start=3, learning_rate=0.1)
    assert list(TILES)[lab.outcomes(lab.function).regimes[0, 0]] == "no value"
    lab.start = -0.5
    assert lab.live.failed and "math domain error" in lab.live.words
    lab.start = 2
    assert not lab.live.failed
    lab.live.pointed = [0, 0.5, 0.01]
    assert lab.live.failed and isinstance(lab.error, ValueError) and lab.run is None
    lab.live.pointed = [0, 0.5, 0.9]
    assert not lab.live.failed and lab.error is None
    assert explore_map(lambda x: -x, start=1).run.regime == "slow"


def test_what_has_no_map_is_refused_at_once():
    with pytest.raises(TypeError, match="a function is expected"):
        explore_map("x**2")
    with pytest.raises(ValueError, match="at least one function"):
        explore_map([])
    with pytest.raises(ValueError, match="start must be between -9 and 9, got 50"):
        explore_map(SQUARE, start=50)
    with pytest.raises(ValueError, match="learning_rate must be"):
        explore_map(SQUARE, learning_rate=-1)
    with pytest.raises(ValueError, match="two functions are called f"):
        explore_map([lambda x: x**2, lambda x: x**4])


@every
def test_what_is_no_number_is_put_back_and_a_set_that_fails_changes_nothing(make):
    lab = make()
    before = {name: control.value for name, control in lab.controls.items()}
    for control in lab.controls.values():
        if hasattr(control, "box"):
            control.box.value = math.nan
    assert {name: control.value for name, control in lab.controls.items()} == before and lab.error is None
    names = list(before)
    with pytest.raises((TypeError, ValueError)):
        lab.set(**{names[0]: positions(lab.controls[names[0]])[-1], names[1]: "nonsense"})
    assert {name: control.value for name, control in lab.controls.items()} == before and not lab.held


@every
@pytest.mark.parametrize("value", [1e200, -1e200, 1e308, math.inf, 0])
def test_any_number_may_be_typed_and_nothing_warns_or_stays_broken(make, value):
    lab = make()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for control in lab.controls.values():
            if hasattr(control, "box"):
                good, control.box.value = control.value, value
                assert "nan" not in lab.verdict and "Warning" not in lab.verdict
                control.box.value = good
                assert not lab.live.failed


def test_a_function_that_cannot_be_drawn_leaves_the_others_whole():
    huge = Function(lambda x: 1e200 * (1 + x * x), lambda x: 2e200 * x, name="huge")
    lab = explore_map([SQUARE, huge], start=3, learning_rate=0.1)
    lab.function = "huge"
    assert lab.live.failed and "has no value to draw" in lab.live.words
    lab.start = 2
    assert "has no value to draw" in lab.live.words
    lab.function = SQUARE
    assert not lab.live.failed and lab.verdict == verdict(descend(SQUARE, 2, lab.learning_rate))


def test_pointing_at_the_very_edge_of_an_odd_view():
    odd = Function(lambda x: x * x, lambda x: 2 * x, name="odd", view=(-1.2345678, 2.3456789))
    lab = explore_map(odd)
    for place in ([0, 0, 0], [0, 1, 1], [0, -3, 7]):
        lab.live.pointed = place
        assert lab.error is None and odd.view[0] <= lab.start <= odd.view[1]


def test_going_back_to_a_function_takes_its_picture_from_memory():
    lab = MAKERS["map"]()
    lab.function = "x⁴"
    still = lab.live.still
    lab.function = SQUARE
    lab.function = "x⁴"
    assert lab.live.still is still


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: explore_map(Function(lambda x: x * x, lambda x: [2 * x])),
            "must be one number, but it has the shape",
        ),
        (
            lambda: explore_slope(Function(lambda x: x * x, lambda x: [2 * x])),
            "must be one number, but it has the",
        ),
        (lambda: explore_slope(lambda x, y: x), "missing 1 required positional argument"),
        (lambda: explore_stopping(lambda v: v @ v, start=[1, 2]), "start must be one number"),
        (lambda: explore_map(SQUARE, start="x"), "start must be one number"),
    ],
)
def test_what_is_wrong_is_said_in_words(make, words):
    with pytest.raises((TypeError, ValueError), match=words):
        make()


def test_views_may_be_arrays_and_curvatures_tiny():
    assert explore_slope(SQUARE, view=np.array([0, 5])).x == 2.5
    assert explore_slope(quadratic([0, -40, 1])).x == 20
    for maker in (explore_map, explore_stopping, gdlesson.explore):
        assert maker(quadratic([0, 0, 1e-308]), start=1).verdict


def test_a_line_on_points_of_another_size_is_seen_whole():
    lab = explore_line([1, 2, 3], [100, 200, 300], slope=4, intercept=0)
    assert lab.picture.shares.get_ylim()[1] > 0.5 * 200**2
    labels = explore_line([1, 2, 3], [0, 1, 1], loss="binary_crossentropy")
    labels.live.pointed = [0, 0.5, 1.0]
    assert labels.run.y[-1] == 1


def test_without_errors_the_slope_has_one_picture_and_larger_steps():
    lab = explore_slope(SQUARE, x=2, h=5, errors=False)
    assert len(lab.picture.figure.axes) == 1 and positions(lab.controls["h"])[0] == 0.01
    lab.sweep()
