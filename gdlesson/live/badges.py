"""The first words of a verdict as a badge of its regime: what the page needs to know of them."""

import json

from gdlesson.regimes import REGIMES

SIGNS = {"<": "◀", "o": "●", "s": "■", "D": "◆", "^": "▲", "P": "✚"}  # markers as characters
ALSO = {"Zigzags": "overshooting"}  # what a verdict calls a regime in more than one dimension


def badges():
    """Return JavaScript that tells words.js the color and sign of each badge, by the first words of a verdict."""
    words = {regime.word.capitalize(): name for name, regime in REGIMES.items()} | ALSO
    looks = {word: (REGIMES[name].color, SIGNS[REGIMES[name].marker]) for word, name in words.items()}
    return f"const BADGES = {json.dumps(looks, ensure_ascii=False)};\n"
