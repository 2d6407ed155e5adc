"""Flights: from one step to the next a ball goes along what is drawn, over the picture of the new step."""

import pytest

pytest.importorskip("playwright")

from every_explorer import EXPLORERS  # noqa: E402
from explorer import Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from gdlesson import explore, quadratic  # noqa: E402

pytestmark = pytest.mark.slow

F = quadratic([-3, -2, 3])
CELL = "from gdlesson import explore, quadratic\nexplore(quadratic([-3, -2, 3]), learning_rate=0.28)"
FLYING = ["explore", "explore_map", "explore_momentum", "explore_plane", "explore_race", "explore_samples"]
FLYING += ["explore_plane of a bowl", "explore_stopping"]


def film(page):
    """Have the page note where the ball of the curve is, each time it is painted; return a function to read it.

    A moment is: the place of the ball at this step, how far away from there it is, what is drawn, and of the last
    hop how long it is, how far apart the ball is from it, and how far above its chord, in tenths of a pixel.
    """
    page.evaluate(FILM)
    return lambda: page.evaluate("() => { const seen = window.film; window.film = undefined; return seen; }")


def in_the_air(moments):
    return [moment for moment in moments if moment["away"] != [0, 0]]


def wait_until_played(explorer):
    expect(explorer.root.get_by_role("button", name="❚❚ pause")).to_have_count(1)
    expect(explorer.root.get_by_role("button", name="▶ play")).to_have_count(1, timeout=60_000)


def test_while_a_run_plays_its_ball_flies_along_each_hop_and_lands(opened):
    with opened("flight.ipynb", CELL) as page:
        explorer = Explorer(page)
        stop = film(page)
        explorer.press("▶ play")
        wait_until_played(explorer)
        explorer.expect_picture(explore(F, learning_rate=0.28).live.moving)
        page.wait_for_function(LANDED)
        moments = stop()
        assert moments[-1]["away"] == [0, 0]
        high = [moment for moment in in_the_air(moments) if moment["long"] > 500]
        assert len(high) > 2 and len({tuple(moment["place"]) for moment in high}) > 1
        assert all(moment["above"] > 0 and moment["apart"] < 150 for moment in high)  # its radius is 97


def test_nothing_flies_under_a_hand_that_drags_or_with_reduced_motion(opened):
    with opened("no-flight.ipynb", CELL) as page:
        explorer = Explorer(page)
        stop = film(page)
        explorer.drag(0.2, 0.3, 0.4, 0.5, 0.6, 0.5)
        explorer.expect_settled(F)
        dragged = stop()
        page.emulate_media(reduced_motion="reduce")
        stop = film(page)
        explorer.press("▶ play")
        wait_until_played(explorer)
        played = stop()
        for moments in (dragged, played):
            assert len({moment["drawn"] for moment in moments}) > 1 and in_the_air(moments) == []


@pytest.fixture
def saved(browser, tmp_path):
    """Return a function that saves an explorer's steps as a page without Python and opens it."""
    pages, wrong = [], []

    def saved(lab):
        lab.save(tmp_path / "page.html", of=lab.steps, size=30)
        pages.append(browser.new_page(viewport={"width": 1000, "height": 800}))
        pages[-1].on("pageerror", lambda error: wrong.append(str(error)))
        pages[-1].goto((tmp_path / "page.html").as_uri())
        return pages[-1]

    yield saved
    assert wrong == []
    for page in pages:
        page.close()


@pytest.mark.parametrize("name", FLYING)
def test_balls_fly_one_step_on_and_back_between_their_places(saved, name):
    page = saved(EXPLORERS[name]())
    assert page.evaluate(PRESS, "step ▶")["flights"] == []  # from the last step to the first one
    shown = page.evaluate(PRESS, "step ▶")
    back = page.evaluate(PRESS, "◀ back")
    for step in (shown, back):
        assert step["flights"]
        for flight in step["flights"]:
            assert flight["to"] in step["after"] and flight["from"] in step["before"]
            assert flight["ms"] <= 200
    assert back["after"] == shown["before"]


def test_another_move_ends_a_flight(saved):
    page = saved(EXPLORERS["explore"]())
    for button in ("step ▶", "step ▶"):
        page.evaluate(PRESS, button)
    first = page.evaluate(PRESS, "step ▶")
    second = page.evaluate(PRESS, "step ▶")
    assert first["flights"] and [flight["to"] for flight in second["flights"]] == second["after"]
    assert page.evaluate(PRESS, "◀ back")["after"] == first["after"]
    page.wait_for_function(LANDED)


def test_the_movie_of_a_long_run_begins_step_by_step(saved):
    page = saved(explore(F, learning_rate=1 / 3))  # it bounces: every second step is at the same place
    page.evaluate(FILM)
    page.get_by_role("button", name="▶ play").click()
    page.wait_for_function(
        "() => window.film.filter((each) => each.away.some(Boolean) && each.above > 0).length > 3"
    )
    page.get_by_role("button", name="❚❚ pause").click()


def test_nothing_flies_on_a_hidden_page(saved):
    page = saved(EXPLORERS["explore"]())
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    steps = [page.evaluate(PRESS, "step ▶") for _ in range(3)]
    assert steps[1]["before"] != steps[1]["after"] and all(step["flights"] == [] for step in steps)


LANDED = "() => document.getAnimations().every((each) => !each.effect.target.matches?.('.ball'))"
FILM = """() => {
  window.film = [];
  const note = () => {
    const ball = document.querySelector(".gdlesson-live .moving .ball");
    const axes = ball?.parentNode;
    const hops = axes && [...axes.querySelectorAll(".hops")].at(-1);
    if (ball) {
      const { e, f } = new DOMMatrix(getComputedStyle(ball).transform);
      const place = ball.getAttribute("d").match(/-?\\d+/g).slice(0, 2).map(Number);
      const at = { x: place[0] + e, y: place[1] + f };
      const away = [e, f].map((part) => Math.round(10 * part) / 10);
      const moment = { place, away, drawn: axes.innerHTML, long: 0 };
      const last = hops?.getAttribute("d").match(/-?\\d+/g).slice(-4).map(Number);
      if (last) {
        const end = hops.getPointAtLength(hops.getTotalLength());
        const begin = { x: end.x - last[2], y: end.y - last[3] };
        const points = Array.from({ length: 101 }, (_, k) => {
          const t = k / 100;
          return { x: begin.x + 2 * t * (1 - t) * last[0] + t * t * last[2],
            y: begin.y + 2 * t * (1 - t) * last[1] + t * t * last[3] };
        });
        moment.long = Math.abs(last[2]);
        moment.apart = Math.min(...points.map((point) => Math.hypot(point.x - at.x, point.y - at.y)));
        moment.above = begin.y + (at.x - begin.x) / last[2] * last[3] - at.y;
      }
      window.film?.push(moment);
    }
    if (window.film) requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}"""
PRESS = """async (name) => {
  const places = () => [...document.querySelectorAll(".ball")].map((ball) => place(ball));
  const place = (ball) => ball.getAttribute("d").match(/-?\\d+/g).slice(0, 2).map(Number);
  const before = places();
  [...document.querySelectorAll("button")].find((button) => button.textContent === name).click();
  const flights = document.getAnimations().map((each) => {
    const [first, last] = [each.effect.getKeyframes()[0], each.effect.getKeyframes().at(-1)];
    const from = (frame) => {
      const { e, f } = new DOMMatrix(frame.transform);
      const [x, y] = place(each.effect.target);
      return [x + e, y + f];
    };
    return { from: from(first), to: from(last), ms: each.effect.getTiming().duration };
  });
  return { before, after: places(), flights };
}"""
