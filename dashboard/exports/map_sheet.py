"""The export sheet as SVG and PNG: the map in light colours with summary, legend, sources and date.

`dashboard.maps.svg.map` draws the map as for the page. A sheet has no links and tooltips, so it says in words what is
opened, which cities are outside the picture, and what dimmed circles mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.maps import label_placement
from dashboard.maps.basemap_style import Country
from dashboard.maps.projection import Bounds, View, bounds_of, fit
from dashboard.maps.svg import map as svg_map
from dashboard.maps.svg.event_connections import DASHES, event_lines, event_rings, known_bases
from dashboard.maps.svg.marks import FONT, circle, text
from dashboard.maps.svg.marks import number as short
from dashboard.maps.svg.outlines import Outlines
from dashboard.maps.theme import LIGHT
from dashboard.maps.viewport import alt_text, detail_rows
from dashboard.model.attribution import place_attributions
from dashboard.model.entities import Role
from dashboard.query.labels import basis_name
from dashboard.query.selection import Selection
from dashboard.query.summary import label_of, role_name
from dashboard.text.i18n import format_date, format_date_range, format_list, format_number, ngettext
from dashboard.text.i18n import gettext as _

MUTED, LINE, PAPER = "#55626f", "#e2e7eb", "#ffffff"
DEFAULT_BOUNDS = Bounds(south=31.5, west=-18.5, north=64.0, east=33.0)
"""From Madeira to Karelia, as in the initial view of the page."""
MOST_NAMED = 6
"""Maximum number of cities outside the picture that are listed by name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sizes of a sheet in SVG pixels, and the width of the PNG in pixels."""

    width: int
    map_height: int
    height: int | None
    margin: int
    sentence: int
    png_width: int


POSTER = Sheet(width=1200, map_height=760, height=None, margin=32, sentence=26, png_width=2400)
PREVIEW = Sheet(width=800, map_height=0, height=420, margin=20, sentence=21, png_width=1200)
"""The link preview: 1200 × 630 pixels, with text that is readable at small sizes."""
SHEETS = {"poster": POSTER, "preview": PREVIEW}


def sheet_svg(
    selection: Selection,
    *,
    outlines: Outlines,
    countries: Sequence[Country] = (),
    sheet: Sheet = POSTER,
    address: str = "",
) -> str:
    """Draw the sheet of a resolved state as a complete SVG.

    Args:
        countries: names of countries for the map.
        address: address of the view, or "".
    """
    preview = sheet.height is not None
    head, top = _head(selection, sheet)
    legend = _legend(selection)
    foot_lines = [] if preview else _foot(selection, sheet, address)
    map_height = (sheet.height - top - 34) if sheet.height is not None else sheet.map_height
    view = view_of(selection, width=sheet.width, height=map_height)
    outside = _outside(selection, view)
    legend_top = top + map_height
    height = sheet.height or legend_top + 44 + 20 * (len(foot_lines) + bool(outside)) + 24
    parts = [
        f'<path fill="{PAPER}" d="M0 0h{sheet.width}v{height}H0z"/>',
        head,
        f'<svg y="{top}" width="{sheet.width}" height="{map_height}" viewBox="0 0 {sheet.width} {map_height}">',
        _map(selection, view, outlines, countries),
        "</svg>",
        _line(top, sheet.width),
        _line(legend_top, sheet.width),
        _legend_row(legend, x=sheet.margin, y=legend_top + (17 if preview else 24), width=sheet.width - sheet.margin),
    ]
    y = legend_top + 44 + 14
    for row in [*([outside] if outside and not preview else []), *foot_lines]:
        parts.append(_words(row, x=sheet.margin, y=y, size=13, colour=MUTED))
        y += 20
    label = text(alt_text(selection.sentence))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{sheet.width}" height="{height}" '
        f'viewBox="0 0 {sheet.width} {height}" role="img" aria-label="{label}" font-family="{FONT}">'
        f"<title>{label}</title>{''.join(parts)}</svg>"
    )


def view_of(selection: Selection, *, width: int, height: int) -> View:
    """Return the view of a sheet's map.

    It is the view of the address; else Europe, or all places if fewer than half are in Europe; but if matching or
    opened cities are outside, the bounds of all of these.
    """
    state = selection.state
    if state.view:
        return View(state.view.latitude, state.view.longitude, state.view.zoom, width, height).clamped()
    latitudes = selection.network.cities["latitude"].to_numpy(dtype=float)
    longitudes = selection.network.cities["longitude"].to_numpy(dtype=float)
    places = {
        row: (float(latitudes[row]), float(longitudes[row])) for row in np.flatnonzero(~np.isnan(latitudes)).tolist()
    }
    default = fit(DEFAULT_BOUNDS, width=width, height=height, padding=8)
    if places and 2 * sum(default.shows(*at) for at in places.values()) < len(places):
        default = _around(list(places.values()), width, height)
    opened = [] if state.about else detail_rows(selection)
    rows = opened or (np.flatnonzero(selection.mask).tolist() if state.filtered else [])
    wanted = [places[row] for row in rows if row in places]
    if all(default.shows(*at, margin=12) for at in wanted):
        return default
    return _around(wanted, width, height)


def _around(places: list[tuple[float, float]], width: int, height: int) -> View:
    bounds = bounds_of(places) or Bounds(south=-56, west=-170, north=75, east=190)
    return fit(bounds, width=width, height=height, padding=min(90, height / 6), max_zoom=5)


def _head(selection: Selection, sheet: Sheet) -> tuple[str, int]:
    """Draw the name of the network, the summary and the opened item; return the top of the map."""
    room = sheet.width - 2 * sheet.margin
    y = sheet.margin + 6
    parts = [_words(selection.network.title, x=sheet.margin, y=y, size=14, colour=LIGHT.accent, weight=600)]
    most = 3 if sheet.height is None else 2
    y += 6
    for row in wrapped(selection.sentence, width=room, size=sheet.sentence, most=most):
        y += round(sheet.sentence * 1.3)
        parts.append(_words(row, x=sheet.margin, y=y, size=sheet.sentence, colour=LIGHT.text, weight=600))
    for row in wrapped(_opened(selection), width=room, size=15, most=1):
        y += 24
        parts.append(_words(row, x=sheet.margin, y=y, size=15, colour=LIGHT.text))
    return "".join(parts), y + (20 if sheet.height is None else 14)


def _opened(selection: Selection) -> str:
    """Return the opened item in the words of its panel."""
    network, state = selection.network, selection.state
    if state.event:
        event = network.event_by_id[state.event]
        where = _("online") if event.place == "online" else label_of(network, "city", event.place)
        return " · ".join((event.title, format_date_range(event.start, event.end), where))
    if state.city:
        city = network.city_by_row(network.row_by_city_id[state.city])
        role = role_name(city.role) if city.role else ""
        place = label_of(network, "country", city.country) if city.country else ""
        return " · ".join(part for part in (city.label, place, role) if part)
    if state.compare:
        return format_list([label_of(network, "compare", value) for value in state.compare])
    return label_of(network, "about", state.about) if state.about else ""


def _map(selection: Selection, view: View, outlines: Outlines, countries: Sequence[Country]) -> str:
    network = selection.network
    opened = detail_rows(selection)
    matching = {int(row) for row in np.flatnonzero(selection.mask)}
    matching |= set() if selection.state.event or selection.state.about else set(opened)
    return "".join(
        (
            svg_map.draw_basemap(outlines, view=view, colours=LIGHT),
            event_lines(selection, view=view, colours=LIGHT),
            event_rings(network, opened, view=view, colours=LIGHT),
            svg_map.draw_cities(
                network,
                view=view,
                colours=LIGHT,
                matching=matching,
                hint=lambda row: str(network.cities["label"].iat[row]),
                countries=countries,
                leading=opened,
            ),
        )
    )


def _legend(selection: Selection) -> list[tuple[str, str]]:
    """Return the legend: SVG of each mark, centred at (0, 0), and its meaning."""
    found: list[tuple[str, str]] = []
    counts = selection.network.cities["role"].value_counts()
    for role in Role:
        if role in counts.index:
            mark = circle(0, 0, role=role, colours=LIGHT, opened=False)
            found.append((mark, f"{role_name(role)} ({format_number(int(counts[role]))})"))
    if not selection.mask.all():
        mark = f'<g opacity="{svg_map.DIMMED_OPACITY}">{circle(0, 0, role="", colours=LIGHT, opened=False)}</g>'
        found.append((mark, _("does not match")))

    for basis in known_bases(selection):
        dash = f' stroke-dasharray="{DASHES[basis]}"' if DASHES[basis] else ""
        mark = f'<path d="M-12 0h24" stroke="{LIGHT.accent}" stroke-width="2"{dash}/>'
        found.append((mark, basis_name(basis)))
    return found


def _legend_row(legend: Sequence[tuple[str, str]], *, x: int, y: int, width: int) -> str:
    parts = []
    at: float = x + 10
    for mark, words in legend:
        needed = 20 + label_placement.text_width(words, size=13, bold=False)
        if at + needed > width:
            break
        parts.append(f'<g transform="translate({short(at)} {y})">{mark}</g>')
        parts.append(_words(words, x=at + 20, y=y + 5, size=13, colour=LIGHT.text))
        at += needed + 30
    return "".join(parts)


def _foot(selection: Selection, sheet: Sheet, address: str) -> list[str]:
    """Return the sources of the facts about the matching cities, the attribution of the map, and the date."""
    network = selection.network
    rows = np.flatnonzero(selection.mask)
    ids = list(network.cities["id"].iloc[rows])
    facts = network.city_topics[network.city_topics["city"].isin(ids)]
    parts = network.participation[network.participation["city"].isin(ids)]
    sources = (
        set(facts["source"])
        | set(parts["source"])
        | (set(network.cities["source"].iloc[rows].str.split(";").explode()) - {""})
    )
    count = len(facts) + len(parts)
    read = ngettext("{count} source", "{count} sources", len(sources)).format(count=format_number(len(sources)))
    known = ngettext("{facts} fact from {sources}", "{facts} facts from {sources}", count)
    texts = [known.format(facts=format_number(count), sources=read)]
    if network.accessed:
        texts.append(_("read on {date}").format(date=format_date(network.accessed.isoformat())))
    credit = _("Map: Natural Earth, public domain.")
    for place in place_attributions(network):
        credit += " " + _("Places: {name}, {licence}.").format(name=place.name, licence=place.licence)
    version = _("Data version {version}.").format(version=network.version)
    lines = [
        f"{', '.join(texts)}. {credit} {version}",
        *([address] if address else []),
    ]
    room = sheet.width - 2 * sheet.margin
    return [row for line in lines for row in wrapped(line, width=room, size=13, most=2)]


def _outside(selection: Selection, view: View) -> str:
    """List the matching cities that the picture does not show."""
    network = selection.network
    latitudes = network.cities["latitude"].to_numpy(dtype=float)
    longitudes = network.cities["longitude"].to_numpy(dtype=float)
    rows = [
        row
        for row in np.flatnonzero(selection.mask).tolist()
        if np.isnan(latitudes[row]) or not view.shows(float(latitudes[row]), float(longitudes[row]))
    ]
    names = [str(network.cities["label"].iat[row]) for row in rows[:MOST_NAMED]]
    if len(rows) > MOST_NAMED:
        names.append(_("{count} more").format(count=format_number(len(rows) - MOST_NAMED)))
    return _("Not in this picture: {cities}.").format(cities=format_list(names)) if names else ""


def wrapped(words: str, *, width: float, size: float, most: int) -> list[str]:
    """Wrap a text into lines that fit; truncate the last one with "…"."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and label_placement.text_width(longer, size=size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines += [line] if line else []
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    return [_cut(line, width=width, size=size) for line in lines]


def _cut(line: str, *, width: float, size: float) -> str:
    """Truncate a line that is still too long, such as a single long word."""
    if label_placement.text_width(line, size=size) <= width:
        return line
    kept = line.removesuffix(" …")
    while kept and label_placement.text_width(kept + "…", size=size) > width:
        kept = kept[: len(kept) - max(1, len(kept) // 20)]
    return kept.rstrip() + "…"


def _words(words: str, *, x: float, y: float, size: int, colour: str, weight: int = 400) -> str:
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{short(x)}" y="{short(y)}" font-size="{size}" fill="{colour}"{heavy}>{text(words)}</text>'


def _line(y: float, width: int) -> str:
    return f'<path stroke="{LINE}" d="M0 {short(y)}h{width}"/>'
