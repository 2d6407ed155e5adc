"""The first words of a verdict as a badge of its regime: what the page needs to know of them."""

import json

from gdlesson.regimes import LOOKS

SIGNS = {"<": "◀", "o": "●", "s": "■", "D": "◆", "^": "▲", "P": "✚"}  # markers as characters


def badges():
    """Return JavaScript that tells words.js the color and sign of each badge, by the first words of a verdict."""
    looks = {word.capitalize(): (look.color, SIGNS[look.marker]) for word, look in LOOKS.items()}
    return f"const BADGES = {json.dumps(looks, ensure_ascii=False)};\n"
