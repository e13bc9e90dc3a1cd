"""Invalid lists of cities: each kind of problem is an error or a warning."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import socket
import stat
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from dashboard.errors import DataError
from dashboard.ingest import files
from dashboard.ingest.loader import load, validate

HEADER = "city,country,lat,lon,topic\n"
BERLIN = "Berlin,DE,52.52,13.405,urban platforms\n"
PORTO = "Porto,PT,41.15,-8.61,mobility\n"


def write(folder: Path, content: bytes | str) -> Path:
    """Write a list of cities and return its path."""
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def third(row: str) -> str:
    """Return a list with a given third line."""
    return f"{HEADER}{BERLIN}{row}\n{PORTO}"


def refusals(path: Path) -> list[str]:
    """Return the errors of a list without the name of its folder."""
    with pytest.raises(DataError) as caught:
        load(path)
    return [
        str(problem).removeprefix(str(path.parent) + os.sep)
        for problem in caught.value.problems
        if problem.level == "error"
    ]


def warnings_of(path: Path) -> list[str]:
    """Return the warnings of a valid list without the name of its folder."""
    return [warning.removeprefix(str(path.parent) + os.sep) for warning in load(path).warnings]


def workbook() -> bytes:
    """Return a minimal Excel workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


VALID = f"{HEADER}{BERLIN}{PORTO}"

WHOLE_FILES = {
    "utf-16 with mark": (VALID.encode("utf-16"), "is UTF-16; save it as CSV UTF-8"),
    "utf-16 be with mark": (b"\xfe\xff" + VALID.encode("utf-16-be"), "is UTF-16; save it as CSV UTF-8"),
    "utf-16 be without mark": (VALID.encode("utf-16-be"), "NUL bytes in every 2nd position: looks like UTF-16"),
    "utf-16 le without mark": (VALID.encode("utf-16-le"), "NUL bytes in every 2nd position: looks like UTF-16"),
    "utf-32 with mark": (VALID.encode("utf-32"), "is UTF-32"),
    "utf-32 without mark": (VALID.encode("utf-32-be"), "looks like UTF-32"),
    "nothing but NUL": (bytes(4096), "contains only NUL bytes"),
    "gzip": (gzip.compress(VALID.encode()), "compressed with gzip; unpack it first"),
    "xz": (b"\xfd7zXZ\x00\x00", "compressed with xz"),
    "zip": (b"PK\x05\x06" + bytes(18), "is a zip archive; unpack it first"),
    "workbook": (workbook(), "is an Excel workbook (.xlsx); save it as CSV UTF-8"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "is an old Excel workbook (.xls)"),
    "json": (b' [{"city": "Berlin"}]', "is JSON, not CSV"),
    "geojson": (b'\xef\xbb\xbf{"type": "FeatureCollection"}', "is JSON, not CSV"),
    "html": (b"<!doctype html><title>404</title>", "is HTML or XML, not CSV"),
    "pdf": (b"%PDF-1.7\n", "is a PDF"),
    "merge conflict": (b"<<<<<<< HEAD\n" + VALID.encode(), "merge conflict"),
    "git lfs": (b"version https://git-lfs.github.com/spec/v1\n", "run git lfs pull"),
    "empty": (b"", "is empty"),
    "utf-16 of Cyrillic without mark": ("город,страна\nМосква,Россия\n".encode("utf-16-le"), "looks like UTF-16"),
    "utf-16 of Chinese without mark": ("城市,国家\n北京,中国\n".encode("utf-16-be"), "looks like UTF-16"),
    "a copy that broke off in NUL": (VALID.encode() + bytes(9000), "ends with NUL bytes from byte 97 on; was a copy"),
    "tar": (b"list.csv" + bytes(92) + b"0000644\x00" + bytes(404) + VALID.encode(), "is not a text file"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(50), "is not a text file"),
    "picture": (b"RIFF\x24\x00\x00\x00WEBPVP8 \x18\x00\x00\x000\x01", "is not a text file"),
    "deflated": (zlib.compress(VALID.encode()), "is not a text file"),
    "lzma": (lzma.compress(VALID.encode(), format=lzma.FORMAT_ALONE), "is compressed with lzma"),
    "only a mark": (b"\xef\xbb\xbf", "is empty"),
    "blank lines": (b"\n\n  \r\n\n", "is empty"),
}


