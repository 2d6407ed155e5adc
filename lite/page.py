"""What the site's page has beside JupyterLab: words while it loads, the first lesson, and a copy for later visits.

The service worker keeps what was loaded in two caches of the browser, one for Python and one for everything else.
Their names change with what is in them, so a new version of the lessons replaces the old one, and Python, which is
most of the bytes, stays.
"""

import hashlib
import json
import re
from pathlib import Path

HERE = Path(__file__).parent
WORKER = "service-worker.js"
ICON = '<link rel="icon" href="favicon.ico">\n'  # or the browser looks for one at the host's root
FIRST = "00-start-here.ipynb"
PREPARE = """\
from importlib import import_module as _load
for _name in ("matplotlib.figure", "ipywidgets", "anywidget", "gdlesson.explorers.descent.explorer"):
    _load(_name)
del _load, _name
"""
OURS = ("gdlesson-", "pyodide-lock.json")  # files beside Python that change with every version of the lessons


def finish(folder):
    """Complete a site that JupyterLite has built."""
    write_page(folder / "lab" / "index.html")
    (folder / WORKER).rename(folder / f"jupyterlite-{WORKER}")
    write_worker(folder)


def write_page(page):
    """Add to JupyterLab's page what it shows and does while it loads."""
    constants = f"const FIRST = {json.dumps(FIRST)}, PREPARE = {json.dumps(PREPARE)};"
    head = f"{ICON}<script>\n{constants}\n{read('loading.js')}</script>\n<title>"
    html = page.read_text("utf-8").replace("<title>", head, 1)
    page.write_text(re.sub("<body[^>]*>", lambda tag: f"{tag[0]}\n{read('loading.html')}", html, count=1), "utf-8")


def write_worker(folder):
    """Write the service worker, which knows what this version of the site holds."""
    site = f"const SITE = {json.dumps(caches(folder))};\n"
    (folder / WORKER).write_text(site + read(WORKER), "utf-8")


def read(name):
    """Return the text of a file beside this one."""
    return (HERE / name).read_text("utf-8")


def caches(folder):
    """Return what the service worker has to know: its two caches, and what belongs into them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / WORKER)
    python = [path for path in files if path.parent == folder / "static" / "pyodide"]
    lasting = [path for path in python if not path.name.startswith(OURS)]
    return {
        "cache": f"gdlesson-site-{fingerprint(folder, [path for path in files if path not in lasting])}",
        "pythonCache": f"gdlesson-python-{fingerprint(folder, lasting)}",
        "python": {path.relative_to(folder).as_posix(): path.stat().st_size for path in lasting},
        "also": [path.relative_to(folder).as_posix() for path in files if also(path.relative_to(folder))],
    }


def also(path):
    """Tell whether a file is kept even if the first visit did not need it: the other lessons, and all widgets."""
    return path.parts[0] == "files" or (path.parts[0] == "extensions" and path.suffix == ".js")


def fingerprint(folder, files):
    """Return a short name for files and what is in them."""
    content = hashlib.sha256()
    for path in files:
        content.update(path.relative_to(folder).as_posix().encode())
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return content.hexdigest()[:12]
