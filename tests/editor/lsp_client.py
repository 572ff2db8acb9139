"""A small client of the language server protocol: what an editor says to yaml-language-server, and no more.

Messages are JSON-RPC on the server's standard input and output, each behind a ``Content-Length`` header. A thread
reads; it answers the server's own questions at once and keeps its diagnostics. Nothing waits longer than `PATIENCE`.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 300.0  # seconds; for what never comes, on a machine however busy

Position = dict[str, int]


def places(text: str) -> tuple[str, list[Position]]:
    """The text without its `▮`, and where each of them stood, as the protocol counts (from 0)."""
    found: list[Position] = []
    *before, last = text.split("▮")
    whole = ""
    for part in before:
        whole += part
        line_start = whole.rfind("\n") + 1
        found.append({"line": whole.count("\n"), "character": len(whole) - line_start})
    return whole + last, found


class LanguageServer:
    """One running server with one open folder; `settings` is what the folder's .vscode/settings.json says."""

    def __init__(
        self, command: list[str], folder: Path, settings: dict[str, Any], locale: str = "en"
    ) -> None:
        self.folder, self.settings = folder, settings
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._answers: dict[int, queue.Queue[dict[str, Any]]] = {}
        self._diagnostics: dict[str, queue.Queue[list[dict[str, Any]]]] = {}
        self._writing = threading.Lock()
        self._last_id = self._version = 0
        threading.Thread(target=self._read, daemon=True).start()
        uri = folder.as_uri()
        self.request(
            "initialize",
            processId=None,
            locale=locale,
            rootUri=uri,
            workspaceFolders=[{"uri": uri, "name": folder.name}],
            capabilities={
                "workspace": {"configuration": True, "didChangeConfiguration": {}, "workspaceFolders": True},
                "textDocument": {
                    "hover": {"contentFormat": ["markdown"]},
                    "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                    "publishDiagnostics": {},
                },
            },
        )
        self.notify("initialized")
        # The server asks for the settings now. This is the question it answers only after it has them.
        self.request("textDocument/codeLens", textDocument={"uri": uri})

    # What an editor does.

    def diagnostics(self, path: str, text: str | None = None) -> list[dict[str, Any]]:
        """What the server says is wrong with the file, or with `text` as if it were typed into that file."""
        with self._opened(path, (self.folder / path).read_text("utf-8") if text is None else text) as found:
            return found

    def hover(self, path: str, text: str) -> str:
        """What the editor shows when the mouse rests on the `▮` of `text`."""
        return self.hovers(path, text)[0]

    def hovers(self, path: str, text: str) -> list[str]:
        """What the editor shows at each `▮` of `text`."""
        answers = self._ask("textDocument/hover", path, text)
        return [answer["contents"]["value"] if answer else "" for answer in answers]

    def completion(self, path: str, text: str) -> dict[str, dict[str, Any]]:
        """What the editor offers at the `▮` of `text`: each label and all that comes with it."""
        (answer,) = self._ask("textDocument/completion", path, text)
        return {item["label"]: item for item in answer["items"]} if answer else {}

    def stop(self) -> None:
        """End the server, asked politely first."""
        try:
            self.request("shutdown")  # fails when the server has crashed, and so does the test then
            self.notify("exit")
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()

    # How it is said.

    def request(self, method: str, **params: Any) -> Any:
        """The server's result. Raises queue.Empty when none comes in time, RuntimeError when it refuses."""
        self._last_id += 1
        answer = self._answers[self._last_id] = queue.Queue()
        self._send(id=self._last_id, method=method, params=params)
        said = answer.get(timeout=PATIENCE)
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']}")
        return said["result"]

    def notify(self, method: str, **params: Any) -> None:
        """Say something that has no answer."""
        self._send(method=method, params=params)

    def _ask(self, method: str, path: str, text: str) -> list[Any]:
        text, positions = places(text)
        document = {"uri": (self.folder / path).as_uri()}
        with self._opened(path, text):
            return [self.request(method, textDocument=document, position=position) for position in positions]

    @contextmanager
    def _opened(self, path: str, text: str) -> Iterator[list[dict[str, Any]]]:
        """The document open in the editor, and its diagnostics."""
        uri = (self.folder / path).as_uri()
        news = self._diagnostics[uri] = queue.Queue()
        # The server takes another text under the same version number for the one it knows.
        self._version += 1
        document = {"uri": uri, "languageId": "yaml", "version": self._version, "text": text}
        self.notify("textDocument/didOpen", textDocument=document)
        yield news.get(timeout=PATIENCE)
        self.notify("textDocument/didClose", textDocument={"uri": uri})
        # A closed document has none: after that nothing late can be taken for the next one's.
        while news.get(timeout=PATIENCE):
            pass

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        with self._writing:
            self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            self._take(json.loads(stream.read(length)))
        for waiting in list(self._answers.values()):
            waiting.put({"error": "the server has ended"})

    def _take(self, message: dict[str, Any]) -> None:
        method, params = message.get("method"), message.get("params")
        if method is None:
            self._answers.pop(message["id"]).put(message)
        elif method == "textDocument/publishDiagnostics":
            self._diagnostics[params["uri"]].put(params["diagnostics"])
        elif "id" in message:
            self._send(id=message["id"], result=self._answer(method, params))

    def _answer(self, method: str, params: Any) -> Any:
        """What an editor answers when the server asks for settings; everything else gets nothing."""
        if method == "workspace/configuration":
            return [_section(self.settings, item["section"]) for item in params["items"]]
        return None


def _section(settings: dict[str, Any], name: str) -> dict[str, Any]:
    """``{"yaml.schemaStore.enable": False}`` as VS Code hands out the section ``yaml``: names nest at the dots."""
    section: dict[str, Any] = {}
    for setting, value in settings.items():
        first, *steps = setting.split(".")
        if first == name:
            inner = section
            for step in steps[:-1]:
                inner = inner.setdefault(step, {})
            inner[steps[-1]] = value
    return section
