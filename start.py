"""Start the lessons: the first run sets everything up, every run opens JupyterLab.

    python3 start.py [lab]              open the first lesson in JupyterLab
    python3 start.py new-copy FOLDER    copy the lessons into a new folder to work in
    python3 start.py lab FOLDER         open the copy in that folder
    python3 start.py check              check every notebook before class, with a report for the teacher
    python3 start.py pages FOLDER       write each lesson as a page to read without Python, and without a network
    python3 start.py site [FOLDER]      build a static site, on which the lessons run in the browser alone
    python3 start.py test               run the tests, all but the longest; with -m thorough, those
    python3 start.py test --quick       run the quick tests: no browser, no notebooks, a few minutes

On Windows, type "py" instead of "python3". Anything else after lab, check, or test goes to JupyterLab, to the
check, or to pytest, for example: python3 start.py lab --no-browser --port 8890
"""
# An old Python has to get as far as the message below, so this file uses only syntax that Python 2 can read.
# ruff: noqa: UP031, UP032, UP036

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "These lessons need Python 3.11 or newer, but this is Python {}.{}: install a newer one from "
        "https://www.python.org/downloads/ and run the same command with it.".format(*sys.version_info[:2])
    )

import signal

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C during the imports ends the program without a traceback

import argparse
import contextlib
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import socket
import subprocess
import sysconfig
import time
from pathlib import Path

WINDOWS = os.name == "nt"
HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "complete"  # says what .venv was made from, and which of the two sets below is installed
LOG = VENV / "setup.log"
JUPYTER = HERE / "gdlesson" / "classroom" / "jupyter"  # settings for our own JupyterLab; no other server sees them
STYLE = HERE / "gdlesson" / "live" / "pictures.mplstyle"  # how plots look, whatever the user's own settings say

# What uv installs: what learners and instructors need, or that and everything for the tests.
SETS = {"lessons": ["--all-extras", "--no-dev"], "everything": ["--all-extras", "--group=dev"]}
ADDING = "adding"  # in the stamp while the second set is added to the first, which stays usable

LESSON = "00-start-here.ipynb"
LESSONS = "[0-9][0-9]-*.ipynb"  # leaves out the solutions and the rules for the tests
COMMANDS = ("lab", "new-copy", "check", "pages", "site", "test")
SITE = ["-m", "uv", "run", "--quiet", "--frozen", "--isolated", "--only-group=site", "python", "lite/build.py"]
PAGES = ["-m", "gdlesson.classroom.pages"]
SIDE_BY_SIDE = ["-n", "auto", "--maxprocesses=4", "--no-loadscope-reorder"]  # see conftest.py
QUICK = ["tests", "--ignore=tests/browser", "-m", "not slow"]
FLAGS = ("--no-browser", "--debug")  # JupyterLab's options without a value; other options may be followed by one
AGAIN = "; then run the same command again."

# What a tool says when it fails (in lower case), and what we say. The first match is used.
DISK = ("no space left", "not enough space", "quota exceeded", "os error 112")
HASH = ("do not match the hashes", "hash mismatch")
NETWORK = ("retrying (", "dns error", "client error", "error sending request", "timed out", "connection")
INDEX = ("no matching distribution", "doesn't have a source distribution or wheel")
FOLDER = ("permission denied", "read-only file system", "access is denied", "used by another process")
TROUBLES = {
    DISK: "The disk is full: free up 2 GB",
    HASH: "A downloaded file does not match uv.lock, so it was not installed: use a network that leaves it alone",
    ("certificate",): "The package index has an unknown certificate: set SSL_CERT_FILE to your network's own file",
    NETWORK: "The package index cannot be reached: check your network connection, and your proxy if you use one",
    INDEX: "The package index does not have what uv.lock lists: use a 64-bit Python 3.11 to 3.14, and PyPI itself",
    FOLDER: "Cannot write to {folder}: close any JupyterLab that runs from there, or move it somewhere else",
    ("",): "Setup failed ({last}): delete .venv in {folder}",
}

# Settings of the user that say where packages come from, named when that fails.
SOURCES = re.compile("(PIP|UV)_.*(INDEX|LINKS|HOST|PROXY|CERT|CONFIG)|(HTTPS?|ALL)_PROXY$|SSL_CERT", re.IGNORECASE)


def main(arguments):
    """Set up if necessary, then become JupyterLab, the check, or pytest."""
    command, options = (arguments or ["lab"])[0], arguments[1:]
    if command in ("-h", "--help"):
        print(__doc__)
        return
    if command not in COMMANDS:
        sys.exit(unknown(command))
    if command == "new-copy":
        new_copy(options)
        return
    arguments = program(command, options)
    set_up("everything" if command == "test" else "lessons")
    run([str(PYTHON)] + arguments)


