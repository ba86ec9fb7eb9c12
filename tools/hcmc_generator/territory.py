"""Units through time, from the public lists: Ho Chi Minh City (79) and the two provinces that
enter it, Bình Dương (74) and Bà Rịa - Vũng Tàu (77).

    before the records      2025-01-01             2025-03-01           2025-07-01
    79: 22 districts        39 codes end           police: ward -> city  districts end
        312 communes,       (fate unknown),                              442 units -> 168
        wards, townships    15 names really
                            change (unclear)
    74, 77                                         as listed that day    into the new 79

Decisions taken here, where the lists alone do not decide:
- Ids: `w26734` a commune-level unit, `d760` a district, `c79` and `p74` the top; a unit that begins
  on 1 January or 1 July 2025 carries that month: `w26734-2025-07`. Code and id are not identity.
- A name that differs only in writing ("Phường 05", "Phường 5"; doubled spaces) is the same name:
  the earlier spelling stays. A really different name on a continuing code is `unclear`: the
  lists do not say whether the unit was renamed or merged, so the old unit ends, another begins, and
  neither is inferred.
- The list of 2025-03-01 calls 27046 and 27076 communes though their names say "Phường": a slip;
  they stay wards.
- On 1 July 2025 a unit goes on (and moves below the city) where the succession says one old unit,
  in full, under the same code, name and kind. Everything else ends and begins: `merge` from an
  old unit that goes over in full, `split` from one that is divided; the shares are not published,
  so the weights stay empty.
- The provinces' units are known from 2025-03-01, the day of the list; their earlier history is
  not in these lists.
"""
import csv
import re

from hcmc_generator import table

CITY, PROVINCES = "79", ("74", "77")
PREFIXES = (("Thành phố ", "{} City"), ("Thị xã ", "{} Town"), ("Thị trấn ", "{} Township"),
            ("Đặc khu ", "{} Special Zone"), ("Huyện ", "{} Rural District"),
            ("Quận ", "{} District"), ("Phường ", "{} Ward"), ("Xã ", "{} Commune"),
            ("Tỉnh ", "{} Province"))

# Bodies without territory: they stand in no hierarchy. Public names; the codes are this pack's own.
DEPARTMENTS = (
    ("dept-police", "CATP", "Công an Thành phố Hồ Chí Minh", "Ho Chi Minh City Police"),
    ("dept-construction", "SXD", "Sở Xây dựng", "Department of Construction"),
    ("dept-finance", "STC", "Sở Tài chính", "Department of Finance"),
    ("dept-planning", "SQHKT", "Sở Quy hoạch – Kiến trúc",
     "Department of Planning and Architecture"),
    ("dept-environment", "STNMT", "Sở Tài nguyên và Môi trường",
     "Department of Natural Resources and Environment"),
    ("dept-health", "SYT", "Sở Y tế", "Department of Health"),
    ("procuracy", "VKSND", "Viện kiểm sát nhân dân Thành phố", "People's Procuracy of the City"),
)


def one_spaced(name):
    return re.sub(r"\s+", " ", name).strip()


def same_name(a, b):
    """Equal but for spaces and leading zeros of numbers."""
    plain = [re.sub(r"\b0+(\d)", r"\1", one_spaced(n)) for n in (a, b)]
    return plain[0] == plain[1]


def english(name):
    for prefix, pattern in PREFIXES:
        if name.startswith(prefix):
            rest = name[len(prefix):]
            if rest.isdigit():
                return f"{pattern[3:]} {int(rest)}"
            return pattern.format(rest)
    return name


def units_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        units = {}
        for row in csv.DictReader(file):
            row["name"] = one_spaced(row["name"])
            if row["name"].startswith("Phường "):
                row["kind"] = "ward"
            units[row["code"]] = row
        return units


