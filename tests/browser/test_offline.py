"""A page without Python, opened from a file: it shows for each position what Python shows, and asks nobody."""

import re

import pytest

pytest.importorskip("playwright")

from every_explorer import EXPLORERS  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

import gdlesson  # noqa: E402
from gdlesson.table import table  # noqa: E402

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
    """Expect on the page what Python shows when its run is finished."""
    lab.wait()
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
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]), learning_rate=0.3)
    page = opened(lab)
    box = page.get_by_role("textbox")
    for typed, wanted in [("0,1234", 0.123), ("99", 10), ("nonsense", 10)]:
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


def test_the_buttons_go_to_the_steps_that_have_a_picture(opened):
    lab = gdlesson.explore(gdlesson.quadratic([0, 0, 1]), learning_rate=0.1)
    page = opened(lab, of="step", size=0.2)
    back, on = page.get_by_role("button", name="◀ back"), page.get_by_role("button", name="step ▶")
    back.click()
    shown = page.get_by_role("status").inner_text()
    lab.step = int(re.search(r"step (\d+)", shown.lower())[1])
    assert 0 < lab.step < lab.run.nit - 1
    expect_shown(page, lab)
    on.click()
    lab.step = None
    expect_shown(page, lab)
    on.click()
    lab.step = 0
    expect_shown(page, lab)
    on.click()
    expect(page.locator(".failed")).to_have_count(0)


def test_a_choice_is_one_of_all_options_with_its_still_part(opened):
    lab = EXPLORERS["explore_curves"]()
    page = opened(lab, of="training")
    before = page.evaluate(STILLS)
    page.get_by_role("combobox").select_option("flat")
    lab.training = "flat"
    expect_shown(page, lab)
    assert page.evaluate(STILLS) != before
    expect(page.get_by_role("img")).to_have_attribute("aria-label", lab.live.description)


@pytest.mark.parametrize("name", ["explore_line", "explore_map", "explore_momentum"])
def test_no_title_invites_to_drag_where_nothing_can_be_dragged(opened, name):
    lab = EXPLORERS[name]()
    page = opened(lab, size=1)
    assert "drag" in lab.live.still
    assert "drag" not in page.locator(".panels").inner_text()


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


def boxes(page, what):
    return [each.bounding_box() for each in page.locator(what).all()]


@pytest.mark.parametrize("width", [848, 800])
def test_a_key_below_a_picture_begins_on_a_line_of_its_own(opened, width):
    page = opened(gdlesson.explore_momentum(), width, size=2)
    panels, entries = boxes(page, ".row > .panel"), boxes(page, ".key > .panel")
    assert len(panels) == 2 and len(entries) == 6
    bottom = max(box["y"] + box["height"] for box in panels)
    assert all(box["y"] >= bottom - 1 for box in entries)
    assert (panels[0]["y"] < panels[1]["y"]) == (width < 848)


@pytest.mark.parametrize(("width", "columns"), [(848, 1), (620, 3)])
def test_a_key_beside_a_picture_flows_in_rows_where_the_page_is_narrow(opened, width, columns):
    page = opened(gdlesson.explore_map(gdlesson.double_well), width, size=2)
    (panel,), entries = boxes(page, ".row > .panel"), boxes(page, ".key > .panel")
    assert len(entries) == 17 and len({round(box["x"]) for box in entries}) == columns
    assert (entries[0]["y"] > panel["y"] + panel["height"] - 1) == (columns > 1)


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


def test_the_lines_of_a_table_are_a_table_on_the_page_and_words_stay_words(opened):
    lab = gdlesson.explore(gdlesson.quadratic([-3, -2, 3]))
    rows = [[1, "<b>mine</b> & yours", "2.1e-08"], [2, "other", "at least ×562"]]
    words = f"Two finish.\n{table(['rank', 'optimizer', 'width'], rows)}"
    lab.caption = lambda run, values, verdict: words
    page = opened(lab)
    status = page.get_by_role("status")
    expect(status).to_have_text(words)
    expect(status.locator("th")).to_have_text(["rank", "optimizer", "width"])
    for row, cells in enumerate(rows):
        expect(status.locator("tbody tr").nth(row).locator("td")).to_have_text([str(cell) for cell in cells])
    last, names = status.locator("tr").last.locator("td"), status.locator("td:nth-child(2)")
    sides = last.evaluate_all("all => all.map((each) => getComputedStyle(each).textAlign)")
    assert sides == ["right", "left", "right"]
    assert len({round(name.bounding_box()["x"]) for name in names.all()}) == 1


def test_a_long_table_scrolls_and_stays_where_it_was_scrolled_to(opened):
    lab = gdlesson.explore(gdlesson.quadratic([-3, -2, 3]))
    rows = [[rank, f"racer{rank}"] for rank in range(1, 21)]
    lab.caption = lambda run, values, verdict: f"Rate {values['learning_rate']}.\n{table(['rank', 'name'], rows)}"
    page = opened(lab)
    box = page.locator(".table")
    seen = "(box) => [box.clientHeight < box.scrollHeight, box.scrollTop]"
    box.evaluate("(box) => { box.scrollTop = 50; }")
    go(page, "Home")
    expect(page.get_by_role("status")).not_to_contain_text(f"Rate {lab.learning_rate}.")
    assert box.evaluate(seen) == [True, 50]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_slider_shows_the_regimes_where_they_are(opened, scheme):
    lab = gdlesson.explore(gdlesson.quadratic([-3, -2, 3]))
    page = opened(lab, scheme=scheme)
    bands = page.locator(".track .band")
    words = ["Slow", "Steady", "Overshoots", "Diverges"]
    assert bands.count() == len(words) and page.locator(".track .tick").all_inner_texts() == ["1/L", "2/L"]
    for word, band in zip(words, bands.all(), strict=True):
        box = band.bounding_box()
        for x in (box["x"] + 2, box["x"] + box["width"] / 2, box["x"] + box["width"] - 2):
            go(page, "End" if word == "Slow" else "Home")  # a click on the thumb would not move it
            page.mouse.click(x, box["y"] + box["height"] / 2)
            expect(page.get_by_role("status")).to_contain_text(re.compile(f"^{word}"))
    page.get_by_role("textbox").fill("0.1667")
    page.get_by_role("textbox").press("Enter")
    tick, handle = (page.locator(place).bounding_box() for place in (".track .tick >> nth=0", "[role=slider]"))
    low, high, at = page.locator("input[type=range]").evaluate(
        "(each) => [each.min, each.max, each.value].map(Number)"
    )
    thumb = handle["x"] + 8 + (at - low) / (high - low) * (handle["width"] - 16)
    assert abs(tick["x"] + tick["width"] / 2 - thumb) < 1.5


@pytest.mark.parametrize("width", [1280, 700, 560])
def test_no_word_on_the_slider_covers_another_one(opened, width):
    page = opened(gdlesson.explore(gdlesson.quadratic([-3, -2, 3])), width=width)
    for row in (".track .word", ".track :is(.note, .tick)"):
        boxes = [each.bounding_box() for each in page.locator(row).all() if each.inner_text()]
        ends = [(box["x"], box["x"] + box["width"]) for box in boxes]
        assert all(end <= begin for (_, end), (begin, _) in zip(ends, ends[1:], strict=False)), ends
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_where_another_slider_moves_as_well_the_track_is_plain(opened):
    page = opened(gdlesson.explore(gdlesson.quadratic([-3, -2, 3])), of=["learning_rate", "start"], size=1)
    assert page.locator(".track .band").count() == 0 and page.locator(".tracked").count() == 0
