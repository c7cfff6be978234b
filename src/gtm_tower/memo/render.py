"""A memo as Markdown, as one HTML file, or as PDF: the same words, deterministic."""

import html
import unicodedata
from datetime import UTC, datetime, time
from pathlib import Path

from gtm_tower.memo.model import Memo, Section, Sentence
from gtm_tower.palette import DARK, LIGHT, Palette

FORMATS = ("md", "html", "pdf")
FONTS = (  # with letters of more than Western Europe; where none is there, PDF's own font is used
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/dejavu/DejaVuSans.ttf"),
    Path("/Library/Fonts/Arial Unicode.ttf"),
)


def render(memo: Memo, fmt: str, font: Path | None = None) -> bytes:
    """The memo in a format of FORMATS; `font` is a TrueType font for PDF."""
    if fmt == "pdf":
        return _pdf(memo, font)
    return (_markdown(memo) if fmt == "md" else _html(memo)).encode()


def _markdown(memo: Memo) -> str:
    lines = [f"# {memo.title}", "", _origin(memo), ""]
    for section in memo.sections:
        lines += [f"## {section.title}", ""]
        for one in section.sentences:
            bullet = "  -" if one.is_example else "-"
            lines.append(f"{bullet} {_escaped(one.text)} {_notes(memo, one)}".rstrip())
        lines += [] if section.sentences else [section.nothing]
        lines.append("")
    lines += ["## Where the figures are from", ""]
    lines += [f"[^{number}]: `{query}`" for number, query in enumerate(memo.queries, 1)]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Text from the data that is not read as Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in text)


def _notes(memo: Memo, sentence: Sentence) -> str:
    return "".join(f"[^{number}]" for number in _numbers(memo, sentence))


def _numbers(memo: Memo, sentence: Sentence) -> list[int]:
    return [memo.queries.index(query) + 1 for query in sentence.queries]


def _origin(memo: Memo) -> str:
    return f"As of {memo.as_of}, run {memo.run_id}."


def _html(memo: Memo) -> str:
    sections = "\n".join(_html_section(memo, section) for section in memo.sections)
    queries = "\n".join(
        f'<li id="q{number}"><code>{html.escape(query)}</code></li>'
        for number, query in enumerate(memo.queries, 1)
    )
    title = html.escape(memo.title)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{_style()}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="origin">{html.escape(_origin(memo))}</p>
{sections}
<section>
<h2>Where the figures are from</h2>
<ol class="queries">
{queries}
</ol>
</section>
</main>
</body>
</html>
"""


def _html_section(memo: Memo, section: Section) -> str:
    if section.sentences:
        items = "\n".join(
            f"{'<li class=example>' if one.is_example else '<li>'}{_html_sentence(memo, one)}</li>"
            for one in section.sentences
        )
        body = f"<ul>\n{items}\n</ul>"
    else:
        body = f"<p>{html.escape(section.nothing)}</p>"
    return f"<section>\n<h2>{html.escape(section.title)}</h2>\n{body}\n</section>"


def _html_sentence(memo: Memo, sentence: Sentence) -> str:
    words = "".join(
        html.escape(part) if isinstance(part, str) else f"<strong>{html.escape(str(part))}</strong>"
        for part in sentence.parts
    )
    notes = " ".join(
        f'<a href="#q{number}" aria-label="query {number}">{number}</a>'
        for number in _numbers(memo, sentence)
    )
    return f"{words} <sup>{notes}</sup>" if notes else words


def _style() -> str:
    rules = """body { margin: 0; font: 17px/1.6 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2rem; }
li { margin: 0.4rem 0; } sup a { text-decoration: none; }
.example { margin-left: 1.5rem; } .example strong { font-weight: normal; }
.queries code { overflow-wrap: anywhere; font-size: 0.85rem; }
@media print { main { max-width: none; padding: 0; } }"""
    return (
        f"{_colours(LIGHT)}\n@media (prefers-color-scheme: dark) {{\n{_colours(DARK)}\n}}\n{rules}"
    )


def _colours(palette: Palette) -> str:
    return (
        f"body {{ background: {palette.background}; color: {palette.text}; }}\n"
        f".origin, .queries {{ color: {palette.muted}; }}\n"
        f"a {{ color: {palette.accent}; }}"
    )


def _pdf(memo: Memo, font: Path | None) -> bytes:
    from fpdf import FPDF

    document = FPDF(format="A4")
    document.set_creation_date(datetime.combine(memo.as_of, time(), UTC))
    document.set_title(memo.title)
    document.set_margin(20)
    document.add_page()
    found = font or next((path for path in FONTS if path.is_file()), None)
    family = "Helvetica"
    if found:
        family = "memo"
        for style in ("", "B"):
            document.add_font(family, style, found)

    def write(text: str, size: float, style: str = "", indent: float = 0) -> None:
        document.set_font(family, style, size)
        document.set_x(20 + indent)
        document.multi_cell(
            0,
            size * 0.55,
            text if found else western(text),
            align="L",
            new_x="LMARGIN",
            new_y="NEXT",
        )

    write(memo.title, 20, "B")
    write(_origin(memo), 9)
    for section in memo.sections:
        document.ln(4)
        write(section.title, 14, "B")
        for one in section.sentences:
            document.ln(1)
            numbers = ", ".join(str(number) for number in _numbers(memo, one))
            write(f"{one.text} [{numbers}]", 10.5, indent=9 if one.is_example else 3)
        if not section.sentences:
            write(section.nothing, 10.5, indent=3)
    document.ln(4)
    write("Where the figures are from", 14, "B")
    for number, query in enumerate(memo.queries, 1):
        write(f"[{number}] {query}", 8)
    return bytes(document.output())


def western(text: str) -> str:
    """Text for PDF's own font, which has Latin-1 only: a letter without its accent, else `?`."""
    plain = []
    for sign in text:
        base = unicodedata.normalize("NFKD", sign)[0]
        known = next((one for one in (sign, base) if _is_western(one)), "?")
        plain.append(known)
    return "".join(plain)


def _is_western(sign: str) -> bool:
    try:
        sign.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