@pytest.mark.parametrize(("content", "expected"), WHOLE_FILES.values(), ids=WHOLE_FILES.keys())
def test_rejects_files_that_are_not_csv(tmp_path: Path, content: bytes, expected: str) -> None:
    """Another file type is one error that names the type."""
    found = refusals(write(tmp_path, content))
    assert len(found) == 1
    assert found[0].startswith("list.csv: ")
    assert expected in found[0]


HEADERS = {
    "pipes": ("city|country|lat|lon\nBerlin|DE|52.5|13.4\n", "list.csv:1: the delimiter '|' is not supported"),
    "carets": (
        "city^country^lat^lon\nBerlin^DE^52.5^13.4\n",
        "list.csv:1: the delimiter '^' is not supported; use comma",
    ),
    "wide commas": ("city，country\nBerlin，DE\n", "list.csv:1: the delimiter '，' is not supported"),
    "columns of equal width": ("city      country\nBerlin    DE\n", "the delimiter '      ' is not supported"),
    "unit separators": ("city\x1fcountry\nBerlin\x1fDE\n", "the delimiter '\\x1f' is not supported"),
    "repeated column": (
        "city,country,lat,lat,lon\nBerlin,DE,1,2,3\n",
        "list.csv:1: lat: column 'lat' appears twice (3 and 4)",
    ),
    "two words for one": ("city,country,lat,latitude,lon\nB,DE,1,2,3\n", "'lat' and 'latitude': the column appears"),
    "repeated unknown column": ("city,country,mayor,mayor\nB,DE,x,y\n", "column 'mayor' appears twice (3 and 4)"),
    "no longitude": (
        "city,country,lat,topic\nBerlin,DE,52.5,x\n",
        "list.csv:1: missing: lon (longitude); found: city, country, lat, topic",
    ),
    "no latitude": ("city,country,lng\nBerlin,DE,52.5\n", "missing: lat (latitude); found: city, country, lng"),
    "no country": ("city,lat,lon\nBerlin,52.5,13.4\n", "missing: country; found: city, lat, lon"),
    "nameless column": ("city,country,lat,,lon\nBerlin,DE,52.5,,13.4\n", "list.csv:1: column 4 has no name"),
    "no header": (
        "Berlin,DE,52.52,13.4\nPorto,PT,41.1,-8.6\n",
        "list.csv:1: the first row looks like data (Berlin, DE, …); add a header above it",
    ),
    "too many columns": (",".join(f"c{n}" for n in range(5000)) + "\n", "list.csv:1: 5,000 columns, limit 100"),
    "hidden sign in a name": ("city,coun\u200btry\nBerlin,DE\n", "the name of column 2"),
    "quote in the header": ('"city,country\nBerlin,DE\n', "an unclosed quote"),
    "long name": (f"city,country,{'x' * 300}\nBerlin,DE,\n", "300 characters, limit 200"),
}


@pytest.mark.parametrize(("content", "expected"), HEADERS.values(), ids=HEADERS.keys())
def test_rejects_an_ambiguous_header(tmp_path: Path, content: str, expected: str) -> None:
    """Columns must be unique, and required columns must exist."""
    assert any(expected in line for line in refusals(write(tmp_path, content)))


