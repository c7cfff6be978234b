"""A reader without a browser: asks for pages as Streamlit's own page does, over a websocket."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from app.expected import views_of
from app.server import Server

SECONDS = 60


@dataclass(frozen=True)
class Told:
    """A whole page: the run that it names, its tiles by label, its texts, and its errors."""

    run_id: str
    tiles: dict[str, str]
    texts: tuple[str, ...]
    errors: tuple[str, ...]


@dataclass
class Reader:
    """One session with the server."""

    connection: ClientConnection
    remembered: dict[str, ForwardMsg] = field(default_factory=dict)

    def read(self, path: str = "", query: str = "") -> Told:
        """Ask for a page and wait until it is whole, however often it starts anew."""
        asked = BackMsg()
        asked.rerun_script.page_name = path
        asked.rerun_script.query_string = query
        self.connection.send(asked.SerializeToString())
        elements: dict[tuple[int, ...], Any] = {}
        while True:
            message = self._next()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                elements = {}
            elif kind == "delta":
                _put(elements, tuple(message.metadata.delta_path), message.delta)
            elif kind == "script_finished" and not _goes_on(message):
                return _told(elements)

    def _next(self) -> ForwardMsg:
        """The next message; what was sent before is sent as its hash."""
        content = self.connection.recv(SECONDS)
        assert isinstance(content, bytes)
        message = ForwardMsg()
        message.ParseFromString(content)
        if message.WhichOneof("type") == "ref_hash":
            found = ForwardMsg()
            found.CopyFrom(self.remembered[message.ref_hash])
            found.metadata.CopyFrom(message.metadata)
            return found
        if message.metadata.cacheable:
            self.remembered[message.hash] = message
        return message


@contextmanager
def reading(port: int, origin: str | None = None) -> Iterator[Reader]:
    """A session with the server of a port; `origin` is the page that asks, as a browser says it."""
    headers = {"Origin": origin} if origin else {}
    with connect(
        f"ws://localhost:{port}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers=headers,
        max_size=None,
        open_timeout=SECONDS,
    ) as connection:
        yield Reader(connection)


def tiles_of(server: Server) -> dict[str, dict[str, str]]:
    """The tiles of every page by its name; none may show an error."""
    with reading(server.port) as reader:
        told = {view.name: reader.read(view.name) for view in views_of(server.metrics())}
    assert {name: page.errors for name, page in told.items() if page.errors} == {}
    return {name: page.tiles for name, page in told.items()}


def _goes_on(message: ForwardMsg) -> bool:
    return message.script_finished == ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN


def _put(elements: dict[tuple[int, ...], Any], path: tuple[int, ...], delta: Delta) -> None:
    """What takes a place takes it from all that was inside."""
    for inside in [place for place in elements if place[: len(path)] == path]:
        del elements[inside]
    if delta.WhichOneof("type") == "new_element":
        elements[path] = delta.new_element


def _told(elements: dict[tuple[int, ...], Any]) -> Told:
    tiles, texts, errors = {}, [], []
    for _, element in sorted(elements.items()):
        kind = element.WhichOneof("type")
        if kind == "metric":
            tiles[element.metric.label] = element.metric.body
        elif kind in ("markdown", "heading", "alert"):
            texts.append(getattr(element, kind).body)
        if kind == "exception":
            errors.append(element.exception.message)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            errors.append(element.alert.body)
    named = re.search(r"by run (\S+?)\.?$", "\n".join(texts), re.MULTILINE)
    return Told(named[1].rstrip(".") if named else "", tiles, tuple(texts), tuple(errors))
