"""An order's archive is taken into another store: whole, once, and only where somebody of the team vouches for it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from copy import copy
from pathlib import Path

import pytest
from actions.test_order_evidence import made_key, sign
from cli.test_order_archives import no_pdf
from service.stories import REPOSITORY, Room, instant
from service.swap_desk import SwapDesk

from fieldops.actions.archives import Sealing
from fieldops.actions.importing import FaultyArchive
from fieldops.actions.order_archives import make_order_archive, verify_order_archive
from fieldops.actions.order_documents import paper, render
from fieldops.actions.order_evidence import kept_files
from fieldops.actions.order_files import Imported, export_lines
from fieldops.actions.order_importing import import_order_archive
from fieldops.actions.orders import order_called
from fieldops.actions.settings import open_store
from fieldops.actions.stock import Asked, look, move
from fieldops.actions.swap_evidence import with_evidence
from fieldops.actions.swap_words import Word
from fieldops.actions.swaps import tell
from fieldops.errors import FieldopsError
from fieldops.messages import say_error
from fieldops.records.archive import SUMS, sums_of
from fieldops.records.order_archive import MOVEMENTS, SWAPS_RECORD
from fieldops.records.stock_events import Movement
from fieldops.records.verification import verify_log
from fieldops.records.zips import packed, unpacked
from fieldops.transport.signing import key_file_signer
from tests.conftest import run_fieldops

__all__ = ["no_pdf"]

pytestmark = pytest.mark.usefixtures("no_pdf")
PART, STORE, AT = "S96-20001", "device-stock", "2026-11-02T15:00"


class Office(Room, SwapDesk):
    """A desk at which everything is done: sessions, swaps, papers."""


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key of the customer's contact and one of an engineer, which all workspaces name."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("customer", "engineer"):
        made_key(folder / name)
    return folder


def with_keys(root: Path, keys: Path) -> None:
    contract = root / "contracts" / "device-platform.yaml"
    text = contract.read_text("utf-8")
    public = {
        each: " ".join((keys / f"{each}.pub").read_text().split()[:2]) for each in ("customer", "engineer")
    }
    mail = "      email: shen.jie@example.org\n"
    assert mail in text
    contract.write_text(
        text.replace(mail, f"{mail}      signing_keys: [{{key: {public['customer']}}}]\n"), "utf-8"
    )
    team = root / "contracts" / "teams" / "team-device-care.yaml"
    text = team.read_text("utf-8")
    theirs = " ".join(text[text.index("ssh-ed25519 ") :].split()[:2])
    team.write_text(text.replace(theirs, public["engineer"]), "utf-8")


@pytest.fixture(scope="module")
def first_office(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Office:
    """An order with a remote session, a part from the store put in, and a swap form that the customer has signed."""
    office = Office(tmp_path_factory.mktemp("office") / "here")
    with_keys(office.root, keys)
    office.call("2026-11-02T09:00", severity="common", asset="platform-01")
    office.tell("2026-11-02T09:05", "assigned", person="lin-hao")
    office.log_in("2026-11-02T09:10", permitted_by="沈洁")
    office.log_out("2026-11-02T09:20", done="read the log of the array")
    office.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    office.told("2026-11-02T09:40", "approved", by="department_manager")
    move(
        office.root,
        Asked(Movement.ISSUED, STORE, serials=(PART,), order=office.order, by="tang-yu", person="林浩"),
        instant("2026-11-02T10:00"),
    )
    office.swapped("2026-11-02T11:00", PART)
    form = office.root / "swap.html"
    form.write_bytes(render(office.root, paper(office.root, office.order, "swap", None, instant(AT)), "html"))
    sign(form, keys / "customer")
    word = Word("signed", AT, {"by": "customer", "evidence": str(form)})
    tell(office.root, office.swap, with_evidence(office.root, office.swap, word, instant(AT)), instant(AT))
    return office


@pytest.fixture
def office(tmp_path: Path, first_office: Office) -> Office:
    """The same in a folder of the test's own."""
    office = copy(first_office)
    office.root = tmp_path / "here"
    shutil.copytree(first_office.root, office.root)
    return office