def read(facts):
    """The lists, cut to the three provinces."""
    lists = {}
    for day in ("2024-02-01", "2025-03-01", "2025-07-01"):
        lists[day] = units_of(facts / f"units-{day}.csv")
    with open(facts / "succession-2025-07-01.csv", encoding="utf-8-sig", newline="") as file:
        succession = list(csv.DictReader(file))
    new = {c for c, u in lists["2025-07-01"].items() if u["parent_code"] == CITY}
    land = {
        "old": lists["2024-02-01"],
        "march": lists["2025-03-01"],
        "new": {c: lists["2025-07-01"][c] for c in sorted(new)},
        "succession": [s for s in succession if s["new_code"] in new],
    }
    land["districts"] = [c for c, u in sorted(land["old"].items()) if u["parent_code"] == CITY]
    land["communes"] = [c for c, u in sorted(land["old"].items())
                        if u["parent_code"] in land["districts"]]
    land["wards"] = [c for c in land["communes"] if land["old"][c]["kind"] == "ward"]
    return land


class Tables:
    def __init__(self):
        self.units, self.links, self.events = [], [], []
        self.top_of = {}      # district -> city or province
        self.id_in_june = {}  # code -> id of the unit that holds it on 2025-06-30

    def unit(self, id, code, name, kind, start="", until="", name_en=None):
        self.units.append({"id": id, "code": code, "name": name, "kind": kind, "from": start,
                           "until": until, "name_en": name_en or english(name)})

    def link(self, hierarchy, unit, parent, start="", until=""):
        self.links.append({"hierarchy": hierarchy, "unit": unit, "parent": parent, "from": start,
                           "until": until})

    def event(self, date, event, start="", to="", note=""):
        self.events.append({"date": date, "event": event, "from_unit": start, "to_unit": to,
                            "note": note})

    def below_district(self, id, district, start="", until="2025-06-30"):
        """The two reporting lines of a commune-level unit up to 30 June 2025."""
        self.link("territory", id, district, start, until)
        if until < "2025-03-01":
            self.link("police", id, district, start, until)
            return
        if start < "2025-03-01":
            self.link("police", id, district, start, "2025-02-28")
        self.link("police", id, self.top_of[district], max(start, "2025-03-01"), until)


def add_city_before(tables, land):
    old, march = land["old"], land["march"]
    for code in land["districts"]:
        tables.unit(f"d{code}", code, old[code]["name"], old[code]["kind"], "", "2025-06-30")
        tables.link("territory", f"d{code}", "c79", "", "2025-06-30")
        tables.link("police", f"d{code}", "c79", "", "2025-02-28")
        tables.top_of[f"d{code}"] = "c79"
    for code in land["communes"]:
        unit, id = old[code], f"w{code}"
        district = f"d{unit['parent_code']}"
        if code not in march:
            tables.unit(id, code, unit["name"], unit["kind"], "", "2024-12-31")
            tables.below_district(id, district, "", "2024-12-31")
        elif same_name(unit["name"], march[code]["name"]):
            goes_on = code in land["going_on"]
            tables.unit(id, code, unit["name"], unit["kind"], "",
                        "" if goes_on else "2025-06-30")
            tables.below_district(id, district)
            tables.id_in_june[code] = id
        else:
            later = f"{id}-2025-01"
            tables.unit(id, code, unit["name"], unit["kind"], "", "2024-12-31")
            tables.unit(later, code, march[code]["name"], march[code]["kind"], "2025-01-01",
                        "2025-06-30")
            tables.below_district(id, district, "", "2024-12-31")
            tables.below_district(later, district, "2025-01-01")
            tables.event("2025-01-01", "unclear", id, later,
                         "Mã tiếp tục dưới tên khác; danh sách không nói đổi tên hay sáp nhập")
            tables.id_in_june[code] = later


