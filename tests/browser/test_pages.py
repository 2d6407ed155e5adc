"""Each lesson as a page opened from a file, with the network off: its pictures, formulas, answers, and links."""

import re

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import expect  # noqa: E402

from gdlesson.classroom import pages  # noqa: E402
from gdlesson.classroom.lessons import NOTEBOOKS, code_cells, lessons, read  # noqa: E402

pytestmark = pytest.mark.slow

LESSONS = lessons(NOTEBOOKS)
PICTURES = "[...document.images].map((each) => [each.complete && each.naturalWidth, each.alt])"
FORMULAS = "[...document.querySelectorAll('math')].map((each) => [each.clientWidth, each.clientHeight])"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder that the command writes."""
    folder = tmp_path_factory.mktemp("pages") / "new" / "pages"
    assert pages.main([str(folder)]) == 0
    return folder


@pytest.fixture
def opened(folder, browser):
    """Return a function that opens a page; it may ask for nothing but itself, and has nothing to complain of."""
    context, wrong = browser.new_context(offline=True), []

    def opened(path):
        page, address = context.new_page(), (folder / path.name).with_suffix(".html").as_uri()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda sent: sent.url.startswith(("data:", address)) or wrong.append(sent.url))
        page.goto(address)
        return page

    yield opened
    context.close()
    assert wrong == []


def stored_words(notebook):
    """Return what each stored picture of a notebook says of itself."""
    outputs = [output.get("data", {}) for cell in code_cells(notebook) for output in cell.outputs]
    return [data["text/plain"] for data in outputs if "image/png" in data]


def formulas(notebook):
    """Return how many formulas the text of a notebook has."""
    texts = [re.sub("`[^`]*`", "", cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]
    return sum(len(re.findall(r"\$\$.+?\$\$|\$.+?\$", text, re.S)) for text in texts)


@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.number)
def test_a_lesson_can_be_read_without_a_network(opened, one):
    notebook, page = read(one.path), opened(one.path)
    assert page.title().endswith(one.title)
    for details in page.locator("details").all():
        details.evaluate("(each) => { each.open = true; }")
    shown = page.evaluate(PICTURES)
    assert shown.pop(0)[1] == "Open in Colab"
    assert all(width > 100 and len(words) > 20 for width, words in shown)
    assert page.get_by_text("pip install").count() == 0  # for Colab only
    said = [words for words in stored_words(notebook) if not words.startswith("<Figure")]
    assert [words for _, words in shown if words in said] == said
    drawn = page.evaluate(FORMULAS)
    assert len(drawn) == formulas(notebook) and all(width > 3 and height > 5 for width, height in drawn)
    assert "$" not in page.locator(".jp-MarkdownOutput").all_inner_texts()[0]
    assert page.locator("merror, script").count() == 0
    assert page.get_by_text("gdlesson.ask(").count() == 0  # as in the lesson, only what it asks is shown


def test_the_answer_to_a_question_is_folded(opened):
    page = opened(LESSONS[4].path)
    answer = page.locator("details").filter(has_text="here for the answer").first
    expect(answer).not_to_have_attribute("open", "")
    assert "lands" not in answer.inner_text()
    answer.locator("summary").click()
    expect(answer).to_contain_text("lands")


def test_links_to_other_lessons_lead_to_their_pages(opened, folder):
    page = opened(LESSONS[0].path)
    links = page.evaluate("[...document.links].map((each) => each.getAttribute('href'))")
    assert {lesson.path.with_suffix(".html").name for lesson in LESSONS} <= set(links)
    assert all((folder / link).is_file() for link in links if ":" not in link)


def test_a_notebook_that_cannot_be_read_is_named(tmp_path, capsys):
    (tmp_path / "broken.ipynb").write_text("{")
    assert pages.main([str(tmp_path / "pages"), str(tmp_path / "broken.ipynb")]) == 1
    assert "broken.ipynb: cannot be read" in capsys.readouterr().err
