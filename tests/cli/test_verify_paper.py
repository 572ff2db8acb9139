"""`fieldops verify` on documents of orders: which one it is, who has signed it, and what is not proven; with the real ssh-keygen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from actions.test_order_evidence import AT, desk, hand_in_signed, made_key, sheet, sign, ssh_keygen_verifies
from service.stories import Desk, instant

from fieldops.actions.order_documents import paper, render
from fieldops.actions.signed_papers import NAMESPACE
from tests.conftest import run_fieldops

__all__ = ["desk"]


def verified(folder: Path, file: Path, *more: str) -> tuple[int, dict[str, object]]:
    done = run_fieldops("verify", str(file), *more, "-o", "json", folder=folder)
    assert done.out, done.err
    return done.code, json.loads(done.out)["paper"]


def test_what_a_customer_signed_is_proven_in_the_workspace_and_by_a_list_alone(
    desk: Desk, tmp_path: Path
) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    hand_in_signed(desk, file)
    code, told = verified(desk.root, file)
    assert code == 0
    assert (told["kind"], told["order"], told["current"]) == ("sheet", desk.order, True)
    assert (told["signature"], told["person"], told["keys_from"]) == ("proven", "陈立", "contract")
    assert [each["event"] for each in told["handed_in"]] == ["signed"]
    assert told["judged_by"] == AT[:10]
    # The signature is on record, too.
    file.with_name("sheet.html.sig").unlink()
    code, told = verified(desk.root, file)
    assert (code, told["signature"], told["signature_kept"]) == (0, "proven", True)


def test_without_a_workspace_the_list_says_whose_it_is_and_nothing_what_was_recorded(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    away = tmp_path_factory.mktemp("away")
    listed = desk.root / "allowed_signers"
    public = (desk.root / "key.pub").read_text("ascii")
    listed.write_text(f'陈立 namespaces="{NAMESPACE}" {public}', "utf-8")
    code, told = verified(away, file, "--allowed-signers", str(listed))
    assert (code, told["signature"], told["person"], told["current"]) == (3, "proven", "陈立", None)
    code, told = verified(away, file)
    assert (code, told["signature"], told["person"]) == (3, "undetermined", None)
    # The same list is what OpenSSH takes.
    assert ssh_keygen_verifies(file, listed, "陈立")


def altered(desk: Desk, file: Path) -> None:
    sign(file, desk.root / "key")
    file.write_bytes(file.read_bytes().replace("解决".encode(), "未解".encode(), 1))


def of_another(desk: Desk, file: Path) -> None:
    made_key(desk.root / "another")
    sign(file, desk.root / "another")


def for_something_else(desk: Desk, file: Path) -> None:
    sign(file, desk.root / "key", "report@fieldops")


def revoked(desk: Desk, file: Path) -> None:
    contract = desk.root / "contracts" / "archive-digitisation.yaml"
    text = contract.read_text("utf-8")
    end = text.index("}]", text.index("signing_keys: [{key: "))
    contract.write_text(f"{text[:end]}, revoked_from: 2026-02-01{text[end:]}", "utf-8")
    sign(file, desk.root / "key")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (altered, "signature.bad"),
        (of_another, "confirmation.unknown-key"),
        (for_something_else, "signature.other-namespace"),
        (revoked, "signature.key-revoked"),
    ],
)
def test_what_does_not_count_is_named_with_its_own_reason(
    desk: Desk, how: Callable[[Desk, Path], None], code: str
) -> None:
    file = sheet(desk)
    how(desk, file)
    exit_code, told = verified(desk.root, file)
    assert (exit_code, told["signature"], told["fault"]["reason"]) == (1, "refused", code)


def test_a_sheet_of_an_earlier_version_is_named_as_that(desk: Desk) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    desk.tell("2026-02-13T20:05", "cause_found", note="a worn roller")
    code, told = verified(desk.root, file)
    assert (code, told["kind"], told["current"], told["signature"]) == (1, "sheet", False, "proven")
    # Once it was handed in as signed, it stays what the customer signed, whatever came later.
    file.with_name("sheet.html.sig").unlink()
    file = sheet(desk)
    sign(file, desk.root / "key")
    hand_in_signed(desk, file)
    desk.tell(AT, "work_done", written="2026-02-13T21:00", note="cleaned, too")
    code, told = verified(desk.root, file)
    assert (code, told["current"], told["signature"]) == (0, False, "proven")


def test_what_is_signed_and_no_document_of_the_order_is_not_what_was_recorded(desk: Desk) -> None:
    file = desk.root / "other.html"
    file.write_text(f"<p>{desk.order}: I owe you nothing</p>", "utf-8")
    sign(file, desk.root / "key")
    code, told = verified(desk.root, file)
    assert (code, told["order"], told["kind"], told["signature"]) == (1, desk.order, None, "proven")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_pdf_and_word_files_are_recognised_and_without_a_signature_nobody_is_proven(desk: Desk, form) -> None:
    file = desk.root / f"paper.{form}"
    file.write_bytes(render(desk.root, paper(desk.root, desk.order, "record", "en", instant(AT)), form))
    code, told = verified(desk.root, file)
    assert (code, told["kind"], told["language"], told["signature"]) == (1, "record", "en", "unsigned")
