"""Colors as a dark theme shows them, and their contrast."""

import re

import numpy as np
from matplotlib.colors import to_rgb

from gdlesson.live.page import text_of

CSS = text_of("figure.css")
DARK = r'html\[theme="dark"\]\) .gdlesson-live '
TURN = np.array([[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]])  # hue-rotate(180deg)


def in_dark(color):
    """Return red, green and blue as a dark theme shows a color of a moving part."""
    swap = re.search(rf'\.moving \[fill="{color}"\] {{ fill: var\((--[a-z-]+)\)', CSS)
    if swap:
        block = re.search(DARK + r"{(.*?)}", CSS, re.S)[1]
        color = re.search(rf"{swap[1]}: (#\w+);", block)[1]
    much = float(re.search(r"filter: invert\((.*?)\) hue-rotate\(180deg\);", CSS)[1])
    parts = np.array(to_rgb(color))
    return np.clip(TURN @ (much * (1 - parts) + (1 - much) * parts), 0, 1)


def light_of(parts):
    """Return the relative luminance of red, green and blue."""
    parts = np.asarray(parts)
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    """Return the contrast of two colors, as WCAG 2.2 counts it."""
    low, high = sorted(light_of(parts) for parts in (one, other))
    return (high + 0.05) / (low + 0.05)
