"""Office files (.xlsx, .docx) as archives: the same content gives the same bytes, whatever the clock says. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

# The oldest time that a member of a ZIP archive can have, and what a file says that it was made: it is made of the record,
# whenever that is.
MADE = datetime(1980, 1, 1, tzinfo=UTC)
_TIMES = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")
# What cannot stand in XML at all.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def fit_for_xml(text: str) -> str:
    """`text` with a sign in place of each character that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def without_clock(raw: bytes) -> bytes:
    """The same archive with the same time in each member, and none of this moment in its properties."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for name in archive.namelist():
            data = archive.read(name)
            if name == "docProps/core.xml":
                data = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            other.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
