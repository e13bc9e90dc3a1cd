"""What the network says of itself: leading texts in full, roles by their meaning, all else folded, with sources."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.notes import LEADING, introduction, sources
from dashboard.model.facts import Basis, Fact, Note
from tests.networks import SOURCE, small, with_notes
from tests.seen import prop, text, walk


def test_leading_notes_are_read_in_full_and_others_under_their_titles() -> None:
    """What the network is and that it has ended is in sight; how to join and whom to ask is opened."""
    view = introduction(with_notes(small()))
    assert [text(one) for one in walk(view) if prop(one, "className") == "lead"] == ["We share.", "It has ended."]
    folded = {text(one.children[0]): text(one.children[1]) for one in walk(view) if prop(one, "className") == "note"}
    assert folded == {"How to join": "Come in.", "Contact": "Ask the office."}
    assert {note.id for note in with_notes(small()).notes} - set(LEADING) == {"joining", "contact"}


def test_roles_stand_in_the_order_of_experience_with_their_marks() -> None:
    """Each role that has a meaning, by its name; a role without one is left out."""
    network = with_notes(small())
    names = [text(one) for one in walk(introduction(network)) if one._type == "Dt"]
    assert names == ["Lighthouse", "Follower", "Member"]
    meanings = [text(one) for one in walk(introduction(network)) if one._type == "Dd"]
    assert meanings == ["First to try.", "Next to try.", "Here to learn."]
    alone = replace(network, role_notes={"member": network.role_notes["member"]})
    assert [text(one) for one in walk(introduction(alone)) if one._type == "Dt"] == ["Member"]
    none = replace(network, role_notes={})
    assert not [one for one in walk(introduction(none)) if one._type == "Dl"]


def test_a_note_leads_to_the_page_that_it_is_about() -> None:
    """By the name of the host, outside of the page; a note without a page has no such link."""
    notes = [one for one in walk(introduction(with_notes(small()))) if prop(one, "className") == "note"]
    ways = [[prop(one, "href") for one in walk(note) if prop(one, "className") == "links"] for note in notes]
    assert [len(way) for way in ways] == [1, 0]
    hrefs = [prop(one, "href") for one in walk(notes[0]) if one._type == "A"]
    assert "https://join.example/" in hrefs


def test_a_source_of_several_texts_stands_once_unless_basis_or_age_differ() -> None:
    """Two texts of one page, of one year, on one basis have one line; another basis or year has its own."""

    def note(basis: Basis, year: int | None) -> Note:
        return Note("x", "X", Fact("Text.", basis, SOURCE, year))

    same = [note(Basis.STATED, 2022), note(Basis.STATED, 2022)]
    assert len(sources(same)) == 1
    assert len(sources([*same, note(Basis.IMPLIED, 2022)])) == 2
    assert len(sources([*same, note(Basis.STATED, 2021)])) == 2
    assert sources([]) == []


def test_a_network_that_says_nothing_has_no_introduction() -> None:
    """Lists of other people have no empty box."""
    assert introduction(small()) == []
