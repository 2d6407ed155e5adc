"""Right and not yet, told by a sign, a color, and words; the words break wherever the page is narrow."""

from html import escape

COLORS = {
    True: "#00704f",
    False: "#a84300",
}  # white on them has a contrast of 6, in any theme


def signed(right, words):
    """Return the sign with the words, ``✓ Correct …`` or ``✗ Not yet …``."""
    return f"{'✓' if right else '✗'} {words}"


def signed_html(right, words):
    """Return the words as HTML, after the sign in its color."""
    sign, text = signed(right, escape(words)).split(" ", 1)
    color = COLORS[right]
    chip = f'<span style="background: {color}; color: white; padding: 0 6px; border-radius: 3px">{sign}</span>'
    box = f"border-left: 4px solid {color}; padding: 2px 10px; max-width: 60em"
    return f'<div style="{box}; white-space: pre-wrap; overflow-wrap: break-word">{chip} {text}</div>'
