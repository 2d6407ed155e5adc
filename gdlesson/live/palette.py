"""The colors of all pictures.

Blue, vermilion and green are from Okabe and Ito's palette, purple from Paul Tol's: safe for color-blind readers.
Markers, line styles and hatches repeat whatever the colors say.
"""

BLUE, VERMILION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#AA4499"
INK, GRAY = "#222222", "#767676"
