"""The style of all our pictures, whatever the user's matplotlibrc says and whatever script names are in."""

import functools
import threading
import warnings
from contextlib import contextmanager
from pathlib import Path

from matplotlib import font_manager, rc_params_from_file, style

FILE = Path(__file__).with_name("pictures.mplstyle")
# Fonts of Linux, Windows, and macOS for letters that Matplotlib's own font lacks; of each list, the first that is
# installed is used.
FALLBACKS = [
    ["Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei"]
    + ["WenQuanYi Zen Hei", "Microsoft YaHei", "SimHei", "PingFang SC", "PingFang HK", "Hiragino Sans GB"],
    ["Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "TakaoGothic", "Yu Gothic", "Meiryo", "MS Gothic"]
    + ["Hiragino Sans", "Hiragino Maru Gothic Pro"],
    ["Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Malgun Gothic", "Apple SD Gothic Neo", "AppleGothic"],
    ["Noto Sans Devanagari", "Lohit Devanagari", "Nirmala UI", "Mangal", "Kohinoor Devanagari"],
    ["Noto Sans Thai", "Leelawadee UI", "Tahoma", "Thonburi"],
    ["Arial Unicode MS", "Segoe UI", "Segoe UI Symbol"],
]
WITHOUT_GLYPHS = "Glyph .* missing from|Matplotlib currently does not support"  # what it warns of in other scripts
TURN = threading.RLock()  # Matplotlib's settings belong to all threads: one of ours changes them at a time


@contextmanager
def our_style():
    """Draw in our style within this block, or, as a decorator, within this function; then the user's is back."""
    with TURN, style.context(["default", settings()]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=WITHOUT_GLYPHS)
        yield


@functools.cache
def settings():
    """Return what our style changes in Matplotlib's defaults, as a dict."""
    installed = set(font_manager.get_font_names())
    found = [next((font for font in fonts if font in installed), None) for fonts in FALLBACKS]
    families = ["DejaVu Sans", *dict.fromkeys(font for font in found if font)]
    return {**rc_params_from_file(FILE, use_default_template=False), "font.family": families}
