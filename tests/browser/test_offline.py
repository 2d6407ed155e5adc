"""A page without Python, opened from a file: it shows for each position what Python shows, and asks nobody."""

import re

import pytest

pytest.importorskip("playwright")

from every_explorer import EXPLORERS  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

import gdlesson  # noqa: E402

pytestmark = pytest.mark.slow

QUICK = [name for name in EXPLORERS if name not in ("explore_keras", "explore_network", "explore_race")]
SHOWN = "() => [...document.querySelectorAll('.panel > .moving')].map((part) => part.innerHTML).join('')"
STILLS = SHOWN.replace("moving", "still")
PUT = (
    """([html]) => { const el = document.createElement("template"); el.innerHTML = html; return el.innerHTML; }"""
)


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that saves an explorer as a page and opens it; nothing may go wrong there."""
    wrong = []

    def opened(lab, width=1000, scheme="light", **options):
        lab.save(tmp_path / "page.html", **options)
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda sent: wrong.append(sent.url) if not sent.url.startswith("file:") else None)
        page.goto((tmp_path / "page.html").as_uri())
        return page

    yield opened
    assert wrong == []
    for context in browser.contexts:
        context.close()


def expect_shown(page, lab):
    """Expect on the page what Python shows."""
    expect(page.get_by_role("status")).to_have_text(lab.live.words)
    assert page.evaluate(SHOWN) == page.evaluate(PUT, [lab.live.moving])
    expect(page.locator(".computing, .failed")).to_have_count(0)


def go(page, key):
    page.get_by_role("slider").first.press(key)


@pytest.mark.parametrize("name", QUICK)
def test_the_page_shows_what_the_explorer_shows_at_both_ends_and_between(opened, name):
    lab = EXPLORERS[name]()
    page = opened(lab)
    expect_shown(page, lab)
    control = next(each for each in lab.controls.values() if hasattr(each, "places"))
    label = page.get_by_role("slider").get_attribute("aria-valuetext")
    assert gdlesson.live.number.read_number(label) == control.value
    for key in ("Home", "PageUp", "ArrowRight", "End", "ArrowLeft"):
        go(page, key)
        control.value = gdlesson.live.number.read_number(page.get_by_role("textbox").input_value())
        expect_shown(page, lab)


def test_no_position_is_missing(opened):
    lab = gdlesson.explore(gdlesson.quadratic([-3, -2, 3]))
    page = opened(lab)
    go(page, "Home")
    for value in lab.controls["learning_rate"].places():
        assert float(page.get_by_role("textbox").input_value()) == value
        expect(page.locator(".failed")).to_have_count(0)
        go(page, "ArrowRight")


def test_a_grid_of_two_is_thinned_until_it_fits_and_says_so(opened, tmp_path, capsys):
    lab = gdlesson.explore(gdlesson.quadratic([-3, -2, 3]), learning_rate=0.1)
    page = opened(lab, of=["learning_rate", "start"], size=1)
    said = re.search(r"page.html: (\d+) pictures, about (\d\.\d) MB", capsys.readouterr().out)
    assert int(said[1]) > 60 and abs((tmp_path / "page.html").stat().st_size / 1e6 - float(said[2])) < 0.2
    rate, start = page.get_by_role("slider").all()
    rate.press("End")
    start.press("Home")
    start.press("ArrowRight")
    boxes = [float(box.input_value()) for box in page.get_by_role("textbox").all()]
    lab.set(learning_rate=boxes[0], start=boxes[1])
    expect_shown(page, lab)
    assert page.locator(".settings").inner_text() == "iterations 500"


def test_a_typed_number_goes_to_the_nearest_position(opened):
    lab = gdlesson.explore_momentum()
    page = opened(lab)
    box = page.get_by_role("textbox")
    for typed, wanted in [("1,234", 1.23), ("99", 2.2), ("nonsense", 2.2)]:
        box.fill(typed)
        box.press("Enter")
        lab.learning_rate = wanted
        expect(box).to_have_value(str(wanted))
        expect_shown(page, lab)


def test_a_run_is_played_step_by_step(opened):
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]), learning_rate=0.3)
    page = opened(lab, of="step")
    page.get_by_role("button", name="step ▶").click()
    lab.step = 0
    expect_shown(page, lab)
    page.get_by_role("button", name="▶ play").click()
    expect(page.get_by_role("button", name="▶ play")).to_be_visible()
    lab.step = None
    expect_shown(page, lab)
    page.get_by_role("button", name="◀ back").click()
    lab.step = lab.run.nit - 1
    expect_shown(page, lab)


def test_a_choice_is_one_of_all_options_with_its_still_part(opened):
    lab = EXPLORERS["explore_curves"]()
    page = opened(lab, of="training")
    before = page.evaluate(STILLS)
    page.get_by_role("combobox").select_option("flat")
    lab.training = "flat"
    expect_shown(page, lab)
    assert page.evaluate(STILLS) != before
    expect(page.get_by_role("img")).to_have_attribute("aria-label", lab.live.description)


def test_a_position_without_a_run_is_said(opened):
    def half(x):
        if x < 0:
            raise ValueError("nothing there")
        return (x - 5) ** 2

    page = opened(gdlesson.explore(half, start=4, learning_rate=0.1), of="start")
    go(page, "Home")
    expect(page.get_by_role("status")).to_have_text("There is no run at this position.")
    go(page, "End")
    expect(page.locator(".failed")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_page_scrolls_in_one_direction_only(opened, scheme):
    page = opened(gdlesson.explore(gdlesson.quadratic([0, 0, 1])), 390, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("html").get_attribute("theme") == scheme


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"of": "speed"}, "of must be among learning_rate"),
        ({"of": []}, "of must be one control or two"),
        ({"of": ["start", "start"]}, "of must be one control or two"),
        ({"of": ["start", "step", "iterations"]}, "of must be one control or two"),
        ({"size": 0.1}, "positions of learning_rate would take"),
        ({"size": "big"}, "size must be"),
        ({"frames": 3}, "a .html file takes of, size, title; got frames"),
    ],
)
def test_what_cannot_be_saved_is_said(tmp_path, options, message):
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]))
    with pytest.raises((TypeError, ValueError), match=message):
        lab.save(tmp_path / "page.html", **options)
    assert list(tmp_path.iterdir()) == []
