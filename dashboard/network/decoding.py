"""Bytes to text: UTF-8 and nothing else, and a clear word about what a file is when it is no CSV file.

Bytes that are no UTF-8 stay in the text as lone surrogates (PEP 383), so that the table can say in which cell they are.
"""

from __future__ import annotations

import re

from dashboard.network.problems import Report

_MAGIC = (
    (b"\x1f\x8b", "is compressed with gzip; unpack it first"),
    (b"BZh", "is compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "is compressed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd; unpack it first"),
    (b"\x04\x22\x4d\x18", "is compressed with lz4; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel workbook (.xls); save it as CSV UTF-8"),
    (b"%PDF-", "is a PDF; a CSV file is wanted"),
    (b"SQLite format 3\x00", "is an SQLite database; export the table as CSV UTF-8"),
    (b"PAR1", "is a Parquet file; export the table as CSV UTF-8"),
    (b"ARROW1", "is an Arrow file; export the table as CSV UTF-8"),
    (b"\x89PNG\r\n", "is a PNG picture; a CSV file is wanted"),
    (b"\xff\xd8\xff", "is a JPEG picture; a CSV file is wanted"),
    (b"GIF8", "is a GIF picture; a CSV file is wanted"),
    (b"{\\rtf", "is a rich text document; save it as plain CSV UTF-8"),
    (b"version https://git-lfs", "is a Git LFS pointer, not the file itself; run git lfs pull"),
    (b"<<<<<<< ", "begins with the marks of a merge conflict; settle it first"),
)
_ZIP = re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")
_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_BREAKS = re.compile(rb"\r\n?|\n")
_HALF = re.compile(
    rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z"
)  # a lead byte of UTF-8 with too few bytes after it


def decode(data: bytes, report: Report) -> str | None:
    """Turn the bytes of a table into text.

    Returns:
        The text without its byte order mark, or None with an error in the report.
    """
    if fault := _foreign(data):
        report.error(None, "", fault)
        return None
    data = data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xef\xbb\xbf")  # some tools write it twice
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _HALF.search(data[-3:]):
        line = len(_BREAKS.findall(data)) + 1
        report.error(line, "", "the file ends in half a character; was a copy interrupted?")
        data = data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1]  # half a row would be a second fault
    return data.decode("utf-8", "surrogateescape")


def _foreign(data: bytes) -> str:
    """Say what a file is that is no text in UTF-8, or return ""."""
    head = data[:4096]
    if not data.strip():
        return "is empty; a first line with the names of the columns is wanted"
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return f"is {encoding}; save it as CSV UTF-8"
    for magic, fault in _MAGIC:
        if head.startswith(magic):
            return fault
    if _ZIP.match(head):
        return _zip_fault(data)
    if fault := _nul_fault(head):
        return fault
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin[:1] in {b"{", b"["}:
        return "is JSON, not CSV; save it as CSV UTF-8"
    if begin[:1] == b"<":
        return "is HTML or XML, not CSV; was a web page saved in place of the file?"
    return ""


def _zip_fault(data: bytes) -> str:
    """Tell workbooks, which are zip archives, from other archives."""
    if b"xl/" in data:
        return "is an Excel workbook (.xlsx); save it as CSV UTF-8"
    if b"opendocument.spreadsheet" in data[:200]:
        return "is a LibreOffice workbook (.ods); save it as CSV UTF-8"
    return "is a zip archive; unpack it first"


def _nul_fault(head: bytes) -> str:
    """Recognise UTF-16 and UTF-32 without a mark by where their NUL bytes stand."""
    if not head.strip(b"\x00"):
        return "holds nothing but NUL bytes; was a copy interrupted?"
    pairs = len(head) // 2
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs >= 4 and even + odd > 1.3 * pairs:
        return "has three NUL bytes of four: looks like UTF-32; save it as CSV UTF-8"
    if pairs >= 4 and max(even, odd) > 0.4 * pairs and min(even, odd) < 0.1 * pairs:
        return "has NUL bytes in every 2nd position: looks like UTF-16; save it as CSV UTF-8"
    return ""
