"""What a memo is made of: sections of sentences, each figure with the query that gives it again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Figure:
    """A figure as it is shown; `query` gives it again.

    A query is a command of `gtm`, or SQL on what is published.
    """

    shown: str
    query: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True)
class Sentence:
    """Words and figures, in order; an example belongs to the sentence before it."""

    parts: tuple[str | Figure, ...]
    is_example: bool = False

    @property
    def text(self) -> str:
        """The sentence without its sources."""
        return "".join(str(part) for part in self.parts)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the sentence, in order."""
        return tuple(part for part in self.parts if isinstance(part, Figure))

    @property
    def queries(self) -> tuple[str, ...]:
        """The queries behind it, each once."""
        return tuple(dict.fromkeys(figure.query for figure in self.figures))


@dataclass(frozen=True)
class Section:
    """A heading and its sentences; `nothing` is said where there are none."""

    title: str
    sentences: tuple[Sentence, ...]
    nothing: str


@dataclass(frozen=True)
class Memo:
    """The memo of a month of a company, as of a day of a published run."""

    company: str
    month: date
    as_of: date
    run_id: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """The heading of it all."""
        return f"{self.company}: {self.month:%B %Y}"

    @property
    def queries(self) -> tuple[str, ...]:
        """Every query behind the memo, in the order in which it is first used, each once."""
        return tuple(dict.fromkeys(query for one in self._sentences() for query in one.queries))

    def _sentences(self) -> Iterator[Sentence]:
        for section in self.sections:
            yield from section.sentences