ROWS = {
    "curly quote of Windows-1252": (
        HEADER.encode() + BERLIN.encode() + b"L\x92Aquila,IT,42.35,13.4,x\n",
        "list.csv:3: city: 'L\\x92Aquila' has bytes that are not UTF-8 (92); likely 'L’Aquila' in Windows-1252; save",
    ),
    "letter of an old Mac": (
        (HEADER + BERLIN).encode() + b"M\x87laga,ES,36.72,-4.42,x\n",
        "list.csv:3: city: 'M\\x87laga' has bytes that are not UTF-8 (87); likely 'Málaga' in Mac Roman; save",
    ),
    "letter of DOS": (
        (HEADER + BERLIN).encode() + b"M\xa0laga,ES,36.72,-4.42,x\n",
        "likely 'Málaga' in code page 850; save",
    ),
    "two encodings in one cell": (
        (HEADER + BERLIN + "Málaga L").encode() + b"\x92x,ES,36.72,-4.42,x\n",
        "likely 'Málaga L’x' in Windows-1252; save",
    ),
    "letters of another script": (
        (HEADER + BERLIN).encode() + "Москва,RU,55.75,37.62,x\n".encode("cp1251"),
        "has bytes that are not UTF-8 (CC EE F1 EA E2 E0); save the file as CSV UTF-8",
    ),
    "surrogate halves": (
        HEADER.encode() + BERLIN.encode() + b"Ma\xed\xa0\x80laga,ES,36.72,-4.42,x\n",
        "list.csv:3: city: 'Ma\\xed\\xa0\\x80laga' has bytes that are not UTF-8 (ED A0 80); save the file",
    ),
    "overlong form": (
        HEADER.encode() + BERLIN.encode() + b"Ma\xc0\xaflaga,ES,36.72,-4.42,x\n",
        "list.csv:3: city: 'Ma\\xc0\\xaflaga' has bytes that are not UTF-8 (C0 AF)",
    ),
    "cut in a character": (
        (HEADER + BERLIN + PORTO + PORTO.replace("Porto", "Faro") + "M").encode() + b"\xc3",
        "list.csv:5: the file ends in the middle of a character; was a copy interrupted?",
    ),
    "NUL in a name": (
        third("Ma\x00laga,ES,36.72,-4.42,x"),
        "list.csv:3: city: 'Ma\\x00laga' has U+0000 (NUL); delete it",
    ),
    "escape sequence": (third("\x1b[31mMalaga,ES,36.72,-4.42,x"), "has U+001B (control character)"),
    "quote never closed": (
        third('"Malaga,ES,36.72,-4.42,x'),
        "list.csv:3: city: the quote opened here is never closed",
    ),
    "quote closed lines later": (
        f'{HEADER}{BERLIN}"Malaga,ES,36.72,-4.42,x\n{PORTO}"Faro",PT,37.0,-7.9,x\n',
        "list.csv:3: city: the quote opened here closes in the middle of line 5; is a closing quote missing?",
    ),
    "text after a quote": (third('"Malaga" x,ES,36.72,-4.42,x'), "list.csv:3: city: there is text after the closing"),
    "line break in a name": (
        third('"Mala\nga",ES,36.72,-4.42,x'),
        "list.csv:3: city: 'Mala\\nga' has a line break; write it on one line",
    ),
    "too many fields": (
        third("Malaga, Spain,ES,36,72,-4,42"),
        "list.csv:3: 7 fields, the header has 5: unquoted comma?",
    ),
    "too few fields": (third("Malaga,ES"), "list.csv:3: 2 fields, the header has 5"),
    "nothing but commas": (third(",,,,"), "list.csv:3: the row is empty; delete it"),
    "comment": (third("# to be checked"), "list.csv:3: 1 field, the header has 5: a comment?"),
    "merge mark": (third("======="), "a merge conflict marker"),
    "empty city": (third(",ES,36.72,-4.42,x"), "list.csv:3: city: is empty; every row needs a value"),
    "empty country": (third("Malaga,,36.72,-4.42,x"), "list.csv:3: country: is empty; every row needs a value"),
    "invisible city": (third("\u3164,ES,36.72,-4.42,x"), "list.csv:3: city: '\\u3164' has"),
    "city of signs": (third("...,ES,36.72,-4.42,x"), "list.csv:3: city: '...' has no visible characters"),
    "city twice": (third(BERLIN.strip()), "list.csv:3: city: 'Berlin' in Germany is already in line 2"),
    "city twice, other spelling": (
        third("BERLÍN ,Deutschland,,,x"),
        "list.csv:3: city: 'BERLÍN' in Germany is already in line 2",
    ),
    "unknown country": (third("Malaga,XX,36.72,-4.42,x"), "list.csv:3: country: 'XX' is not a country; write its name"),
    "misspelt country": (third("Malaga,Spian,36.72,-4.42,x"), "'Spian' is not a country; did you mean"),
    "latitude over 90": (third("Malaga,ES,96.72,-4.42,x"), "list.csv:3: lat: '96.72' is outside -90..90"),
    "latitude over 180": (third("Malaga,ES,196.72,-4.42,x"), "list.csv:3: lat: '196.72' is outside -90..90"),
    "longitude over 180": (third("Malaga,ES,36.72,-184.42,x"), "list.csv:3: lon: '-184.42' is outside -180..180"),
    "swapped": (third("Suva,FJ,178.44,-18.14,x"), "list.csv:3: lat: '178.44' is outside -90..90; were latitude and"),
    "minutes over 60": (third("Malaga,ES,36°75'N,-4.42,x"), "list.csv:3: lat: '36°75'N' is not a number; write degr"),
    "degrees and minutes over 90": (
        third("Malaga,ES,136°43'N,-4.42,x"),
        "list.csv:3: lat: '136°43'N' is in degrees and minutes, and outside -90..90",
    ),
    "east in German, west in Spanish": (
        third("Berlin,AT,52.5,13.4° O,x"),
        (
            "list.csv:3: lon: '13.4° O' has a compass letter or a degree sign; "
            "write 13.4 if O means east, -13.4 if it means west"
        ),
    ),
    "side of the other coordinate": (
        third("Malaga,ES,4.42W,36.72,x"),
        "'4.42W' has the compass letter of the other coordinate; were latitude and",
    ),
    "failed formula": (third("#N/A,ES,36.72,-4.42,x"), "list.csv:3: city: '#N/A' is a spreadsheet error value"),
    "selector after a Latin letter": (
        third("Mal\ufe0faga,ES,36.72,-4.42,x"),
        "list.csv:3: city: 'Mal\\ufe0faga' has U",
    ),
    "null island": (third("Malaga,ES,0,0.0,x"), "list.csv:3: lat: 0,0 is a missing value"),
    "decimal comma": (third('Malaga,ES,"36,72",-4.42,x'), "list.csv:3: lat: '36,72' has a decimal comma; write 36.72"),
    "NaN": (third("Malaga,ES,NaN,-4.42,x"), "list.csv:3: lat: 'NaN' is not a number; write degrees like 36.72"),
    "infinity": (third("Malaga,ES,inf,-4.42,x"), "list.csv:3: lat: 'inf' is not a number"),
    "overflow": (third("Malaga,ES,1e999,-4.42,x"), "list.csv:3: lat: '1e999' is outside -90..90"),
    "word": (third("Malaga,ES,north,-4.42,x"), "list.csv:3: lat: 'north' is not a number"),
    "degrees and minutes": (
        third("Malaga,ES,36°43'N,-4.42,x"),
        "list.csv:3: lat: '36°43'N' is in degrees and minutes; write 36.7167",
    ),
    "seconds to the west": (third("""Malaga,ES,36.72,"4°25'12""W",x"""), "write -4.42"),
    "true minus": (third("Malaga,ES,36.72,−4.42,x"), "list.csv:3: lon: '−4.42' starts with U+2212"),
    "minus sign alone": (third("Malaga,ES,36.72,−,x"), "list.csv:3: lon: '−' is a placeholder; leave both"),
    "placeholder": (third("Malaga,ES,36.72,#N/A,x"), "list.csv:3: lon: '#N/A' is a placeholder; leave both"),
    "side of the world": (
        third("Malaga,ES,36.72,4.42 W,x"),
        "'4.42 W' has a compass letter or a degree sign; write -4.42",
    ),
    "side before": (
        third("Sydney,AU,S33.87,151.2,x"),
        "lat: 'S33.87' has a compass letter or a degree sign; write -33.87",
    ),
    "degree sign": (
        third("Malaga,ES,36.72°,-4.42,x"),
        "lat: '36.72°' has a compass letter or a degree sign; write 36.72",
    ),
    "minutes after the side": (third("Malaga,ES,36.72,W 4° 25',x"), "is in degrees and minutes; write -4.4167"),
    "degrees all round": (third("Malaga,ES,36.72,355.58,x"), "-180..180; on a scale of -180..180 it is -4.42"),
    "another delimiter in a row": (
        third("Malaga;ES;36.72;-4.42;x"),
        "list.csv:3: 1 field, the header has 5: 'Malaga;ES;36.72;-4.42;x' is separated by ';', the header by ','",
    ),
    "commas at the end": (
        third("Malaga,ES,36.72,-4.42,x,,"),
        "7 fields, the header has 5: delete the extra delimiters",
    ),
    "hexadecimal": (third("Malaga,ES,0x24,-4.42,x"), "list.csv:3: lat: '0x24' is not a number"),
    "digits of another script": (third("Malaga,ES,٣٦.٧,-4.42,x"), "list.csv:3: lat: '٣٦.٧' is not a number"),
    "underscore": (third("Malaga,ES,3_6,-4.42,x"), "list.csv:3: lat: '3_6' is not a number"),
    "one coordinate": (third("Malaga,ES,36.72,,x"), "list.csv:3: lon: is empty but the other coordinate is not"),
    "right-to-left override": (
        third("Mal\u202eaga,ES,36.72,-4.42,x"),
        "list.csv:3: city: 'Mal\\u202eaga' has U+202E (right-to-left override); delete it",
    ),
    "isolate": (third("Mal\u2067aga,ES,36.72,-4.42,x"), "has U+2067"),
    "zero-width space": (third("Mal\u200baga,ES,36.72,-4.42,x"), "list.csv:3: city: 'Mal\\u200baga' has U+200B"),
    "joiner between Latin letters": (third("Mal\u200daga,ES,36.72,-4.42,x"), "has U+200D"),
    "mark inside": (third("Mal\ufeffaga,ES,36.72,-4.42,x"), "has U+FEFF"),
    "replacement character": (third("M\ufffdlaga,ES,36.72,-4.42,x"), "has U+FFFD"),
    "private use": (third("M\ue000laga,ES,36.72,-4.42,x"), "has U+E000"),
    "stacked marks": (third(f"M{chr(0x301) * 9}laga,ES,36.72,-4.42,x"), "has more than four combining marks"),
    "long name": (
        third(f"{'x' * 1_000_000},ES,36.72,-4.42,x"),
        f"list.csv:3: city: '{'x' * 60}…' has 1,000,000 characters, limit 200",
    ),
}


