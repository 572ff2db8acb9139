"""Bundles: inspections of single hosts as files, to be carried to machines that no network reaches. Here they are made.

Who may have one is asked as for an inspection over SSH, for the time at which it is to be run. What a bundle says of itself
is also kept in the workspace (`records/bundles/`), for whoever takes its result in: that is `bundle_results`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from fieldops import __version__
from fieldops.actions.inspection import Prepared, Request, admitted, prepare
from fieldops.actions.rights import write_whole
from fieldops.contracts.device_commands import VERBS
from fieldops.contracts.model import Asset, Team
from fieldops.documents.links import inside
from fieldops.documents.typed import fill
from fieldops.errors import Unusable, UsageError
from fieldops.inspection.bundle import (
    BUNDLE_COMMANDS,
    Bundle,
    BundleWords,
    bundle_text,
    documents_digest,
    header_of,
    longest_seconds,
    script_digest,
)
from fieldops.inspection.plan import manner_of
from fieldops.inspection.shell import Manner, Script, compile_script
from fieldops.messages import LANGUAGES, hint, say
from fieldops.records.moments import whole_seconds
from fieldops.reports.bundle_page import PageOf, bundle_page
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct, replaced

BUNDLES = "records/bundles"


class Wish(Struct, frozen=True):
    """What is asked of bundles besides what an inspection is asked: by whom they are made (None: the first engineer), when
    they are to be run (None: now; without a zone: the contract's), and for how many days their results may be taken in.
    `file`: what the only file is called (None: by contract and host).
    """

    by: str | None = None
    planned: datetime | None = None
    days: int = 14
    file: str | None = None


class MadeBundle(Struct, frozen=True):
    """A bundle: what it says of itself, how its file is called, the text for the host, and the page for whoever runs it."""

    bundle: Bundle
    name: str
    text: bytes
    page: bytes


def make_bundles(root: Path, request: Request, wish: Wish, now: datetime) -> tuple[MadeBundle, ...]:
    """A bundle for each host that the request means, noted in the workspace; the caller writes the files.

    Raises what `prepare` and `admitted` raise (as if it began at the planned time), UsageError for a person who is not one
    of the engineers and for one file for several hosts, Unusable where nothing can be noted.
    """
    zone = prepare(root, request, now).agreement.zone
    planned = in_zone(wish.planned, zone) if wish.planned is not None else now.astimezone(zone)
    prepared = prepare(root, request, planned)
    if not prepared.hosts:
        raise UsageError("bundle.nothing-to-run", playbooks=", ".join(request.playbooks))
    for asset in prepared.hosts:
        if asset.host is not None and asset.host.platform in VERBS:
            raise UsageError("bundle.device", host=asset.id)
        for each in prepared.plan.asked_on(asset.id):
            if each.method == "password":
                raise UsageError("bundle.instance-password", host=asset.id, instance=each.id)
    # What is made may be run for the whole of a window that begins then.
    prepared, request = admitted(root, prepared, replaced(request, engineers=prepared.engineers), planned)
    by = wish.by or prepared.engineers[0]
    if by not in prepared.engineers:
        raise UsageError("bundle.by-nobody", person=by, choices=", ".join(prepared.engineers))
    if wish.file is not None and len(prepared.hosts) > 1:
        hosts = ", ".join(asset.id for asset in prepared.hosts)
        raise UsageError("bundle.several-hosts", count=len(prepared.hosts), hosts=hosts)
    common = _bundle(prepared, request, by, planned, whole_seconds(now.astimezone(zone)), wish.days)
    bundles = [_for_host(common, prepared, asset.id) for asset in prepared.hosts]
    _note(root, bundles)
    return tuple(
        _made(prepared, bundle, asset, wish.file or file_name(bundle))
        for bundle, asset in zip(bundles, prepared.hosts, strict=True)
    )


def _bundle(
    prepared: Prepared,
    request: Request,
    by: str,
    planned: datetime,
    made: datetime,
    days: int,
) -> Bundle:
    """What the bundles of all hosts have in common."""
    ends = request.until.astimezone(made.tzinfo) if request.until is not None else None
    return Bundle(
        id="",
        contract=prepared.contract.id,
        host="",
        playbooks=tuple(each.id for each in prepared.plan.parts),
        engineers=prepared.engineers,
        tags=request.tags,
        by=by,
        made=made,
        planned=whole_seconds(planned),
        ends=whole_seconds(ends) if ends is not None else None,
        until=made + timedelta(days=days),
        script="",
        playbook_documents="",
        fieldops=__version__,
        override=prepared.override.reason if prepared.override is not None else None,
    )


def _for_host(common: Bundle, prepared: Prepared, host: str) -> Bundle:
    script = script_digest(script_for(prepared, host))
    documents = playbook_digest(prepared, host)
    return replaced(common, id=token_hex(8), host=host, script=script, playbook_documents=documents)


def script_for(prepared: Prepared, host: str) -> Script:
    """The script that runs on a host, as SSH would send it, except that the host counts the bytes of all probes."""
    # Who runs it there sees what the host carries: no limit is laid on it. What it prints goes to a disk, and no reader
    # breaks it off: all of it is counted there.
    manner = Manner(nice=manner_of(prepared.contract).nice)
    probes = [replaced(each, bounded=False) for each in prepared.plan.probes_on(host)]
    return compile_script(probes, manner)


def playbook_digest(prepared: Prepared, host: str) -> str:
    """The SHA-256 of the playbooks, and of the probes for a host, as they are in the workspace."""
    needed = prepared.needed
    probes = sorted({judge.check.probe for judge in prepared.plan.judges_on(host)})
    documents = (*needed.playbooks, *(needed.workspace.need("Probe", id) for id in probes))
    return documents_digest((one.kind, one.id, one.raw) for one in documents)


def denied_by_customer(prepared: Prepared) -> tuple[str, ...]:
    """Of the programs that a bundle could use for itself those that the customer has forbidden."""
    refused = set(prepared.contract.access.denied_commands)
    return tuple(each for each in BUNDLE_COMMANDS if each in refused)


def note_of(root: Path, id: str) -> Path:
    """Where the workspace keeps what the bundle of that id says of itself. Raises LeadsOut."""
    return inside(root, root / BUNDLES / f"{id}.json")


def _note(root: Path, bundles: Sequence[Bundle]) -> None:
    for bundle in bundles:
        path = note_of(root, bundle.id)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, [header_of(bundle).encode(), b"\n"])
        except OSError as error:
            raise Unusable(str(path), error) from error


def _made(prepared: Prepared, bundle: Bundle, asset: Asset, name: str) -> MadeBundle:
    language = prepared.contract.language
    script = script_for(prepared, asset.id)
    text = bundle_text(bundle, script, _words(bundle, name, language), denied_by_customer(prepared))
    team = fill(Team, prepared.needed.team.data)
    people = tuple(person.name for id in bundle.engineers if (person := team.person(id)) is not None)
    seconds = longest_seconds(prepared.plan.probes_on(asset.id))
    page = PageOf(bundle, asset, prepared.contract, prepared.plan, people, name, text, seconds)
    return MadeBundle(bundle, name, text, bundle_page(page, language).encode())


def file_name(bundle: Bundle) -> str:
    """What the file for the host is called where nobody has named it."""
    return f"{bundle.contract}-{bundle.host}.sh"


def _words(bundle: Bundle, name: str, language: str) -> BundleWords:
    """In English, which every console can show, and then in the customer's language."""
    languages = [each for each in LANGUAGES if each == "en"] + [language] * (language != "en")
    values = {"host": bundle.host, "contract": bundle.contract, "file": name}

    def both(code: str) -> str:
        return "\n".join(
            line for each in languages for line in (say(code, each, values), hint(code, each, values)) if line
        )

    return BundleWords(
        usage=both("bundle-text.usage"),
        begins=both("bundle-text.begins"),
        ended=both("bundle-text.ended"),
        exists=both("bundle-text.exists"),
        failed=both("bundle-text.failed"),
    )
