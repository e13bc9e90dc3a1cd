"""Loader: a folder of tables becomes a network, or a list of errors with locations."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.errors import DataError
from dashboard.ingest.loader import FILES, load, validate
from dashboard.model.entities import ParticipationRole, Role
from dashboard.model.facts import Basis, SourceKind

TABLES = {
    "cities.csv": (
        "id,name,local_name,country,role,website,summary,source\n"
        "nantes,Nantes,Nantes,France,lighthouse,https://metropole.nantes.fr,On the Loire.,page-1\n"
        "cacak,Cacak,Čačak,RS,member,,,\n"
        "rome,Rome,Roma,it,Follower,,,\n"
    ),
    "topics.csv": (
        "id,title,parent,description\nbuses,Electric buses,mobility,\nmobility,Mobility,,How people move.\n"
    ),
    "sources.csv": (
        "id,title,publisher,kind,url,accessed\n"
        "page-1,The network,network.example,official,https://network.example/,2026-11-22\n"
        "page-2,The news,news.example,press,https://news.example/a?b=c,2026-11-20\n"
    ),
    "events.csv": (
        "id,title,kind,start,end,place,summary,source\n"
        "webinar,Webinar,webinar,2020-06-09,,online,,page-1\n"
        "visit,Visit,study visit,2019-03,2019-03,nantes,Seen.,page-1\n"
    ),
    "city_topics.csv": (
        "city,topic,fact,year,basis,source\n"
        "rome,mobility,Plans.,,implied,page-2\n"
        "nantes,buses,Runs e-buses.,2019,stated,page-2\n"
        "nantes,buses,Showed its e-busway.,2019,stated,page-1\n"
    ),
    "participation.csv": (
        "event,city,role,basis,fact,source\n"
        "visit,nantes,host,stated,Hosted.,page-1\n"
        "webinar,nantes,attendee,derived,By reasoning.,page-1\n"
        "visit,rome,attendee,implied,With others.,page-2\n"
    ),
    "places.csv": (
        "city,latitude,longitude,geonames_id,matched_name,population,timezone,provider,status,flags,retrieved\n"
        "nantes,47.21725,-1.55336,2990969,Nantes,318808,Europe/Paris,geonames,exact,,2026-11-22\n"
        "cacak,43.89139,20.34972,792078,Čačak,,Europe/Belgrade,geonames,alternate,ambiguous|small,2026-11-22\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with all tables, valid and small."""
    for name, content in TABLES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text in a table."""
    content = (folder / name).read_text(encoding="utf-8")
    assert old in content
    (folder / name).write_text(content.replace(old, new, 1), encoding="utf-8")


def errors(folder: Path) -> list[str]:
    """Return the errors of a folder without its name."""
    return [str(each).removeprefix(f"{folder}/") for each in validate(folder).problems if each.level == "error"]


def test_reads_every_table(folder: Path) -> None:
    """The network contains the data of all tables."""
    (folder / "network.toml").write_text('title = "Cities"\ntagline = "learn from each other"\n', encoding="utf-8")
    network = load(folder)
    assert (network.title, network.tagline, len(network)) == ("Cities", "learn from each other", 3)
    nantes = network.city("nantes")
    assert nantes is not None
    assert (nantes.role, nantes.country, nantes.website) == (Role.LIGHTHOUSE, "FR", "https://metropole.nantes.fr")
    assert nantes.source == network.sources["page-1"]
    assert nantes.place is not None
    assert (nantes.place.latitude, nantes.place.population, nantes.place.flags) == (47.21725, 318808, ())
    assert network.sources["page-2"].kind is SourceKind.PRESS
    assert str(network.accessed) == "2026-11-22"
    assert [event.id for event in network.events] == ["visit", "webinar"]
    assert network.event_by_id["webinar"].end == "2020-06-09"
    assert [(each.part, each.fact.basis) for each in network.participation_of("nantes")] == [
        (ParticipationRole.HOST, Basis.STATED),
        (ParticipationRole.ATTENDEE, Basis.DERIVED),
    ]
    assert list(network.cities["topics"]) == [1, 0, 1]
    assert list(network.cities["events"]) == [2, 0, 1]


def test_shows_the_local_spelling_but_not_another_name(folder: Path) -> None:
    """Čačak is shown with its accents; Rome stays Rome in English."""
    network = load(folder)
    assert list(network.cities["label"]) == ["Nantes", "Čačak", "Rome"]


def test_puts_pages_of_the_network_itself_first(folder: Path) -> None:
    """Facts from the network's own pages come first."""
    assert [fact.source.id for fact in load(folder).facts("nantes", "buses")] == ["page-1", "page-2"]


