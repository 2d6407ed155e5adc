"""A Matplotlib figure that follows a slider as fast as the connection allows.

Matplotlib draws the still part once. The moving part consists of Matplotlib artists, too, but it is sent as a few
kilobytes of SVG, written from the artists' own data and transforms, and laid over the still part.
"""

import functools
import io
from html import escape
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from matplotlib import rc_context
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from gdlesson.live.style import our_style, svg_letters


class LiveFigure(anywidget.AnyWidget):
    """A figure on a page: a still part, a moving part over it, and words below it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure to show.
    moving : list of matplotlib artists
        The lines, texts and filled patches of the figure that change; `redraw` sends them.
    description : str
        A description of the figure, for people who can't see it.
    still : str, optional
        The still part as SVG, if it has been drawn before.
    """

    _esm = Path(__file__).with_name("figure.js")
    _css = Path(__file__).with_name("figure.css")
    still = traitlets.Unicode().tag(sync=True)
    moving = traitlets.Unicode().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    failed = traitlets.Bool().tag(sync=True)
    busy = traitlets.Bool().tag(sync=True)  # more is coming soon: a screen reader waits before it reads the words
    areas = traitlets.List().tag(sync=True)  # where pointing works: left, top, width, height, as fractions
    pointed = traitlets.List().tag(sync=True)  # an area's index, and how far right and up in it, from 0 to 1

    def __init__(self, figure, moving, description, still=None):
        self.figure, self.artists, self.actions, self.stills = figure, moving, [], {}
        super().__init__(still=still or still_svg(figure, moving), description=description)

    def redraw(self, words, redrawn=None):
        """Send the moving part and the words in one message.

        If the still part was redrawn, `redrawn` says for what; then it is sent, too, and kept for the next time.
        """
        with self.hold_sync():
            if redrawn is not None:
                self.stills[redrawn] = self.stills.get(redrawn) or still_svg(self.figure, self.artists)
                self.still = self.stills[redrawn]
            self.moving = moving_svg(self.figure, self.artists)
            self.words, self.failed = words, False

    def fail(self, words):
        """Say what went wrong; the picture stays, grayed out."""
        with self.hold_sync():
            self.words, self.failed = words, True

    def on_point(self, ax, action, part=(0.0, 1.0)):
        """Call action(x, y) with the point on these Axes that is clicked, touched, or dragged to.

        `part` limits this to a part of their width, from 0 (left) to 1 (right).
        """
        box = ax.transAxes.transform([(part[0], 0), (part[1], 1)])
        (left, bottom), (right, top) = self.figure.transFigure.inverted().transform(box)
        self.actions.append((ax, action, part))
        self.areas = [*self.areas, [left, 1 - top, right - left, top - bottom]]

    @traitlets.observe("pointed")
    def _pointed(self, change):
        index, *place = change["new"]
        (ax, action, part), (right, up) = self.actions[index], np.clip(place, 0, 1)
        at = part[0] + right * (part[1] - part[0]), up
        action(*ax.transData.inverted().transform(ax.transAxes.transform(at)).tolist())


@our_style()
def still_svg(figure, moving):
    """Return the figure without its moving artists, as an SVG document."""
    visible = [artist.get_visible() for artist in moving]
    for artist in moving:
        artist.set_visible(False)
    file = io.StringIO()
    with rc_context(svg_letters(figure)):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    for artist, was_visible in zip(moving, visible, strict=True):
        artist.set_visible(was_visible)
    return file.getvalue()


def moving_svg(figure, artists):
    """Return the artists as one SVG element, in tenths of the figure's pixels, clipped to their Axes."""
    width, height = (round(10 * size) for size in figure.bbox.size)
    groups = {}
    for artist in artists:
        if artist.get_visible():
            write = next(write for kind, write in WRITERS.items() if isinstance(artist, kind))
            groups.setdefault(artist.axes, []).append(write(artist, height))
    body = "".join(axes_svg(ax, height, "".join(parts)) for ax, parts in groups.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" viewBox="0 0 {width} {height}">{body}</svg>'
    )


def axes_svg(ax, height, body):
    """Return an inner SVG element the size of the Axes, which clips everything outside."""
    left, bottom, wide, high = (round(10 * size) for size in ax.bbox.bounds)
    box = f"{left} {height - bottom - high} {wide} {high}"
    x, y, w, h = box.split()
    return f'<svg x="{x}" y="{y}" width="{w}" height="{h}" viewBox="{box}">{body}</svg>'


