"""Matplotlib's artists as SVG, in tenths of the figure's pixels: a few kilobytes, written from their own data.

Each writer takes an artist and the figure's height in tenths of a pixel, and returns SVG elements.
"""

import functools
from html import escape

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.text import Text


def artist_svg(artist, height):
    """Return an artist as SVG."""
    write = next(write for kind, write in WRITERS.items() if isinstance(artist, kind))
    return write(artist, height)


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