def test_puts_parents_before_their_children(folder: Path) -> None:
    """A topic may come before its parent in the file."""
    assert [topic.id for topic in load(folder).topics] == ["mobility", "buses"]


def test_keeps_the_flags_of_a_place(folder: Path) -> None:
    """The flags of the geocoder are in the profile."""
    city = load(folder).city("cacak")
    assert city is not None
    assert city.place is not None
    assert (city.place.flags, city.place.population) == (("ambiguous", "small"), None)


def test_coordinates_in_the_list_take_precedence(folder: Path) -> None:
    """Manual coordinates override the geocoder; if they are close, population and time zone are kept."""
    change(folder, "cities.csv", "summary,source\n", "summary,source,latitude,longitude\n")
    change(folder, "cities.csv", "page-1\n", "page-1,47.3,-1.5\n")
    change(folder, "cities.csv", "member,,,\n", "member,,,,10.5,20.5\n")
    change(folder, "cities.csv", "Follower,,,\n", "Follower,,,,,\n")
    network = load(folder)
    nantes, cacak = network.city("nantes"), network.city("cacak")
    assert nantes is not None
    assert cacak is not None
    assert nantes.place is not None
    assert cacak.place is not None
    assert (nantes.place.latitude, nantes.place.provider, nantes.place.population) == (47.3, "override", 318808)
    assert (cacak.place.latitude, cacak.place.provider, cacak.place.timezone) == (10.5, "override", "")


def test_warns_about_stale_and_missing_places(folder: Path) -> None:
    """An outdated places.csv is a warning, not an error."""
    change(folder, "places.csv", "\ncacak,", "\npalencia,")
    warnings = load(folder).warnings
    assert f"{folder}/places.csv:3: warning: city: 'palencia' is not in cities.csv; run the geocode command again" in (
        warnings
    )
    assert any("2 cities have no place on the map (Cacak, Rome)" in warning for warning in warnings)


def test_warns_about_a_place_outside_its_country(folder: Path) -> None:
    """Manual coordinates may lack a minus sign."""
    change(folder, "places.csv", "47.21725,-1.55336", "-47.21725,-1.55336")
    warnings = [warning for warning in load(folder).warnings if "places.csv:2: warning: longitude: -47.2" in warning]
    assert len(warnings) == 1
    assert "is not in France, 47.2" in warnings[0]


def test_suggests_the_geocode_command(folder: Path) -> None:
    """The command fits a folder with places, a folder without, and one list."""
    command = f"; run: cities-network geocode {folder}"
    change(folder, "places.csv", "\ncacak,", "\npalencia,")
    assert any(
        warning.endswith(f"{command} --review, or write latitude and longitude into cities.csv")
        for warning in load(folder).warnings
    )
    (folder / "places.csv").unlink()
    assert any(warning.endswith(command) for warning in load(folder).warnings)
    alone = (folder / "cities.csv").rename(folder / "my cities.csv")
    alone.write_text("name,country\nRome,Italy\n", encoding="utf-8")
    assert load(alone).warnings[0].endswith(f"geocode '{alone}', then use the file it writes")


def test_reports_a_missing_events_table_once(folder: Path) -> None:
    """Not once for each participation."""
    (folder / "events.csv").unlink()
    found = [line for line in errors(folder) if "participation.csv" in line]
    assert len(found) == 1
    assert "participation.csv: event: there is no events.csv; add it, with the" in found[0]