@pytest.mark.parametrize(("content", "expected"), ROWS.values(), ids=ROWS.keys())
def test_rejects_a_row_with_file_line_column_value_and_fix(tmp_path: Path, content: bytes | str, expected: str) -> None:
    """One problem in one row is one error with its location."""
    found = refusals(write(tmp_path, content))
    assert len(found) == 1
    assert expected in found[0]
    assert len(found[0]) < 400
    assert "".join(found[0].split("\n")).isprintable()


ACCEPTED = {
    "tabs": (VALID.replace(",", "\t"), ["Berlin", "Porto"]),
    "semicolons": (VALID.replace(",", ";"), ["Berlin", "Porto"]),
    "sep line of Excel": ("sep=;\r\n" + VALID.replace(",", ";"), ["Berlin", "Porto"]),
    "mark of DOS at the end": (VALID + "\x1a", ["Berlin", "Porto"]),
    "names in brackets": (VALID.replace("city,", "[city],"), ["Berlin", "Porto"]),
    "CR alone": (VALID.replace("\n", "\r"), ["Berlin", "Porto"]),
    "CR LF": (VALID.replace("\n", "\r\n"), ["Berlin", "Porto"]),
    "mixed line ends": (HEADER.replace("\n", "\r\n") + BERLIN + PORTO, ["Berlin", "Porto"]),
    "no last line end": (VALID.rstrip(), ["Berlin", "Porto"]),
    "byte order mark": ("\ufeff" + VALID, ["Berlin", "Porto"]),
    "blank lines above": ("\n\n" + VALID, ["Berlin", "Porto"]),
    "blank line between": (f"{HEADER}{BERLIN}\n  \n{PORTO}", ["Berlin", "Porto"]),
    "quoted comma": (third('"Washington, D.C.",US,38.9,-77.04,x'), ["Berlin", "Washington, D.C.", "Porto"]),
    "quoted quote": (third('"Villa ""La Mia""",IT,42.35,13.4,x'), ["Berlin", 'Villa "La Mia"', "Porto"]),
    "spaces around": (third('  Malaga , ES , 36.72 , -4.42 , "x" '), ["Berlin", "Malaga", "Porto"]),
    "path": (third("../../etc/passwd,ES,36.72,-4.42,x"), ["Berlin", "../../etc/passwd", "Porto"]),
    "SQL": (third("Robert'); DROP TABLE cities,ES,36.72,-4.42,x"), ["Berlin", "Robert'); DROP TABLE cities", "Porto"]),
    "heart and key with selectors": (third("❤️ 1️⃣,ES,36.72,-4.42,x"), ["Berlin", "❤️ 1️⃣", "Porto"]),
    "family emoji": (third("👨\u200d👩\u200d👧,ES,36.72,-4.42,x"), ["Berlin", "👨\u200d👩\u200d👧", "Porto"]),
    "Persian non-joiner": (third("می\u200cبد,IR,32.2,54.0,x"), ["Berlin", "می\u200cبد", "Porto"]),
    "own script": (third("绵阳,中国,31.47,104.68,x"), ["Berlin", "绵阳", "Porto"]),
    "decomposed accents": (third("Ma\u0301laga,ES,36.72,-4.42,x"), ["Berlin", "Ma\u0301laga", "Porto"]),
}


