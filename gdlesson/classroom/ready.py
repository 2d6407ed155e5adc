"""Is this computer ready for the lessons? Answered in words that a beginner can act on."""

import sys
import time
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from gdlesson.descent import descend
from gdlesson.functions import quadratic

AGAIN = {
    "here": "Close JupyterLab and start it again with: python3 start.py",
    "browser": "Reload this page. If that does not help, use another browser, or one that is up to date.",
    "colab": "Run the first cell of this page, which installs what is missing, and then this one again.",
}


def check_setup():
    """Print, line by line, whether what the lessons need is there, and what to do where it is not."""
    problems = [problem for requirement in needed() if (problem := package_problem(requirement))]
    print("Packages:", "all there" if not problems else "; ".join(problems))
    seconds = descent_seconds()
    print("Speed:", "good" if seconds < 0.5 else f"slow, {seconds:.1f} s for one descent; close other programs")
    if problems:
        print(AGAIN[place()])
    else:
        print("Your setup is ready.")


def place():
    """Return where this Python runs: "browser", "colab", or "here"."""
    if sys.platform == "emscripten":
        return "browser"
    return "colab" if "google.colab" in sys.modules else "here"


def needed():
    """Return what all lessons need; Keras, which only lessons 18 and 19 need, is asked for there."""
    requirements = map(Requirement, requires("gdlesson"))
    return [each for each in requirements if each.marker is None or each.marker.evaluate({"extra": ""})]


def package_problem(requirement):
    """Return what is wrong with a package, or None where it is installed and new enough."""
    try:
        found = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is missing"
    if requirement.specifier.contains(found, prereleases=True):
        return None
    return f"{requirement.name} {found} does not fit, {requirement.specifier} is needed"


def descent_seconds():
    """Return how long 500 steps take here, in seconds."""
    begin = time.perf_counter()
    descend(quadratic([-3, -2, 3]), start=8, learning_rate=0.001)
    return time.perf_counter() - begin