def line_svg(line, height):
    """Return a Line2D as SVG: the line, then the markers."""
    pixels = line.get_transform().transform(line.get_xydata())
    scale = 10 * line.figure.dpi / 72
    parts = ""
    strokes = unbroken(pixels, height) if line.get_linestyle() != "None" else []
    if strokes:
        dashes = f' stroke-dasharray="{4 * scale:.0f} {3 * scale:.0f}"' if line.get_linestyle() == "--" else ""
        parts += (
            f'<path fill="none" stroke="{line.get_color()}" stroke-width="{line.get_linewidth() * scale:.0f}"'
            f' stroke-linejoin="round"{dashes} d="{"".join(map(joined, strokes))}"/>'
        )
    points = tenths(pixels, height) if line.get_marker() not in ("", "None") else []
    if len(points):
        markers = dots_svg if line.get_marker() == "o" else shapes_svg
        parts += markers(line, distinct(points).tolist(), scale)
    return parts


def dots_svg(line, points, scale):
    """Return round markers at the points, as one path of zero-length strokes with round ends."""
    jumps = np.diff(points, axis=0, prepend=[[0, 0]]).tolist()
    d = "".join(f"m{x} {y}h0" for x, y in jumps)
    width = line.get_markersize() * scale
    return f'<path stroke="{line.get_color()}" stroke-width="{width:.0f}" stroke-linecap="round" d="{d}"/>'


def shapes_svg(line, points, scale):
    """Return a line's markers at the points, as one path of polygons."""
    (left, up), sides = polygon(line.get_marker(), line.get_markersize() * scale)
    d = "".join(f"M{x + left} {y + up}l{sides}z" for x, y in points)
    rim = f'stroke="{line.get_markeredgecolor()}" stroke-width="{line.get_markeredgewidth() * scale:.0f}"'
    return f'<path fill="{line.get_color()}" {rim} d="{d}"/>'


@functools.cache
def polygon(marker, size):
    """Return a marker's first corner, relative to its center, and its sides as relative SVG coordinates."""
    style = MarkerStyle(marker)
    corners = style.get_path().transformed(style.get_transform()).vertices[:-1]
    corners = np.round(corners * [1, -1] * size).astype(int)
    return corners[0].tolist(), " ".join(map(str, np.diff(corners, axis=0).ravel().tolist()))


def text_svg(text, height):
    """Return a Matplotlib text as SVG, with a white outline that keeps it readable on top of lines."""
    x, y = tenths(text.get_transform().transform([text.get_position()]), height)[0]
    anchor = {"left": "start", "center": "middle", "right": "end"}[text.get_horizontalalignment()]
    size = text.get_fontsize() * 10 * text.figure.dpi / 72
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" dominant-baseline="central" font-size="{size:.0f}"'
        f' font-family="DejaVu Sans, Verdana, sans-serif" fill="{text.get_color()}"'
        f' stroke="white" stroke-width="40" paint-order="stroke">{escape(text.get_text())}</text>'
    )


def patch_svg(patch, height):
    """Return a filled patch with straight sides as SVG; a polygon inside another one is a hole."""
    path = patch.get_path()
    starts = np.flatnonzero(path.codes == path.MOVETO) if len(path) else []
    pixels = patch.get_transform().transform(path.vertices)
    polygons = [thinned(tenths(part, height)) for part in np.split(pixels, starts[1:]) if len(part) > 2]
    d = "".join(f"{joined(part)}z" for part in polygons if len(part) > 1)
    return f'<path fill="{to_hex(patch.get_facecolor())}" fill-opacity="{patch.get_alpha() or 1}" d="{d}"/>'


WRITERS = {Line2D: line_svg, Text: text_svg, PathPatch: patch_svg}


def tenths(pixels, height):
    """Return points in whole tenths of a pixel, with y pointing down; points that are not finite are dropped."""
    pixels = np.clip(pixels[np.isfinite(pixels).all(axis=1)], -1e5, 1e5)
    return np.round(pixels * [10, -10] + [0, height]).astype(int)


def unbroken(pixels, height):
    """Return the pieces of a line between points that are not finite, thinned out, as arrays of shape (n, 2)."""
    ends = np.flatnonzero(~np.isfinite(pixels).all(axis=1))
    parts = [tenths(part, height) for part in np.split(pixels, ends)]
    return [thinned(part) for part in parts if len(part) > 1]


def thinned(points, least=4):
    """Return the points except those that fall into the same `least` × `least` square as the one before."""
    moved = np.diff(points // least, axis=0).any(axis=1)
    moved[-1:] = True
    return points[np.insert(moved, 0, True)]


def distinct(points, least=15):
    """Return one point from each `least` × `least` square; markers closer than that would hide each other."""
    columns, rows = (points // least).T
    return points[np.sort(np.unique(columns * 2**32 + rows, return_index=True)[1])]


def joined(points):
    """Return two or more points as the "d" of an SVG path: the first one absolute, the others relative."""
    (x, y), steps = points[0], np.diff(points, axis=0)
    return f"M{x} {y}l" + " ".join(map(str, steps.ravel().tolist()))
