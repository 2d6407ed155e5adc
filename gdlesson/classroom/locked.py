"""Compare this environment with the one for storing lessons: the oldest Python they run on, and what uv.lock says.

Another Python or another package may word a message differently, or round a last digit differently. An output that
comes only here must not be stored.
"""

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.markers import Marker
from packaging.requirements import Requirement

from gdlesson.classroom.lessons import NOTEBOOKS

LOCK = NOTEBOOKS.parent / "uv.lock"


def departures(lock=LOCK):
    """List in words what is not as it is where lessons are stored, and our own packages first."""
    if not lock.is_file():
        return ["uv.lock is not here, so the packages cannot be compared with it"]
    locked = tomllib.loads(lock.read_text("utf-8"))
    oldest, here = locked["requires-python"].removeprefix(">="), "{}.{}".format(*sys.version_info)
    python = [] if here == oldest else [f"Python is {here}, not {oldest}"]
    pinned = {package["name"]: package["version"] for package in locked["package"] if applies(package)}
    found = {name: installed(name) for name in pinned}
    others = [name for name in pinned if found[name] not in (None, pinned[name])]
    ours = {Requirement(requirement).name for requirement in requires("gdlesson")}
    others.sort(key=lambda name: name not in ours)
    return python + [f"{name} is {found[name]}, not {pinned[name]}" for name in others]


def applies(package):
    """Tell whether an entry of the lock is for this Python and this system."""
    markers = package.get("resolution-markers", [])
    return "version" in package and (not markers or any(Marker(marker).evaluate() for marker in markers))


def installed(name):
    """Return the version of a package; None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
