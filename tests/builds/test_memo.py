"""The memo: every figure is found again by its query, and nothing is said without data."""

import shlex
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from builds.company import Company
from builds.made_up import MadeUp
from gtm_tower.cli import main
from gtm_tower.errors import QueryError
from gtm_tower.memo import Figure, Memo, Sentence, render, write_memo
from gtm_tower.metrics import Metrics
from gtm_tower.numbers import shown

pytestmark = pytest.mark.slow

TITLES = ["What changed", "Why", "What is at risk", "What to do"]


@pytest.fixture(scope="module")
def asked(built_once: Company) -> Metrics:
    """The metrics of the made-up saas company."""
    return Metrics(built_once.warehouse)


@pytest.fixture(scope="module")
def memo(asked: Metrics) -> Memo:
    """The memo of its last month."""
    return write_memo(asked, "acme")


def sentences(memo: Memo) -> list[Sentence]:
    """All sentences, in order."""
    return [one for section in memo.sections for one in section.sentences]


def said(metrics: Metrics, query: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a query gives: the table of a command, or every way to write the values of SQL."""
    if not query.startswith("gtm "):
        with metrics.warehouse.reader() as session:
            values = [value for row in session.query(query) for value in row]
        return " ".join(text for value in values for text in written(value))
    for place in ("query", "why"):
        monkeypatch.setattr(f"gtm_tower.commands.{place}.open_metrics", lambda folder: metrics)
    done = CliRunner().invoke(main, shlex.split(query)[1:])
    assert done.exit_code == 0, done.output
    return plain(done.output)


def plain(text: str) -> str:
    """Without the currency, which a table names in its head at most."""
    return text.replace("USD ", "")


def written(value: object) -> list[str]:
    """A value as any unit writes it."""
    if not isinstance(value, int | float):
        return [str(value)]
    units = [shown(value, unit, "USD") for unit in ("count", "rate", "number")]
    return [*units, f"{value:+.1%}"]


def test_every_figure_is_found_again(
    memo: Memo, asked: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {query: said(asked, query, monkeypatch) for query in memo.queries}
    figures = [figure for one in sentences(memo) for figure in one.figures]
    assert len(figures) > 40
    missing = [
        one for one in figures if plain(one.shown) not in answers[one.query] and not interval(one)
    ]
    assert missing == []


def interval(figure: Figure) -> bool:
    """The ends of an interval are worked out from the two counts that their query gives."""
    return " --compare " not in figure.query and figure.shown.endswith("%")


def test_the_sections_are_there_and_each_sentence_has_figures(memo: Memo) -> None:
    assert [section.title.split(",")[0] for section in memo.sections] == TITLES
    assert all(one.figures for one in sentences(memo))
    assert memo.title == "acme: May 2026"


def test_the_first_sentence_is_the_mrr_of_the_mart(memo: Memo, built_once: Company) -> None:
    rows = built_once.query(
        "select date_month, sum(mrr), sum(account_count) from marts.fct_revenue_summary"
        " where date_month in (date '2026-04-01', date '2026-05-01') group by 1 order by 1"
    )
    (_, before, _), (_, now, n) = rows
    change = now - before
    way = "up" if change > 0 else "down"
    start = (
        f"MRR: USD {now:,.2f}, {way} USD {abs(change):,.2f} ({abs(change / before):.1%}) on April"
    )
    assert sentences(memo)[0].text.startswith(start)
    assert f"(n = {n} customers)" in sentences(memo)[0].text


def test_a_rate_of_few_has_its_interval(memo: Memo, built_once: Company) -> None:
    """Wilson 1927, worked out here."""
    ((won, closed),) = built_once.query(
        "select count(*) filter (where state = 'won'), count(*) from marts.fct_opportunities"
        " where closed_month = date '2026-05-01' and state <> 'open'"
    )
    z, rate = 1.959963984540054, won / closed
    centre = (rate + z * z / (2 * closed)) / (1 + z * z / closed)
    spread = (
        z * (rate * (1 - rate) / closed + z * z / (4 * closed**2)) ** 0.5 / (1 + z * z / closed)
    )
    found = next(one.text for one in sentences(memo) if one.text.startswith("Win rate, closed"))
    wanted = (
        f"n = {closed} deals closed, 95% interval {centre - spread:.1%} to {centre + spread:.1%}"
    )
    assert closed < 100
    assert wanted in found


def test_it_is_the_same_each_time(memo: Memo, built_once: Company) -> None:
    again = write_memo(Metrics(built_once.warehouse), "acme", "2026-05")
    assert again == memo
    for fmt in ("md", "html", "pdf"):
        assert render(again, fmt) == render(memo, fmt)


def test_a_month_that_has_no_memo(asked: Metrics, built_once: Company) -> None:
    ((first,),) = built_once.query("select min(date_month) from marts.dim_date")
    with pytest.raises(QueryError, match="2026-05 is the last that had ended by 2026-05-31"):
        write_memo(asked, "acme", "2026-06")
    with pytest.raises(QueryError, match="needs the month before"):
        write_memo(asked, "acme", f"{first:%Y-%m}")
    with pytest.raises(QueryError, match="is no month"):
        write_memo(asked, "acme", "2026-Q1")


def test_a_shop_has_its_own_memo(shop: MadeUp) -> None:
    memo = write_memo(Metrics(shop.company.warehouse), "shop")
    text = render(memo, "md").decode()
    assert "Orders: " in text
    assert "MRR" not in text
    assert "in quarantine and in none of these figures" in text


class Links(HTMLParser):
    """The ids and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect them."""
        for name, value in attrs:
            if name == "id":
                self.ids.add(f"#{value}")
            elif name in ("href", "src"):
                self.links.add(str(value))


def test_links_lead_to_queries(memo: Memo) -> None:
    page = Links()
    page.feed(render(memo, "html").decode())
    assert page.links == page.ids
    assert len(page.ids) == len(memo.queries)
    text = render(memo, "md").decode()
    assert all(f"[^{number}]: `{query}`" in text for number, query in enumerate(memo.queries, 1))


def test_a_pdf_is_a_file(built_once: Company) -> None:
    refused = built_once.gtm("memo", "--format", "pdf")
    assert (refused.returncode, "Name a file" in refused.stderr) == (2, True)
    path = built_once.workspace.root / "memo.pdf"
    assert built_once.gtm("memo", "--format", "pdf", "--out", str(path)).returncode == 0
    assert path.read_bytes().startswith(b"%PDF-")
    path.unlink()
