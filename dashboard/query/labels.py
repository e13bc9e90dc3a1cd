"""Display names of bases and kinds of sources."""

from __future__ import annotations

from dashboard.model.facts import Basis, SourceKind
from dashboard.text.i18n import gettext as _


def source_kind(kind: SourceKind) -> str:
    """Return the display name of a kind of source."""
    return {
        SourceKind.OFFICIAL: _("official page"),
        SourceKind.PRESS: _("press"),
        SourceKind.ENCYCLOPEDIA: _("encyclopedia"),
        SourceKind.SECONDARY: _("secondary source"),
    }[kind]


def basis_name(basis: Basis) -> str:
    """Return the display name of a basis."""
    return {Basis.STATED: _("stated"), Basis.IMPLIED: _("implied"), Basis.DERIVED: _("derived")}[basis]


def basis_meaning(basis: Basis) -> str:
    """Explain a basis in one sentence."""
    return {
        Basis.STATED: _("The page states it about this city."),
        Basis.IMPLIED: _("The page states it about a group or in passing, without naming the city."),
        Basis.DERIVED: _("Our own reasoning, explained in the fact."),
    }[basis]
