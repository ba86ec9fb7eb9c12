"""Who meets what in 2021, 2022 and 2023: the plan that the values are drawn to fit.

A plan gives each ward, year and criterion one of MET, FAILS, LACKS (data are missing) or NOTHING
(nothing was due). The 249 wards are real, so their plan holds only matters that stigmatise nobody:
criteria 5, 7, 10, 11, 12, 13, 14 and 19 are met by all of them; the cases that fail these live in
the fictitious district (X1 to X6).

    registered for 2023: 19 = one per urban district, three in Thủ Đức (which ones is synthetic)
      14 meet all in 2023: 8 met all in 2022 already (4 of them in 2021), 6 gained it
       1 lacks the office only        27139 Võ Thị Sáu, Quận 3: the demonstration story
       1 lacks office and survey      26734 Tân Định, Quận 1
       1 lacks the equipment only · 1 lacks both · 1 met all in 2022 and lost it
    not registered: 230 with a baseline; none meets all in 2023, one lost it since 2022

Every real ward keeps what concerns people or crime as it was, so a year that repeats the change
since the last one changes nothing there. Of the 14 three are at risk: one by the panel's mark for
training (6), one by procedures and survey (20, 22), one by its residential areas (21); the other
eleven stay or improve. The ward that lost it in 2023 was at risk by criterion 20 the year before.
"""
from hcmc_generator.prng import Stream

YEARS = (2021, 2022, 2023)
CRITERIA = tuple(range(1, 23))
MET, FAILS, LACKS, NOTHING = "met", "fails", "lacks", "nothing"

STORY_OFFICE = "w27139"
STORY_SURVEY = "w26734"

# Per mille of wards that fail, for a ward of middling quality, in 2021, 2022, 2023. Office (8) and
# equipment (9) fail most.
FAIL = {
    1: (420, 370, 330), 2: (240, 190, 160), 3: (540, 490, 440), 4: (270, 240, 210),
    6: (240, 210, 170), 8: (740, 700, 650), 9: (670, 620, 570), 15: (270, 240, 210),
    16: (370, 330, 300), 17: (210, 170, 150), 18: (270, 230, 200), 20: (420, 380, 340),
    21: (460, 420, 370), 22: (150, 120, 110),
}
# Per mille that lack data, and that had nothing due.
LACK = {3: 15, 4: 12, 6: 12, 16: 20, 22: 140}
NONE_DUE = {15: 25}
PERMANENT = (8, 9)  # an office or a vehicle that is there stays: these only improve


class Ward:
    def __init__(self, id, code, name, district):
        self.id, self.code, self.name, self.district = id, code, name, district
        self.fictitious = id.startswith("x")
        self.registered = self.unverified = False
        self.plan = {}      # year -> criterion -> state
        self.special = set()
        self.steady = False     # every year at least as good as the year before, where it is met
        self.falling = set()    # criteria that get worse every year

    def stream(self, *name):
        return Stream(self.id, *name)

    def failing(self, year):
        return [c for c in CRITERIA if self.plan[year][c] == FAILS]


