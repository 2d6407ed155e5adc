"""The front page of the site in a browser: nothing from other hosts, every lesson, and pictures that move."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import expect  # noqa: E402
from test_hands_on import CONTRAST  # noqa: E402

from gdlesson.classroom.lessons import PARTS, lessons  # noqa: E402
from gdlesson.live.number import read_number  # noqa: E402

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
LESSONS = lessons(ROOT / "notebooks")
PAGES = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}
FIRST_VIEW = 1_000_000  # bytes, at most, as they are on the disk: hosts send about a tenth, compressed


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and keeps no log."""

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site):
    """Return the address of the site in a subfolder of a plain web server, as GitHub Pages has it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
    server.shutdown()


@pytest.fixture
def front(browser, address):
    """Return a function that opens the front page; nothing may go wrong, or be asked of another address."""
    wrong, contexts = [], []

    def front(width=1280, scheme="light", script="", **options):
        contexts.append(
            browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
        )
        page = contexts[-1].new_page()
        page.add_init_script(script)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("response", lambda got: wrong.append(got.url) if got.status >= 400 else None)
        page.on("request", lambda sent: None if ours(sent.url) else wrong.append(sent.url))
        page.goto(address)
        return page

    def ours(url):
        return url.startswith((address, "data:"))

    yield front
    for context in contexts:
        context.close()
    assert wrong == []


def opened(page, number):
    """Return the picture of a lesson when it is there."""
    picture = page.locator(f"#lesson-{number} .gdlesson-explorer")
    picture.scroll_into_view_if_needed()
    expect(picture.locator(".moving > svg").first).to_be_visible()
    return picture


def open_all(page):
    """Scroll through the page, so that all its pictures are there."""
    for number in [lesson.number for lesson in LESSONS if lesson.number != "18"]:
        opened(page, number)


def moved(picture, move):
    """Expect other words and another picture after a move."""
    shown = picture.locator(".panels")
    words, before = picture.get_by_role("status").inner_text(), shown.inner_html()
    move()
    expect(picture.get_by_role("status")).not_to_have_text(words)
    assert shown.inner_html() != before
    expect(picture.locator(".failed")).to_have_count(0)


def to_an_end(slider):
    """Move a slider to its lower end, or to the upper one if it is there already."""
    low, now = slider.locator("input").evaluate("(input) => [Number(input.min), input.valueAsNumber]")
    slider.press("End" if now == low else "Home")


def test_every_lesson_is_there_with_its_title_and_a_link_that_leads_to_it(front, address):
    page = front()
    assert page.locator(".lesson h3").all_inner_texts() == [lesson.title for lesson in LESSONS]
    assert page.locator("h3.part").all_inner_texts() == list(PARTS.values())
    links = [link.get_attribute("href") for link in page.locator(".lesson .open").all()]
    assert links == [f"lab/index.html?path={lesson.path.name}" for lesson in LESSONS]
    for target in [f"files/{lesson.path.name}" for lesson in LESSONS] + ["lab/index.html"]:
        assert page.request.get(address + target).ok
    expect(page.get_by_role("link", name="Start lesson 0").first).to_have_attribute("href", links[0])


def test_the_readme_says_what_you_do_in_each_lesson(front):
    rows = re.findall(r"^\| \d\d \| .* \| (.*) \|$", (ROOT / "README.md").read_text("utf-8"), re.M)
    shown = front().locator(".lesson h3 + p").all_inner_texts()
    assert [text.lower() for text in shown] == [text.lower() for text in rows]


def test_the_first_view_is_small(front, address):
    page = front()
    expect(page.locator(".hero .moving > svg").first).to_be_visible()
    entries = "performance.getEntries().map((entry) => entry.decodedBodySize ?? 0)"
    assert 20_000 < sum(page.evaluate(entries)) < FIRST_VIEW


def test_the_first_picture_follows_keys_and_the_mouse(front):
    page = front()
    hero = page.locator(".hero .gdlesson-explorer")
    slider = hero.get_by_role("slider")
    expect(hero.get_by_role("status")).to_contain_text("Overshoots")
    moved(hero, lambda: slider.press("End"))
    expect(hero.get_by_role("status")).to_contain_text("Diverges")
    moved(hero, lambda: slider.press("Home"))
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2

    def drag():
        page.mouse.move(box["x"] + 8, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
        page.mouse.up()

    moved(hero, drag)
    expect(hero.get_by_role("status")).to_contain_text("Steady")


# what the attributes of this name have been on the page
RECORD = """window.seen = {};
new MutationObserver((changes) => changes.forEach(({ attributeName, target }) => {
  (window.seen[attributeName] ??= []).push(target.getAttribute(attributeName));
})).observe(document, { subtree: true, attributeFilter: ["aria-live", "aria-valuetext"] });"""


def test_the_first_slider_moves_to_its_place_once(front):
    page = front(script=RECORD)
    page.wait_for_function("window.seen['aria-live']?.at(-1) === 'polite'")
    assert page.evaluate("window.seen['aria-live'][0]") == "off"  # a screen reader stays silent meanwhile
    place, *values = [read_number(text) for text in page.evaluate("window.seen['aria-valuetext']")]
    assert values == sorted(values) and values[0] < values[-1] == place
    expect(page.locator(".hero").get_by_role("status")).to_contain_text("Overshoots")


def test_the_first_slider_is_still_for_those_who_want_that_and_for_those_who_take_it(front):
    page = front(reduced_motion="reduce")
    hero = page.locator(".hero")
    expect(hero.get_by_role("textbox")).to_have_value("0.28")
    expect(hero.get_by_role("status")).to_have_attribute("aria-live", "polite")
    taken = front().locator(".hero")
    taken.get_by_role("slider").press("End")
    expect(taken.get_by_role("status")).to_have_attribute("aria-live", "polite")
    expect(taken.get_by_role("textbox")).to_have_value("1")


def test_the_picture_of_each_lesson_moves(front):
    page = front()
    for lesson in LESSONS:
        if lesson.number == "18":
            continue
        picture = opened(page, lesson.number)
        slider, choice = picture.get_by_role("slider"), picture.get_by_role("combobox")
        moves = {
            slider: partial(to_an_end, slider),
            choice: partial(choice.select_option, index=1),
            picture: picture.get_by_role("button", name="◀ back").click,
        }
        moved(picture, next(move for part, move in moves.items() if part.count()))


def test_the_lesson_on_keras_shows_its_stored_picture(front):
    image = front().locator("#lesson-18 img")
    image.scroll_into_view_if_needed()
    assert len(image.get_attribute("alt")) > 40
    assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 600


def test_without_scripts_there_are_still_pictures_with_words(front):
    page = front(java_script_enabled=False)
    images = page.locator("noscript img")
    assert images.count() == len(LESSONS)  # with the first one, and without lesson 18
    assert all(len(image.get_attribute("alt")) > 40 for image in images.all())
    expect(images.first).to_be_visible()
    expect(page.get_by_role("link", name="Open lesson 19")).to_be_visible()


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_the_page_scrolls_in_one_direction_only(front, width):
    page = front(width)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# all texts outside the pictures
TEXTS = """() => [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility()
  && !each.closest(".panels, .track, noscript, script, option")
  && [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))"""
CONTRASTS = f"() => ({TEXTS})().map((each) => [each.textContent.trim().slice(0, 40), ({CONTRAST})(each)])"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_the_page(front, scheme):
    page = front(scheme=scheme)
    open_all(page)
    expect(page.locator("body")).to_have_css("background-color", PAGES[scheme])
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 100
    assert [(text, round(ratio, 1)) for text, ratio in contrasts if ratio < 4.5] == []
