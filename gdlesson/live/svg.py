"""Matplotlib's artists as SVG, in tenths of the figure's pixels: a few kilobytes, written from their own data.

Each writer takes an artist and the figure's height in tenths of a pixel, and returns SVG elements.
"""

import base64
import functools
import struct
import zlib
from html import escape

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from gdlesson.live.fading import FadingLine
from gdlesson.live.rolling import Ball, Hops

DASHES = {"--": (4, 3), "-.": (7, 3, 1, 3)}  # points drawn and left out, by line style


def artist_svg(artist, height):
    """Return an artist as SVG."""
    write = next(write for kind, write in WRITERS.items() if isinstance(artist, kind))
    return write(artist, height)


def line_svg(line, height):
    """Return a Line2D as SVG: the line, then the markers; one that fades is written in pieces."""
    if not isinstance(line, FadingLine):
        return piece_svg(line, line.get_xydata(), line.get_alpha() or 1, height)
    return "".join(piece_svg(line, points, alpha, height) for points, alpha in line.pieces())


def piece_svg(line, points, alpha, height):
    """Return a piece of a line as SVG."""
    pixels = line.get_transform().transform(points)
    scale = 10 * line.figure.dpi / 72
    seen = "" if alpha == 1 else f' opacity="{alpha:g}"'
    parts = ""
    strokes = unbroken(pixels, height) if line.get_linestyle() != "None" else []
    if strokes:
        gaps = " ".join(f"{part * scale:.0f}" for part in DASHES.get(line.get_linestyle(), ()))
        dashes = f' stroke-dasharray="{gaps}"' if gaps else ""
        parts += (
            f'<path fill="none" stroke="{line.get_color()}" stroke-width="{line.get_linewidth() * scale:.0f}"'
            f' stroke-linejoin="round"{dashes}{seen} d="{"".join(map(joined, strokes))}"/>'
        )
    marks = tenths(pixels, height) if line.get_marker() not in ("", "None") else []
    if len(marks):
        markers = dots_svg if line.get_marker() == "o" else shapes_svg
        parts += markers(line, distinct(marks).tolist(), scale, seen)
    return parts


def dots_svg(line, points, scale, seen):
    """Return round markers at the points, as one path of zero-length strokes with round ends."""
    jumps = np.diff(points, axis=0, prepend=[[0, 0]]).tolist()
    d = "".join(f"m{x} {y}h0" for x, y in jumps)
    size, rim = line.get_markersize(), line.get_markeredgewidth()
    looks = [(line.get_markeredgecolor(), size + rim), (line.get_color(), size - rim)] if rim else []
    rest = f'stroke-linecap="round"{seen} d="{d}"/>'
    return "".join(
        f'<path{name_of(line)} stroke="{color}" stroke-width="{width * scale:.0f}" {rest}'
        for color, width in looks or [(line.get_color(), size)]
    )


def shapes_svg(line, points, scale, seen):
    """Return a line's markers at the points, as one path of polygons."""
    (left, up), sides = polygon(line.get_marker(), line.get_markersize() * scale)
    d = "".join(f"M{x + left} {y + up}l{sides}z" for x, y in points)
    rim = f'stroke="{line.get_markeredgecolor()}" stroke-width="{line.get_markeredgewidth() * scale:.0f}"'
    return f'<path{name_of(line)} fill="{line.get_color()}" {rim}{seen} d="{d}"/>'


def name_of(line):
    """Return what flight.js finds a line's markers by, if they fly."""
    return f' class="ball x{line.scale}"' if isinstance(line, Ball) else ""


@functools.cache
def polygon(marker, size):
    """Return a marker's first corner, relative to its center, and its sides as relative SVG coordinates."""
    style = MarkerStyle(marker)
    corners = style.get_path().transformed(style.get_transform()).vertices[:-1]
    corners = np.round(corners * [1, -1] * size).astype(int)
    return corners[0].tolist(), " ".join(map(str, np.diff(corners, axis=0).ravel().tolist()))


def text_svg(text, height):
    """Return a Matplotlib text as SVG, with a thin white outline that keeps it readable on top of lines."""
    if not text.get_text():
        return ""  # where it would stand depends on what it said before
    x, y = tenths(text.get_transform().transform([text.get_position()]), height)[0]
    anchor = {"left": "start", "center": "middle", "right": "end"}[text.get_horizontalalignment()]
    size = text.get_fontsize() * 10 * text.figure.dpi / 72
    bold = ' font-weight="bold"' if text.get_fontweight() == "bold" else ""
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" dominant-baseline="central" font-size="{size:.0f}"'
        f' font-family="DejaVu Sans, Verdana, sans-serif"{bold} fill="{text.get_color()}"'
        f' stroke="white" stroke-width="24" paint-order="stroke">{escape(text.get_text())}</text>'
    )


