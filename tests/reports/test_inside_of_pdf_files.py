"""What is inside of a report as PDF, file by file: whatever was changed is named, and counts for nothing."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from conftest import require
from sample_run import sample_run

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError
from fieldops.messages import say_error
from fieldops.records.canonical import canonical
from fieldops.records.intents import RUN_NAMESPACE, Intent
from fieldops.records.manifest import Manifest
from fieldops.records.plain import plain
from fieldops.records.recorded import EMPTY
from fieldops.records.run_events import RunKind
from fieldops.records.signing import SigningState
from fieldops.records.signing_events import RenderedFile, SignerRole
from fieldops.reports.build import build_report
from fieldops.reports.carried import Shown, carried, lacking_in, own_register, remade, signing_in
from fieldops.reports.signatures import content_of
from fieldops.structs import replaced
from fieldops.transport.signing import key_file_signer

AT = datetime(2026, 6, 18, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
Change = Callable[[dict[str, bytes]], object]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a PDF of the sample run has inside, signed by both of its engineers with keys of theirs."""
    require("ssh-keygen")
    run, folder = sample_run(), tmp_path_factory.mktemp("keys")
    content = content_of(build_report(run, "en"))
    manifest = Manifest(
        "run/x", run.id, RunKind.INSPECTION, run.contract.id, run.started, run.finished, (), (), ()
    )
    shown = Shown(1, AT, "Asia/Shanghai", (), (), (), "")
    inside = {
        "manifest.json": manifest.raw,
        "report.en.json": content,
        "page.json": canonical(plain(shown)).encode(),
    }
    named = (RenderedFile("report.en.json", hashlib.sha256(content).hexdigest(), len(content)),)
    for person in run.engineers:
        file = folder / person
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)]
        subprocess.run(made, check=True)
        signer = key_file_signer(file)
        key = key_fingerprint(signer.key)
        text = Intent(run.id, 1, manifest.sha256, named, SignerRole.ENGINEER, person, person, key, AT, EMPTY)
        inside[f"signature-{person}.json"] = text.raw
        inside[f"signature-{person}.json.sig"] = signer.sign(text.raw, RUN_NAMESPACE).encode()
    return inside


def people(files: dict[str, bytes]) -> list[str]:
    return sorted(name[10:-5] for name in files if name.startswith("signature-") and name.endswith(".json"))


def state_of(files: dict[str, bytes]) -> SigningState:
    found = carried(files, "x.pdf")
    assert found.faults == ()
    signing = signing_in(found, own_register(found.signed))
    assert signing is not None
    return signing.state


def test_as_it_was_made_nothing_is_wrong_and_the_page_is_that_of_the_signed_content(
    files: dict[str, bytes],
) -> None:
    assert state_of(files) is SigningState.FINAL
    found = carried(files, "x.pdf")
    signing = signing_in(found, own_register(found.signed))
    assert signing is not None
    view = remade(found, signing)
    assert found.view is not None
    assert replaced(view, signing=None) == found.view
    assert view.signing is not None
    words = [row.word for row in view.signing.signatures]
    assert set(words) == {"verified"}
    assert len(words) == 2
    # By the names that the content has in its language.
    names = {each.person: each.name for each in found.view.signers}
    assert [row.name for row in view.signing.signatures] == [
        names[row.person] for row in view.signing.signatures
    ]


def _replaced(name: str, old: bytes, new: bytes) -> Change:
    def change(files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)

    return change


def _named_as_the_other(files: dict[str, bytes]) -> None:
    one, two = (f"signature-{person}.json" for person in people(files))
    files[one] = files[two]


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (_replaced("report.en.json", b"Harbour", b"Harbor!"), "report.en.json", "is not what '"),
        (_replaced("manifest.json", b'"stream":"run/x"', b'"stream":"run/y"'), "manifest.json", "is not what '"),
        (_replaced("manifest.json", b"{", b"{ "), "manifest.json", "is not as fieldops writes it"),
        (_replaced("manifest.json", b"{", b"["), "manifest.json", "is not as fieldops writes it"),
        (_replaced("report.en.json", b'"form":3', b'"form":2'), "report.en.json", "another version of fieldops"),
        (_replaced("page.json", b"page/v1", b"page/v9"), "page.json", "is not as fieldops writes it"),
        (lambda files: files.pop("manifest.json"), "manifest.json", "is missing"),
        (lambda files: files.pop("page.json"), "page.json", "is missing"),
        (lambda files: files.pop("report.en.json"), "report.*.json", "is missing"),
        (lambda files: files.update({"report.zh-CN.json": b"{}"}), "report.", "is inside more than once"),
        (lambda files: files.update({"invoice.exe": b"MZ"}), "invoice.exe", "does not belong into a report"),
        (lambda files: files.update({"signature-x.json.sig": b""}), "signature-x.json.sig", "does not belong"),
        (lambda files: files.update({"signature-x.json": b"{}"}), "signature-x.json.sig", "is missing"),
        (_named_as_the_other, "signature-", "signed it: it was put in place of another's"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named_with_its_reason(
    files: dict[str, bytes], change: Change, place: str, reason: str
) -> None:
    changed = dict(files)
    change(changed)
    told = [(each.place, say_error(each.error, "en")[0]) for each in carried(changed, "x.pdf").faults]
    assert [said for at, said in told if at.startswith(place) and reason in said], told


def test_a_text_that_cannot_be_read_signs_nothing(files: dict[str, bytes]) -> None:
    name = f"signature-{people(files)[0]}.json"
    told = carried({**files, name: b"{}"}, "x.pdf")
    assert {each.place for each in told.faults} == {name, f"{name}.sig"}


def test_a_signature_of_another_text_does_not_count(files: dict[str, bytes]) -> None:
    one, two = people(files)
    swapped = {**files, f"signature-{one}.json.sig": files[f"signature-{two}.json.sig"]}
    assert state_of(swapped) is SigningState.HALF_SIGNED
    assert state_of({**files, f"signature-{one}.json.sig": b"x"}) is SigningState.HALF_SIGNED


def test_concluded_and_signed_by_nobody_it_is_a_draft(files: dict[str, bytes]) -> None:
    assert (
        state_of({name: raw for name, raw in files.items() if "signature" not in name}) is SigningState.DRAFT
    )


def test_without_anything_of_a_report_there_is_nothing_to_verify() -> None:
    with pytest.raises(FieldopsError) as caught:
        carried({"factur-x.xml": b"<x/>"}, "x.pdf")
    assert caught.value.code == "pdf.nothing-inside"


def test_a_time_zone_that_nobody_knows_is_no_page(files: dict[str, bytes]) -> None:
    found = carried(
        {**files, "page.json": files["page.json"].replace(b"Asia/Shanghai", b"../../etc/x")}, "x.pdf"
    )
    signing = signing_in(found, own_register(found.signed))
    assert signing is not None
    with pytest.raises(FieldopsError):
        remade(found, signing)


def test_what_is_not_on_the_pages_is_told(files: dict[str, bytes]) -> None:
    view = carried(files, "x.pdf").view
    assert view is not None
    everything = "".join(lacking_in("", view))
    assert lacking_in("".join(everything.split()), view) == ()
    row = view.problems[0]
    assert row.advice in lacking_in("".join(everything.replace(row.advice, "").split()), view)
