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
