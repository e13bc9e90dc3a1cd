"""Decode files as UTF-8, and recognize files that are not CSV.

Invalid bytes become lone surrogates (PEP 383), so that the table can report their cells.
"""

from __future__ import annotations

import re

from dashboard.ingest.report import Report

_MAGIC = (
    (b"\x1f\x8b", "is compressed with gzip; unpack it first"),
    (b"BZh", "is compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "is compressed with xz; unpack it first"),
    (b"]\x00\x00", "is compressed with lzma; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd; unpack it first"),
    (b"\x04\x22\x4d\x18", "is compressed with lz4; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel workbook (.xls); save it as CSV UTF-8"),
    (b"%PDF-", "is a PDF; expected a CSV file"),
    (b"SQLite format 3\x00", "is an SQLite database; export the table as CSV UTF-8"),
    (b"PAR1", "is a Parquet file; export the table as CSV UTF-8"),
    (b"ARROW1", "is an Arrow file; export the table as CSV UTF-8"),
    (b"\x89PNG\r\n", "is a PNG picture; expected a CSV file"),
    (b"\xff\xd8\xff", "is a JPEG picture; expected a CSV file"),
    (b"GIF8", "is a GIF picture; expected a CSV file"),
    (b"{\\rtf", "is a rich text document; save it as plain CSV UTF-8"),
    (b"version https://git-lfs", "is a Git LFS pointer, not the file itself; run git lfs pull"),
    (b"<<<<<<< ", "starts with merge conflict markers; resolve the conflict first"),
)
_JSON = re.compile(rb"""\{|\[\s*(?:[\[{"\]0-9-]|true|false|null|\Z)""")  # a column may have the name [city]
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ZIP = re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")
_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_WIDE = {
    "utf-32-le": "has NUL bytes in three of four positions: looks like UTF-32",
    "utf-32-be": "has NUL bytes in three of four positions: looks like UTF-32",
    "utf-16-le": "has NUL bytes in every 2nd position: looks like UTF-16",
    "utf-16-be": "has NUL bytes in every 2nd position: looks like UTF-16",
}
"""Encodings with wide code units, and the error without a byte order mark."""
_BREAKS = re.compile(rb"\r\n?|\n")
_HALF = re.compile(
    rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z"
)  # a lead byte of UTF-8 with too few bytes after it


def decode(data: bytes, report: Report) -> str | None:
    """Decode the bytes of a table.

    Returns:
        The text without its byte order mark, or None with an error in the report.
    """
    if fault := _foreign(data):
        report.error(None, "", fault)
        return None
    data = data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xef\xbb\xbf")  # some tools write the mark twice
    data = data.removesuffix(b"\x1a")  # DOS end-of-file character
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _HALF.search(data[-3:]):
        line = len(_BREAKS.findall(data)) + 1
        report.error(line, "", "the file ends in the middle of a character; was a copy interrupted?")
        data = data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1]  # an incomplete row would be a second error
    return data.decode("utf-8", "surrogateescape")


def _foreign(data: bytes) -> str:
    """Return an error if a file is not UTF-8 text in CSV form, else ""."""
    head = data[:4096]
    if not data.strip():
        return "is empty; expected a header line with column names"
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return f"is {encoding}; save it as CSV UTF-8"
    for magic, fault in _MAGIC:
        if head.startswith(magic):
            return fault
    if _ZIP.match(head):
        return _zip_error(data)
    if fault := _binary_error(data):
        return fault
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _JSON.match(begin):
        return "is JSON, not CSV; save it as CSV UTF-8"
    if begin[:1] == b"<":
        return "is HTML or XML, not CSV; was a web page saved instead of the file?"
    return ""


def _zip_error(data: bytes) -> str:
    """Return the error for a zip archive: a workbook, or another archive."""
    if b"xl/" in data:
        return "is an Excel workbook (.xlsx); save it as CSV UTF-8"
    if b"opendocument.spreadsheet" in data[:200]:
        return "is a LibreOffice workbook (.ods); save it as CSV UTF-8"
    return "is a zip archive; unpack it first"


def _binary_error(data: bytes) -> str:
    """Return an error for UTF-16 and UTF-32 without a mark, truncated copies and binary files, else ""."""
    head = data[:4096]
    if not head.strip(b"\x00"):
        return "contains only NUL bytes; was a copy interrupted?"
    for encoding, seen in _WIDE.items():
        if _reads_as(head, encoding):
            return f"{seen}; save it as CSV UTF-8"
    text = data.rstrip(b"\x00")
    head = text[:4096]
    begin = _BREAKS.split(head, maxsplit=1)[0]
    # one control character is reported with its cell; many, or one before bytes that are not UTF-8, mean binary data
    if len(_CONTROL.findall(head)) * 8 > len(head) or (_CONTROL.search(begin) and not _is_utf8(begin)):
        return "is not a text file; save the table as CSV UTF-8"
    if len(data) - len(text) > 1:
        return f"ends with NUL bytes from byte {len(text) + 1:,} on; was a copy interrupted?"
    return ""


def _reads_as(head: bytes, encoding: str) -> bool:
    """Check if bytes that contain NUL are text with delimiters or line breaks in a wide encoding."""
    if b"\x00" not in head:
        return False
    width = 4 if encoding.startswith("utf-32") else 2
    try:
        text = head[: len(head) // width * width].decode(encoding)
    except UnicodeDecodeError as error:
        if error.end < len(head) - 4:
            return False
        text = head[: error.start].decode(encoding)
    printable = sum(1 for char in text if char.isprintable() or char in "\t\r\n\ufeff")
    return len(text) >= 4 and printable == len(text) and any(char in text for char in ",;\t\r\n")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
