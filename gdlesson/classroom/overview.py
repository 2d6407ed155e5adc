"""The map of the lessons: each is a hop down a parabola, and a link to its notebook."""

from base64 import b64encode
from html import escape
from urllib.parse import quote

from gdlesson.classroom.lessons import PARTS, lessons

WIDE, HIGH = 170, 440  # pixels from the middle of the parabola to its arms at the start, and down to its minimum
MIDDLE, TOP = 385, 44  # pixels from the left edge to the middle, and from the upper edge to the start
ALT = "A ball hops down a parabola from side to side, always by the same height; each of its hops is a lesson."
RISE = 0.12  # how high a hop is, as a part of how wide it is


class LessonMap:
    """A picture with links, and the same in `words`; a notebook shows it if it is the last line of a cell."""

    def __init__(self, way):
        self.way = way
        self.words = "The lessons: " + ", ".join(map(heading, way)) + "."

    def links(self):
        """Yield the lines of a list of links, with the name of each part."""
        for lesson in self.way:
            if lesson.number in PARTS:
                yield f"\n**{PARTS[lesson.number]}**\n"
            yield f"- [{heading(lesson)}]({link(lesson)})"

    def _repr_mimebundle_(self, include=None, exclude=None):
        links = "\n".join(self.links()).strip()
        return {"text/html": drawn(self.way), "text/markdown": links, "text/plain": self.words}


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
    places = [place(k / max(1, len(way) - 1), side=(-1) ** (k + 1)) for k in range(len(way))]
    titles = "".join(title(lesson, *at) for lesson, at in zip(way, places, strict=True))
    return (
        f'<div style="position: relative; width: {2 * MIDDLE}px; height: {TOP + HIGH + 12}px; font-size: 14px">'
        f"{picture(places)}{titles}</div>"
    )


def place(down, side):
    """Return the point of the parabola this part of the way down, in pixels from the left and from the top."""
    return round(MIDDLE + side * WIDE * (1 - down) ** 0.5), round(TOP + HIGH * down)


def title(lesson, x, y):
    """Return the title of a lesson beside its place, outside of the parabola, below the name of a new part."""
    side = f"left: {x + 14}px" if x > MIDDLE else f"right: {2 * MIDDLE - x + 14}px"
    box = f"position: absolute; {side}; margin: 0; line-height: 20px; white-space: nowrap"
    part = f'<p style="{box}; top: {y - 30}px"><b>{PARTS[lesson.number]}</b></p>' if lesson.number in PARTS else ""
    return f'{part}<p style="{box}; top: {y - 10}px"><a href="{link(lesson)}">{escape(heading(lesson))}</a></p>'


def picture(places):
    """Return the parabola and the run through these places as an image: a page that is not trusted has no SVG."""
    from gdlesson.live.palette import BLUE, GRAY, VERMILION

    (left, top), (right, _), (_, lowest) = place(-0.08, -1), place(-0.08, 1), place(1, 1)
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
