"""Place types around a name, as in "City of York" and "Gmina Gdynia"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from dashboard.text.normalize import normalize

_PLACE_TYPES = (
    "greater|metropolitan|metropolitan city|metropolitan area|metropolitan municipality|municipality|municipal|"
    "municipal corporation|corporation|metropole|metropolis|city|town|village|borough|royal borough|london borough|"
    "metropolitan borough|county|county borough|city and county|city county|district|borough council|county council|"
    "district council|town council|city authority|capital city|capital city authority|special|"
    "urban district|region|capital region|province|prefecture|commune|communaute urbaine|communaute d agglomeration|"
    "eurometropole|ville|mairie|departement|agglomeration|grand|stadt|hansestadt|freie und hansestadt|landeshauptstadt|"
    "bundeshauptstadt|bundesstadt|wissenschaftsstadt|lutherstadt|stadtverwaltung|magistrat|grosse kreisstadt|"
    "universitatsstadt|kreisfreie stadt|gemeinde|marktgemeinde|stadtgemeinde|samtgemeinde|einwohnergemeinde|landkreis|"
    "kreis|ciudad|municipio|municipalidad|alcaldia|alcaldia mayor|intendencia|gobierno|excmo|"
    "ayuntamiento|concello|concejo|ajuntament|udala|villa|localidad|cidade|camara|concelho|prefeitura|comune|"
    "citta|citta metropolitana|citta di|comunita|gemeente|stad|kommune|kommun|kaupunki|kunta|by|miasto|gmina|"
    "miasto stoleczne|mst|urzad miasta|urzad miejski|obec|mesto|statutarni mesto|hlavni mesto|hlavne mesto|grad|"
    "opstina|opcina|obcina|mestna obcina|primaria|primaria municipiului|municipiul|orasul|oras|comuna|judetul|"
    "dimos|belediyesi|"
    "buyuksehir belediyesi|belediye baskanligi|buyuksehir belediye baskanligi|sehri|il|ilce|ilcesi|kota|kabupaten|"
    "thanh pho|tp|fovaros|varos|megyei jogu varos|onkormanyzata|miesto savivaldybe|savivaldybe|miestas|pilseta|"
    "linn|vald|urban area|metro|metro area|council|city council|"
    "distrito|distrito de|distrito capital|distrito federal|dc|df|cc|mun|"
    "shi|ku|cho|gun|gu|si|oblast|raion|rayon|gorod|г|місто|м|город|міська рада|городской округ|"
    "metropolitan assembly|municipal assembly|metropolitan administration|regional municipality|city hall|"
    "district municipality|local municipality|majlis bandaraya|majlis perbandaran|dewan bandaraya|"
    "kota administrasi|pemerintah kota|krong|thromde|mahanagara palike|mahanagar palika|nagar nigam|nagar palika|"
    "south city corporation|north city corporation|distrito metropolitano|municipalidad distrital|"
    "municipalidad provincial|metropolitana|area metropolitana|region metropolitana|regiao metropolitana|"
    "regiao administrativa|zona metropolitana|capitale|bezirk|bezirksamt|stadtbezirk|stadtgebiet|"
    "gemeindeverwaltung|rajono savivaldybe|valstspilseta|valstspilsetas pasvaldiba|novada pasvaldiba|pasvaldiba|"
    "m st|dzielnica|glavni grad|miska rada|miskrada|городская администрация|муниципалитет|city district|"
    "statutory city|arrondissement|municipal district|kommuna|"
    "δημος|πολη|δημος της|градска општина|општина|град|община"
)
OF = frozenset("of|of the|de|de la|del|della|dell|di|do|da|du|des|d|der|von|van|af|w|aglomeracion".split("|"))
"""Words that connect the type of a place with its name."""
_PLACE_TYPE_WORDS = frozenset(map(normalize, _PLACE_TYPES.split("|")))
_LONGEST_PLACE_TYPE = max(kind.count(" ") for kind in _PLACE_TYPE_WORDS) + 1


def without_place_types(key: str) -> Iterator[str]:
    """Remove place types at both ends, the fewest words first: "City of Cape Town" is not "Cape"."""
    words = key.split()
    fronts = _place_types_at_front(words)
    backs = _place_types_at_back(words)
    for front, back in sorted(product(fronts, backs), key=lambda pair: (sum(pair), pair[1])):
        plain = " ".join(words[front : len(words) - back])
        if front + back and len(plain) > 1:
            yield plain


def _place_types_at_front(words: list[str]) -> list[int]:
    """Return the possible numbers of place type words at the front."""
    ends = {0}
    waiting = [1 if words[:1] == ["the"] else 0]
    while waiting:
        start = waiting.pop()
        for end in range(start + 1, min(start + _LONGEST_PLACE_TYPE, len(words)) + 1):
            if " ".join(words[start:end]) in _PLACE_TYPE_WORDS:
                after = {end, *(end + more for more in (1, 2) if " ".join(words[end : end + more]) in OF)}
                waiting += after - ends
                ends |= after
    return sorted(ends)


def _place_types_at_back(words: list[str]) -> list[int]:
    """Return the possible numbers of place type words at the back."""
    starts = {0}
    waiting = [0]
    while waiting:
        left = waiting.pop()
        for more in range(1, min(_LONGEST_PLACE_TYPE, len(words) - left) + 1):
            kind = " ".join(words[len(words) - left - more : len(words) - left])
            if kind in _PLACE_TYPE_WORDS and left + more not in starts:
                starts.add(left + more)
                waiting.append(left + more)
    return sorted(starts)
