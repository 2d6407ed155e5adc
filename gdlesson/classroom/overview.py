"""The map of the lessons: each is a step of a run down a parabola, and a link to its notebook."""

from base64 import b64encode
from html import escape
from urllib.parse import quote

from gdlesson.classroom.lessons import lessons
from gdlesson.descent import descend
from gdlesson.functions import quadratic

RATE = (
    0.967  # of the run down x²: it overshoots, so that titles stand on both sides, and each step has room for one
)
WIDE, HIGH = 170, 420  # pixels from the middle of the parabola to its arms at the start, and down to its minimum
MIDDLE, TOP = 385, 44  # pixels from the left edge to the middle, and from the upper edge to the start
ALT = "A run of gradient descent hops down a parabola; each of its steps is a lesson."
RISE = 0.12  # how high a hop is, as a part of how wide it is


class LessonMap:
    """A picture with links, and the same in `words`; a notebook shows it if it is the last line of a cell."""

    def __init__(self, way):
        self.way = way
        self.words = "The way: " + ", ".join(map(heading, way)) + "."

    def _repr_mimebundle_(self, include=None, exclude=None):
        links = [f"- [{heading(lesson)}]({link(lesson)})" for lesson in self.way]
        return {"text/html": drawn(self.way), "text/markdown": "\n".join(links), "text/plain": self.words}


def lesson_map(folder="."):
    """Return the map of the lessons in a folder: downhill, of course. Each title is a link to its notebook.

    Parameters
    ----------
    folder : str or Path
        Where the notebooks are, seen from the notebook that shows the map.

    Raises
    ------
    TypeError, FileNotFoundError
        The folder is not a path, or contains no lesson.
    """
    return LessonMap(lessons(folder))


def heading(lesson):
    """Return the number and the title of a lesson."""
    return f"{lesson.number} {lesson.title}"


def link(lesson):
    """Return the address of a lesson's notebook, seen from the notebook that shows the map."""
    return quote(lesson.path.name if lesson.path.is_absolute() else lesson.path.as_posix())


def drawn(way):
    """Return the map as HTML. Where styles and drawings are not allowed, a list of links is left."""
    run = descend(quadratic([0, 0, 1]), start=-1, learning_rate=RATE, max_iterations=max(1, len(way) - 1))
    places = [place(x) for x in run.path.tolist()]
    titles = "".join(title(lesson, *at) for lesson, at in zip(way, places, strict=False))
    return (
        f'<div style="position: relative; width: {2 * MIDDLE}px; height: {TOP + HIGH + 12}px; font-size: 14px">'
        f"{picture(places)}{titles}</div>"
    )


def place(x):
    """Return where the point of the parabola at x is, in pixels from the left and from the top."""
    return round(MIDDLE + WIDE * x), round(TOP + HIGH * (1 - x * x))


def title(lesson, x, y):
    """Return the title of a lesson beside its place, outside of the parabola."""
    side = f"left: {x + 14}px" if x > MIDDLE else f"right: {2 * MIDDLE - x + 14}px"
    box = f"position: absolute; {side}; top: {y - 10}px; margin: 0; line-height: 20px; white-space: nowrap"
    return f'<p style="{box}"><a href="{link(lesson)}">{escape(heading(lesson))}</a></p>'


def picture(places):
    """Return the parabola and the run through these places as an image: a page that is not trusted has no SVG."""
    from gdlesson.live.palette import BLUE, GRAY, VERMILION

    (left, top), (right, _), (_, lowest) = place(-1.04), place(1.04), place(0)
    arcs = "".join(hop(begin, end) for begin, end in zip(places, places[1:], strict=False))
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="5"/>' for x, y in places[1:-1])
    (x, y), (a, b) = places[0], places[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * MIDDLE}" height="{TOP + HIGH + 12}" fill="none">'
        f'<path stroke="{GRAY}" stroke-width="3" d="M{left} {top}Q{MIDDLE} {2 * lowest - top} {right} {top}"/>'
        f'<path stroke="{VERMILION}" stroke-width="2" opacity="0.7" d="{arcs}"/>'
        f'<g fill="{VERMILION}">{dots}<circle cx="{a}" cy="{b}" r="8" stroke="{GRAY}" stroke-width="3"/></g>'
        f'<path fill="{BLUE}" d="M{x - 7} {y - 7}h14v14h-14z"/></svg>'
    )
    return f'<img alt="{ALT}" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"/>'


def hop(begin, end):
    """Return a hop between two places as part of the path of an SVG."""
    (x, y), (a, b) = begin, end
    return f"M{x} {y}Q{(x + a) // 2} {round((y + b) / 2 - 2 * RISE * abs(a - x))} {a} {b}"
