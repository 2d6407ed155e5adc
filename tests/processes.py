"""Python in a process of its own: with another home, or without a package."""

import os
import subprocess
import sys
from pathlib import Path

import matplotlib

ROOT = Path(__file__).parents[1]

# to be run first: the packages named cannot be imported
WITHOUT = """
import sys

class Without:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {missing!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Without())
"""


def python(code, home=None, **variables):
    """Run code in a Python of its own, whose user has another home."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("KERAS", "JAX", "XLA", "TF_"))
    }
    clean |= {"MPLCONFIGDIR": matplotlib.get_cachedir()}  # Keras imports Matplotlib, which keeps a list of fonts
    homes = dict.fromkeys(("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(home)) if home else {}
    return subprocess.run(
        [sys.executable, "-c", code], env=clean | homes | variables, capture_output=True, text=True, cwd=ROOT
    )
