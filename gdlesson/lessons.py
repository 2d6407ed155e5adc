"""The lessons as their own files tell of them: their titles, their map."""

import json
from dataclasses import dataclass
from pathlib import Path

from gdlesson.pictures import GREY, INK, VERMILION, Picture, new_figure


@dataclass(frozen=True)
class Lesson:
    """One notebook of the course: its file, its number ("03"), its title."""

    path: Path
    number: str
    title: str


def lessons(folder="."):
    """Return the lessons in a folder in their order, read from the first heading of each notebook.

    Raises
    ------
    FileNotFoundError
        There is no lesson in the folder.
    """
    paths = sorted(Path(folder).glob("[0-9][0-9]-*.ipynb"))
    if not paths:
        raise FileNotFoundError(f"no lesson (such as 00-start-here.ipynb) is in {Path(folder).resolve()}")
    return [Lesson(path, path.name[:2], title(path)) for path in paths]


def title(path):
    """Return the first heading of a notebook, without its number."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for line in "".join(cell["source"]).splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return line.removeprefix("# ").split(" · ")[-1].strip()
    return path.stem


def lesson_map(folder="."):
    """Return the picture of the way through the lessons: downhill, of course."""
    way = lessons(folder)
    figure = new_figure(7, 0.8 + 0.36 * len(way))
    ax = figure.add_subplot()
    rows = range(len(way))
    places = [(1 - row / len(way)) ** 2 for row in rows]
    ax.plot(places, rows, "-", color=GREY, lw=2)
    ax.plot(places, rows, "o", color=VERMILION, ms=9, mec="white")
    for lesson, row, place in zip(way, rows, places, strict=True):
        ax.text(place + 0.05, row, f"{lesson.number}  {lesson.title}", va="center", fontsize=12, color=INK)
    ax.set(xlim=(-0.05, 3), ylim=(len(way) - 0.5, -0.5))
    ax.axis("off")
    return Picture(figure, "The way: " + ", ".join(f"{lesson.number} {lesson.title}" for lesson in way) + ".")