@pytest.mark.parametrize("name", sorted(FILES))
def test_recognizes_a_table_without_header(tmp_path: Path, name: str) -> None:
    """The first row of any table of the repository is recognized as data, with one error."""
    for table in default_data().glob("*.csv"):
        text = table.read_text(encoding="utf-8")
        (tmp_path / table.name).write_text(text.partition("\n")[2] if table.name == name else text, encoding="utf-8")
    found = [line for line in errors(tmp_path) if line.startswith(f"{name}:")]
    assert len(found) == 1
    assert f"{name}:1: the first row looks like data (" in found[0]


BROKEN = [
    (
        "participation.csv",
        "visit,nantes",
        "visit,nante",
        "participation.csv:2: city: 'nante' is not in cities.csv; did you mean 'nantes'?",
    ),
    ("participation.csv", "visit,nantes", "visit,Čačak", "city: 'Čačak' is not in cities.csv; did you mean 'cacak'?"),
    ("participation.csv", "visit,nantes", "vist,nantes", "event: 'vist' is not in events.csv; did you mean 'visit'?"),
    ("participation.csv", ",host,", ",hosts,", "role: 'hosts' is not known; write host, presenter or attendee; did"),
    ("participation.csv", ",derived,", ",guessed,", "basis: 'guessed' is not known; write stated, implied or derived"),
    ("participation.csv", "visit,rome,attendee", "visit,nantes,host", "is already in line 2; keep one"),
    (
        "city_topics.csv",
        "rome,mobility",
        "rome,mobilty",
        "city_topics.csv:2: topic: 'mobilty' is not in topics.csv; did",
    ),
    ("city_topics.csv", "implied,page-2", "implied,", "city_topics.csv:2: source: is empty; every row needs a value"),
    (
        "city_topics.csv",
        "implied,page-2",
        "implied,page2",
        "source: 'page2' is not in sources.csv; did you mean 'page-2'",
    ),
    ("city_topics.csv", "Plans.,,", "Plans.,'19,", "year: ''19' is not a year; write YYYY, for example 2019"),
    ("city_topics.csv", "Plans.", "", "city_topics.csv:2: fact: is empty; every row needs a value"),
    ("city_topics.csv", "Showed its e-busway.,2019,stated,page-1", "Runs e-buses.,,stated,page-2", "is already in"),
    ("city_topics.csv", "fact,year,basis", "fact,year,bases", "missing: basis; found: city, topic, fact, year, bases"),
    ("cities.csv", "lighthouse", "lighthous", "cities.csv:2: role: 'lighthous' is not known; write lighthouse, foll"),
    (
        "cities.csv",
        "https://metropole",
        "javascript:alert(1)//",
        "website: 'javascript:alert(1)//.nantes.fr' is not an",
    ),
    ("cities.csv", "https://metropole.nantes.fr", "www.nantes.fr", "write https://www.nantes.fr"),
    ("cities.csv", "page-1", "page-9", "source: 'page-9' is not in sour"),
    ("cities.csv", "\nrome,", "\nnantes,", "cities.csv:4: id: 'nantes' is already in line 2; ids must be unique"),
    ("cities.csv", "\nrome,", "\nonline,", "cities.csv:4: id: 'online' is reserved for events without a place"),
    ("cities.csv", "\nrome,", "\nro me,", "cities.csv:4: id: 'ro me' cannot be an id; write letters, digits and hyph"),
    (
        "topics.csv",
        "buses,mobility",
        "buses,mobile",
        "topics.csv:2: parent: 'mobile' is not in topics.csv; did you mean",
    ),
    ("topics.csv", "Mobility,,", "Mobility,buses,", "topics.csv:2: parent: 'mobility' makes 'buses' its own ancestor"),
    ("sources.csv", ",press,", ",blog,", "sources.csv:3: kind: 'blog' is not known; write official, press, encyclo"),
    ("sources.csv", "https://news", "ftp://news", "url: 'ftp://news.example/a?b=c' is not an http or https URL"),
    ("sources.csv", "2026-11-20", "2026-11", "accessed: '2026-11' is not a date; write YYYY-MM-DD"),
    ("sources.csv", "2026-11-20", "2026-02-30", "accessed: '2026-02-30' is not a calendar date"),
    ("events.csv", "2020-06-09", "2019-13-02", "events.csv:2: start: '2019-13-02' is not a calendar date; write"),
    (
        "events.csv",
        "2020-06-09",
        "9 June 2020",
        "start: '9 June 2020' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    ("events.csv", "2020-06-09,", "2020-06-09,2020-06-08", "end: '2020-06-08' is before the start '2020-06-09'"),
    ("events.csv", ",online,", ",onlin,", "place: 'onlin' is not in cities.csv; did you mean 'online'?"),
    ("places.csv", "47.21725", "147.2", "places.csv:2: latitude: '147.2' is outside -90..90"),
    ("places.csv", "318808", "300k", "places.csv:2: population: '300k' is not a population; write digits only"),
    ("places.csv", "\ncacak", "\nnantes", "places.csv:3: city: 'nantes' is already in line 2; ids must be unique"),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), BROKEN)