def add_provinces_before(tables, land):
    march = land["march"]
    for province in PROVINCES:
        tables.unit(f"p{province}", province, march[province]["name"], march[province]["kind"],
                    "2025-03-01", "2025-06-30")
        for code in sorted(c for c, u in march.items() if u["parent_code"] == province):
            tables.unit(f"d{code}", code, march[code]["name"], march[code]["kind"], "2025-03-01",
                        "2025-06-30")
            tables.link("territory", f"d{code}", f"p{province}", "2025-03-01", "2025-06-30")
            tables.top_of[f"d{code}"] = f"p{province}"
            for child in sorted(c for c, u in march.items() if u["parent_code"] == code):
                goes_on = child in land["going_on"]
                tables.unit(f"w{child}", child, march[child]["name"], march[child]["kind"],
                            "2025-03-01", "" if goes_on else "2025-06-30")
                tables.below_district(f"w{child}", f"d{code}", "2025-03-01")
                tables.id_in_june[child] = f"w{child}"
    tables.id_in_june["755"] = "d755"  # Côn Đảo: a district without communes


def going_on(land):
    """Codes of units that live on over 1 July 2025: one old unit in full, same code, name, kind."""
    before = {}
    for row in land["succession"]:
        before.setdefault(row["new_code"], []).append(row)
    result = set()
    for code, rows in before.items():
        if len(rows) != 1 or rows[0]["extent"] != "full" or rows[0]["old_code"] != code:
            continue
        was, now = land["march"][code], land["new"][code]
        if same_name(was["name"], now["name"]) and was["kind"] == now["kind"]:
            result.add(code)
    return result


def add_july(tables, land):
    city = "c79-2025-07"
    tables.unit(city, CITY, land["march"][CITY]["name"], "municipality", "2025-07-01")
    for top in ("c79", "p74", "p77"):
        tables.event("2025-07-01", "merge", top, city)
    for district in sorted(tables.top_of):
        if district != "d755":
            tables.event("2025-07-01", "end", district, note="Kết thúc cấp huyện")
    id_of_new = {}
    for code, unit in land["new"].items():
        id = f"w{code}" if code in land["going_on"] else f"w{code}-2025-07"
        id_of_new[code] = id
        if code in land["going_on"]:
            tables.event("2025-07-01", "move", id)
        else:
            tables.unit(id, code, unit["name"], unit["kind"], "2025-07-01")
        for hierarchy in ("territory", "police"):
            tables.link(hierarchy, id, city, "2025-07-01")
    for row in land["succession"]:
        if row["new_code"] not in land["going_on"]:
            tables.event("2025-07-01", "merge" if row["extent"] == "full" else "split",
                         tables.id_in_june[row["old_code"]], id_of_new[row["new_code"]])


def add_fictitious(tables):
    tables.unit("xq", "XQ", "Quận Minh Họa", "fictitious district",
                name_en="Minh Họa District (fictitious)")
    for number in range(1, 7):
        tables.unit(f"x{number}", f"X{number}", f"Phường Minh Họa {number}", "ward",
                    name_en=f"Minh Họa Ward {number} (fictitious)")
        for hierarchy in ("territory", "police"):
            tables.link(hierarchy, f"x{number}", "xq")


def tables(land):
    """file name -> text of units.csv, hierarchies.csv, unit_events.csv."""
    out = Tables()
    land["going_on"] = going_on(land)
    out.unit("c79", CITY, land["old"][CITY]["name"], "municipality", "", "2025-06-30")
    add_city_before(out, land)
    add_provinces_before(out, land)
    add_july(out, land)
    add_fictitious(out)
    for id, code, name, name_en in DEPARTMENTS:
        out.unit(id, code, name, "department", name_en=name_en)
    return {
        "units.csv": table.text(("id", "code", "name", "name_en", "kind", "from", "until"),
                                out.units),
        "hierarchies.csv": table.text(("hierarchy", "unit", "parent", "from", "until"), out.links),
        "unit_events.csv": table.text(("date", "event", "from_unit", "to_unit", "weight", "total",
                                       "document", "note"), out.events),
    }
