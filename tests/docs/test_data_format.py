"""docs/data-format.md documents the columns, keys and limits of the code, with valid examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard.ingest import network_toml
from dashboard.ingest.loader import FILES, validate

PAGE = (Path(__file__).parents[2] / "docs" / "data-format.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
SECTIONS = {"top": network_toml.FILE, "note": network_toml.NOTE, "role": network_toml.ROLE}


def rows(file: str) -> list[list[str]]:
    """Return the cells of the table below the heading of a file, without the header."""
    section = PAGE.partition(f"\n## `{file}`\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[1:]]


def number(text: str) -> int | None:
    """Parse "2,000"."""
    return int(text.replace(",", "")) if text else None


@pytest.mark.parametrize("file", FILES)
def test_each_column_is_documented(file: str) -> None:
    """The page lists the columns in order, with required and limit."""
    documented = [(name.strip("`"), required, number(limit)) for name, _, required, limit, _ in rows(file)]
    words = {(True, True): "yes", (True, False): "column", (False, False): "no"}
    columns = FILES[file]
    assert documented == [(each.name, words[each.required, each.filled], each.limit) for each in columns]


@pytest.mark.parametrize("section", SECTIONS)
def test_each_key_of_network_toml_is_documented(section: str) -> None:
    """The page lists the keys of each section, with required and limit."""
    documented = {
        (name.strip("`"), required, number(limit))
        for part, name, _, required, limit, _ in rows(network_toml.NAME)
        if part == section
    }
    keys: Sequence[network_toml.Key] = SECTIONS[section]
    assert documented == {
        (key.name, "yes" if key.required else "no", key.limit if key.kind is str else None) for key in keys
    }


def test_limits_of_files_are_documented() -> None:
    """The numbers in the text are those of the code."""
    from dashboard.ingest import cities, fact_tables, files, header, open_table

    for value in (
        open_table.MAX_ROWS,
        open_table.MAX_CELLS,
        open_table.MAX_LINES,
        header.MAX_COLUMNS,
        header.MAX_NAME,
        cities.MAX_TOPICS,
        cities.MAX_LISTED,
        fact_tables.MAX_LEVELS,
        network_toml.MAX_NOTES,
        network_toml.MAX_KEYWORDS,
    ):
        assert re.search(rf"\b{value:,}\b", PAGE), value
    assert f"{files.MAX_BYTES // 2**20} MiB" in PAGE
    assert f"{network_toml.MAX_BYTES // 2**10} KiB" in PAGE


def test_examples_are_one_valid_network(tmp_path: Path) -> None:
    """Every file has an example, and together they load without an error."""
    assert set(EXAMPLES) == {*FILES, network_toml.NAME}
    for name, text in EXAMPLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    findings = validate(tmp_path)
    assert findings.errors == 0, findings.problems
    assert findings.network is not None
    assert (len(findings.network), len(findings.network.events), len(findings.network.notes)) == (3, 1, 1)