def program(command, options):
    """Return the arguments for Python that run a command; a folder is the one that the user sees from here."""
    if command == "lab":
        return lab(options)
    if command == "test":
        return tests(options)
    if command == "check":
        return ["-m", "gdlesson.classroom.check"] + options
    folders = [option if option.startswith("-") else str(Path(option).resolve()) for option in options]
    return (SITE if command == "site" else PAGES) + folders


def tests(options):
    """Return the arguments for Python that run all tests, the quick ones, or those that are asked for."""
    if "--quick" in options:
        return ["-m", "pytest"] + QUICK + SIDE_BY_SIDE + [option for option in options if option != "--quick"]
    return ["-m", "pytest"] + (options or SIDE_BY_SIDE)


def unknown(command):
    """Say what the commands are, or which one was probably meant."""
    import difflib

    close = difflib.get_close_matches(command, COMMANDS, n=1)
    commands = "the commands are lab, new-copy, check, pages, site, and test"
    advice = "did you mean: python3 start.py " + close[0] if close else commands
    return '"{}" is not a start.py command; {}'.format(command, advice)


def new_copy(arguments):
    """Copy the lessons into a new folder, and say how to open it."""
    if len(arguments) != 1 or not arguments[0] or str(Path(arguments[0])).startswith("-"):
        example = typed("new-copy", "my lessons")
        sys.exit("Name one new folder for your copy, in quotes if it contains a space, for example: " + example)
    try:
        folder = Path(arguments[0]).expanduser().resolve()
        command = typed("lab", short(folder))
        copy_lessons(folder)
    except (OSError, RuntimeError) as error:
        sys.exit("Nothing was copied to {} ({}): choose another place.".format(arguments[0], reason(error)))
    say("The lessons are now in {}; no update will overwrite your work there.".format(folder))
    say("To open them: " + command)


def copy_lessons(folder):
    """Make a folder (and any above it) with the lessons inside, all at once by one rename, or nothing."""
    lessons = sorted((HERE / "notebooks").glob(LESSONS))
    if not lessons:
        sys.exit("There are no lessons in {}: download the whole folder again.".format(HERE / "notebooks"))
    top = ([folder] + [parent for parent in folder.parents if not os.path.lexists(parent)])[-1]
    refuse(folder, top)
    unfinished = top.parent / ".new-copy-{}".format(os.getpid())
    unfinished.mkdir()
    try:
        copy = unfinished / folder.relative_to(top.parent)
        copy.mkdir(parents=True)
        for lesson in lessons:
            shutil.copyfile(lesson, copy / lesson.name)
        (unfinished / top.name).rename(top)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def refuse(folder, top):
    """Stop if a copy would end up among the lessons' own files, or on top of something that already exists."""
    if HERE in top.parent.parents or top == VENV:
        advice = "choose another place, for example: {} ~/my-lessons".format(typed("new-copy"))
        sys.exit("{} could be tested or deleted along with the lessons' own files; {}".format(folder, advice))
    if os.path.lexists(folder):
        advice = "choose another name, for example: " + typed("new-copy", short(free_name(folder)))
        sys.exit("{} already exists, so nothing was copied; {}".format(short(folder), advice))


def free_name(folder):
    """Return the folder with the first free number after its name: my-lessons-2."""
    stem, number = re.sub("-[2-9]$", "", str(folder)), 2
    while os.path.lexists("{}-{}".format(stem, number)):
        number += 1
    return Path("{}-{}".format(stem, number))


def short(folder):
    """Return a folder as you would type it from the current one."""
    here = Path.cwd()
    return str(folder.relative_to(here) if here in folder.parents else folder)


def typed(*arguments):
    """Return the command line that runs this file with these arguments, with quotes where they are needed."""
    words = [sys.argv[0]] + list(arguments)
    if WINDOWS:
        return " ".join(["py"] + [word if re.match(r"[\w.:\\/-]+$", word) else '"' + word + '"' for word in words])
    return " ".join(["python3"] + [shlex.quote(word) for word in words])