def drawn(ward):
    """The plan of an ordinary ward: independent draws around a quality of its own."""
    quality = ward.stream("quality").between(0, 999)
    factor = 350 if quality < 330 else 1000 if quality < 790 else 1800
    for position, year in enumerate(YEARS):
        states = {c: MET for c in CRITERIA}
        for criterion in CRITERIA:
            # The same draw for all years keeps a weakness; a fresh one in 3 of 10 years.
            fresh = criterion not in PERMANENT and ward.stream(criterion, year, "new").chance(300)
            name = (criterion, year) if fresh else (criterion,)
            own = (700 + factor * 3 // 10) if criterion in PERMANENT else factor
            limit = FAIL.get(criterion, (0, 0, 0))[position] * own // 1000
            if ward.stream(*name, "fails").between(0, 999) < min(limit, 930):
                states[criterion] = FAILS
            elif ward.stream(criterion, year, "lacks").chance(LACK.get(criterion, 0)):
                states[criterion] = LACKS
            elif ward.stream(criterion, "none due").chance(NONE_DUE.get(criterion, 0)):
                states[criterion] = NOTHING
        ward.plan[year] = states


def fails_only(ward, years, *criteria):
    for year in years:
        ward.plan[year] = {c: FAILS if c in criteria else MET for c in CRITERIA}


def choose_registered(wards):
    by_district = {}
    for ward in wards:
        by_district.setdefault(ward.district, []).append(ward)
    for district, members in sorted(by_district.items()):
        fixed = [w for w in members if w.id in (STORY_OFFICE, STORY_SURVEY)]
        order = fixed or Stream("registered", district).shuffled(members)
        for ward in order[:3 if district == "d769" else 1]:
            ward.registered = True


def tell_registered(wards):
    """The roles of the 19, and of the one other ward that lost what it had."""
    others = Stream("roles").shuffled(
        [w for w in wards if w.registered and w.id not in (STORY_OFFICE, STORY_SURVEY)])
    equipment, both, lost, *best = others
    held, gained = best[:8], best[8:]
    for ward in wards:
        if ward.id == STORY_OFFICE:
            fails_only(ward, YEARS, 8)
        if ward.id == STORY_SURVEY:
            fails_only(ward, YEARS, 8)
            ward.plan[2023][22] = LACKS
    fails_only(equipment, YEARS, 9)
    fails_only(both, YEARS, 8, 9)
    fails_only(lost, (2021, 2022), )
    fails_only(lost, (2023,), 20)
    for number, ward in enumerate(held):
        fails_only(ward, (2022, 2023))
        fails_only(ward, (2021,), *(() if number < 4 else (8 if number < 6 else 9,)))
    for number, ward in enumerate(gained):
        fails_only(ward, (2023,))
        fails_only(ward, (2021, 2022), 8 if number < 3 else 9)
    held[1].falling = {6}
    held[5].falling = {20, 22}
    lost.falling = {20}
    # Recognised residential areas: 22, 20, 18 of 25.
    gained[0].falling = {21}
    gained[0].special.add("18 of 25 areas")
    # The pick must not have gained its office or equipment since: it had both in 2022.
    loser = next(w for w in wards if not w.registered and 8 not in w.failing(2022)
                 and 9 not in w.failing(2022))
    fails_only(loser, (2021,), 20)
    fails_only(loser, (2022,))
    fails_only(loser, (2023,), 3)
    for ward in (*best, lost, loser):
        ward.steady = True
    return loser


def tell_others(wards, loser):
    """No other ward meets all: where it would, its office is too small in every year."""
    rest = [w for w in wards if not w.registered and w is not loser]
    for ward in rest:
        if any(not ward.failing(year) for year in YEARS):
            for year in YEARS:
                ward.plan[year][8] = FAILS
    order = Stream("marks").shuffled(rest)
    for ward in order[:12]:
        ward.unverified = True
    draft, empty, *order = order[12:]
    draft.special.add("draft survey")
    draft.plan[2023][22] = LACKS
    empty.special.add("no areas")
    empty.plan[2023][21] = NOTHING
    corrected = next(w for w in order if w.plan[2023][15] == MET)
    corrected.special.add("correction pending")
    sixteen = next(w for w in order if w.plan[2023][21] == FAILS and w is not corrected)
    sixteen.special.add("16 of 25 areas")


def fictitious():
    """X1 fewer offences, audit 17 of 20 · X2 receipts doubled, all in time · X3 concealment
    decided · X4 complaint open · X5 hot spot and upheld complaint · X6 offers and reports late."""
    wards = [Ward(f"x{n}", f"X{n}", f"Phường Minh Họa {n}", "xq") for n in range(1, 7)]
    for ward in wards:
        fails_only(ward, YEARS)
        fails_only(ward, (2021,), 9)
    failing = {"x1": (10,), "x3": (5,), "x5": (7, 12), "x6": (13, 14)}
    for ward in wards:
        fails_only(ward, (2023,), *failing.get(ward.id, ()))
    wards[3].plan[2022][10] = LACKS
    wards[4].plan[2022][12] = FAILS
    wards[4].plan[2023][15] = NOTHING
    wards[5].plan[2022][13] = FAILS
    return wards


def make(land):
    wards = []
    for code in land["wards"]:
        unit = land["old"][code]
        wards.append(Ward(f"w{code}", code, unit["name"], f"d{unit['parent_code']}"))
    for ward in wards:
        drawn(ward)
    choose_registered(wards)
    tell_others(wards, tell_registered(wards))
    return wards + fictitious()
