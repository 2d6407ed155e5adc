"""Write lessons as pages to read without Python: ``python -m gdlesson.classroom.pages FOLDER [notebook ...]``.

A page is one file of HTML with the stored outputs. It holds its pictures, each with its words as alternative text,
and its formulas as MathML, so it needs neither a network nor a script. Answers are folded as in the lesson.
"""

import argparse
import re
import sys
from pathlib import Path

from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from gdlesson.classroom.lessons import NOTEBOOKS, LessonError, find_notebooks, lessons, read, title

TEMPLATE = Path(__file__).with_name("page.html.j2")
PLOT = "The plot that the code above it draws."


class WithFormulas(IPythonRenderer):
    """Markdown as nbconvert writes it, with each formula as MathML, which browsers draw by themselves."""

    def inline_math(self, body):
        """Write a formula within a line."""
        return convert(body)

    def block_math(self, body):
        """Write a formula on a line of its own."""
        return convert(body, display="block")


class PageExporter(HTMLExporter):
    """nbconvert's HTML in our template, which fetches nothing from elsewhere."""

    def default_filters(self):
        """Return the usual filters, and two of our own."""
        yield from super().default_filters()
        yield "markdown2html", markdown2html
        yield "words", words


@pass_context
def markdown2html(context, source):
    """Return a Markdown text as HTML, with the pictures that are attached to its cell."""
    attached = context.get("cell", {}).get("attachments", {})
    renderer = WithFormulas(escape=False, exclude_anchor_links=True, attachments=attached)
    return MarkdownWithMath(renderer=renderer).render(source)


def words(output):
    """Return the words of a picture: an explorer, or a picture of a run, stores its own."""
    text = output.data.get("text/plain", "")
    return PLOT if not text or text.startswith("<Figure") else text


def page(notebook):
    """Return a notebook as a page; its links to other lessons lead to their pages."""
    notebook.metadata.title = title(notebook)
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") != "colab"]  # it installs packages there
    for cell in notebook.cells:
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)  # as it is in the lesson
        cell.metadata["transient"] = {"remove_source": hidden}
    html, _ = PageExporter(template_file=str(TEMPLATE)).from_notebook_node(notebook)
    return re.sub(r'(href="\d\d-[\w-]+)\.ipynb', r"\1.html", html)


def main(arguments=None):
    """Write the pages that the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m gdlesson.classroom.pages", description="Write lessons as pages to read without Python."
    )
    parser.add_argument("folder", type=Path, help="where the pages go")
    parser.add_argument("notebooks", nargs="*", help="default: all lessons, without the solutions")
    options = parser.parse_args(arguments)
    paths = find_notebooks(options.notebooks) if options.notebooks else [each.path for each in lessons(NOTEBOOKS)]
    options.folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        try:
            (options.folder / path.with_suffix(".html").name).write_text(page(read(path)), "utf-8")
        except LessonError as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
    print(f"{len(paths)} pages are in {options.folder}; open one in any browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
