"""The words for a basis and for a kind of source."""

from __future__ import annotations

from dashboard.model.network import Basis, SourceKind
from dashboard.text.i18n import gettext as _


def source_kind(kind: SourceKind) -> str:
    """Return the words for who speaks on a page."""
    return {
        SourceKind.OFFICIAL: _("official page"),
        SourceKind.PRESS: _("press"),
        SourceKind.ENCYCLOPEDIA: _("encyclopedia"),
        SourceKind.SECONDARY: _("secondary source"),
    }[kind]


def basis_name(basis: Basis) -> str:
    """Return the word for a basis."""
    return {Basis.STATED: _("stated"), Basis.IMPLIED: _("implied"), Basis.DERIVED: _("derived")}[basis]


def basis_meaning(basis: Basis) -> str:
    """Return what a basis means, in one sentence."""
    return {
        Basis.STATED: _("The page says it of this city."),
        Basis.IMPLIED: _("The page says it of a group or in passing; it does not name the city for it."),
        Basis.DERIVED: _("Our own reasoning, written out in the fact."),
    }[basis]
