"""What a verdict claims, read from its words, and whether it is true.

`false_words` knows no sentence of the package by heart. It looks for words and numbers, in whatever sentence they
stand, and compares them with what the oracle knows. Each answer is a pair: a category, and what is wrong.
"""

import re

import numpy as np

NUMBER = r"[−-]?\d+(?:\.\d+)?(?:e[+−-]?\d+)?"
POINT = rf"\({NUMBER}(?:, {NUMBER})+\)"

# What a verdict says of a run that belongs to a regime, and so excludes others: in its first sentence, for later
# ones may give advice.
REGIME_WORDS = {
    "diverging": r"\bdiverge[sd]\b|\bexplode[sd]\b|grows without",
    "bouncing": r"\bbounce[sd]?\b|never settles|jumps about|keeps jumping",
    "overshooting": r"\bovershoots\b|\bzigzags\b|back and forth|from side to side",
    "one side": r"one side",
    "slow": r"\btoo slow|^slow\b",
    "still": r"does not move|did not move|no step was taken",
    "on its way": r"on its way|not there yet",
    "settles": r"\bthen settles|and settles|reaches the minimum|lands (?:at|on|in)",
}

# For each of the words above, which regimes make them true.
TRUE_OF = {
    "diverging": {"diverging"},
    "bouncing": {"bouncing"},
    "overshooting": {"overshooting"},
    "one side": {"slow", "steady"},
    "slow": {"slow", "steady", "overshooting"},
    "still": {"still"},
    "on its way": {"slow", "steady", "overshooting"},
    "settles": {"steady", "overshooting"},
}

SWINGS = r"\bovershoots\b|\bzigzags\b|\bbounces\b|\bdiverges\b|from side to side|back and forth"

# Words that cannot both be true in one verdict.
CONTRADICTIONS = [
    (r"one side", SWINGS),
    (r"\bdiverges\b", r"settles|\bbounces\b|on its way|one side|reaches the minimum|this is a minimum"),
    (r"never settles", r"(?<!never )settles|reaches the minimum"),
    (r"does not move", rf"after \d+ steps? it is|\d+ steps? to x|one side|settles|{SWINGS}"),
    (r"this is a minimum", r"not a minimum|not at a minimum|a plateau|a saddle|a maximum"),
    (r"in one step\b", r"after \d\d+ steps|: \d\d+ steps"),
    (r"picks up speed|steps are growing", r"\bslow\b|one pace|settles"),
    (r"\bbounces\b", r"settles|picks up speed|one pace"),
]

NO_SUCCESS = (
    r"not at a minimum|not a minimum|not there|never settles|\bdiverges|on its way|cannot be trusted"
    r"|too slow|^slow|does not suffice|do not suffice|for ever|forever"
)


def false_words(case, run, truth, words):
    """Yield (category, what is wrong) for everything false in a verdict."""
    text = words.lower()
    yield from regime_words(run, truth, text)
    yield from contradictions(run, text)
    yield from kinds(case, run, truth, text)
    yield from steps_said(case, run, text)
    yield from places_said(case, run, words)
    yield from slopes_said(case, run, words)
    yield from factors_said(case, run, text)
    yield from speeds_said(run, text)
    yield from conditions_said(case, run, text)


def says(what, text):
    return re.search(REGIME_WORDS[what], first_sentence(text)) is not None


def regime_words(run, truth, text):
    """Words of a regime that the run does not have; also words that take back that it has arrived."""
    if not truth.unsure:
        for what, regimes in TRUE_OF.items():
            if says(what, text) and not regimes & truth.regimes and not (what == "settles" and truth.arrived):
                yield f"says {what}", f"it is {' or '.join(sorted(truth.regimes))} ({truth.why})"
    if truth.arrived and re.search(r"never settles|jumps about", text):
        yield "says far", f"it is {truth.distance:.2g} from the minimum"
    if re.search(r"on its way|not there yet|too slow|^slow", text) and truth.distance < run.tolerance:
        yield "says far", f"it is {truth.distance:.2g} from the minimum"


def contradictions(run, text):
    """Words that exclude each other, and words that exclude what the run's fields say."""
    for one, other in CONTRADICTIONS:
        if re.search(one, text) and re.search(other, text):
            yield "contradiction", f"{re.search(one, text)[0]!r} beside {re.search(other, text)[0]!r}"
    if says("one side", text) and any(value < -1e-9 for *_, value in factors(text)):
        yield "contradiction", "from one side beside a negative factor"
    if run.success and re.search(NO_SUCCESS, text):
        yield "contradiction", f"success beside {re.search(NO_SUCCESS, text)[0]!r}"
    others = {
        "diverging": r"settles|one side|\bovershoots\b|\bbounces\b|does not move",
        "bouncing": r"\bdiverges\b|one side|does not move|then settles",
        "overshooting": r"\bdiverges\b|one side|\bbounces\b|does not move|never settles",
        "steady": rf"does not move|too slow|never settles|{SWINGS}",
        "slow": rf"does not move|never settles|{SWINGS}",
        "still": rf"one side|never settles|{SWINGS}",
    }.get(run.regime, "$^")
    if re.search(others, first_sentence(text)):
        yield "contradiction", f"regime {run.regime!r} beside {re.search(others, first_sentence(text))[0]!r}"


