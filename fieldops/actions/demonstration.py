"""The demo: from a contract file to the report, on a real OpenSSH server of this machine."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fieldops.actions.inspection import Request, inspect
from fieldops.actions.loopback import LoopbackServer, Note, loopback_server
from fieldops.actions.needed import need
from fieldops.actions.pins import Pinning, write_pins
from fieldops.actions.reports import make_report, write_report
from fieldops.actions.rights import write_whole
from fieldops.actions.runner import Observer
from fieldops.actions.runs import Wanted
from fieldops.actions.validation import validate
from fieldops.actions.workspaces import Contents, copy_example, make_workspace, refuse_used
from fieldops.documents.workspace import load_workspace, shipped_folder
from fieldops.errors import InvalidDocuments
from fieldops.records.runs import Run
from fieldops.transport.target import Limits

CONTRACT = "demo-archive"
PLAYBOOK = "linux-standard"
ENGINEERS = ("zhang-wei", "li-na")


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demo made: the recorded run and the reports, in the workspace `folder`."""

    folder: Path
    run: Run
    reports: tuple[Path, ...]


def demonstrate(folder: Path, note: Note, observer: Observer) -> Demonstration:
    """Make a workspace in `folder` (new or empty), serve it two hosts on loopback, inspect, report.

    A third host of its contract is switched off on purpose: the report shows how that looks.
    `note` is called with a message code and its values at each step.
    """
    refuse_used(folder)
    with (
        tempfile.TemporaryDirectory(prefix="fieldops-demo-") as name,
        loopback_server(Path(name), note) as server,
    ):
        note("demo.server", port=server.port)
        _make(folder, server)
        note("demo.workspace", path=str(folder))
        result = validate(folder)
        if result.errors:
            raise InvalidDocuments(list(result.problems))
        note("demo.validated", files=result.files, errors=result.errors)
        note("demo.pinned", count=_pin(folder))
        run = _inspect(folder, observer)
        note("demo.inspected", hosts=len(run.hosts), run=run.id)
    reports = tuple(
        write_report(folder, make_report(folder, Wanted(run.id), language))[0] for language in ("zh-CN", "en")
    )
    return Demonstration(folder, run, reports)


def _make(folder: Path, server: LoopbackServer) -> None:
    make_workspace(folder, Contents.NOTHING, "zh-CN", datetime.now(UTC).date())
    text = (shipped_folder("templates") / "demo" / "contract.yaml").read_text("utf-8")
    key_file = folder / ".fieldops" / "demo_key"
    write_whole(key_file, [server.key_file.read_bytes()])
    for name, value in (
        ("@PORT@", str(server.port)),
        ("@USER@", server.user),
        ("@KEY@", ".fieldops/demo_key"),
    ):
        text = text.replace(name, value)
    copy_example("team-east.yaml", folder)
    (folder / "contracts" / f"{CONTRACT}.yaml").write_text(text, "utf-8")


def _pin(folder: Path) -> int:
    workspace = load_workspace(folder)
    document = need(workspace, "Contract", CONTRACT)
    pinning = Pinning(workspace, document, None, Limits(connect=5), lambda question: None)
    offers = [offer for offer in pinning.offers(0) if offer.key]
    write_pins(workspace, document, offers)
    return len(offers)


def _inspect(folder: Path, observer: Observer) -> Run:
    request = Request(CONTRACT, (PLAYBOOK,), engineers=ENGINEERS)
    return inspect(folder, request, lambda: datetime.now(UTC), lambda user: None, observer)
