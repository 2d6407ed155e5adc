"""The map of the lessons: links that work wherever the folder is, the same every time, and nothing overlaps."""

import re
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gdlesson import lesson_map
from gdlesson.classroom.lessons import PARTS, lessons

ROOT = Path(__file__).parents[2]
BOLD = [f"**{part}**" for part in PARTS.values()]
NAMES = [lesson.path.name for lesson in lessons(ROOT / "notebooks")]


@pytest.fixture
def html(monkeypatch):
    """Return the map as the first lesson shows it."""
    monkeypatch.chdir(ROOT / "notebooks")
    return lesson_map()._repr_mimebundle_()["text/html"]


def test_each_title_is_a_link_to_its_notebook(html):
    links = re.findall(r'<p [^>]*><a href="([^"]*)">([^<]*)</a></p>', html)
    assert [target for target, _ in links] == NAMES and all(
        (ROOT / "notebooks" / name).is_file() for name in NAMES
    )
    assert [text for _, text in links] == [f"{each.number} {each.title}" for each in lessons(ROOT / "notebooks")]
    image = ElementTree.fromstring(html).find("img")
    assert "each of its hops is a lesson" in image.get("alt")
    svg = ElementTree.fromstring(b64decode(image.get("src").removeprefix("data:image/svg+xml;base64,")))
    assert len(svg.findall(".//{*}circle")) == len(NAMES) - 1  # and a square for the first one


def test_it_can_be_read_as_words_and_as_a_list_of_links():
    bundle = lesson_map(ROOT / "notebooks")._repr_mimebundle_()
    assert bundle["text/plain"].startswith("The lessons: 00 Start here, 01 ")
    assert [line for line in bundle["text/markdown"].splitlines() if line.startswith("**")] == BOLD
    assert re.findall(r"^- \[\d\d [^\]]+\]\(([^)]+)\)$", bundle["text/markdown"], re.M) == NAMES


def test_it_does_not_depend_on_where_the_folder_is(html, tmp_path, monkeypatch):
    for name in NAMES:
        (tmp_path / name).write_bytes((ROOT / "notebooks" / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    assert lesson_map()._repr_mimebundle_()["text/html"] == html
    assert lesson_map(tmp_path)._repr_mimebundle_()["text/html"] == html


def test_it_goes_down_and_no_title_lies_on_another_one_or_on_the_name_of_a_part(html):
    found = re.findall(r"(left|right): (\d+)px;[^\"]* top: (\d+)px\">(<a|<b>)", html)
    places = [(side, int(top)) for side, _, top, kind in found if kind == "<a"]
    assert len(places) == len(NAMES) and len(found) == len(NAMES) + len(PARTS)
    assert all(above[1] < below[1] for above, below in zip(places, places[1:], strict=False))
    for side in ("left", "right"):
        tops = [int(top) for which, _, top, _ in found if which == side]
        assert min(below - above for above, below in zip(tops, tops[1:], strict=False)) >= 18
