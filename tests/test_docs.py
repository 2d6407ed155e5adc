"""What the pages say is there: links, lessons, explorers, code, and the diagram of the rooms."""

import re
from pathlib import Path

import grimp
import pytest

from gdlesson.classroom.lessons import lessons

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ROOMS = ["classroom", "exercises", "explorers", "live", "networks"]  # all other modules are the mathematics


def anchors(page):
    """Return the headings of a page as GitHub addresses them."""
    headings = re.findall(r"^#+ (.*)", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_project_leads_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("page", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_lesson_has_its_row(page):
    rows = re.findall(r"^\| (\d\d) \|? ?\[?([^|\]]*[^|\] ])", page, re.M)
    assert rows == [(lesson.number, lesson.title) for lesson in lessons(ROOT / "notebooks")]


def test_every_explorer_is_found():
    folders = {path.parent.name for path in (ROOT / "gdlesson" / "explorers").glob("*/explorer.py")}
    assert set(re.findall(r"\(gdlesson/explorers/(\w+)/picture.py\)", CONTRIBUTING)) == folders


def test_every_explorer_has_its_pictures():
    page = (ROOT / "docs" / "pictures.md").read_text("utf-8")
    folders = {path.parent.name for path in (ROOT / "gdlesson" / "explorers").glob("*/explorer.py")}
    old = {path.name.rpartition("-")[0] for path in (ROOT / "docs" / "pictures" / "before").glob("*.png")}
    assert old < folders
    shown = {
        f"pictures/{when}/{name}-{theme}.png"
        for when, names in (("before", old), ("after", folders))
        for name in names
        for theme in ("light", "dark")
    }
    assert set(re.findall(r"!\[[^]]+\]\(([^)]+)\)", page)) == shown
    assert all((ROOT / "docs" / path).is_file() for path in shown)


def test_the_code_in_the_readme_runs():
    names = {}
    for code in re.findall(r"```python\n(.*?)```", README, re.S):
        exec(compile(code, "README.md", "exec"), names)
    assert names["run"].success


def drawn():
    """Return the arrows of the diagram."""
    diagram = re.search(r"```mermaid\n(.*?)```", CONTRIBUTING, re.S)[1]
    lines = re.findall(r'^ +(\w+)(?:\[".*?"\])? --> ([\w &]+)$', diagram, re.M)
    return {(above, below) for above, many in lines for below in many.split(" & ")}


def below(room, arrows):
    """Return the rooms that arrows lead to from a room."""
    found = {end for start, end in arrows if start == room}
    return found.union(*(below(end, arrows) for end in found)) if found else found


def imported():
    """Return each pair of rooms of which the first imports the second."""
    graph, pairs = grimp.build_graph("gdlesson"), set()
    for module in graph.modules - {"gdlesson"}:
        for other in graph.find_modules_directly_imported_by(module):
            pairs.add(
                tuple(name if (name := path.split(".")[1]) in ROOMS else "mathematics" for path in (module, other))
            )
    return {(above, below) for above, below in pairs if above != below}


def test_the_diagram_shows_how_rooms_build_on_each_other():
    arrows, real = drawn(), imported()
    assert {start for start, _ in arrows} == {"notebooks", *ROOMS}
    assert arrows - real == {("notebooks", "exercises"), ("notebooks", "classroom")}  # notebooks are no modules
    assert [(above, other) for above, other in real if other not in below(above, arrows)] == []