def test_reports_inconsistent_values(folder: Path, name: str, old: str, new: str, expected: str) -> None:
    """One typo in one table is one error, with a suggestion."""
    change(folder, name, old, new)
    found = errors(folder)
    assert len(found) == 1, found
    assert found[0].startswith(f"{name}:")
    assert expected in found[0]


def test_reports_problems_of_all_files_at_once(folder: Path) -> None:
    """Nobody has to fix one file to see the errors of the next."""
    change(folder, "cities.csv", "France", "Frnce")
    change(folder, "events.csv", "2019-03,2019-03", "2019-03,2019-02")
    change(folder, "participation.csv", "stated", "sure")
    with pytest.raises(DataError) as caught:
        load(folder)
    assert [Path(problem.file).name for problem in caught.value.problems if problem.level == "error"] == [
        "cities.csv",
        "events.csv",
        "participation.csv",
    ]


@pytest.mark.parametrize("name", ["cities.csv", "sources.csv", "topics.csv", "events.csv"])
def test_references_to_an_unreadable_table_are_not_reported(folder: Path, name: str) -> None:
    """References to a broken table are not reported one by one."""
    (folder / name).write_bytes(b"\x1f\x8b\x08")
    found = errors(folder)
    assert found == [f"{name}: is compressed with gzip; unpack it first"]


def test_references_to_a_rejected_row_are_not_reported(folder: Path) -> None:
    """One missing comma in the list of cities is one error, even if other tables refer to the city."""
    change(folder, "cities.csv", "nantes,Nantes,Nantes,France", "nantes,Nantes,France")
    assert len(errors(folder)) == 1


def test_needs_only_a_list_of_cities(folder: Path) -> None:
    """A folder with only cities.csv is a network, even if the list refers to unlisted pages."""
    for name in TABLES:
        if name != "cities.csv":
            (folder / name).unlink()
    change(folder, "cities.csv", "page-1", "https://network.example/")
    network = load(folder)
    assert (len(network), network.topics, network.events) == (3, (), ())
    assert [(source.url, source.publisher) for source in network.sources.values()] == [
        ("https://network.example/", "network.example")
    ]


def test_accepts_urls_as_sources_without_sources_csv(folder: Path) -> None:
    """Without sources.csv, a fact may have a URL as its source, and nothing else."""
    (folder / "sources.csv").unlink()
    found = errors(folder)
    assert "cities.csv:2: source: 'page-1': there is no sources.csv, so write the URL of the page" in found
    assert sum("there is no sources.csv" in line for line in found) == len(found) == 9


