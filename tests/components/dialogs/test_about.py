"""The about dialog tells the truth about the data, and claims nothing of a network that has it not."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.components.dialogs.reading import REAL, inside, shown
from tests.networks import Town, network_of, with_notes


def test_about_counts_what_there_is() -> None:
    """Counts of bases and of kinds of sources are those of the data, with date and version."""
    text = inside(shown(), "about")
    bases = [*REAL.city_topics["basis"], *REAL.participation["basis"]]
    for basis in ("stated", "implied", "derived"):
        assert re.search(rf'basis-{basis}"[^>]*>{basis}</span><span class="count"> {bases.count(basis)}<', text)
    counts = [int(count) for count in re.findall(r"<dd>(\d+)</dd>", text)]
    assert sum(counts) == len(REAL.sources)
    assert REAL.version in text
    assert "28 Nov 2026" in text


def test_about_claims_nothing_of_a_network_that_has_it_not() -> None:
    """A bare list of cities has no facts, no encyclopedia and no places of GeoNames to speak of."""
    text = inside(shown(replace(network_of([Town("alba")]), sources={}, accessed=None)), "about")
    for claim in ("own words", "Wikipedia", "GeoNames", "stated"):
        assert claim not in text
    assert "Natural Earth" in text


def test_errors_can_be_reported_where_the_operator_says_where() -> None:
    """The link has the subject filled in; without an address there is none."""
    bare = network_of([Town("alba")])
    assert "Report an error" not in shown(bare)
    own = inside(shown(with_notes(REAL)), "about")
    assert 'href="https://network.example/"' in own, "without a setting, the network's own page"
    text = inside(shown(report_url="mailto:a@example.org?subject={subject}"), "about")
    assert "mailto:a@example.org?subject=Error%20on%20the%20map" in text


def test_about_says_what_the_network_is() -> None:
    """The texts of the network about itself stand there; a network without any shows none."""
    text = inside(shown(with_notes(REAL)), "about")
    for words in ("We share.", "It has ended.", "First to try.", "How to join", "Ask the office."):
        assert words in text
    assert 'class="notes"' not in inside(shown(network_of([Town("alba")])), "about")
