"""The swap form is signed by the customer with its key, and by the engineer; with the real ssh-keygen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from actions.test_order_evidence import made_key, sign, ssh_keygen_verifies
from service.stories import instant
from service.swap_desk import SwapDesk, still_owed, with_approved_disk

from fieldops.actions.order_documents import paper, render
from fieldops.actions.signed_papers import NAMESPACE
from fieldops.actions.swap_evidence import with_evidence
from fieldops.actions.swap_words import Word
from fieldops.actions.swaps import tell
from fieldops.actions.verified_papers import Standing, verify_paper
from fieldops.errors import FieldopsError

AT = "2026-11-02T15:00"
MAIL = "      email: shen.jie@example.org\n"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> SwapDesk:
    """A desk whose customer's contact has a key, and a swap that was carried out; nothing is recorded of what is refused."""
    desk = with_approved_disk(tmp_path_factory.mktemp("swap"))
    key = made_key(desk.root / "key")
    contract = desk.root / "contracts" / "device-platform.yaml"
    contract.write_text(
        contract.read_text("utf-8").replace(MAIL, f"{MAIL}      signing_keys: [{{key: {key}}}]\n"), "utf-8"
    )
    desk.swapped("2026-11-02T11:00", "S96-20001")
    return desk


@pytest.fixture
def desk(done: SwapDesk) -> Iterator[SwapDesk]:
    """The same, with its contract and team as they were afterwards."""
    files = [
        done.root / "contracts" / each for each in ("device-platform.yaml", "teams/team-device-care.yaml")
    ]
    before = [each.read_text("utf-8") for each in files]
    yield done
    for file, text in zip(files, before, strict=True):
        file.write_text(text, "utf-8")


def form(desk: SwapDesk, folder: Path, kind: str = "swap") -> Path:
    file = folder / f"{kind}.html"
    file.write_bytes(render(desk.root, paper(desk.root, desk.order, kind, None, instant(AT)), "html"))
    return file


def word(desk: SwapDesk, file: Path, by: str = "customer") -> Word:
    told = Word("signed", AT, {"by": by, "evidence": str(file)})
    return with_evidence(desk.root, desk.swap, told, instant(AT))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("changed", "signature.bad"),
        ("other purpose", "signature.other-namespace"),
        ("other key", "confirmation.unknown-key"),
        ("key of the team", "paper.key-of-team"),
        ("the sheet", "paper.other-sheet"),
        ("no signature", "signature.unreadable"),
        ("valid_from: 2026-11-03", "signature.key-too-early"),
        ("valid_until: 2026-11-01", "signature.key-expired"),
        ("revoked_from: 2026-11-02", "signature.key-revoked"),
    ],
)
# The customer may be named as it is, or by who has signed.
@pytest.mark.parametrize("by", ["customer", "沈洁"])
def test_what_the_customer_has_not_signed_is_refused(
    desk: SwapDesk, tmp_path: Path, how: str, code: str, by: str
) -> None:
    file, key = form(desk, tmp_path, "sheet" if how == "the sheet" else "swap"), desk.root / "key"
    if how in ("other key", "key of the team"):
        key = tmp_path / "another"
        public = made_key(key)
    if how == "key of the team":
        team = desk.root / "contracts" / "teams" / "team-device-care.yaml"
        text = team.read_text("utf-8")
        team.write_text(
            text.replace(" ".join(text[text.index("ssh-ed25519 ") :].split()[:2]), public), "utf-8"
        )
    if ": 2026" in how:
        contract = desk.root / "contracts" / "device-platform.yaml"
        contract.write_text(
            contract.read_text("utf-8").replace("signing_keys: [{", f"signing_keys: [{{{how}, "), "utf-8"
        )
    sign(file, key, "report@fieldops" if how == "other purpose" else NAMESPACE)
    if how == "changed":
        file.write_bytes(file.read_bytes() + b" ")
    if how == "no signature":
        file.with_name(f"{file.name}.sig").write_text("signed, Shen", "utf-8")
    with pytest.raises(FieldopsError) as refused:
        word(desk, file, by)
    assert refused.value.code == code, refused.value.values