def test_creates_topics_from_a_column(tmp_path: Path) -> None:
    """A list may contain the topics of each city; the list is the source."""
    path = tmp_path / "towns.csv"
    path.write_text("Stadt;Land;Themen\nWien;AT;E-Busse | Wärme\nGraz;AT;wärme\nLinz;AT;\n", encoding="utf-8")
    network = load(path)
    assert [(topic.id, topic.title) for topic in network.topics] == [("e-busse", "E-Busse"), ("warme", "Wärme")]
    assert [topic.id for topic in network.topics_of("graz")] == ["warme"]
    fact = network.facts("wien", "e-busse")[0]
    assert (fact.text, fact.source.title) == ("Listed in towns.csv.", "towns.csv")


@pytest.mark.parametrize(
    "header",
    [
        "city,country,lat,lng",
        "Name,Country Name,Latitude,Longitude",
        "Ciudad,País,latitud,longitud",
        "Stadt,Land,Breitengrad,Längengrad",
        "ville,pays,lat,lon",
        "Comune,Stato,lat,long",
        "municipality,iso2,y,x",
        "城市,国家,纬度,经度",
        "KAUPUNKI,MAA,LAT,LON",
    ],
)
def test_recognizes_column_synonyms(tmp_path: Path, header: str) -> None:
    """A list of any origin loads without renaming its columns."""
    path = tmp_path / "list.csv"
    path.write_text(f"{header}\nMálaga,ES,36.72,-4.42\n", encoding="utf-8")
    network = load(path)
    assert network.extra.columns.empty
    assert (network.cities["name"][0], network.cities["longitude"][0]) == ("Málaga", -4.42)


def test_shows_unknown_columns_as_fields_of_the_profile(tmp_path: Path) -> None:
    """Other columns are kept with name and text."""
    path = tmp_path / "list.csv"
    path.write_text("name,city,country,Mayor\nA,B,ES,Ms C\nD,E,ES,\n", encoding="utf-8")
    network = load(path)
    first, second = network.city_by_row(0), network.city_by_row(1)
    assert (first.name, dict(first.extra)) == ("A", {"city": "B", "Mayor": "Ms C"})
    assert dict(second.extra) == {"city": "E"}


def test_derives_ids_from_names(tmp_path: Path) -> None:
    """Every city has a unique and stable id."""
    path = tmp_path / "list.csv"
    names = "Torres Vedras,PT,/Springfield,US,MA/Springfield,US,IL/Springfield,GB,/Łódź,PL,/绵阳,CN,/🚲,NL,/Online,DE,/"
    path.write_text("name,country,region\n" + names.replace("/", "\n"), encoding="utf-8")
    ids = ["torres-vedras", "springfield", "springfield-us", "springfield-gb", "lodz", "绵阳", "city", "online-de"]
    assert list(load(path).cities["id"]) == ids


def test_version_is_a_hash_of_the_content(folder: Path) -> None:
    """The same bytes give the same version; any other byte gives another."""
    before = load(folder).version
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert load(folder).version == before
    change(folder, "places.csv", "318808", "318809")
    assert load(folder).version != before


def test_warns_about_a_table_with_a_wrong_name(folder: Path) -> None:
    """A table with a misspelled name is reported."""
    (folder / "participation.csv").rename(folder / "participations.csv")
    assert any("participations.csv: warning: is not a table of the network" in line for line in load(folder).warnings)


def test_reports_a_missing_list(folder: Path) -> None:
    """A folder without cities.csv is not a network."""
    (folder / "cities.csv").unlink()
    assert "cities.csv: not found in" in errors(folder)[0]