@pytest.mark.parametrize(("content", "names"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_loads_unusual_but_valid_files(tmp_path: Path, content: str, names: list[str]) -> None:
    """Valid content loads exactly, in any format."""
    network = load(write(tmp_path, content))
    assert list(network.cities["name"]) == names
    assert network.city("berlin") is not None
    assert network.cities["latitude"].iat[0] == 52.52


REMARKED = {
    "TAB as delimiter": (VALID.replace(",", "\t"), "list.csv: warning: the delimiter is TAB"),
    "bare quote": (third('Ma"laga,ES,36.72,-4.42,x'), """list.csv:3: warning: city: 'Ma"laga' contains a quote"""),
    "formula": (third("@SUM(1+1),ES,36.72,-4.42,x"), "list.csv:3: warning: city: '@SUM(1+1)' would be a formula"),
    "formula after TAB": (third("\t=1+1,ES,36.72,-4.42,x"), "list.csv:3: warning: city: '\\t=1+1' would be a formula"),
    "script": (third("<script>alert(1)</script>,ES,36.72,-4.42,x"), "list.csv:3: warning: city: '<script>alert(1)"),
    "link": (third('"<a href=""javascript:x()"">A</a>",ES,36.72,-4.42,x'), "looks like HTML"),
    "encoded twice": (third("MÃ¡laga,ES,36.72,-4.42,x"), "looks double-encoded; is it 'Málaga'?"),
    "sign written as HTML": (third("M&aacute;laga,ES,36.72,-4.42,x"), "an HTML entity; is it 'Málaga'?"),
    "letters that look alike": (
        third("М\u0430laga,ES,36.72,-4.42,x"),
        "list.csv:3: warning: city: 'Маlaga' mixes alphabets in one word: U+0430 (cyrillic small letter a)",
    ),
    "quotes of a typesetter": (
        third("“Malaga”,ES,36.72,-4.42,x"),
        "'“Malaga”' is in quotes that CSV does not recognize",
    ),
    "wide formula": (third("＝1+1,ES,36.72,-4.42,x"), "'＝1+1' would be a formula"),
    "code of the EU": (third("Athens,EL,37.98,23.73,x"), "list.csv:3: warning: country: 'EL' is read as Greece (GR)"),
    "unknown column": (
        "city,country,mayor\nBerlin,DE,x\n",
        "other columns are shown as fields of the profile: 'mayor'",
    ),
    "lost minus sign": (
        third("Porto,PT,41.15,8.62,x").replace(PORTO, ""),
        "list.csv:3: warning: lon: 41.15, 8.62 is not in Portugal, 41.15, -8.62 would be; is a minus sign of the",
    ),
    "no place": ("city,country\nBerlin,DE\n", "list.csv:2: warning: 1 city has no place on the map (Berlin); run: "),
    "both coordinates in one column": (
        'city,country,position\nBerlin,DE,"52.5, 13.4"\n',
        "column 'position' seems to contain both coordinates; split it into latitude and longitude",
    ),
    "a geometry": (
        "city,country,geom\nBerlin,DE,POINT(13.4 52.5)\n",
        "column 'geom' seems to contain both coordinates",
    ),
    "header alone": (HEADER, "list.csv: warning: 0 cities"),
    "namesakes": (third("Berlin,DE,48.1,9.0,x"), "list.csv:3: warning: city: 'Berlin' is also in line 2"),
}


@pytest.mark.parametrize(("content", "expected"), REMARKED.values(), ids=REMARKED.keys())
def test_accepts_with_a_warning(tmp_path: Path, content: str, expected: str) -> None:
    """Suspicious but harmless texts are kept, with a warning."""
    assert any(expected in line for line in warnings_of(write(tmp_path, content)))


@pytest.mark.parametrize("word", ["Spain", "España", "ES", "ESP", "es", "spanien", "SPAIN "])
def test_reads_a_country_by_any_of_its_names(tmp_path: Path, word: str) -> None:
    """A country may be a name or a code."""
    assert load(write(tmp_path, f"city,country\nMalaga,{word}\n")).countries == ("ES",)


def test_reads_NA_as_namibia(tmp_path: Path) -> None:  # noqa: N802 - the code is written in capitals
    """The code of Namibia is not a missing value."""
    network = load(write(tmp_path, "city,country,role\nNA,NA,\nNull,NA,\n"))
    assert list(network.cities["name"]) == ["NA", "Null"]
    assert network.countries == ("NA",)


def test_reports_all_errors_with_editor_line_numbers(tmp_path: Path) -> None:
    """Line breaks in quotes and blank lines do not shift line numbers."""
    content = (
        "name,country,summary,lat,lon\r\n"
        'Berlin,DE,"two\r\nlines",52.5,13.4\r\n'
        "\r\n"
        'Porto,XX,"three\nlines\rhere",41.1,-8.6\r\n'
        "Faro,PT,,north,-7.9\r\n"
        '"Braga,PT,,41.5,-8.4\r\n'
        "Lagos,PT,,37.1\r\n"
    )
    found = refusals(write(tmp_path, content))
    assert [line.split(" ")[0] for line in found] == ["list.csv:5:", "list.csv:8:", "list.csv:9:", "list.csv:10:"]


def test_reports_the_first_hundred_errors_and_the_number_of_the_others(tmp_path: Path) -> None:
    """Thousands of errors do not flood the output."""
    path = write(tmp_path, "city,country\n" + "".join(f"City {n},Atlantis\n" for n in range(3000)))
    found = refusals(path)
    assert len(found) == 101
    assert found[0].startswith("list.csv:2:")
    assert found[99].startswith("list.csv:101:")
    assert found[100] == "list.csv: and 2,900 more errors"
    assert validate(path).errors == 3000


HANG_SECONDS = 60
"""Limit of processor time: far above linear work on a busy machine, far below quadratic work."""
LARGE = {
    "a million rows": (
        HEADER + "Berlin,DE,52.5,13.4,urban\n" * 1_000_000,
        "1,000,000 rows of 5 columns, limit 250,000",
    ),
    "a million rows in quotes": (
        HEADER + '"Berlin","DE","52","13","u"\n' * 1_000_000,
        "1,000,000 rows of 5 columns, limit 250,000",
    ),
    "a million rows too short": (HEADER + "Berlin\n" * 1_000_000, "1,000,000 rows of 5 columns, limit 250,000"),
    "a wrong country in every row": (
        "city,country\n" + "".join(f"City {n},Republic of Nowhere {n}\n" for n in range(100_000)),
        "and 99,900 more errors",
    ),
    "a topic for every city": (
        "city,country,topics\n" + "".join(f"City {n},DE,a{n}; b{n}\n" for n in range(100_000)),
        "list.csv:2502: topics: more than 5,000 different topics up to this line; separate them with ';', or rename",
    ),
    "millions of facts in a small file": (
        "city,country,topics\n"
        + "".join(f"City {n},DE,{';'.join(map(chr, range(0x4E00, 0x4E00 + 1000)))}\n" for n in range(5000)),
        "list.csv:752: topics: more than 750,000 topics of cities up to this line; name fewer",
    ),
    "two megabytes of quotes": (third('"' * 2_000_001), "list.csv:3: city:"),
    "quotes that never close": (HEADER + '"a""b,DE,1,2,x\n' * 50_000, "is a closing quote missing?"),
    "a quote open to the end": (f'{HEADER}"a,DE,1,2,x\n' + 'b"",DE,1,2,x\n' * 50_000, "here is never closed"),
    "too large": (b"x" * (files.MAX_BYTES + 1), "has 33,554,433 bytes, limit 33,554,432"),
    "too many lines": ("\n" * 2_500_000 + HEADER, "has 2,500,001 lines, limit 2,000,000"),
    "too many cells": (
        ",".join(f"c{n}" for n in range(98)) + ",city,country\n" + f"x{',' * 99}\n" * 60_000,
        "limit 30,000",
    ),
}


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize(("content", "expected"), LARGE.values(), ids=LARGE.keys())
def test_limits_the_cost_of_a_file(tmp_path: Path, content: bytes | str, expected: str) -> None:
    """The size of a file is limited, and so is the work to reject it."""
    path = write(tmp_path, content)
    before = time.process_time()
    found = refusals(path)
    assert time.process_time() - before < HANG_SECONDS
    assert any(expected in line for line in found)


@pytest.mark.no_cover
@pytest.mark.slow
def test_skips_a_million_blank_lines(tmp_path: Path) -> None:
    """Blank lines are not rows."""
    assert any("0 cities" in line for line in warnings_of(write(tmp_path, HEADER + "\n" * 1_000_000)))


def test_reports_the_working_directory_of_a_missing_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error for a relative path states where the file was expected."""
    monkeypatch.chdir(tmp_path)
    found = refusals(Path("nowhere.csv"))
    assert found == [f"nowhere.csv: not found in {tmp_path}; the working directory is {tmp_path}"]


def folder_with(tmp_path: Path) -> Path:
    """Return the path of cities.csv in an empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "cities.csv"


def test_rejects_a_directory(tmp_path: Path) -> None:
    """A directory with the name of a table is not a table."""
    path = folder_with(tmp_path)
    path.mkdir()
    assert refusals(path.parent) == ["data/cities.csv: is a directory; expected a CSV file"]


def test_rejects_a_fifo_immediately(tmp_path: Path) -> None:
    """A pipe without a writer would block forever."""
    path = folder_with(tmp_path)
    os.mkfifo(path)
    assert "is not a regular file" in str(validate(path.parent).problems[0])


def test_rejects_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket cannot be read as a file."""
    path = folder_with(tmp_path)
    monkeypatch.chdir(path.parent)  # the address of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("cities.csv")
        assert "cannot be read" in str(validate(path.parent).problems[0])


@pytest.mark.parametrize(("target", "expected"), [("/dev/zero", "not a regular file"), ("/etc/passwd", "outside")])
def test_rejects_a_link_that_leaves_the_folder(tmp_path: Path, target: str, expected: str) -> None:
    """Files outside the data folder are neither loaded nor quoted."""
    path = folder_with(tmp_path)
    path.symlink_to(target)
    findings = validate(path.parent)
    assert expected in str(findings.problems[0])
    assert "root" not in "".join(problem.message for problem in findings.problems)


def test_rejects_a_broken_link(tmp_path: Path) -> None:
    """The error differs from that of a missing file."""
    path = folder_with(tmp_path)
    path.symlink_to("gone.csv")
    assert "is a link to a file that does not exist" in str(validate(path.parent).problems[0])


def test_follows_a_link_inside_the_folder(tmp_path: Path) -> None:
    """Orchestrators mount files as links within the folder."""
    path = folder_with(tmp_path)
    (path.parent / "..v1").mkdir()
    (path.parent / "..v1" / "cities.csv").write_text(VALID, encoding="utf-8")
    path.symlink_to("..v1/cities.csv")
    assert len(load(path.parent)) == 2


def test_reports_missing_permissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the user, the mode and the fix."""
    path = write(tmp_path, VALID)
    path.chmod(0)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "open", refuse)  # root may read anything
    monkeypatch.setattr(files.getpass, "getuser", lambda: "map")
    assert refusals(path) == ["list.csv: permission denied for user map; mode 000; try chmod 644"]


def test_rejects_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mix of old and new content is never loaded."""
    path = write(tmp_path, VALID)
    read = os.read

    def growing(descriptor: int, count: int) -> bytes:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            with path.open("ab") as file:
                file.write(b"x")
        return read(descriptor, count)

    monkeypatch.setattr(files.os, "read", growing)
    assert "changed while it was read" in refusals(path)[0]


@pytest.mark.parametrize(("row", "asked"), [("Suva,FJ,178.44,-18.14,x", True), ("Malaga,ES,96.72,-4.42,x", False)])
def test_suggests_swapped_coordinates_only_if_they_fit(tmp_path: Path, row: str, asked: bool) -> None:
    """The hint needs a valid place in the country."""
    assert ("were latitude and longitude swapped?" in refusals(write(tmp_path, third(row)))[0]) is asked
