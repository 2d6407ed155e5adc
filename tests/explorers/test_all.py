"""What every explorer promises, whatever it shows. What one of them shows is tested in its own folder."""

import math
import re
import warnings

import pytest
from every_explorer import CUBE, EXPLORERS, NAMES, values
from matplotlib import rc_context, rcParams

import gdlesson
from gdlesson import quadratic
from gdlesson.live.controls import positions
from gdlesson.live.drawing import png
from gdlesson.live.number import NumberControl


@pytest.fixture(scope="module", params=NAMES)
def made(request):
    lab = EXPLORERS[request.param]()
    return lab, values(lab)


@pytest.fixture
def lab(made):
    """Return an explorer as it is at first, whatever another test has done to it."""
    lab, first = made
    lab.set(**first)
    lab.wait()
    return lab


def numbers(lab):
    """Return the controls with a box that takes any number."""
    return [control for control in lab.controls.values() if isinstance(control, NumberControl)]


def seen(lab):
    assert lab.error is None  # a run that takes long is awaited here
    now = values(lab)
    assert lab.verdict == lab.verdict_on(lab.run, now) and not lab.live.failed
    assert lab.live.words == lab.caption(lab.run, now, lab.verdict)
    return lab.live.moving + lab.live.still + lab.live.words


def test_every_explorer_has_its_row():
    assert {name.split()[0] for name in EXPLORERS} == {name for name in gdlesson.__all__ if "explore" in name}


def test_every_control_changes_picture_or_words(lab):
    before, looks = values(lab), {seen(lab)}
    for name, control in lab.controls.items():
        setattr(lab, name, [value for value in positions(control) if value != control.value][-1])
        looks.add(seen(lab))
        lab.set(**before)
        lab.wait()
    assert len(looks) == len(before) + 1


def test_a_sweep_warns_of_nothing_and_puts_all_back(lab):
    before, look = values(lab), seen(lab)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lab.sweep()
    assert values(lab) == before and seen(lab) == look


@pytest.mark.parametrize("place", [(0, 0), (1, 1), (0.5, 1), (-3, 7)])
def test_any_place_may_be_pointed_at(lab, place):
    for area in range(len(lab.live.areas)):
        lab.live.pointed = [area, *place]
        assert lab.error is None and not lab.live.failed


def test_a_notebook_stores_words_and_a_picture_and_is_tested_with_a_sweep(lab, monkeypatch):
    swept = []
    monkeypatch.setattr(type(lab), "sweep", lambda self: swept.append(self))
    for setting, wanted in [("", []), ("1", [lab])]:
        monkeypatch.setenv("GDLESSON_MOVE_EVERY_SLIDER", setting)
        bundle = lab._repr_mimebundle_()
        assert set(bundle) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
        assert bundle["text/plain"] == lab.live.words and bundle["image/png"].startswith(b"\x89PNG")
        assert swept == wanted
    assert len(lab.live.description) > 100


@pytest.mark.parametrize("bad", ["no such thing", None, [1, 2], math.nan, -1e9])
def test_bad_values_are_refused_and_change_nothing(lab, bad):
    before = values(lab), seen(lab)
    refusing = [name for name in lab.controls if bad is not None or name != lab.steps]  # None: all steps
    for name in refusing:
        with pytest.raises((TypeError, ValueError), match=name):
            setattr(lab, name, bad)
    first, *_, last = refusing
    with pytest.raises((TypeError, ValueError), match=last):
        lab.set(**{first: positions(lab.controls[first])[-1], last: bad})
    assert (values(lab), seen(lab)) == before and not lab.is_held()


