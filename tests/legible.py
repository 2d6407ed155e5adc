"""What can't be read in a figure: text outside it, tick labels that touch, and titles on one another."""


def crowded(figure):
    """Return the texts of a figure that can't be read, each with what is wrong."""
    figure.draw_without_rendering()
    renderer, found = figure.canvas.get_renderer(), []
    titles = [(ax.title.get_text(), ax.title.get_window_extent(renderer)) for ax in figure.axes]
    for ax in figure.axes:
        across, up = tick_boxes(ax.xaxis, renderer), tick_boxes(ax.yaxis, renderer)
        spans = [sorted((box.x0, box.x1) for _, box in across), sorted((box.y0 + 4, box.y1 - 4) for _, box in up)]
        touching = [
            one for span in spans for one, other in zip(span, span[1:], strict=False) if one[1] > other[0] - 2
        ]
        found += [(ax.get_title(), "tick labels touch", one) for one in touching]
        texts = [ax.title, ax.xaxis.label, ax.yaxis.label, ax.xaxis.get_offset_text(), ax.yaxis.get_offset_text()]
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]
        found += [(text, "outside") for text, box in [*across, *up, *boxes] if is_outside(box, figure.bbox)]
        top = ax.yaxis.get_offset_text()
        others = [(text, box) for text, box in titles if text and text != ax.get_title()]
        others += [(top.get_text(), top.get_window_extent(renderer))] if top.get_text() else []
        own = ax.title.get_window_extent(renderer)
        found += [
            (ax.get_title(), "lies on", text) for text, box in others if ax.get_title() and own.overlaps(box)
        ]
    return found


def tick_boxes(axis, renderer):
    """Return the text and the box of each tick label of an axis that is in view."""
    low, high = sorted(axis.get_view_interval())
    margin = 1e-9 * (high - low)
    ticks = [tick for tick in axis.get_major_ticks() if low - margin <= tick.get_loc() <= high + margin]
    labels = [tick.label1 for tick in ticks if tick.label1.get_visible() and tick.label1.get_text()]
    return [(label.get_text(), label.get_window_extent(renderer)) for label in labels]


def is_outside(box, page):
    return box.x0 < page.x0 - 1 or box.y0 < page.y0 - 1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1
