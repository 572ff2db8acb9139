"""fieldops order documents --folder: the folder that somebody names need not be there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from conftest import run_fieldops

REPOSITORY = Path(__file__).parents[2]


def test_the_folder_is_made(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "contracts", tmp_path / "contracts")
    call = [
        "order",
        "open",
        "archive-digitisation",
        "--severity",
        "ordinary",
        "--asset",
        "scanner-01",
        "-o",
        "json",
    ]
    opened = run_fieldops(*call, folder=tmp_path)
    order = json.loads(opened.out)["order"]
    written = run_fieldops(
        "order", "documents", order, "--kind", "sheet", "--folder", "new/folder", folder=tmp_path
    )
    assert written.code == 0, written.err
    assert {file.suffix for file in (tmp_path / "new/folder").iterdir()} == {".docx", ".html", ".pdf"}


def test_what_was_handed_in_is_written_beside_the_documents(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "contracts", tmp_path / "contracts")
    handed_in = b"\x89PNG a scanner without paper"
    (tmp_path / "photo.png").write_bytes(handed_in)
    for words in (
        (
            "open",
            "archive-digitisation",
            "--severity",
            "ordinary",
            "--asset",
            "scanner-01",
            "--number",
            "SO-1",
        ),
        ("log", "SO-1", "informed", "--evidence", "photo.png"),
        ("documents", "SO-1", "--folder", "papers"),
    ):
        ran = run_fieldops("order", *words, folder=tmp_path)
        assert ran.code == 0, ran.err
    (found,) = (tmp_path / "papers").glob("SO-1-evidence-*.png")
    assert found.read_bytes() == handed_in