def lab(options):
    """Return the arguments for Python that open the first lesson, for this computer only and with a token."""
    root, page, options = place(options)
    usage = "python3 start.py lab [FOLDER] [options of JupyterLab]"
    parser = argparse.ArgumentParser(usage=usage, add_help=False)
    parser.add_argument("--ip", "--ServerApp.ip")
    parser.add_argument("--port", "--ServerApp.port", type=int)
    asked = parser.parse_known_args(options)[0]
    if asked.port is not None and not is_free(asked.port):
        sys.exit(
            "Port {} is in use or not allowed: stop the program that uses it, or choose another, for example "
            "--port {}.".format(asked.port, 8888 if asked.port != 8888 else 8899)
        )
    # Ctrl-C while JupyterLab is loading must not print a traceback; after that, JupyterLab handles it.
    quietly = "try:\n from jupyterlab.labapp import main\n main()\nexcept KeyboardInterrupt:\n pass"
    ours = ["--ServerApp.root_dir=" + str(root), "--LabApp.default_url=" + page]
    ours += ["--ServerApp.answer_yes=True"]  # Ctrl-C stops it without asking
    if asked.ip is None:
        ours += ["--ServerApp.ip=127.0.0.1"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        ours += ["--allow-root"]  # in a container everyone is root, and only this computer can connect
    return ["-c", quietly] + ours + options


def place(options):
    """Return JupyterLab's root folder, the page to open, and the options without the learner's folder."""
    for number, option in enumerate(options):
        before = options[number - 1] if number else ""
        if option.startswith("-") or (before.startswith("-") and "=" not in before and before not in FLAGS):
            continue
        try:
            if (HERE / option).is_file():
                continue
            folder = Path(option).expanduser().resolve()
            names = [path.name for path in folder.iterdir()]
        except FileNotFoundError:
            sys.exit("There is no folder {}; to make one: {}".format(option, typed("new-copy", option)))
        except (OSError, RuntimeError) as error:
            sys.exit("The folder {} cannot be opened ({}).".format(option, reason(error)))
        page = "/lab/tree/" + LESSON if LESSON in names else "/lab"
        return folder, page, options[:number] + options[number + 1 :]
    return HERE, "/lab/tree/notebooks/" + LESSON, options


def reason(error):
    """Return the reason that the system, or Python, gives."""
    return getattr(error, "strerror", None) or error


def is_free(port):
    """Tell whether a server could use this port."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError):
        return False
    return True


def set_up(wanted):
    """Make .venv and install exactly what uv.lock says, unless that is done already."""
    try:
        source = origin()
        if not is_complete(source, wanted):
            with one_at_a_time():
                if not is_complete(source, wanted):
                    install(source, wanted)
    except OSError as error:
        give_up(str(error))


def origin():
    """Return a fingerprint of what .venv is made from: the lock, the Python, and the folder."""
    for name in ("pyproject.toml", "uv.lock"):
        if not (HERE / name).is_file():
            sys.exit("The file {} is missing: download the whole folder again.".format(HERE / name))
    made_from = [sys.version, sys.base_prefix, str(HERE)]
    made_from += [(HERE / name).read_text("utf-8") for name in ("pyproject.toml", "uv.lock")]
    return hashlib.sha256("\n".join(made_from).encode("utf-8", "surrogateescape")).hexdigest()


def is_complete(source, wanted):
    """Tell whether an earlier run installed this set from this source, and its Python is still there."""
    stamp = STAMP.read_text().split() if STAMP.is_file() and PYTHON.exists() else []
    return stamp[:1] == [source] and wanted in stamp


@contextlib.contextmanager
def one_at_a_time():
    """Let only one run set up at a time. It locks start.py, which the system unlocks when the run ends."""
    with Path(__file__).open("r+b") as file:
        if not lock(file):
            say("Another start is setting up; waiting for it ...")
            while not lock(file):
                time.sleep(0.5)
        os.set_inheritable(file.fileno(), True)  # an installer that outlives a killed run keeps the lock
        yield


def lock(file):
    """Try to lock an open file; on a file system without locks, do without."""
    try:
        if WINDOWS:
            import msvcrt

            file.seek(2**30)  # far beyond the end, so that the file can still be read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass
    return True


def install(source, wanted):
    """Install a set of packages into a new .venv, or add what the tests need to the one that runs the lessons."""
    if is_complete(source, "lessons") and not is_complete(source, ADDING):
        add(source)
    else:
        make_venv()
        say("  3 of 3: JupyterLab and the packages for the lessons" + " and the tests" * (wanted == "everything"))
        sync(wanted)
    STAMP.write_text(" ".join([source, "lessons", wanted]))
    say("Setup is complete: .venv takes up {:.1f} GB.".format(size(VENV) / 1e9))


def add(source):
    """Add what the tests need. If that fails or is interrupted, the lessons still run."""
    say("Adding what the tests need to .venv; nothing that is there changes.")
    STAMP.write_text(" ".join([source, "lessons", ADDING]))  # if interrupted here, the tests get a new .venv
    try:
        sync("everything")
    except SystemExit:  # the installer says what is wrong, so it was not interrupted
        STAMP.write_text(" ".join([source, "lessons"]))
        raise


def make_venv():
    """Make a new .venv with the version of uv in uv.lock."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        advice = "on Debian and Ubuntu: sudo apt install " + package
        sys.exit("This Python comes without its venv module: install it (" + advice + ")" + AGAIN)
    say("Setting up in .venv. This takes a few minutes, but only now and after an update.")
    STAMP.unlink(missing_ok=True)
    say("  1 of 3: a Python environment of its own")
    step(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    step(PYTHON, "-m", "ensurepip")
    say("  2 of 3: the installer")
    uv = VENV / "uv.txt"
    uv.write_text(locked_uv())
    step(PYTHON, "-m", "pip", "install", "--retries=2", "--require-hashes", "--only-binary=uv", "-r", uv)


def sync(wanted):
    """Let uv install what uv.lock says, and remove nothing."""
    options = ["--frozen", "--inexact", "--no-python-downloads", "--python", PYTHON]
    step(PYTHON, "-m", "uv", "sync", *(options + SETS[wanted]))
    for link in Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)})).glob("*gdlesson*.pth"):
        # uv writes this folder's full name, at which Python before 3.13 dies if the system's encoding is another.
        # The file may be the very one in uv's cache, so a new one takes its place.
        link.unlink()
        link.write_text(os.path.relpath(str(HERE), str(link.parent)), "ascii")


