"""network.toml: valid files are read completely; errors have a line and a key."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.cli.check import run as check
from dashboard.ingest.loader import load, validate
from dashboard.ingest.network_toml import MAX_KEYWORDS, MAX_NOTES
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.web.watcher import CALM_SECONDS, DataWatcher

VALID = '''\
title = "Cities"
tagline = "learn from each other"
url = "https://network.example/"

[[notes]]
id = "about"
title = "What it is"
text = """
A network of cities.
It has a page."""
basis = "stated"
source = "page-1"

[[notes]]
id = "joining"
title = "How to join"
text = "Ask."
basis = "implied"
source = "page-2"
url = "https://network.example/join"
keywords = ["member", "secretariat"]

[roles.lighthouse]
title = "Pioneer"
text = "Goes first."
basis = "stated"
source = "page-1"

[roles.member]
text = "Joined."
basis = "derived"
source = "page-2"
'''
CITIES = "name,country\nRome,IT\n"
SOURCES = (
    "id,title,publisher,kind,url,accessed\n"
    "page-1,The network,network.example,official,https://network.example/,2026-11-22\n"
    "page-2,The news,news.example,press,https://news.example/,2026-11-20\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a list of cities, sources, and a valid file."""
    (tmp_path / "cities.csv").write_text(CITIES, encoding="utf-8")
    (tmp_path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    write(tmp_path, VALID)
    return tmp_path


def write(folder: Path, text: str) -> None:
    """Write the file."""
    (folder / "network.toml").write_text(text, encoding="utf-8")


def errors(folder: Path) -> list[str]:
    """Return the errors of a folder without its name."""
    return [str(each).removeprefix(f"{folder}/") for each in validate(folder).problems if each.level == "error"]


def test_reads_all_texts(folder: Path) -> None:
    """Names, notes in order, and meanings of roles, each with its source."""
    network = load(folder)
    assert (network.title, network.tagline) == ("Cities", "learn from each other")
    assert network.url == "https://network.example/"
    about, joining = network.notes
    assert (about.id, about.title, about.fact.text) == ("about", "What it is", "A network of cities. It has a page.")
    assert (about.fact.basis, about.fact.source, about.url) == (Basis.STATED, network.sources["page-1"], "")
    assert (joining.url, joining.keywords) == ("https://network.example/join", ("member", "secretariat"))
    assert list(network.role_notes) == ["lighthouse", "member"]
    assert network.role_notes["lighthouse"].title == "Pioneer"
    assert (network.role_notes["member"].title, network.role_notes["member"].fact.text) == ("Member", "Joined.")


def test_every_key_is_optional(folder: Path) -> None:
    """Without the file, or with an empty one, all values have defaults."""
    for text in ("", "# nothing yet\n", 'tagline = "learn"\n'):
        write(folder, text)
        network = load(folder)
        assert (network.title, network.url, network.notes, dict(network.role_notes)) == ("Cities Network", "", (), {})
    (folder / "network.toml").unlink()
    assert load(folder).title == "Cities Network"


CASES = {
    "syntax": ('title = "Cities"', "title = Cities", ["network.toml:1: is not TOML: invalid value"]),
    "twice": ('tagline = "', 'title = "', ["network.toml:2: is not TOML: cannot overwrite a value"]),
    "unknown": (
        "tagline",
        "tag_line",
        [
            (
                "network.toml:2: tag_line: is not a key here; known keys: title, tagline, url, notes, roles;"
                " did you mean 'tagline'?"
            )
        ],
    ),
    "unknown role": (
        "[roles.member]",
        "[roles.members]",
        [
            (
                "network.toml:29: roles.members: is not a key here; known keys: lighthouse, follower, member;"
                " did you mean 'member'?"
            )
        ],
    ),
    "type": ('title = "Cities"', "title = 7", ["""network.toml:1: title: is '7'; write a text in quotes, like "…\""""]),
    "note": ("[[notes]]", "[notes]", ["network.toml:14: is not TOML: cannot overwrite a value"]),
    "roles": ("[roles.lighthouse]", "[[roles.lighthouse]]", None),
    "address": ('https://network.example/"', 'network.example/"', None),
    "script": (
        '"https://network.example/join"',
        '"javascript:alert(1)"',
        [
            "network.toml:20: notes[2].url: 'javascript:alert(1)' is not an http or https URL; write https://…",
        ],
    ),
    "basis": (
        '"implied"',
        '"implide"',
        [
            (
                "network.toml:18: notes[2].basis: 'implide' is not known; write stated, implied or derived;"
                " did you mean 'implied'?"
            )
        ],
    ),
    "source": (
        'source = "page-2"\nurl',
        'source = "page2"\nurl',
        ["network.toml:19: notes[2].source: 'page2' is not in sources.csv; did you mean 'page-2'?"],
    ),
    "missing": ('text = "Ask."\n', "", ["network.toml:14: notes[2]: has no text; add text = …"]),
    "empty": ('"Ask."', '" "', ["network.toml:17: notes[2].text: is empty; write a text or delete the key"]),
    "long": ('"Cities"', f'"{"x" * 201}"', None),
    "invisible": ('"Cities"', '"Ci\\u200bties"', None),
    "same id": (
        '"joining"',
        '"about"',
        ["network.toml:15: notes[2].id: 'about' is already the id of note 1; ids must be unique"],
    ),
    "keyword": (
        '"secretariat"]',
        "7]",
        ["network.toml:21: notes[2].keywords: '7' is not a text"],
    ),
}


@pytest.mark.parametrize(("old", "new", "wanted"), CASES.values(), ids=CASES)
def test_reports_errors_with_line_and_key(folder: Path, old: str, new: str, wanted: list[str] | None) -> None:
    """The error states the location and the expected value."""
    assert old in VALID
    write(folder, VALID.replace(old, new, 1))
    found = errors(folder)
    assert found
    assert len(found) == 1
    assert found[0].startswith("network.toml:")
    if wanted is not None:
        assert found == wanted


def test_reports_all_errors_at_once(folder: Path) -> None:
    """Three errors in three sections, and one in another file, are four errors."""
    text = VALID.replace("tagline", "tag").replace('"implied"', '"x"').replace('"derived"', '"y"')
    write(folder, text)
    (folder / "cities.csv").write_text("name,country\nRome,XX\n", encoding="utf-8")
    assert [line.split(": ")[0] for line in errors(folder)] == [
        "network.toml:2",
        "network.toml:18",
        "network.toml:31",
        "cities.csv:2",
    ]


def test_limits_are_exact(folder: Path) -> None:
    """A name of 200 characters and a file of 256 KiB are valid, one more is not."""
    write(folder, f'title = "{"x" * 200}"\n')
    assert errors(folder) == []
    filler = "#" * (256 * 1024 - 1) + "\n"
    write(folder, filler)
    assert errors(folder) == []
    write(folder, "#" + filler)
    assert errors(folder) == ["network.toml: has 262,145 bytes, limit 262,144"]


@pytest.mark.parametrize(
    "data",
    [
        b"title = '\xff'\n",
        b"\xff\xfet\x00",
        b"a=" + b"[" * 100_000,
        b"title = " + b"9" * 10_000,
        b"\x00" * 100,
        b"notes = 1\n",
        b"notes = [1]\n",
        b"roles = []\n",
    ],
    ids=["latin", "utf-16", "nested", "number", "nul", "notes", "note", "roles"],
)
def test_any_other_content_is_one_error(folder: Path, data: bytes) -> None:
    """Arbitrary bytes are rejected without a traceback."""
    (folder / "network.toml").write_bytes(data)
    assert len(errors(folder)) == 1


def test_is_a_regular_file_inside_the_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link that leaves the folder and a pipe are rejected, as for tables."""
    outside = tmp_path_factory.mktemp("outside") / "network.toml"
    outside.write_text(VALID, encoding="utf-8")
    path = folder / "network.toml"
    path.unlink()
    path.symlink_to(outside)
    assert errors(folder) == ["network.toml: is a link that points outside the data folder; put the file itself there"]
    path.unlink()
    os.mkfifo(path)
    assert errors(folder) == ["network.toml: is not a regular file; expected a TOML file"]


def test_source_may_be_a_url(folder: Path) -> None:
    """Without sources.csv, a note may have a URL as its source."""
    (folder / "sources.csv").unlink()
    write(folder, VALID.replace('"page-1"', '"https://a.example/"').replace('"page-2"', '"https://b.example/"'))
    network = load(folder)
    assert [note.fact.source.url for note in network.notes] == ["https://a.example/", "https://b.example/"]
    write(folder, VALID.replace('"page-1"', '"https://a.example/"'))
    assert errors(folder) == [
        "network.toml:19: notes[2].source: 'page-2': there is no sources.csv, so write the URL of the page",
        "network.toml:32: roles.member.source: 'page-2': there is no sources.csv, so write the URL of the page",
    ]


def test_is_part_of_the_version(folder: Path) -> None:
    """Another text gives another data version."""
    before = load(folder).version
    write(folder, VALID.replace("Goes first", "Goes ahead"))
    assert load(folder).version != before


BROKEN: dict[str, Callable[[Path], object]] = {
    "syntax": lambda folder: write(folder, "title = \n"),
    "key": lambda folder: write(folder, 'titel = "Cities"\n'),
    "bytes": lambda folder: (folder / "network.toml").write_bytes(b"\xff"),
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_invalid_file_keeps_the_last_valid_version(folder: Path, spoil: Callable[[Path], object]) -> None:
    """The last valid version is served until the file is valid again."""
    watch = DataWatcher(folder)
    before = watch.dataset.network
    spoil(folder)
    watch.poll(1000.0)
    watch.poll(1000.0 + CALM_SECONDS)
    assert watch.dataset.network is before
    assert watch.dataset.rejected_update is not None
    assert watch.dataset.rejected_update.problems[0].file.endswith("network.toml")
    write(folder, VALID.replace("Cities", "Towns"))
    watch.poll(2000.0)
    watch.poll(2000.0 + CALM_SECONDS)
    served: Network = watch.dataset.network
    assert served.title == "Towns"
    assert watch.dataset.rejected_update is None


def test_check_reports_errors(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command reports the error and exits with 1."""
    write(folder, VALID.replace("tagline", "tagling"))
    assert check(folder, as_json=False) == 1
    assert "network.toml:2: tagling: is not a key here" in capsys.readouterr().out


def note(identity: str, **more: str) -> str:
    """One note as TOML."""
    lines = {"id": identity, "title": "T", "text": "T.", "basis": "stated", "source": "page-1", **more}
    return "[[notes]]\n" + "".join(f'{key} = "{value}"\n' for key, value in lines.items())


def where(folder: Path, text: str) -> list[tuple[int | None, str]]:
    """Line and key of each error of a file."""
    write(folder, text)
    return [(each.line, each.column) for each in validate(folder).problems if each.level == "error"]


@pytest.mark.parametrize(("count", "wanted"), [(MAX_NOTES, []), (MAX_NOTES + 1, [(6 * MAX_NOTES + 1, "notes")])])
def test_a_network_has_a_bounded_number_of_notes(folder: Path, count: int, wanted: list[tuple[int, str]]) -> None:
    """At the limit they are read; past it the last of them is named, with both numbers."""
    text = "".join(note(f"n-{number}") for number in range(count))
    assert where(folder, text) == wanted
    if wanted:
        assert str(count) in errors(folder)[0]
        assert errors(folder)[0].endswith(str(MAX_NOTES))
    else:
        assert len(load(folder).notes) == count


@pytest.mark.parametrize(("count", "refused"), [(MAX_KEYWORDS, False), (MAX_KEYWORDS + 1, True)])
def test_a_note_has_a_bounded_number_of_keywords(folder: Path, count: int, refused: bool) -> None:
    """At the limit they are read; past it the list is named."""
    words = ", ".join(f'"w{number}"' for number in range(count))
    found = where(folder, note("about") + f"keywords = [{words}]\n")
    assert found == [(7, "notes[1].keywords")] * refused
    assert not refused or errors(folder)[0].endswith(str(MAX_KEYWORDS))


def test_keywords_are_texts_of_single_blanks(folder: Path) -> None:
    """Each that is none is named."""
    assert where(folder, note("about") + 'keywords = [1, "", "a"]\n') == [(7, "notes[1].keywords")] * 2
    write(folder, note("about") + 'keywords = ["  two   words ", "a"]\n')
    assert load(folder).notes[0].keywords == ("two words", "a")


@pytest.mark.parametrize(("before", "line"), [("", 1), ("\n", 2), ("# é\n# x\n\n", 4)])
def test_a_byte_that_is_no_utf_8_is_named_with_its_line(folder: Path, before: str, line: int) -> None:
    """And as a number; what comes after it does not count."""
    (folder / "network.toml").write_bytes(before.encode() + b'title = "M\x87laga"\n\n\n')
    [error] = [each for each in validate(folder).problems if each.level == "error"]
    assert (error.line, error.column) == (line, "")
    assert "(87)" in error.message


def test_too_many_brackets_are_an_error_and_no_crash(folder: Path) -> None:
    """Of the whole file."""
    assert where(folder, "x = " + "[" * 100_000) == [(None, "")]


@pytest.mark.parametrize(
    ("text", "line"), [("title = ", None), ("\n\ntitle = x", 3), ('title = "open', None), ("[a]\nb = 1\n[a]\n", 3)]
)
def test_what_is_no_toml_is_named_with_its_line(folder: Path, text: str, line: int | None) -> None:
    """None where the file ends too early; the reason goes on as the message does."""
    assert where(folder, text) == [(line, "")]
    assert errors(folder)[0].partition("TOML: ")[2][:1].islower()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('url = "x"\n', [(1, "url")]),
        ('tagline = """\nurl = 1\n"""\nurl = "x"\n', [(4, "url")]),
        ("tagline = '''\n[[notes]]\n'''\nurl = \"x\"\n", [(4, "url")]),
        ('tagline = """one line"""\nurl = "x"\n', [(2, "url")]),
        ('"url" = "x"\n', [(1, "url")]),
        ("'url' = \"x\"\n", [(1, "url")]),
        ("[roles]\nmember = 1\n", [(2, "roles.member")]),
        ("roles = 1\n", [(1, "roles")]),
        (note("a") + note("a"), [(8, "notes[2].id")]),
        (note("a") + note("b") + note("b"), [(14, "notes[3].id")]),
    ],
)
def test_a_value_is_named_by_its_key_and_line(folder: Path, text: str, wanted: list[tuple[int, str]]) -> None:
    """Lines within a long text are none of its keys; a quoted key is the same key."""
    assert where(folder, text) == wanted


def test_an_unknown_role_is_suggested_the_nearest(folder: Path) -> None:
    """With all that there are."""
    write(folder, "[roles.membr]\n")
    [error] = errors(folder)
    assert "lighthouse, follower, member" in error
    assert error.endswith("'member'?")
