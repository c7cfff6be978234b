"""The bytes of a text file: their hash, their encoding, and a UTF-8 copy of another one."""

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from gtm_tower.errors import ConfigError, SourceError
from gtm_tower.sources._count import RecordCounter

CHUNK = 1 << 20


def sha256(path: Path) -> str:
    """The hash of a file as it is on disk."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def open_text(path: Path, encoding: str = "utf-8-sig") -> Iterator[TextIO]:
    """A text file, unpacked if it is gz, with its line ends as they are."""
    with _open_bytes(path) as stream:
        yield io.TextIOWrapper(stream, encoding=encoding, newline="")


@dataclass(frozen=True)
class Utf8Text:
    """A text file in sound UTF-8, and how many records it seems to have, with the header.

    `separators` are the signs that may stand between fields, with how often they seem to do.
    """

    path: Path
    records: int
    separators: Mapping[str, int]


@contextmanager
def as_utf8(path: Path, encoding: str, temp_folder: Path) -> Iterator[Utf8Text]:
    """The file itself if it is sound UTF-8, else a UTF-8 copy that is removed at the end.

    An empty file, bytes that are no text in `encoding` and NUL are SourceErrors with their line.
    """
    if path.stat().st_size == 0:
        raise SourceError(
            f"{path}: the file is empty, it has not even a header. Export it again, or remove it."
        )
    if _codec(encoding) in ("utf-8", "utf-8-sig"):
        count = _copy(path, "utf-8", None)
        yield Utf8Text(path, count.total(), count.separators or {})
        return
    temp_folder.mkdir(parents=True, exist_ok=True)
    copy = temp_folder / f"{hashlib.sha256(str(path).encode()).hexdigest()[:16]}.csv"
    try:
        with copy.open("wb") as target:
            count = _copy(path, _codec(encoding), target)
        yield Utf8Text(copy, count.total(), count.separators or {})
    finally:
        copy.unlink(missing_ok=True)


def _copy(path: Path, codec: str, target: BinaryIO | None) -> RecordCounter:
    """Decode a whole file, in pieces; write it as UTF-8 if there is a target. Gives its count."""
    decoder = codecs.getincrementaldecoder(codec)()
    counter = RecordCounter()
    lines = 0
    try:
        with _open_bytes(path) as stream:
            is_open = True
            while is_open:
                chunk = stream.read(CHUNK)
                is_open = bool(chunk)
                text = decoder.decode(chunk, final=not is_open)
                if "\0" in text:
                    raise SourceError(_nul(path, lines + text[: text.index("\0")].count("\n") + 1))
                lines += text.count("\n")
                utf8 = chunk if target is None else text.encode()
                counter.feed(utf8)
                if target is not None:
                    target.write(utf8)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(codec, errors="replace")
        raise SourceError(_no_text(path, codec, lines + before.count("\n") + 1, error)) from None
    return counter


@contextmanager
def _open_bytes(path: Path) -> Iterator[BinaryIO]:
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(path, "rb") as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            with path.open("rb") as stream:
                yield stream
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError(
            f"{path}: the file is not a complete gz file: {error}. Export or copy it again."
        ) from None


def _codec(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise ConfigError(
            f"the encoding of a source is '{encoding}'."
            " Legal: utf-8, latin-1, utf-16, cp1252 or another encoding that Python knows."
        ) from None


def _no_text(path: Path, codec: str, line: int, error: UnicodeDecodeError) -> str:
    found = error.object[error.start : error.start + 4]
    likely = "utf-16" if error.object[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ""
    return (
        f"{path}, line {line}: the bytes {found.hex(' ')} are no {codec} text."
        f" Write the file's encoding for the source in gtm.yml, such as"
        f" `encoding: {likely or 'latin-1'}`, or export the file as UTF-8."
    )


def _nul(path: Path, line: int) -> str:
    return (
        f"{path}, line {line}: the text has a NUL byte. If the file is UTF-16, write"
        " `encoding: utf-16` for the source in gtm.yml; else export it again."
    )