def archive(office: Office, keys: Path, person: str | None = "lin-hao", key: str = "engineer") -> Path:
    sealing = Sealing(person, lambda wanted: key_file_signer(keys / key)) if person is not None else None
    path = office.root.parent / "order.zip"
    path.write_bytes(make_order_archive(office.root, office.order, instant(AT), sealing).raw)
    return path


@pytest.fixture
def away(tmp_path: Path, keys: Path) -> Path:
    """Another workspace with the same contracts, and no record of anything."""
    root = tmp_path / "away"
    shutil.copytree(REPOSITORY / "contracts", root / "contracts")
    with_keys(root, keys)
    return root


def taken(root: Path, file: Path) -> Imported:
    return import_order_archive(root, file, instant(AT))


def refused(root: Path, file: Path, code: str) -> FieldopsError:
    """That it is refused so, and that nothing of it was recorded."""
    before = everything(root)
    with pytest.raises(FieldopsError) as caught:
        taken(root, file)
    assert caught.value.code == code, (
        caught.value.code,
        caught.value.values,
        getattr(caught.value, "faults", ()),
    )
    assert everything(root) == before
    return caught.value


def everything(root: Path) -> list[str]:
    with closing(open_store(root)) as log:
        return [each.leaf for each in log.since(0)]


def changed(file: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The archive with something else in it, and checksums that fit."""
    files = unpacked(file.read_bytes())
    change(files)
    files[SUMS] = sums_of({each: raw for each, raw in files.items() if each not in (SUMS, f"{SUMS}.sig")})
    file.write_bytes(packed(files))
    return file


def test_all_of_it_is_taken_in_and_a_second_time_nothing(office: Office, keys: Path, away: Path) -> None:
    file = archive(office, keys)
    found = taken(away, file)
    assert (found.opened, found.new) == (True, 10)
    theirs, ours = office.show(AT).order, order_called(away, office.order, instant(AT)).order
    assert theirs == ours
    assert [each.closed is not None for each in ours.sessions] == [True]
    assert [(each.id, each.carried_out.serial) for each in ours.swaps if each.carried_out] == [
        (office.swap, PART)
    ]
    assert list(kept_files(away, office.order)) == list(kept_files(office.root, office.order))
    seen = look(away, instant(AT))
    assert [each.kind for each in seen.moves_of(PART)] == [Movement.OPENED, Movement.ISSUED]
    with closing(open_store(away)) as log:
        assert verify_log(log).faults == ()
    before = everything(away)
    again = taken(away, file)
    assert (again.opened, again.new, everything(away)) == (False, 0, before)


def test_what_went_on_since_is_taken_in_by_a_later_archive_and_the_older_one_is_refused_then(
    office: Office, keys: Path, away: Path
) -> None:
    old = archive(office, keys).rename(office.root / "old.zip")
    taken(away, old)
    office.told("2026-11-02T14:00", "unit_received")
    office.tell("2026-11-02T14:30", "resolved")
    assert taken(away, archive(office, keys)).new == 2
    told = refused(away, old, "order-archive.older")
    assert (told.values["place"], told.values["there"], told.values["here"]) == ("record.jsonl", 5, 6)


def test_two_stores_in_which_it_went_on_apart_are_not_joined(office: Office, keys: Path, away: Path) -> None:
    taken(away, archive(office, keys))
    office.tell("2026-11-02T14:30", "resolved")
    there = copy(office)
    there.root = away
    there.tell("2026-11-02T14:31", "resolved")
    told = refused(away, archive(office, keys), "order-archive.contradicts")
    assert (told.values["place"], told.values["number"], told.values["type"]) == (
        "record.jsonl",
        6,
        "order.told",
    )


@pytest.mark.parametrize(
    ("person", "key", "code"),
    [
        (None, "engineer", "order-archive.unvouched"),
        # The customer's key is none of the team's.
        ("lin-hao", "customer", "archive.unknown-seal"),
    ],
)
def test_nobody_slips_an_order_in_for_which_nobody_of_the_team_signed(
    office: Office, keys: Path, away: Path, person: str | None, key: str, code: str
) -> None:
    refused(away, archive(office, keys, person, key), code)


def test_what_was_changed_behind_the_signature_is_refused(office: Office, keys: Path, away: Path) -> None:
    file = archive(office, keys)

    def page(files: dict[str, bytes]) -> None:
        name = next(each for each in files if each.startswith("pages/"))
        files[name] += b"\n"

    refused(away, changed(file, page), "signature.bad")
    file = archive(office, keys)
    for name, what in (
        ("record.jsonl", b"lin-hao"),
        (SWAPS_RECORD, b"S96-10001"),
        (MOVEMENTS, b'"quantity\\":1'),
    ):
        files = unpacked(file.read_bytes())
        assert what in files[name], files[name][:2000]
        bad = office.root / "bad.zip"
        bad.write_bytes(packed({**files, name: files[name].replace(what, what.swapcase() + b"0", 1)}))
        told = refused(away, bad, "import.faulty")
        assert isinstance(told, FaultyArchive)
        assert name in [each.place for each in told.faults]


def test_a_movement_of_another_order_or_one_that_stands_elsewhere_is_a_fault(
    office: Office, keys: Path
) -> None:
    file = archive(office, keys)

    def twice(files: dict[str, bytes]) -> None:
        files[MOVEMENTS] *= 2

    told = verify_order_archive(changed(file, twice), None, None, instant(AT).date())
    assert [(each.place, each.error.values["line"]) for each in told.archive.faults] == [(MOVEMENTS, 2)]


def test_a_part_that_is_elsewhere_by_the_books_here_refuses_it_with_the_line(
    office: Office, keys: Path, away: Path
) -> None:
    file = archive(office, keys)
    move(away, Asked(Movement.SCRAPPED, STORE, serials=(PART,), by="tang-yu", reason="broken"), instant(AT))
    told = refused(away, file, "order-archive.movement")
    assert told.values["line"] == 1
    assert PART in say_error(told, "zh-CN")[0]


def test_a_customers_signature_that_does_not_count_here_refuses_it(
    office: Office, keys: Path, away: Path
) -> None:
    contract = away / "contracts" / "device-platform.yaml"
    text = contract.read_text("utf-8")
    start = text.index("      signing_keys:")
    contract.write_text(text[:start] + text[text.index("\n", start) + 1 :], "utf-8")
    refused(away, archive(office, keys), "order-archive.bad-signature")


def test_the_commands_verify_and_take_in(office: Office, keys: Path, away: Path) -> None:
    file = archive(office, keys)
    told = json.loads(run_fieldops("verify", str(file), "-o", "json", folder=office.root).out)["order"]
    assert (told["sealed_by"]["person"], told["sealed_by"]["counts"], told["faults"]) == ("lin-hao", True, [])
    done = run_fieldops("order", "import", str(file), folder=away)
    assert (done.code, done.err.splitlines()[0]) == (0, f"order {office.order} opened, 10 events taken in")
    # What belongs to the one is told by the other.
    assert "order import" in run_fieldops("run", "import", str(file), folder=away).err
    files = unpacked(file.read_bytes())
    readme = files["README.en.txt"].decode()
    command = next(
        line for line in readme.splitlines() if "release@fieldops" in line and line.startswith(" ")
    )
    unpacked_here = office.root.parent / "unpacked"
    unpacked_here.mkdir()
    for name, raw in files.items():
        if "/" not in name:
            (unpacked_here / name).write_bytes(raw)
    shown = subprocess.run(
        command, shell=True, cwd=unpacked_here, capture_output=True, text=True, check=False
    )
    assert shown.stdout.startswith('Good "release@fieldops" signature for lin-hao'), shown.stderr


def test_a_signature_over_nothing_is_refused(office: Office) -> None:
    done = run_fieldops("order", "export", office.order, "--as", "lin-hao", folder=office.root)
    assert (done.code, done.out) == (2, "")


def test_text_is_exported_as_before(office: Office, keys: Path, away: Path) -> None:
    taken(away, archive(office, keys))
    ours = order_called(away, office.order, instant(AT)).order
    assert list(export_lines(ours)) == list(export_lines(office.show(AT).order))