def test_a_set_is_one_run(lab, monkeypatch):
    runs, make_run = [], lab.make_run
    monkeypatch.setattr(lab, "make_run", lambda **chosen: runs.append(chosen) or make_run(**chosen))
    *_, one, other = lab.controls
    lab.set(**{name: positions(lab.controls[name])[-1] for name in (other, one)})
    made, shown = (
        {name: each for name, each in chosen.items() if name != "step"} for chosen in (*runs, values(lab))
    )
    assert lab.run_key == lab.key() == lab.live.key  # else the page would wait for an answer, and a cell for a run
    assert seen(lab) and made == shown  # how many steps are shown does not belong to the run


NARROW = 560  # pixels of a panel that still has text of 11 pixels on a page of 600


def test_no_panel_is_too_wide_for_a_narrow_page(lab):
    assert max(panel.box.width for panel in lab.live.panels) <= NARROW


def test_a_picture_of_fewer_panels_is_no_wider():
    fewer = gdlesson.explore_slope(CUBE, x=5, errors=False)
    assert [panel.box.width <= NARROW for panel in fewer.live.panels] == [True, True]


def test_a_misspelt_name_is_reported(lab):
    with pytest.raises(AttributeError, match="no 'speed'; its controls are " + ", ".join(lab.controls)):
        lab.speed = 3
    with pytest.raises(AttributeError, match="no 'speed'; its controls are"):
        lab.set(speed=3)
    assert not lab.is_held() and seen(lab)


@pytest.mark.parametrize("typed", ["abc", "1/0", "nan", "-", "1e999", "1,000", "2 3 4 x"])
def test_nonsense_gets_a_message_next_to_the_box_and_changes_nothing(lab, typed):
    before = values(lab), seen(lab)
    for control in numbers(lab):
        control.typed = typed
        assert control.refused and control.typed == typed
        control.value = control.value
    assert (values(lab), seen(lab)) == before


@pytest.mark.parametrize("typed", ["1e200", "-1e200", "1e308", "0", "1/3", "0,5"])
def test_any_number_may_be_typed_and_nothing_warns_or_stays_broken(lab, typed):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for control in numbers(lab):
            good, control.typed = control.value, typed
            assert "nan" not in lab.verdict and "Warning" not in lab.verdict
            control.value = good
            assert lab.error is None and not lab.live.failed


SETTINGS = {  # of a user, all of which wreck a picture or stop it
    "figure.dpi": 150,
    "savefig.dpi": 220,
    "savefig.bbox": "tight",
    "figure.facecolor": "black",
    "axes.facecolor": "black",
    "axes.grid": True,
    "axes.spines.top": False,
    "axes.xmargin": 0.3,
    "axes.unicode_minus": False,
    "font.size": 30,
    "font.family": "serif",
    "lines.linewidth": 6,
    "path.sketch": (1, 100, 2),
    "svg.fonttype": "none",
    "text.color": "white",
    "text.usetex": True,
    "xtick.direction": "in",
}


def looks(lab, control):
    """All that an explorer shows, at first and after a move that may redraw its still part."""
    first = seen(lab), png(lab.picture.figure, lab.verdict)
    setattr(lab, control, positions(lab.controls[control])[-1])
    second = seen(lab), png(lab.picture.figure, lab.verdict)
    return [
        re.sub("#p[0-9a-f]{10}|id=.p[0-9a-f]{10}", "", str(look)) for look in first + second
    ]  # places in memory


@pytest.mark.slow
def test_a_users_settings_change_no_picture_and_stay_as_they_are(made, request):
    name = request.node.callspec.params["made"]
    control = next(iter(made[0].controls))
    plain = looks(EXPLORERS[name](), control)
    with rc_context(SETTINGS), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert looks(EXPLORERS[name](), control) == plain
        assert {setting: rcParams[setting] for setting in SETTINGS} == SETTINGS | {"font.family": ["serif"]}


@pytest.mark.parametrize("explore", [gdlesson.explore, gdlesson.explore_map, gdlesson.explore_stopping])
def test_a_curvature_may_be_tiny(explore):
    assert explore(quadratic([0, 0, 1e-308]), start=1).error is None
