"""The process that reads a PDF file back within limits: ``python -m fieldops.reports.pdf_reading``. Who starts it: `pdf`.

Reads the file from standard input and writes one line of JSON, ``{}`` or what is wrong with it, and then the files inside of
it and the text of its pages. The file may be anybody's: whatever it makes the library do, it is one that is not read.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import warnings

import msgspec

from fieldops.reports.limited import TooLong, give_back_memory, limit
from fieldops.reports.pdf import ReadPdf


def read(data: bytes) -> tuple[str, ReadPdf | None]:
    """What the file holds; or the code of what is wrong with it, and nothing."""
    try:
        return _read(data)
    except (TooLong, MemoryError, RecursionError):
        give_back_memory()
        return "pdf.unreadable", None
    except Exception:  # noqa: BLE001 - what a broken file makes of the library is no error of ours
        return "pdf.unreadable", None


def _read(data: bytes) -> tuple[str, ReadPdf | None]:
    from pypdf import PdfReader

    # It reports what is wrong with a file, and mends it.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    file = PdfReader(io.BytesIO(data))
    if file.is_encrypted:
        return "pdf.encrypted", None
    attached: dict[str, bytes] = {}
    for name, found in file.attachments.items():
        if len(found) != 1:
            # Whoever reads it would get the one or the other.
            return "pdf.doubled", None
        attached[name] = found[0]
    text = "".join(page.extract_text() for page in file.pages)
    return "", ReadPdf(attached, re.sub(r"\s", "", text).encode("utf-8", "replace").decode("utf-8"))


def main() -> None:
    """Read what standard input has, within the limits that the argument says."""
    limit(*json.loads(sys.argv[1]))
    code, found = read(sys.stdin.buffer.read())
    head = json.dumps({"code": code} if code else {}).encode("ascii")
    sys.stdout.buffer.write(head + b"\n" + (msgspec.msgpack.encode(found) if found is not None else b""))


if __name__ == "__main__":
    main()