def with_key_of(desk: SwapDesk, person: str, public: str) -> None:
    """That person of the team has this key and no other."""
    team = desk.root / "contracts" / "teams" / "team-device-care.yaml"
    head, found, rest = team.read_text("utf-8").partition(f"  - id: {person}\n")
    old = " ".join(rest[rest.index("ssh-ed25519 ") :].split()[:2])
    team.write_text(head + found + rest.replace(old, public, 1), "utf-8")


def test_the_engineers_own_key_is_verified_and_names_the_engineer(desk: SwapDesk, tmp_path: Path) -> None:
    file = form(desk, tmp_path)
    with_key_of(desk, "ma-chao", made_key(tmp_path / "mine"))
    sign(file, tmp_path / "mine")
    for by in ("马超", "engineer"):
        told = word(desk, file, by)
        assert f"{NAMESPACE} 马超 SHA256:" in told.values["evidence"]
        assert told.signature is not None


@pytest.mark.parametrize(
    ("how", "by", "code"),
    [
        ("another engineer's", "林浩", "paper.key-of-another"),
        ("nobody's", "engineer", "paper.key-of-no-such-position"),
        ("nobody's", "马超", "paper.key-of-no-such-position"),
        ("the customer's", "engineer", "paper.key-of-no-such-position"),
        ("changed", "马超", "signature.bad"),
        ("the sheet", "马超", "paper.other-sheet"),
    ],
)
def test_what_the_engineer_has_not_signed_is_refused(
    desk: SwapDesk, tmp_path: Path, how: str, by: str, code: str
) -> None:
    file, key = form(desk, tmp_path, "sheet" if how == "the sheet" else "swap"), tmp_path / "mine"
    public = made_key(key)
    if how != "nobody's":
        with_key_of(desk, "ma-chao", public)
    sign(file, desk.root / "key" if how == "the customer's" else key)
    if how == "changed":
        file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(FieldopsError) as refused:
        word(desk, file, by)
    assert refused.value.code == code, refused.value.values


def test_both_sign_and_anybody_can_verify_it(desk: SwapDesk, tmp_path: Path) -> None:
    file = form(desk, tmp_path)
    sign(file, desk.root / "key")
    unsigned = {each for each in still_owed(desk.shown(AT)) if "sign" in each}
    assert len(unsigned) == 2, still_owed(desk.shown(AT))
    told = word(desk, file, "沈洁")
    view, new = tell(desk.root, desk.swap, told, instant(AT))
    signed = view.record.last("signed")
    assert signed is not None
    assert signed.signature is not None
    assert (new, signed.by) == (1, "customer")
    assert f"{NAMESPACE} 沈洁 SHA256:" in (signed.evidence or "")
    # The engineer's hand is on the scan of it.
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 signed by both")
    assert len({each for each in still_owed(view) if "sign" in each}) == 1
    view, _ = tell(desk.root, desk.swap, word(desk, scan, "engineer"), instant(AT))
    assert [each for each in still_owed(view) if "sign" in each] == []
    assert [each.by for each in view.record.told if each.kind == "signed"] == ["customer", "engineer"]
    found = verify_paper(file, None, desk.root, instant(AT))
    assert (found.standing, found.signer and found.signer.name, found.on_record[0].swap) == (
        Standing.PROVEN,
        "沈洁",
        desk.swap,
    )
    allowed = tmp_path / "allowed"
    allowed.write_text(f"沈洁 {(desk.root / 'key.pub').read_text('ascii')}", "utf-8")
    assert ssh_keygen_verifies(file, allowed, "沈洁")
    # The engineer, who has a key, too, signs the same form with it.
    with_key_of(desk, "ma-chao", made_key(tmp_path / "mine"))
    file.with_name(f"{file.name}.sig").unlink()
    sign(file, tmp_path / "mine")
    tell(desk.root, desk.swap, word(desk, file, "马超"), instant("2026-11-02T15:30"))
    found = verify_paper(file, None, desk.root, instant("2026-11-02T15:30"))
    assert (found.standing, found.signer and found.signer.name) == (Standing.PROVEN, "马超")
    # What is told of the swap afterwards makes another form; the signature stays what it is.
    desk.told("2026-11-02T16:00", "unit_received")
    older = verify_paper(file, None, desk.root, instant("2026-11-02T16:00"))
    assert older.standing is Standing.PROVEN
    assert older.paper is not None
    assert older.paper.is_current is False