def patch_svg(patch, height):
    """Return a patch with straight sides as SVG, with an outline if it has one; a polygon in another is a hole."""
    path = patch.get_path()
    starts = np.flatnonzero(path.codes == path.MOVETO) if len(path) else []
    pixels = patch.get_transform().transform(path.vertices)
    polygons = [thinned(tenths(part, height)) for part in np.split(pixels, starts[1:]) if len(part) > 2]
    d = "".join(f"{joined(part)}z" for part in polygons if len(part) > 1)
    name = f' class="{patch.get_gid()}"' if patch.get_gid() else ""
    looks = f'fill="{to_hex(patch.get_facecolor())}" fill-opacity="{patch.get_alpha() or 1}"'
    if patch.get_linewidth():
        wide = 10 * patch.figure.dpi / 72 * patch.get_linewidth()
        looks += f' stroke="{to_hex(patch.get_edgecolor())}" stroke-width="{wide:.0f}"'
    return f'<path{name} {looks} d="{d}"/>'


def hops_svg(line, height):
    """Return hops as SVG: one path of parabolas for each opacity."""
    (arcs, alphas), scale = line.arcs(), 10 * line.figure.dpi / 72
    looks = f'fill="none" stroke="{line.get_color()}" stroke-width="{line.get_linewidth() * scale:.0f}"'
    parts = ""
    for alpha in np.unique(alphas):
        points = [tenths(part, height).tolist() for part in np.moveaxis(arcs[alphas == alpha], 1, 0)]
        d, at = "", None
        for (x, y), (a, b), end in zip(*points, strict=True):
            d += f"{'' if at == [x, y] else f'M{x} {y}q'}{a - x} {b - y} {end[0] - x} {end[1] - y} "
            at = end
        parts += f'<path class="hops" {looks} opacity="{alpha:g}" d="{d[:-1]}"/>'
    return parts


SHADES = 64  # colors of an image


def image_svg(image, height):
    """Return a small image with its first row at the bottom as SVG; the page smooths it as it grows."""
    left, right, bottom, top = image.get_extent()
    (x0, y1), (x1, y0) = tenths(image.get_transform().transform([(left, bottom), (right, top)]), height).tolist()
    low, high = image.get_clim()
    shades = np.round((np.asarray(image.get_array())[::-1] - low) / (high - low) * (SHADES - 1))
    data = base64.b64encode(png_of(shades.astype(np.uint8), image.get_cmap())).decode()
    return (
        f'<image x="{x0}" y="{y0}" width="{x1 - x0}" height="{y1 - y0}" preserveAspectRatio="none"'
        f' href="data:image/png;base64,{data}"/>'
    )


def png_of(shades, colormap):
    """Return an image of numbers below `SHADES` as PNG, written here: for 20 small maps Pillow takes too long."""
    rows, columns = shades.shape
    colors = colormap(np.linspace(0, 1, SHADES), bytes=True)
    lines = np.column_stack([np.zeros(rows, np.uint8), shades])  # each line begins with its filter: none
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0),
        b"PLTE": colors[:, :3].tobytes(),
        b"tRNS": colors[:, 3].tobytes(),
        b"IDAT": zlib.compress(lines.tobytes()),
        b"IEND": b"",
    }
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


WRITERS = {Hops: hops_svg, Line2D: line_svg, Text: text_svg, PathPatch: patch_svg, AxesImage: image_svg}


def tenths(pixels, height):
    """Return points in whole tenths of a pixel, with y pointing down; points that are not finite are dropped."""
    pixels = np.clip(pixels[np.isfinite(pixels).all(axis=1)], -1e5, 1e5)
    return np.round(pixels * [10, -10] + [0, height]).astype(int)


def unbroken(pixels, height):
    """Return the pieces of a line between points that are not finite, thinned out, as arrays of shape (n, 2)."""
    finite = np.isfinite(pixels).all(axis=1)
    points = np.zeros(pixels.shape, int)
    points[finite] = tenths(pixels[finite], height)
    ends = np.flatnonzero(~finite).tolist()
    pairs = zip([0, *(end + 1 for end in ends)], [*ends, len(points)], strict=True)
    return [thinned(points[begin:end]) for begin, end in pairs if end - begin > 1]


def thinned(points, least=4):
    """Return the points except those that fall into the same `least` × `least` square as the one before."""
    if len(points) == 2:
        return points
    moved = np.diff(points // least, axis=0).any(axis=1)
    moved[-1:] = True
    return points[np.insert(moved, 0, True)]


def distinct(points, least=15):
    """Return one point from each `least` × `least` square; markers closer than that would hide each other."""
    columns, rows = (points // least).astype(np.int64).T  # a browser's integers have 32 bits
    return points[np.sort(np.unique(columns * 2**32 + rows, return_index=True)[1])]


def joined(points):
    """Return two or more points as the "d" of an SVG path: the first one absolute, the others relative."""
    if len(points) == 2:
        (x, y), (x1, y1) = points.tolist()
        return f"M{x} {y}l{x1 - x} {y1 - y}"
    (x, y), steps = points[0], np.diff(points, axis=0)
    return f"M{x} {y}l" + " ".join(map(str, steps.ravel().tolist()))
