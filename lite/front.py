"""The front page of the site: what the lessons are, a picture of each that moves, and the ways in.

Titles come from the lessons, and what you do in each from the table in README.md. The pictures are pages without
Python, as `Explorer.save` makes them: a script opens each when it comes near the window. Without scripts, still
pictures are in their places.
"""

import base64
import json
import re
from html import escape
from pathlib import Path
from string import Template

from pictures import PICTURES

from gdlesson.classroom.lessons import PARTS, lessons
from gdlesson.live import offline
from gdlesson.live.progress import Progress

HERE = Path(__file__).parent
ROOT = HERE.parent
SIZE = 1  # MB of a picture with all its positions, at most; hosts send about a tenth of it, compressed
ROW = re.compile(r"^\| (\d\d) \| \[.*?\]\(.*?\) \| (.*) \|$", re.M)
TIME = re.compile(r"about (\w+) minutes")
CARD = """\
<article class="lesson" id="lesson-$number">
  <div class="about">
    <p class="number">Lesson $short</p>
    <h3>$title</h3>
    <p>$summary</p>
    <p class="time">About $time minutes</p>
    <a class="open" href="$link">Open lesson $short</a>
  </div>
  $picture
</article>
"""


def write(folder, repository):
    """Write the front page into the folder of a site, in place of JupyterLite's own, which leads to the lab."""
    (folder / "pictures").mkdir(exist_ok=True)
    doing = dict(ROW.findall((ROOT / "README.md").read_text("utf-8")))
    cards = [part(lesson) + card(lesson, doing[lesson.number], folder) for lesson in lessons(ROOT / "notebooks")]
    parts = {"hero": live("hero", folder), "lessons": "".join(cards), "count": len(cards)}
    parts |= {"repository": repository, "binder": repository.replace("https://github.com", "mybinder.org/v2/gh")}
    page = Template((HERE / "front.html").read_text("utf-8")).substitute(parts)
    (folder / "index.html").write_text(page, "utf-8")
    (folder / "front.css").write_text(offline.style() + (HERE / "front.css").read_text("utf-8"), "utf-8")
    (folder / "front.js").write_text(offline.script() + "\n" + (HERE / "front.js").read_text("utf-8"), "utf-8")


def part(lesson):
    """Return the heading of the part that begins with a lesson, if one does."""
    return f'<h3 class="part">{PARTS[lesson.number]}</h3>\n' if lesson.number in PARTS else ""


def card(lesson, doing, folder):
    """Return a lesson as HTML: its number, its title, what you do there, and its picture."""
    book = json.loads(lesson.path.read_text("utf-8"))
    minutes = TIME.search("".join(book["cells"][0]["source"]))[1]
    return Template(CARD).substitute(
        number=lesson.number,
        short=int(lesson.number),
        title=escape(lesson.title),
        summary=escape(doing[0].upper() + doing[1:]),
        time=minutes,
        link=f"lab/index.html?path={lesson.path.name}",
        picture=live(lesson.number, folder) if lesson.number in PICTURES else stored(book, lesson.number, folder),
    )


def live(name, folder):
    """Save a picture that moves, and return the element that shows it."""
    make, of = PICTURES[name]
    explorer, path = make(), folder / "pictures" / f"{name}.png"
    explorer.save(path)
    with explorer.aside(), Progress(f"{name}.json") as progress:
        page = offline.page_of(explorer, progress, of, SIZE)
    path.with_suffix(".json").write_text(json.dumps(page, ensure_ascii=False, separators=(",", ":")), "utf-8")
    still = image(path, f"{explorer.drawn.description} {page['figure']['words']}")
    return f'<div class="gdlesson-explorer" data-page="pictures/{name}.json"><noscript>{still}</noscript></div>'


def stored(book, number, folder):
    """Save the picture of the explorer that a notebook holds, and return the element that shows it."""
    cell = next(cell for cell in book["cells"] if "explore" in "".join(cell["source"]) and has_picture(cell))
    data = next(output["data"] for output in cell["outputs"] if "image/png" in output["data"])
    path = folder / "pictures" / f"{number}.png"
    path.write_bytes(base64.b64decode(data["image/png"]))
    words = "".join(data["text/plain"])
    return f'<figure class="still">{image(path, words)}</figure>'


def has_picture(cell):
    """Tell whether a picture is stored below a cell."""
    return any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))


def image(path, words):
    """Return an image of the folder of pictures, with what it shows in words."""
    return f'<img src="pictures/{path.name}" alt="{escape(words)}" loading="lazy">'