def first_sentence(text):
    return re.split(r"\.\s", text, maxsplit=1)[0]


def kinds(case, run, truth, text):
    """Minimum, maximum, saddle, plateau: what the point is where the run ended."""
    bound = 200 * run.tolerance
    flat_lowest = case.landscape.source == "hinge" and truth.distance == 0
    if re.search(r"this is (?:already )?a minimum|minimum already|already at (?:a|the) minimum", text):
        if not truth.distance <= max(10 * run.tolerance, 1e-12 * np.abs(run.x).max()):
            yield "says minimum", f"the nearest one is {truth.distance:.3g} away"
    elif re.search(r"not at a minimum|not a minimum", text) and (
        truth.distance <= run.tolerance / 10 or flat_lowest
    ):
        yield "says no minimum", f"there is one {truth.distance:.2g} away"
    kind = re.search(r"this is (?:only )?an? (plateau|saddle|maximum)", text)
    if kind and kind[1] not in kinds_at(case.landscape, np.ravel(run.x)):
        yield f"says {kind[1]}", f"it is a {' or '.join(kinds_at(case.landscape, np.ravel(run.x)))}"
    near = re.search(rf"minimum about ({NUMBER}) away", text)
    if near and not 0.4 <= value_of(near[1]) / max(truth.distance, 1e-300) <= 2.5 and truth.distance > 1e-9:
        yield "says how near", f"it says {near[1]}, and it is {truth.distance:.3g}"
    if run.success and not truth.distance <= 1.05 * bound:
        yield "false success", f"the nearest minimum is {truth.distance:.3g} away, the bound is {bound:.3g}"


def kinds_at(landscape, x):
    """What a point at which the slope is next to nothing can be called, by losses around it."""
    r = 1e-2 * max(1.0, np.abs(x).max())
    around = np.random.default_rng(1).normal(size=(landscape.n, 400))
    around = x[:, None] + r * around / np.linalg.norm(around, axis=0)
    with np.errstate(all="ignore"):
        gaps = landscape.at(around) - landscape.at(x)
    noise = 1e-13 * max(1.0, abs(landscape.at(x)))
    if np.abs(gaps).max() < 1e-5 * max(1.0, abs(landscape.at(x))) and landscape.floor < landscape.at(x) - 1e-3:
        return ["plateau"]
    up, down = (gaps > noise).any(), (gaps < -noise).any()
    return ["saddle"] if up and down else ["maximum"] if down else ["minimum"]


def steps_said(case, run, text):
    """Counts of steps are the run's."""
    for said in re.findall(r"(?:after|took|:|used all|all) (\d+) steps?\b", text):
        if int(said) != run.nit:
            yield "step count", f"it says {said} steps, it took {run.nit}"
    for said in re.findall(r"the first (\d+) steps?", text):
        if int(said) != run.nit:
            yield "step count", f"it says the first {said} steps, it took {run.nit}"
    for said in re.findall(r"step (\d+) (?:would|leaves|leads|became|the number became)", text):
        if int(said) != run.nit + 1:
            yield "step count", f"step {said} is not the one after {run.nit}"
    if re.search(r"\bin one step", text) and run.nit != 1:
        yield "step count", f"in one step, but it took {run.nit}"
    if re.search(r"used all|most allowed|by the cap", text) and run.stop != "max_iterations":
        yield "step count", f"the cap did not stop it: {run.stop}"
    if re.search(r"stopped by tolerance|shorter than", text) and run.stop not in ("tolerance", "flat"):
        yield "step count", f"the tolerance did not stop it: {run.stop}"
    for said in re.findall(rf"shorter than ({NUMBER})", text):
        if not agrees(said, run.tolerance):
            yield "numbers", f"it says shorter than {said}, the tolerance is {run.tolerance}"


def places_said(case, run, words):
    """Every x in the words is a point of the run, and two that are told apart look different."""
    between = re.search(rf"between (?:x = )?({POINT}|{NUMBER}) and (?:x = )?({POINT}|{NUMBER})", words)
    points = run.path.reshape(run.nit + 1, -1)
    if between:
        if between[1] == between[2]:
            yield "numbers alike", f"between {between[1]} and {between[2]}"
        for said in between.groups():
            if not any(same_point(said, point) for point in [*points, np.ravel(run.ahead)]):
                yield "places", f"{said} was never visited"
    for said in re.findall(
        rf"(?:is at|to|settles at|reached|lands at|ends at) x = ({POINT}|{NUMBER})", words, re.I
    ):
        lead_to = re.search(r"would lead to x = " + re.escape(said), words)
        if not same_point(said, np.ravel(run.ahead) if lead_to else points[-1]):
            yield "places", f"it says x = {said}, it ended at {points[-1]}"


