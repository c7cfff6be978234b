"""A lineage picture as inline SVG: boxes with links, in the colours of the page."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from gtm_tower.site._graph import HELPERS, Graph, Node
from gtm_tower.site._layout import Layout, Stop, lay_out

LINE, GAP, BETWEEN, HEAD, EDGE = 26, 8, 30, 30, 10
LETTER, PADDING, LETTERS = 6.8, 17, 24  # width of a letter and around a name; most letters of one
WIDE = 1700  # a picture wider than this is scrolled, a narrower one shrunk to the page
TITLES = {"raw": "raw tables", "staging": "staging", "inputs": "inputs"}

Place = tuple[float, float, float]  # left, top and width


def picture(
    graph: Graph,
    mart: str,
    metrics: Sequence[str],
    links: Mapping[Node, str],
    blocked: Iterable[Node],
) -> Markup:
    """What is behind a mart, and the metrics that read it; `blocked` are drawn as without rows."""
    layout = lay_out(graph.without(HELPERS), Node("marts", mart))
    words = "1 metric" if len(metrics) == 1 else f"{len(metrics)} metrics" if metrics else ""
    lefts, widths = _columns(layout, words)
    places = _places(layout, lefts, widths)
    width = lefts[-1] + widths[-1]
    height = max(y for _, y, _ in places.values()) + LINE + GAP
    parts = [_open(mart, width, height, _counted(layout, metrics))]
    parts += [_title(left, text) for left, text in zip(lefts, _titles(layout), strict=False)]
    parts += [_edge([places[stop] for stop in path]) for path in layout.edges]
    without = set(blocked)
    for stop, place in sorted(places.items(), key=lambda item: item[1]):
        if stop.is_box:
            parts.append(_box(stop.node, place, links.get(stop.node, ""), stop.node in without))
    if metrics:
        own = places[layout.columns[-1][0]]
        parts += _metrics(metrics, words, own, (lefts[-1], own[1], widths[-1]))
    return Markup("\n").join([*parts, Markup("</svg>")])


def _columns(layout: Layout, words: str) -> tuple[list[float], list[float]]:
    """The left side and the width of each column, that of the metrics last."""
    longest = [
        max((len(_short(stop.node)) for stop in column if stop.is_box), default=1)
        for column in layout.columns
    ]
    titles = [len(title) for title in _titles(layout)]
    letters = [max(pair) for pair in zip(longest, titles, strict=False)] + [len(words)] * bool(
        words
    )
    widths = [round(count * LETTER + PADDING, 1) for count in letters]
    lefts = [round(sum(widths[:place]) + place * BETWEEN, 1) for place in range(len(widths))]
    return lefts, widths


def _places(layout: Layout, lefts: Sequence[float], widths: Sequence[float]) -> dict[Stop, Place]:
    """Where each stop is; columns are centred."""
    heights = [sum(_height(stop) + GAP for stop in column) for column in layout.columns]
    tallest = max(heights)
    places = {}
    for place, column in enumerate(layout.columns):
        y = HEAD + (tallest - heights[place]) / 2
        for stop in column:
            places[stop] = (lefts[place], round(y, 1), widths[place])
            y += _height(stop) + GAP
    return places


def _height(stop: Stop) -> int:
    return LINE if stop.is_box else EDGE


def _titles(layout: Layout) -> list[str]:
    """What stands in each column; between the inputs and the mart, layers share columns."""
    titles: list[str] = []
    for column in layout.columns:
        layers = {stop.node.layer for stop in column if stop.is_box}
        only = layers.pop() if len(layers) == 1 else ""
        own = TITLES.get(only, "intermediate")
        titles.append("" if own == "intermediate" and own in titles else own)
    return [*titles[:-1], "mart", "metrics"]


def _counted(layout: Layout, metrics: Sequence[str]) -> str:
    count = sum(stop.is_box for column in layout.columns for stop in column) - 1
    return f"made of {count} tables and models; {len(metrics)} metrics read it"


def _open(mart: str, width: float, height: float, counted: str) -> Markup:
    return Markup(
        '<svg class="lineage{wide}" xmlns="http://www.w3.org/2000/svg" role="img" width="{w:g}"'
        ' height="{h:g}" viewBox="-2 0 {w:g} {h:g}"><title>{mart}: {counted}</title>'
    ).format(
        wide=" wide" if width > WIDE else "", w=width + 4, h=height, mart=mart, counted=counted
    )


def _title(left: float, text: str) -> Markup:
    return Markup('<text class="title" x="{:g}" y="14">{}</text>').format(left, text)


def _edge(places: Sequence[Place]) -> Markup:
    """A line from box to box; where it only passes a column, it goes straight through."""
    (left, top, width), *others = places
    x, y = left + width, top + LINE / 2
    path = f"M{x:g} {y:g}"
    for place, (left, top, width) in enumerate(others, start=1):
        is_last = place == len(others)
        middle = top + (LINE if is_last else EDGE) / 2
        bend = (x + left) / 2
        path += f" C{bend:g} {y:g} {bend:g} {middle:g} {left:g} {middle:g}"
        x, y = left, middle
        if not is_last:
            x = left + width
            path += f" H{x:g}"
    return Markup('<path class="edge" d="{}"/>').format(path)


def _box(node: Node, place: Place, link: str, is_blocked: bool) -> Markup:
    kind = f"{node.layer} blocked" if is_blocked else node.layer
    title = f"{node.name} ({node.layer}{', no rows' if is_blocked else ''})"
    shown = _shape(kind, title, _short(node), place, 5)
    return Markup('<a href="{}">{}</a>').format(link, shown) if link else shown


def _shape(kind: str, title: str, name: str, place: Place, round_by: int) -> Markup:
    left, top, width = place
    return Markup(
        '<g class="box {}"><title>{}</title>'
        '<rect x="{:g}" y="{:g}" width="{:g}" height="{}" rx="{}"/>'
        '<text x="{:g}" y="{:g}">{}</text></g>'
    ).format(kind, title, left, top, width, LINE, round_by, left + 8, top + 17, name)


def _short(node: Node) -> str:
    """The name without what the column says already."""
    name = node.name
    if node.layer == "raw":
        name = name.partition(".")[2]
    elif node.layer == "staging":
        name = name.partition("__")[2] or name
    elif node.layer == "intermediate":
        name = name.removeprefix("int_").partition("__")[2] or name
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"


def _metrics(metrics: Sequence[str], words: str, mart: Place, place: Place) -> list[Markup]:
    """One box for all metrics of the mart, with a link to their list on the page."""
    box = _shape("metrics", ", ".join(metrics), words, place, 13)
    return [_edge([mart, place]), Markup('<a href="#metrics">{}</a>').format(box)]
