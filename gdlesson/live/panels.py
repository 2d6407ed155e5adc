"""The panels of a figure: pieces that stand side by side on a wide page, and one below the other on a narrow one.

A panel consists of Axes that stand above each other; each entry of a key is a panel of its own. For each panel
there is an SVG document for its still part, drawn by Matplotlib, and one for its moving part. All of them have the
same unit, a tenth of the figure's pixels.
"""

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from matplotlib import rc_context
from matplotlib.transforms import Bbox

from gdlesson.live.keys import ROW, is_entry
from gdlesson.live.style import our_style
from gdlesson.live.svg import artist_svg

MARGIN = 4  # pixels around a panel
NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
NOT_FOR_A_PAGE = r"<defs> <style.*?</defs>|<metadata>.*?</metadata>|font-family: [^;\"]*;?"  # the page has its own
NO_METADATA = dict.fromkeys(["Date", "Creator", "Format", "Type"])


@dataclass(frozen=True)
class Panel:
    """Axes of a figure, the box around them in pixels, and where they stand."""

    axes: list
    box: Bbox
    row: int
    column: int

    @property
    def view_box(self):
        """The box as an SVG viewBox: left, top, width and height in tenths of a pixel, y pointing down."""
        left, bottom, right, top = (round(10 * side) for side in self.box.extents)
        return left, round(10 * self.axes[0].figure.bbox.height) - top, right - left, top - bottom


@our_style()
def panels_of(figure, moving=()):
    """Return the panels of a figure whose layout is settled, row by row; moving artists take up no room."""
    with showing(dict.fromkeys(moving, False)):
        tight = {ax: ax.get_tightbbox() for ax in figure.axes}
    found = []
    for row, across in enumerate(reversed(apart(tight, "y"))):
        shown = {ax: tight[ax] for ax in across if ax.get_label() != ROW}
        for column, along in enumerate(columns(shown)):
            for axes in pieces(along, tight):
                aside = Bbox.union([tight[ax] for ax in along])
                upright = Bbox.union([tight[ax] for ax in (axes if is_entry(axes[0]) else across)])
                box = Bbox.from_extents(aside.x0, upright.y0, aside.x1, upright.y1).padded(MARGIN)
                found.append(Panel(axes, Bbox(np.round(box.get_points())), row, column))
    return found


def columns(boxes):
    """Return the Axes of each column, from the left; a key is a column of its own, even if it is close."""
    kinds = [{ax: box for ax, box in boxes.items() if is_entry(ax) is key} for key in (False, True)]
    found = [column for kind in kinds for column in apart(kind, "x")]
    return sorted(found, key=lambda column: min(boxes[ax].x0 for ax in column))


def pieces(axes, boxes):
    """Return the Axes of each panel in a column: all together, or each entry of a key by itself, from the top."""
    return [[ax] for ax in sorted(axes, key=lambda ax: -boxes[ax].y1)] if is_entry(axes[0]) else [axes]


@contextmanager
def showing(visible):
    """Within this block, artists are visible or not, as `visible` says."""
    before = {artist: artist.get_visible() for artist in visible}
    try:
        for artist, shown in visible.items():
            artist.set_visible(shown)
        yield
    finally:
        for artist, shown in before.items():
            artist.set_visible(shown)


def apart(boxes, direction):
    """Return groups of Axes between which there is a gap in one direction, "x" or "y", in order."""
    ends = {ax: (getattr(box, f"{direction}0"), getattr(box, f"{direction}1")) for ax, box in boxes.items()}
    groups, reach = [], -np.inf
    for ax in sorted(boxes, key=ends.get):
        if ends[ax][0] >= reach:
            groups.append([])
        groups[-1].append(ax)
        reach = max(reach, ends[ax][1])
    return groups


@our_style()
def still_svg(figure, moving, panels=None):
    """Return the figure without its moving artists: an SVG document for each panel, one after the other."""
    with showing(dict.fromkeys(moving, False)):
        return "".join(still_panel(figure, panel) for panel in panels or panels_of(figure))


def still_panel(figure, panel):
    """Return a panel as an SVG document with a transparent background, in which text is text."""
    file, box = io.StringIO(), Bbox(panel.box.get_points() / figure.dpi)
    visible = {ax: ax in panel.axes for ax in figure.axes} | {figure.patch: False}
    with showing(visible), rc_context({"svg.fonttype": "none"}):
        figure.savefig(file, format="svg", bbox_inches=box, transparent=True, metadata=NO_METADATA)
    drawn = re.sub(NOT_FOR_A_PAGE, "", re.sub(r"\s+", " ", file.getvalue()))
    drawn = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\.\d\d)\d+", r"\1", tag[0]), drawn)  # not in texts
    view_box, body = re.search(r'viewBox="(.*?)".*?>(.*)</svg>', drawn).groups()
    _, _, wide, high = panel.view_box
    place = f'data-row="{panel.row}" data-column="{panel.column}" data-key="{is_entry(panel.axes[0])}"'
    size = f'width="{wide}" height="{high}" viewBox="{view_box}"'
    return f'<svg {NAMES} aria-hidden="true" {place} {size}>{body}</svg>'


def moving_svg(figure, artists, panels=None):
    """Return the artists: an SVG document for each panel, one after the other; each is clipped to its Axes."""
    height = round(10 * figure.bbox.height)
    groups = {}
    for artist in artists:
        if artist.get_visible():
            groups.setdefault(artist.axes, []).append(artist_svg(artist, height))
    documents = []
    for panel in panels or panels_of(figure, artists):
        shown = [part for ax in panel.axes for part in (ax, *ax.child_axes) if part in groups]
        body = "".join(axes_svg(ax, height, "".join(groups[ax])) for ax in shown)
        box = " ".join(map(str, panel.view_box))
        documents.append(f'<svg {NAMES} aria-hidden="true" viewBox="{box}">{body}</svg>')
    return "".join(documents)


def axes_svg(ax, height, body):
    """Return an inner SVG element the size of the Axes, which clips everything outside."""
    left, bottom, wide, high = (round(10 * size) for size in ax.bbox.bounds)
    box = f"{left} {height - bottom - high} {wide} {high}"
    x, y, w, h = box.split()
    return f'<svg x="{x}" y="{y}" width="{w}" height="{h}" viewBox="{box}">{body}</svg>'