def slopes_said(case, run, words):
    """The slope in the words is the slope where the run ended."""
    with np.errstate(all="ignore"):
        slope = case.landscape.slope_at(np.ravel(run.x).astype(float))
        noise = 1e-9 * np.abs(case.landscape.at(np.ravel(run.x).astype(float)))
    for said in re.findall(rf"slope (?:there is|is still|is|at x = [^,]*? is|of) ({POINT}|{NUMBER})", words):
        values = numbers_in(said)
        if len(values) != len(slope):
            continue
        loose = np.abs(values - slope) <= (2e-2 if case.landscape.numerical else 1e-3) * np.abs(slope).max() + (
            noise + 1e-6 if case.landscape.numerical else 1e-12
        )
        if not loose.all():
            yield "slope", f"it says {said}, it is {slope}"


def factors(text):
    """Every "… by 1 − a·b = c" or "… by c" as (a, b, c); a and b nan where not given."""
    for a, b, c in re.findall(rf"1 − ({NUMBER})·({NUMBER}) = ({NUMBER})", text):
        yield value_of(a), value_of(b), value_of(c)
    for c in re.findall(rf"(?:multiplies|multiplied)[^.]*? by (?:about )?({NUMBER})(?! −)(?:\.|,| |$)", text):
        if f"{c} − " not in text:
            yield np.nan, np.nan, value_of(c)


def factors_said(case, run, text):
    """A factor of the distance is 1 − learning rate · L, and is printed with enough digits."""
    for a, _, c in factors(text):
        curvatures = np.linalg.eigvalsh(case.landscape.hessian(np.ravel(case.landscape.near(np.ravel(run.x)))))
        if callable(run.learning_rate) or not np.isfinite(curvatures).all():
            yield "factor", "there is no one factor"
            continue
        true = 1 - run.learning_rate * curvatures
        off = np.abs(c - true) / np.maximum(np.abs(true), 1e-2)
        if off.min() > 0.02:
            yield "factor", f"it says {c}, it is {true}"
        for limit in (1.0, -1.0):
            if c == limit and not (true == limit).any() and np.abs(true - limit).min() > 1e-12:
                yield "numbers alike", f"it says {c}, it is 1 − {run.learning_rate * curvatures}"
        if np.isfinite(a) and not np.isclose(a, run.learning_rate, rtol=1e-3):
            yield "factor", f"it says a learning rate of {a}"


def speeds_said(run, text):
    """What is said of the length of the steps."""
    path = run.path.reshape(run.nit + 1, -1)
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
    tail = lengths[-5:]
    if re.search("every step is longer", text) and not (np.diff(lengths) > 0).all():
        yield "step lengths", "not every step is longer than the one before"
    if re.search("steps are growing|picks up speed", text) and not (tail[-1] > tail[0] and len(tail) > 1):
        yield "step lengths", f"the last steps are {tail}"
    if re.search("picks up speed", text) and lengths.size and lengths[-1] < 0.5 * lengths.max():
        yield "step lengths", f"its longest step was {lengths.max():.3g}, its last {lengths[-1]:.3g}"
    if re.search("one pace", text) and np.ptp(lengths) > 0.02 * lengths.max():
        yield "step lengths", f"its steps are between {lengths.min():.6g} and {lengths.max():.6g}"


def conditions_said(case, run, text):
    """A condition number is that of the curvatures."""
    for said in re.findall(rf"condition number(?: is| of|,)? (?:about )?(?:κ = )?({NUMBER})", text):
        values = np.abs(np.linalg.eigvalsh(case.landscape.hessian(np.ravel(run.x))))
        if not 0.9 <= value_of(said) / (values.max() / values.min()) <= 1.1:
            yield "condition number", f"it says {said}, it is {values.max() / values.min():.4g}"


# Numbers as they are printed


def value_of(said):
    return float(said.replace("−", "-"))


def numbers_in(said):
    return np.array([value_of(each) for each in re.findall(NUMBER, said)])


def agrees(said, number):
    """Whether a printed number is this one, to the digits printed."""
    digits = re.sub(r"e.*", "", said).replace("−", "").replace(".", "").lstrip("0")
    return bool(abs(value_of(said) - number) <= 0.51 * 10.0 ** (1 - max(len(digits), 1)) * max(abs(number), 1e-300)
                or abs(value_of(said) - number) < 1e-12)  # fmt: skip


def same_point(said, point):
    """Whether a printed point is this one: to the digits printed, or to nothing beside its largest coordinate."""
    values = numbers_in(said)
    if len(values) != len(point):
        return False
    parts = re.findall(NUMBER, said)
    close = [agrees(part, number) or abs(value - number) <= 1e-4 * np.abs(point).max()
             for part, value, number in zip(parts, values, point, strict=True)]  # fmt: skip
    return all(close)