plain = st.text(
    st.characters(
        codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="<\u2800\u3164\uffa0\ufffd\u115f\u1160"
    ),
    max_size=30,
).map(str.strip)
visible = plain.filter(lambda text: any(char.isalnum() for char in text))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(
        st.tuples(visible, st.sampled_from(["ES", "Namibia", "NA", "中国"]), plain, plain),
        min_size=1,
        max_size=6,
    ),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_valid_table_loads_unchanged(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str, str]],
    delimiter: str,
    end: str,
    quoting: int,
) -> None:
    """The network contains what the csv module writes, for all texts, delimiters and line ends."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["id", "name", "country", "summary", "remark"])
    writer.writerows((f"c{number}", *row) for number, row in enumerate(rows))
    path = tmp_path_factory.mktemp("valid") / "list.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    network = load(path)
    assert list(network.cities["name"]) == [row[0] for row in rows]
    assert list(network.cities["summary"]) == [row[2] for row in rows]
    assert list(network.extra["remark"]) == [row[3] for row in rows]


@settings(deadline=None, max_examples=150)
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.text(st.sampled_from('ab,;\t|"\n\r \ufeff<@=é\x00'), max_size=200).map(
            lambda text: ("name,country\n" + text).encode()
        ),
    )
)
def test_no_bytes_raise_anything_but_a_data_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Any file gives a network or a list of problems."""
    path = tmp_path_factory.mktemp("any") / "list.csv"
    path.write_bytes(data)
    findings = validate(path)
    assert (findings.network is None) == (findings.errors > 0)
    assert all(str(problem).isprintable() for problem in findings.problems)
    if findings.network is None:
        with pytest.raises(DataError):
            load(path)


@pytest.mark.parametrize(
    ("name", "title"),
    [("bike-towns.csv", "Bike towns"), ("cities.csv", "Cities Network"), ("my_places.csv", "My places")],
)
def test_title_of_a_list_is_derived_from_the_file_name(tmp_path: Path, name: str, title: str) -> None:
    """A list of other people does not get the name of another network."""
    path = tmp_path / name
    path.write_text("name,country\nRome,IT\n", encoding="utf-8")
    assert load(path).title == title
    assert load(path, title="Mine").title == "Mine"


def test_warns_about_network_csv(folder: Path) -> None:
    """The old file is not ignored silently."""
    (folder / "network.csv").write_text("title\nCities\n", encoding="utf-8")
    assert any("write its title and tagline into network.toml" in line for line in load(folder).warnings)


def test_reads_language_and_publication_of_a_source(folder: Path) -> None:
    """A fact without a year is as old as its page."""
    change(folder, "sources.csv", "accessed\n", "accessed,language,published\n")
    change(folder, "sources.csv", "2026-11-22\n", "2026-11-22,zh-Hant,\n")
    change(folder, "sources.csv", "2026-11-20\n", "2026-11-20,pt-BR,2019-03\n")
    network = load(folder)
    assert (network.sources["page-1"].language, network.sources["page-1"].published) == ("zh-Hant", "")
    assert (network.sources["page-2"].language, network.sources["page-2"].published) == ("pt-BR", "2019-03")
    assert [fact.dated for fact in network.facts("rome", "mobility")] == [2019]


