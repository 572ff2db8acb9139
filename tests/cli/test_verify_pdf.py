"""A report as PDF, handed to somebody who has nothing else: what `verify` finds in it, and what it does not take for proven."""

from __future__ import annotations

import io
import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.test_sign import Signed
from tests.conftest import Ran, Workspace, again, run_fieldops

if find_spec("weasyprint") is None:
    pytest.skip("the extra 'pdf' is not installed: make test installs it", allow_module_level=True)
pytest.importorskip("pypdf")
from pypdf import PdfReader, PdfWriter

pytestmark = pytest.mark.xdist_group("verify-pdf")


class Made:
    """A signed inspection's PDF and the list of its engineers' keys, outside of any workspace."""

    def __init__(self, folder: Path, signed: Signed) -> None:
        self.folder, self.signed = folder, signed
        self.file = folder / "report.pdf"
        ran = signed.workspace.run("report", "latest", "--lang", "en", "--output", str(self.file))
        assert ran.code == 0, ran.err
        keys = [(person, signed.keys[person].with_suffix(".pub").read_text()) for person in ("zhang", "li")]
        (folder / "keys").write_text("".join(f"{person} {key}" for person, key in keys))

    def verify(self, *more: str, data: bytes | None = None, language: str = "en") -> Ran:
        name = "report.pdf"
        if data is not None:
            name = "changed.pdf"
            (self.folder / name).write_bytes(data)
        return run_fieldops("--lang", language, "verify", name, *more, folder=self.folder)

    @property
    def attached(self) -> dict[str, bytes]:
        return {name: data for name, (data,) in PdfReader(self.file).attachments.items()}

    def with_files(self, files: dict[str, bytes], left_out: int = 0) -> bytes:
        """The same pages, but for the first ones, with these files inside."""
        writer = PdfWriter()
        for page in list(PdfReader(self.file).pages)[left_out:]:
            writer.add_page(page)
        for name, data in files.items():
            writer.add_attachment(name, data)
        told = io.BytesIO()
        writer.write(told)
        return told.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One for all of these tests: they only read it."""
    folder = tmp_path_factory.mktemp("pdf")
    root, keys = folder / "workspace", folder / "keys-of"
    root.mkdir()
    keys.mkdir()
    signed = Signed(Workspace(root), keys)
    signed.inspect()
    signed.conclude()
    assert signed.sign("zhang").code == 0
    assert signed.sign("li").code == 0
    return Made(folder, signed)


LIST = ("--allowed-signers", "keys")


def test_with_a_list_of_keys_signatures_and_pages_are_proven(made: Made) -> None:
    told = made.verify(*LIST)
    assert told.code == 0, told.out
    assert "signed by zhang (engineer)" in told.out
    assert "proven: two different engineers" in told.out
    assert "proven: the pages say what was signed" in told.out
    # What stands there and nobody signed is named: the annexes' hashes follow after the signature.
    assert "report-annex.xlsx" in told.out.partition("which nobody signed")[2]
    assert "no later version" in told.out


@again
def test_in_the_workspace_its_team_says_whose_the_keys_are(made: Made) -> None:
    """One signature is missing: so its pages are not held against what was signed."""
    files = {name: data for name, data in made.attached.items() if not name.startswith("signature-li")}
    (made.folder / "half.pdf").write_bytes(made.with_files(files))
    told = made.signed.workspace.run("verify", str(made.folder / "half.pdf"))
    assert "keys: from this workspace's team" in told.out
    assert (told.code, "1 of 2 signatures" in told.out) == (1, True)
    assert "not determined: whether the pages say what was signed" in told.out


@again
def test_somebody_elses_list_proves_nothing(made: Made) -> None:
    (made.folder / "other").write_text((made.folder / "keys").read_text().splitlines()[0] + "\n")
    told = made.verify("--allowed-signers", "other", language="zh-CN")
    assert (told.code, "需要 2 个有效签字，现有 1 个" in told.out) == (1, True)


def test_what_was_changed_inside_is_refused(made: Made) -> None:
    files = made.attached
    files["report.en.json"] = files["report.en.json"].replace(b"All is well", b"All is bad!")
    told = made.verify(*LIST, data=made.with_files(files))
    assert (told.code, "report.en.json: is not what 'zhang' signed" in told.out) == (1, True)
    assert "proven: two" not in told.out


def test_the_same_content_in_another_file_leaves_it_open_what_its_pages_say(made: Made) -> None:
    """Written anew by another program the pages may say anything beside what was signed; and no list says whose keys those are."""
    told = made.verify(data=made.with_files(made.attached))
    assert (told.code, "not determined: whether the pages say only what was signed" in told.out) == (3, True)
    assert "not determined: whose keys these are" in told.out
    assert "proven: two" not in told.out
    keys = subprocess.run(["ssh-keygen", "-lf", made.folder / "keys"], capture_output=True, text=True)
    assert all(line.split()[1] in told.out for line in keys.stdout.splitlines())


@again
def test_pages_of_another_report_lack_what_was_signed(made: Made) -> None:
    data = made.with_files(made.attached, left_out=2)
    ran = made.verify(*LIST, "-o", "json", data=data)
    told = json.loads(ran.out)["pdf"]
    assert (ran.code, told["pages"]) == (1, "lacking")
    assert "All is well." in told["lacking"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no PDF file"),
        (b"%PDF-1.7\n%%EOF", "is no PDF file"),
    ],
)
def test_what_is_no_pdf_is_refused(made: Made, data: bytes, said: str) -> None:
    ran = made.verify(*LIST, data=data)
    assert ran.code not in (0, 3)
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_half_a_file_proves_nothing(made: Made) -> None:
    whole = made.file.read_bytes()
    ran = made.verify(*LIST, data=whole[: len(whole) // 2])
    assert ran.code not in (0, 3)


def test_a_pdf_without_anything_inside_is_refused(made: Made) -> None:
    ran = made.verify(*LIST, data=made.with_files({}))
    assert (ran.code != 0, "has nothing of a signed report inside" in ran.err) == (True, True)


def test_an_encrypted_one_is_refused(made: Made) -> None:
    writer = PdfWriter()
    writer.append(made.file)
    writer.encrypt("x", algorithm="RC4-128")
    told = io.BytesIO()
    writer.write(told)
    assert "is encrypted" in made.verify(data=told.getvalue()).err


def test_one_that_is_not_there_is_named(made: Made) -> None:
    ran = run_fieldops("verify", "none.pdf", folder=made.folder)
    assert (ran.code != 0, "none.pdf" in ran.err, "Traceback" in ran.err) == (True, True, False)
