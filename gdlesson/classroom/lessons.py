"""Read the notebooks: find them, their headings and cells.

Slow imports are inside the functions that need them, so that importing this module is fast.
"""

import itertools
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PARTS = {"00": "One number", "07": "Many numbers", "14": "Networks"}  # the parts, by the first lesson of each


class LessonError(Exception):
    """A notebook cannot be read or stored; the message says why."""


def find_notebooks(paths=()):
    """List the notebooks in `paths`, files and folders; without paths, those in ``notebooks/``."""
    found = []
    for path in map(Path, paths or [NOTEBOOKS]):
        found += sorted(path.glob("*.ipynb")) if path.is_dir() else [path]
    unique, here = dict.fromkeys(path.resolve() for path in found), Path.cwd()
    return [path.relative_to(here) if path.is_relative_to(here) else path for path in unique]


def read(path):
    """Read a notebook file.

    Raises
    ------
    LessonError
        There is no such file, or it is not a notebook.
    """
    import nbformat

    try:
        return nbformat.v4.reads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LessonError(f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise LessonError(f"cannot be read, it is not valid JSON: {error}") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise LessonError("is not a notebook of format 4: open it in JupyterLab and save it") from error


def headings(cell):
    """List the headings of a Markdown cell, leaving out code blocks."""
    if cell.cell_type != "markdown":
        return []
    text = re.sub(r"^```.*?^```", "", "".join(cell.source), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#{1,6}\s+(.+?)[\s#]*$", text, flags=re.MULTILINE)


def title(notebook, otherwise="(no title)"):
    """Return the first heading of a notebook."""
    return next(itertools.chain.from_iterable(map(headings, notebook.cells)), otherwise)


def code_cells(notebook):
    """List the code cells that are not empty; JupyterLab skips empty ones."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def place(notebook, cell):
    """Say where a code cell is, in terms of what a reader of the lesson sees."""
    section, number = "", 0
    for other in notebook.cells:
        if headings(other):
            section, number = headings(other)[-1], 0
        number += other.cell_type == "code"
        if other is cell:
            break
    where = f'section "{section}", code cell {number} of this section' if section else f"code cell {number}"
    prompts = [n for n, other in enumerate(code_cells(notebook), start=1) if other is cell]
    return where + "".join(f", [{n}] in JupyterLab" for n in prompts)


def plain(text):
    """Return a text without the color codes for a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", str(text))


@dataclass(frozen=True)
class Lesson:
    """One lesson: its notebook file, its number ("03"), and its title without the number."""

    path: Path
    number: str
    title: str


def lessons(folder="."):
    """Return the lessons in a folder in order, each with the first heading of its notebook as its title.

    Raises
    ------
    TypeError, FileNotFoundError
        The folder is not a path, or contains no lesson.
    """
    if not isinstance(folder, (str, os.PathLike)):
        raise TypeError(f"folder must be the path of a folder, got {folder!r}")
    paths = sorted(Path(folder).glob("[0-9][0-9]-*.ipynb"))
    if not paths:
        raise FileNotFoundError(f"no lesson (such as 00-start-here.ipynb) is in {Path(folder).resolve()}")
    return [Lesson(path, path.name[:2], title(load(path), path.stem).split(" · ")[-1]) for path in paths]


def load(path):
    """Read a notebook without nbformat, which a learner's kernel does not need: the map shows only titles."""
    return json.loads(path.read_text("utf-8"), object_hook=lambda fields: SimpleNamespace(**fields))