def size(folder):
    """Return how many bytes a folder takes up."""
    return sum(path.lstat().st_size for path in folder.rglob("*"))


def locked_uv():
    """Return the version of uv in uv.lock with its hashes, in the format that pip reads."""
    import tomllib

    packages = tomllib.loads((HERE / "uv.lock").read_text("utf-8"))["package"]
    uv = next(package for package in packages if package["name"] == "uv")
    return " ".join(["uv==" + uv["version"]] + ["--hash=" + wheel["hash"] for wheel in uv["wheels"]])


def step(*command):
    """Run one tool of the setup and show what it downloads; if it fails, say why and stop."""
    settings = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    settings.update(cwd=HERE, env=dict(environment(), PYTHONIOENCODING="utf-8"))
    settings.update(close_fds=False, encoding="utf-8", errors="replace")
    output = ""
    with subprocess.Popen(list(map(str, command)), **settings) as process:
        for line in process.stdout:
            output += line
            if line.strip().startswith("Downloading "):
                say("      " + line.strip()[:90])
    if process.returncode:
        give_up(output)


def environment():
    """Return the environment variables of an activated .venv, without settings that lead elsewhere.

    Settings that say where packages come from, and how to reach that place, are kept. Python may keep what it
    compiles: without that, each kernel compiles Keras and Matplotlib anew, for seconds. NumPy multiplies in one
    thread, unless told otherwise: several take ten times as long for our small matrices on a busy computer. Plots
    look alike, and IPython runs no start-up files. Files are in UTF-8, whatever the system's own encoding.
    """
    astray = ("PIP_", "UV_", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "__PYVENV_LAUNCHER__")
    astray += ("PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONOPTIMIZE", "MPLBACKEND")
    source = re.compile("INDEX|LINKS|HOST|PROXY|CERT|TLS|KEYRING|TIMEOUT|CACHE|CONFIG|LINK_MODE")
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(astray) or source.search(name)
    }
    path = str(PROGRAMS) + os.pathsep + os.environ.get("PATH", os.defpath)
    variables.update(VIRTUAL_ENV=str(VENV), PATH=path, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    others = os.environ.get("JUPYTER_CONFIG_PATH")
    variables["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(JUPYTER)] + ([others] if others else []))
    variables.update(MATPLOTLIBRC=str(STYLE), IPYTHONDIR=str(VENV / "ipython"), PYTHONUTF8="1")
    variables.setdefault("OPENBLAS_NUM_THREADS", "1")
    return variables


def give_up(output):
    """Say in one sentence what went wrong and what to do; the full output of the tool goes to a file."""
    heard = output.lower()
    trouble = next(signs for signs in TROUBLES if any(sign in heard for sign in signs))
    sentence = TROUBLES[trouble].format(folder=HERE, last=output.strip().split("\n")[-1]) + AGAIN
    sources = sorted(filter(SOURCES.match, os.environ))
    if sources and trouble not in (DISK, FOLDER):
        sentence += " Check what you have set to say where packages come from: {}.".format(", ".join(sources))
    with contextlib.suppress(OSError):
        LOG.write_text(output, "utf-8", "backslashreplace")
        sentence += " (Details: {})".format(LOG)
    sys.exit(sentence)


def say(line):
    """Write a line for the learner; it appears at once in any terminal."""
    sys.stderr.write(line + "\n")


def run(command):
    """Become the command, with its own output, Ctrl-C, and exit status."""
    os.chdir(HERE)
    if not WINDOWS:
        os.execve(command[0], command, environment())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call(command, env=environment()))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next run picks up from here.")
