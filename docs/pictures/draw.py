"""Take a picture of each explorer in both themes, as docs/pictures.md shows them: `python docs/pictures/draw.py`.

It runs them in JupyterLab in a browser of 1280 × 800 pixels with the list of files open, as a learner has it, and
writes PNG files into docs/pictures/after. Names of explorers after the command limit it to these.
"""

import re
import sys
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "browser"))
import lab  # noqa: E402

WIDE, HIGH = 1280, 800
THEMES = "Light", "Dark"
CELLS = {
    "descent": "explore(quadratic([-3, -2, 3]), learning_rate=0.28)",
    "line": "explore_line([1, 2, 3, 4, 5, 6], [2, 3, 5, 4, 6, 12])",
    "slope": "explore_slope(quartic, x=3)",
    "stopping": "explore_stopping(quadratic([0, 0, 1]))",
    "outcome_map": "explore_map([double_well, quadratic([0, 0, 1]), quartic])",
    "plane": "explore_plane([bowl(10, 30), rosenbrock, himmelblau])",
    "scaling": "explore_scaling()",
    "momentum": "explore_momentum()",
    "samples": "explore_samples(*hubble_data())",
    "adaptive": "explore_adaptive(bowl(10, 30))",
    "curvature": "explore_curvature()",
    "probability": "explore_probability(weight=1.5, bias=-4)",
    "race": "explore_race()",
    "layers": "explore_layers(hidden_layers=3)",
    "network": "explore_network()",
    "backward": "explore_backward()",
    "generalization": "explore_generalization()",
    "keras_twin": "explore_keras()",
    "curves": "explore_curves(train(Network((2, 32, 1)), *moons(60, seed=0), 'adam', 0.05, epochs=150, "
    "validation=moons(200, seed=1)))",
}


def choose_theme(page, name):
    """Choose a theme of JupyterLab in its menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item").filter(has_text=re.compile("^Theme$")).hover()
    page.locator(".lm-Menu-item").filter(has_text=re.compile(f"^JupyterLab {name}$")).click()
    page.locator(f"body[data-jp-theme-light={str(name == 'Light').lower()}]").wait_for(state="attached")


def take(page, explorer, path):
    """Take the picture of one explorer, in few colors; return its size on the page."""
    explorer.scroll_into_view_if_needed()
    time.sleep(0.5)
    size = explorer.bounding_box()
    page.set_viewport_size({"width": WIDE, "height": 2 * HIGH})
    explorer.screenshot(path=path)
    page.set_viewport_size({"width": WIDE, "height": HIGH})
    Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)
    return round(size["width"]), round(size["height"])


def main(names, folder):
    """Write the pictures of these explorers into a folder."""
    cells = ["from gdlesson import *\nfrom gdlesson.datasets import moons", *(CELLS[name] for name in names)]
    with lab.jupyterlab() as server, sync_playwright() as playwright:
        page = lab.launch(playwright).new_page(viewport={"width": WIDE, "height": HIGH})
        lab.open_notebook(page, server, server.write("pictures.ipynb", *cells))
        lab.run_all(page, 300)
        time.sleep(3)
        for theme in THEMES:
            choose_theme(page, theme)
            for number, name in enumerate(names):
                path = folder / f"{name}-{theme.lower()}.png"
                wide, high = take(page, page.locator(".gdlesson-explorer").nth(number), path)
                print(f"{path.name:26}{wide} × {high}")


if __name__ == "__main__":
    main(sys.argv[1:] or list(CELLS), HERE / "after")
