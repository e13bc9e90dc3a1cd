"""What people call the columns of a list of cities, in the languages of Europe and some others."""

from __future__ import annotations

from dashboard.text.normalize import normalize

# Strong words always mean the field; those after the bar only where no strong one stands in the same header.
COLUMN_SYNONYMS = {
    "id": "id, slug, key | city id, code",
    "name": (
        "name, city, city name, town, ciudad, nombre, stadt, ville, nom, città, cidade, nome, miasto, nazwa, "
        "kaupunki, nimi, grad, ime, oraș, nume, şehir, kent, stad, naam, by, namn, navn, város, név, město, "
        "mesto, název, názov, πόλη, город, місто, град, название, 城市, 城市名, 名称, 都市, 도시, مدينة, עיר, "
        "linn, pilsēta, miestas, ciutat, borgo, المدينة, اسم المدينة, شهر, 도시명, 城市名称, 市, 市名, 都市名, "
        "市町村, शहर, नगर, เมือง, thành phố, kota, bandar, település, қала, shahar, şəhər, ქალაქი, քաղաք, qyteti, "
        "населённый пункт, населений пункт, населено място, stadtname, nom de la ville, nombre de la ciudad, nome "
        "da cidade, nazwa miasta, şehir adı | place, place name, location, municipality, ort, gemeinde, commune, "
        "comune, municipio, município, gmina, kunta, opština, kommune, kommun, gemeente, obec, općina, label, "
        "title, asciiname, city ascii, city name ascii, name ascii, name en, english name, location name, "
        "locality, settlement, municipality name, local authority, miejscowość, localidad, localidade, località"
    ),
    "local_name": "local name, local spelling, native name, endonym, lokaler name, nom local, nombre local",
    "country": (
        "country, country name, land, staat, pays, pais, país, paese, nazione, stato, kraj, państwo, maa, valtio, "
        "zemlja, država, drzava, țară, tara, ülke, ulke, χώρα, страна, країна, држава, земља, 国家, 国, 나라, "
        "ország, země, zeme, krajina, riik, valsts, šalis, nation, الدولة, دولة, البلد, بلد, کشور, 국가, 국가명, "
        "国名, 国家名, 国家名称, देश, ประเทศ, quốc gia, negara, מדינה, ארץ, държава, davlat, ölkə, ქვეყანა, "
        "երկիր, shteti | country code, iso, iso2, iso 2, iso3, country region, country iso, country iso2, country "
        "iso3, cntry name, member state, adm0name, iso 3, iso a2, iso a3, alpha 2, alpha 3, cc, countrycode, "
        "ländercode, laendercode, code pays, código de país, iso country, iso country code"
    ),
    "role": "role | rolle, rôle, rol, ruolo, papel",
    "website": (
        "website, url, homepage, web site, webseite, site web, sitio web, sito web, strona | web, link, site, www"
    ),
    "summary": (
        "summary, description, beschreibung, descripción, descrição, descrizione, opis, kuvaus | about, abstract"
    ),
    "source": "source, sources, quelle, fuente, fonte, źródło, lähde, izvor",
    "latitude": (
        "latitude, lat, latitud, latitudine, breite, breitengrad, geographische breite, szerokość, szerokość "
        "geograficzna, leveysaste, breddegrad, breedtegraad, enlem, широта, 纬度, 緯度, lat deg, latdeg, decimal "
        "latitude, wgs84 lat, lat wgs84 | y, northing, lat wgs 84"
    ),
    "longitude": (
        "longitude, lon, lng, long, longitud, longitudine, länge, laenge, längengrad, geographische länge, "
        "długość, długość geograficzna, pituusaste, længdegrad, lengtegraad, boylam, долгота, 经度, 經度, lon "
        "deg, lng deg, decimal longitude, wgs84 lon, lon wgs84 | x, easting, lon wgs 84"
    ),
    "geonames_id": "geonames id, geonameid, geonames",
    "topics": (
        "topics, topic, themes, theme, themen, thema, temas, tema, temi, thèmes, thème, tematy, temat, "
        "aiheet, aihe, teme, konular, темы, 主题 | tags, tag, fields of action, subjects, subject"
    ),
}

REGION_SYNONYMS = frozenset(
    normalize(word)
    for word in (
        "region, state, province, county, district, admin, admin1, admin 1, region name, state code, "
        "bundesland, kreis, landkreis, provinz, région, département, departement, provincia, región, "
        "comunidad, estado, regione, distrito, concelho, województwo, powiat, maakunta, županija, okrug, "
        "județ, judet, il, oblast, 省, регион, область, admin name, admin1 name, admin1 code, adm1name, state name, "
        "province state, state province, subdivision, uf, 省份, 都道府県, 시도, المحافظة, محافظة, استان"
    ).split(",")
)
"""Columns that tell two places of one name and country apart."""
