"""An explorer on a page of JupyterLab: what a learner can reach of it, and what it must show."""

import functools

from playwright.sync_api import expect

import gdlesson
from gdlesson.live.number import read_number

POLLING = 100  # ms; in every frame of the screen it would keep a processor busy


class Explorer:
    """The explorer of that number on a page, counted from 0."""

    def __init__(self, page, number=0):
        has_one = page.locator(".jp-OutputArea-output").filter(has=page.locator(".gdlesson-live"))
        self.page, self.root = page, has_one.nth(number)
        self.image, self.words = self.root.get_by_role("img"), self.root.get_by_role("status")
        boxes, sliders = self.root.get_by_role("textbox"), self.root.get_by_role("slider")
        self.rate, self.start = boxes.nth(0), boxes.nth(1)
        self.handle, self.iterations = sliders.nth(0), sliders.nth(2)
        self.root.scroll_into_view_if_needed()

    def slider(self, control):
        """Return the slider of a control."""
        return self.root.get_by_role("slider", name=control.label, exact=True)

    def box(self, control):
        """Return the box of a control."""
        return self.root.get_by_role("textbox", name=f"{control.label}, exact value", exact=True)

    def type(self, value, box=None):
        """Type a number into a box, by default that of the learning rate."""
        box = box or self.rate
        box.fill(str(value))
        box.press("Enter")

    def press(self, name):
        """Press a button."""
        self.root.get_by_role("button", name=name, exact=True).click()

    def drag(self, *shares):
        """Drag the slider's handle with the mouse to these shares of its length, and let it go."""
        track, thumb = self.handle.bounding_box(), 16
        within = lambda share: track["x"] + thumb / 2 + share * (track["width"] - thumb)  # noqa: E731
        low, high = (float(self.handle.locator("input").get_attribute(end)) for end in ("min", "max"))
        self.page.mouse.move(
            within((self.position(self.handle) - low) / (high - low)), track["y"] + track["height"] / 2
        )
        self.page.mouse.down()
        for share in shares:
            self.page.mouse.move(within(share), track["y"] + track["height"] / 2)
        self.page.mouse.up()

    def position(self, handle):
        """Return the number on which a slider's handle stands."""
        return float(handle.locator("input").input_value())

    def picture(self):
        """Return the moving part of the picture, as the browser has it."""
        return self.root.evaluate(PICTURE)

    def still(self):
        """Return the still part of the picture, as the browser has it."""
        return self.root.evaluate(PICTURE.replace("moving", "still"))

    def expect_run(self, f, rate=None):
        """Expect picture and words of the run of f at this learning rate, by default the one in the box."""
        rate = read_number(self.rate.input_value()) if rate is None else rate
        start, count = float(self.start.input_value()), round(self.position(self.iterations))
        expect(self.words).to_have_text(gdlesson.verdict(gdlesson.descend(f, start, rate, max_iterations=count)))
        wanted = explorer_of(f)
        wanted.set(start=start, learning_rate=rate, iterations=count, step=None)
        self.expect_picture(wanted.live.moving)

    def expect_picture(self, svg):
        """Expect this SVG on the page."""
        self.page.wait_for_function(SAME, arg=[self.root.element_handle(), svg], timeout=20_000, polling=POLLING)

    def expect_settled(self, f):
        """Expect box, words and picture to be those of the slider's last position."""
        rate = float(f"{10 ** self.position(self.handle):.3g}")
        self.page.wait_for_function(VALUE, arg=[self.rate.element_handle(), rate], polling=POLLING)
        self.expect_run(f, rate)


@functools.cache
def explorer_of(f):
    """Return our own explorer of a function: one for all runs, since making one takes a second."""
    return gdlesson.explore(f)


PICTURE = """(root) => [...root.querySelectorAll(".moving")].map((part) => part.innerHTML).join("")"""
SAME = f"""([root, svg]) => {{
  const other = document.createElement("div");
  other.innerHTML = svg;
  return ({PICTURE})(root) === other.innerHTML;
}}"""
VALUE = "([box, number]) => Number(box.value) === number"


def answer_questions(page):
    """Choose an answer to every question: what follows one is out of sight until then."""
    for asked in page.locator(".gdlesson-ask").all():
        asked.get_by_role("button").first.click()