@pytest.mark.parametrize(
    ("language", "published", "wanted"),
    [
        ("english", "", "language: 'english' is not a language tag (BCP 47); write for example en, pt-BR or zh-Hant"),
        ("EN", "", "language: 'EN' is not a language tag (BCP 47); write for example en, pt-BR or zh-Hant"),
        ("xx", "", "language: 'xx': there is no language 'xx' in ISO 639"),
        ("en", "May 2019", "published: 'May 2019' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("en", "2026-12", "published: '2026-12' is after the day of access '2026-11-22'"),
    ],
)
def test_rejects_invalid_language_and_publication(folder: Path, language: str, published: str, wanted: str) -> None:
    """An invalid tag or date is reported with its line."""
    change(folder, "sources.csv", "accessed\n", "accessed,language,published\n")
    change(folder, "sources.csv", "2026-11-22\n", f"2026-11-22,{language},{published}\n")
    change(folder, "sources.csv", "2026-11-20\n", "2026-11-20,,\n")
    assert errors(folder) == [f"sources.csv:2: {wanted}"]


def test_reads_the_due_year(folder: Path) -> None:
    """The due year is separate from the year of the fact; invalid years are rejected."""
    change(folder, "city_topics.csv", "source\n", "source,due\n")
    change(folder, "city_topics.csv", "implied,page-2\n", "implied,page-2,2030\n")
    change(folder, "city_topics.csv", "e-buses.,2019,stated,page-2\n", "e-buses.,2019,stated,page-2,\n")
    change(folder, "city_topics.csv", "stated,page-1\n", "stated,page-1,\n")
    network = load(folder)
    assert [(fact.year, fact.due) for fact in network.facts("rome", "mobility")] == [(None, 2030)]
    assert [(fact.year, fact.due) for fact in network.facts("nantes", "buses")] == [(2019, None)] * 2
    assert str(network.city_topics["due"].dtype) == "Int64"
    change(folder, "city_topics.csv", ",2030\n", ",soon\n")
    assert errors(folder) == ["city_topics.csv:2: due: 'soon' is not a year; write YYYY, for example 2019"]


def test_a_description_has_the_source_of_its_event_or_its_own(folder: Path) -> None:
    """The source of a description is stored only if it differs."""
    change(folder, "events.csv", "source\n", "source,description,description_source\n")
    change(folder, "events.csv", "online,,page-1\n", "online,,page-1,One. Two.,\n")
    change(folder, "events.csv", "Seen.,page-1\n", "Seen.,page-1,Three.,page-2\n")
    network = load(folder)
    webinar, visit = network.event_by_id["webinar"], network.event_by_id["visit"]
    assert (webinar.description, webinar.description_source) == ("One. Two.", None)
    assert (visit.description, visit.description_source) == ("Three.", network.sources["page-2"])
    change(folder, "events.csv", "Three.,page-2", "Three.,page-3")
    assert errors(folder) == [
        "events.csv:3: description_source: 'page-3' is not in sources.csv; did you mean 'page-1'?"
    ]


def test_summary_may_have_several_sources(folder: Path) -> None:
    """All are stored, and the first is the main one; a fact has one source."""
    change(folder, "cities.csv", "On the Loire.,page-1", "On the Loire.,page-2; page-1")
    nantes = load(folder).city("nantes")
    assert nantes is not None
    assert [source.id for source in nantes.sources] == ["page-2", "page-1"]
    assert nantes.source == nantes.sources[0]
    change(folder, "cities.csv", "page-2; page-1", "page-2; page-4")
    change(folder, "city_topics.csv", "implied,page-2", "implied,page-2;page-1")
    assert errors(folder) == [
        "cities.csv:2: source: 'page-4' is not in sources.csv; did you mean 'page-1'?",
        "city_topics.csv:2: source: 'page-2;page-1' is not in sources.csv",
    ]


def test_summary_may_have_several_urls(tmp_path: Path) -> None:
    """Without sources.csv, URLs are separated too; a URL may contain a semicolon."""
    pages = "https://a.example/x;y; https://b.example/"
    (tmp_path / "cities.csv").write_text(f"name,country,summary,source\nRome,IT,Old.,{pages}\n", encoding="utf-8")
    rome = load(tmp_path).city("rome")
    assert rome is not None
    assert [source.url for source in rome.sources] == ["https://a.example/x;y", "https://b.example/"]


@pytest.mark.parametrize("levels", [20, 21, 30_000])
def test_topic_levels_are_limited(folder: Path, levels: int) -> None:
    """A long chain of topics is rejected without walking it from each topic."""
    chain = "".join(f"level-{n},Level {n},{f'level-{n - 1}' if n else ''},\n" for n in range(levels))
    change(folder, "topics.csv", "mobility,Mobility", chain + "mobility,Mobility")
    found = errors(folder)
    assert bool(found) == (levels > 20)
    if found:
        assert found[0] == "topics.csv:23: parent: 'level-19' puts 'level-20' below more than 20 levels; use fewer"


def test_long_cycle_of_topics_is_rejected(folder: Path) -> None:
    """A cycle that is longer than the limit is rejected too."""
    circle = "".join(f"level-{n},Level {n},level-{(n + 1) % 500},\n" for n in range(500))
    change(folder, "topics.csv", "mobility,Mobility", circle + "mobility,Mobility")
    assert "topics.csv:3: parent: 'level-1' puts 'level-0' below more than 20 levels; use fewer" in errors(folder)
