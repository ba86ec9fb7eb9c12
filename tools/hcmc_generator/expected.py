"""The 22 rules of criteria/2023.toml in Python, on the written files: what the engine must answer.

Answers as in the criteria language: 0 not met, 1 unknown, 2 met, 3 not applicable. `and` is the
minimum; `or` the maximum with not applicable below all; arithmetic with anything unknown is
unknown, else with anything not applicable is not applicable.
"""
import datetime
from fractions import Fraction

from hcmc_generator import table
from hcmc_generator.answers import QUOTA

F, U, T, N = 0, 1, 2, 3
NAMES = {F: "not_met", U: "unknown", T: "met", N: "not_applicable"}
UNKNOWN, NOT_APPLICABLE = object(), object()
# when_not_applicable of the criteria that can be not applicable.
COUNTS_AS = {21: U}
# No real ward fails these, lacks data on them or is at risk by them.
SENSITIVE = (5, 7, 10, 11, 12, 13, 14, 19)


def worst(*values):
    """UNKNOWN or NOT_APPLICABLE where a value is; None where all are known."""
    if any(v is UNKNOWN for v in values):
        return UNKNOWN
    if any(v is NOT_APPLICABLE for v in values):
        return NOT_APPLICABLE
    return None


class Trend:
    """A value now and a year before."""

    def __init__(self, now, before):
        self.now, self.before = now, before


def test(relation, *values):
    values = [v.now if isinstance(v, Trend) else v for v in values]
    bad = worst(*values)
    if bad is not None:
        return U if bad is UNKNOWN else N
    return T if relation(*values) else F


def repeated(margin, *values):
    """The margin that follows when it changes once more as it did since the year before; none
    where a value has no trend, is not known, or has no margin."""
    if not any(isinstance(v, Trend) for v in values):
        return None
    pairs = [(v.now, v.before) if isinstance(v, Trend) else (v, v) for v in values]
    now, before = ([pair[i] for pair in pairs] for i in (0, 1))
    if worst(*now, *before) is not None:
        return None
    last, first = margin(*now), margin(*before)
    return None if last is None or first is None else 2 * last - first


def equal(a, b):
    following = repeated(lambda x, y: abs(x - y), a, b)
    if following is not None:
        return T if following <= 0 else F
    return test(lambda x, y: x == y, a, b)


def at_least(a, b):
    following = repeated(lambda x, y: x - y, a, b)
    if following is not None:
        return T if following >= 0 else F
    return test(lambda x, y: x >= y, a, b)


def share(a, b, percent):
    """a / b >= percent %, as integers; 0 / 0 is not applicable, x / 0 unknown."""
    following = repeated(lambda x, y: Fraction(x, y) - Fraction(percent, 100) if y else None, a, b)
    if following is not None:
        return T if following >= 0 else F
    part, of = (v.now if isinstance(v, Trend) else v for v in (a, b))
    if worst(part, of) is None and of == 0:
        return N if part == 0 else U
    return test(lambda x, y: x * 100 >= percent * y, part, of)


def and_(*answers):
    return min(answers)


def or_(*answers):
    best = max(-1 if a == N else a for a in answers)
    return N if best == -1 else best


def if_(condition, then, otherwise):
    if condition in (U, N):
        return then if then == otherwise else condition
    return then if condition == T else otherwise


def k_of(k, answers):
    met, unknown = answers.count(T), answers.count(U)
    return T if met >= k else F if met + unknown < k else U


class Year:
    """The values of one ward and year, in the view whose floor is `status`."""

    def __init__(self, cells, ward, year, status):
        self.cells, self.ward, self.year, self.status = cells, ward, year, status

    def one(self, indicator, period):
        value = UNKNOWN
        for text, reported, verified in self.cells.get((indicator, period, self.ward.id), ()):
            if verified if self.status == "verified" else reported or verified:
                value = text
        if value is UNKNOWN:
            return UNKNOWN
        return NOT_APPLICABLE if value == "n/a" else read(value)

    def __getitem__(self, indicator):
        return self.one(indicator, str(self.year))

    def sum(self, indicator):
        parts = [self.one(indicator, f"{self.year}-{m:02d}") for m in range(1, 13)]
        return UNKNOWN if any(p is UNKNOWN for p in parts) else sum(parts)


class Repeated:
    """What every margin would be if it changed once more as it did since `before`. Dates, truths
    and words stay what they are."""

    def __init__(self, now, before):
        self.now, self.before, self.year = now, before, now.year

    def __getitem__(self, indicator):
        return self.trend(self.now[indicator], self.before[indicator])

    def sum(self, indicator):
        return self.trend(self.now.sum(indicator), self.before.sum(indicator))

    @staticmethod
    def trend(now, before):
        return Trend(now, before) if type(now) is int else now


def read(text):
    if text in ("true", "false"):
        return text == "true"
    if len(text) == 10 and text[4] == "-":
        return datetime.date.fromisoformat(text)
    try:
        return round(float(text) * 10)  # tenths: every number here has at most one decimal
    except ValueError:
        return text


def whole(number):
    return number * 10


def truth(value):
    return test(lambda x: x, value)


def rules(v, ward):
    """The answers of the 22 criteria, in order."""
    first, quarter = datetime.date(v.year, 1, 1), datetime.date(v.year, 4, 1)
    last = datetime.date(v.year, 12, 31)
    norm = {"I": 335, "II": 279, "III": 232}[ward.ward_class]
    sessions = {"I": 48, "II": 36, "III": 24}[ward.locality_group]
    s = v.sum

    def due(name, answer):
        return if_(at_least(v[name], whole(1)), answer, N)

    yield and_(*(test(lambda d: first <= d < quarter, v[n])
                 for n in ("resolution_on", "plan_on", "registration_on")))
    yield and_(truth(v["steering_committee_in_force"]), truth(v["coordination_rules_in_force"]))
    yield and_(test(lambda d: d <= last, v["review_done_on"]),
               equal(v["review_with_action"], v["review_unmet"]))
    yield and_(truth(v["command_complete"]), truth(v["staffing_at_norm"]))
    yield equal(v["concealment_decisions"], 0)
    yield and_(at_least(v["training_mark"], whole(80)), at_least(v["conduct_mark"], whole(80)))
    yield equal(v["conduct_complaints_upheld"], 0)
    yield at_least(v["office_area"], whole(norm))
    yield k_of(5, [at_least(v[n], whole(k)) for n, k in (
        ("motorbikes", 4), ("computers", 10), ("scanners", 2), ("reception_desks", 3),
        ("fire_kits", 2), ("first_aid_kits", 2))])
    yield if_(at_least(v["audit_sample"], whole(20)),
              share(v["audit_right"], v["audit_sample"], 98), U)
    yield and_(equal(v["offences_handled_in_time"], v["offences_term_due"]),
               equal(v["offences_outcomes_written"], v["offences_term_due"]))
    yield and_(equal(v["hot_spots_unreported"], 0), equal(v["hot_spots_overdue"], 0))
    yield equal(v["treatment_offers_in_time"], v["treatment_offers_due"])
    yield equal(v["gang_reports_in_time"], v["gang_reports_due"])
    yield due("inspections_due", share(v["inspections_done"], v["inspections_due"], 100))
    yield due("fire_inspections_due", and_(
        share(v["fire_inspections_done"], v["fire_inspections_due"], 100),
        or_(equal(v["fire_findings_due"], 0),
            share(v["fire_findings_in_time"], v["fire_findings_due"], 95)),
        share(v["fire_reinspections"], v["fire_inspections_done"], 10),
        equal(v["fire_reinspections_agreeing"], v["fire_reinspections"])))
    yield due("residence_due", and_(
        share(v["residence_on_time"], v["residence_due"], 98),
        or_(equal(v["foreigner_due"], 0), share(v["foreigner_on_time"], v["foreigner_due"], 98))))
    yield due("quota_came", and_(
        share(v["quota_done"], v["quota_came"], 98),
        if_(at_least(v["quota_sample"], whole(20)),
            share(v["quota_sample_right"], v["quota_sample"], 98), U)))
    yield and_(equal(s("tips_registered"), s("tips_received")),
               equal(s("tips_receipts_given"), s("tips_received")),
               equal(s("tips_transferred_in_time"), s("tips_transfers_due")),
               equal(s("tips_notices_in_time"), s("tips_notices_due")),
               equal(s("tips_outcomes_written"), s("tips_outcomes_due")))
    yield due("procedures_due", and_(
        share(v["procedures_on_time"], v["procedures_due"], 98),
        at_least(v["out_of_hours_sessions"], whole(sessions))))
    yield and_(share(v["areas_registered"], v["areas"], 100),
               share(v["areas_recognised"], v["areas"], 70))
    yield if_(at_least(v["survey_answers"], whole(200)),
              share(v["survey_satisfied"], v["survey_answers"], 90), U)


def levels(answers):
    """(best, lowest) level: every unknown criterion taken as met, as not met."""
    judged = [COUNTS_AS.get(c, a) if a == N else a for c, a in enumerate(answers, 1)]
    judged = [a for a in judged if a != N]

    def reached(taken):
        known = [taken if a == U else a for a in judged]
        knocked_out = (taken if answers[4] == U else answers[4]) == F
        met = known.count(T)
        if met == len(known) and not knocked_out:
            return "meets_all"
        for name, k, knock in (("near", 19, True), ("progressing", 15, False)):
            if met * 22 >= k * len(known) and not (knock and knocked_out):
                return name
        return "none"

    return reached(T), reached(F)


def standing(best, lowest, open_complaints):
    if open_complaints is UNKNOWN:
        return "undetermined"
    if open_complaints != 0:
        return "not_assessable"
    best, lowest = (x if x in ("meets_all", "near") else "not_yet" for x in (best, lowest))
    return best if best == lowest else "undetermined"


def cells_of(pack):
    cells = {}
    for name in sorted(pack):
        if not name.startswith("values/") and name != "quotas.csv":
            continue
        for row in table.rows(pack[name]):
            place = (row["period"], row["unit"])
            days = (row["reported_on"], row["verified_on"])
            if "quota" in row:
                for indicator, column in QUOTA.items():
                    cells.setdefault((indicator, *place), []).append((row[column], *days))
                continue
            if "indicator" in row:
                cells.setdefault((row["indicator"], *place), []).append((row["value"], *days))
                continue
            for indicator, text in row.items():
                if text and indicator not in ("period", "unit", "reported_on", "verified_on",
                                              "source"):
                    cells.setdefault((indicator, *place), []).append((text, *days))
    return cells


VIEWS = ((2021, "reported"), (2022, "reported"), (2023, "reported"), (2023, "verified"))


class Expected:
    """Answers and standings of all wards in one year and view, and when every margin changes once more."""

    def __init__(self, cells, wards, year, status):
        self.year, self.status, self.wards = year, status, wards
        self.found, self.levels, self.standings = {}, {}, {}
        self.repeated, self.repeated_standings = {}, {}
        for ward in wards:
            now = Year(cells, ward, year, status)
            then = Repeated(now, Year(cells, ward, year - 1, status))
            self.found[ward.id] = list(rules(now, ward))
            self.repeated[ward.id] = list(rules(then, ward))
            self.levels[ward.id] = levels(self.found[ward.id])
            self.standings[ward.id] = standing(*self.levels[ward.id],
                                               now["open_conduct_complaints"])
            # None are open now; of a condition that is an equality nothing is projected.
            self.repeated_standings[ward.id] = standing(*levels(self.repeated[ward.id]),
                                                        now["open_conduct_complaints"])
            for criterion in SENSITIVE:
                for found in (self.found, self.repeated):
                    if not ward.fictitious and found[ward.id][criterion - 1] != T:
                        raise SystemExit(f"{ward.id} does not meet criterion {criterion} in {year}")

    def meets_all(self):
        return {w.id for w in self.wards
                if self.standings[w.id] == "meets_all" and not w.fictitious}

    def at_risk(self):
        """ward -> criteria that it meets now and would not if the change went on."""
        result = {}
        for id in sorted(self.meets_all()):
            lost = [c for c in range(1, 23)
                    if self.found[id][c - 1] == T and self.repeated[id][c - 1] == F]
            if lost and self.repeated_standings[id] != "meets_all":
                result[id] = lost
        return result

    def answer_rows(self, found):
        return [{"unit": w.id, "criterion": c, "answer": NAMES[a]}
                for w in self.wards for c, a in enumerate(found[w.id], 1)]

    def standing_rows(self):
        return [{"unit": w.id, "period": self.year, "status": self.status,
                 "best": self.levels[w.id][0], "lowest": self.levels[w.id][1],
                 "standing": self.standings[w.id]} for w in self.wards]


def flow_rows(before, now):
    was, here = before.meets_all(), now.meets_all()
    for name, units in (("held", was & here), ("gained", here - was), ("lost", was - here)):
        for id in sorted(units):
            yield {"period": now.year, "flow": name, "unit": id}
    for id, criteria in now.at_risk().items():
        yield {"period": now.year, "flow": "at_risk", "unit": id,
               "criteria": " ".join(map(str, criteria))}


def answers(pack, wards):
    """Fixtures (file name -> text), and a summary to print.

    hcmc_expected_2023.csv, …_verified.csv: each criterion's answer, before when_not_applicable.
    hcmc_expected_2023_repeated.csv: the same if every margin changed once more as since 2022.
    hcmc_expected_standing.csv: best and lowest level and the standing, in all views.
    hcmc_expected_flow.csv: who held, gained and lost since the year before, and who is at risk.
    """
    cells = cells_of(pack)
    views = {view: Expected(cells, wards, *view) for view in VIEWS}
    year = {y: views[y, "reported"] for y in (2021, 2022, 2023)}
    flow = [*flow_rows(year[2021], year[2022]), *flow_rows(year[2022], year[2023])]
    head = ("unit", "criterion", "answer")
    fixtures = {
        "hcmc_expected_2023.csv": table.text(head, year[2023].answer_rows(year[2023].found)),
        "hcmc_expected_2023_repeated.csv":
            table.text(head, year[2023].answer_rows(year[2023].repeated)),
        "hcmc_expected_2023_verified.csv":
            table.text(head, views[2023, "verified"].answer_rows(views[2023, "verified"].found)),
        "hcmc_expected_standing.csv": table.text(
            ("unit", "period", "status", "best", "lowest", "standing"),
            [row for view in views.values() for row in view.standing_rows()]),
        "hcmc_expected_flow.csv": table.text(("period", "flow", "unit", "criteria"), flow),
    }
    summary = [line for view in views.values() for line in counts(view)]
    return fixtures, summary + story(wards, year[2023], flow)


def counts(view):
    real = [w for w in view.wards if not w.fictitious]
    names = [view.standings[w.id] for w in real]
    lines = [f"{view.year} {view.status}: {len(real)} wards, " + ", ".join(
        f"{names.count(name)} {name}" for name in sorted(set(names)))]
    for answer in (F, U, N):
        per = {c: sum(view.found[w.id][c - 1] == answer for w in real) for c in range(1, 23)}
        lines.append(f"  {NAMES[answer]}: " + " ".join(f"{c}:{n}" for c, n in per.items() if n))
    return lines


def story(wards, now, flow):
    lines = []
    for year in (2022, 2023):
        names = [row["flow"] for row in flow if row["period"] == year]
        lines.append(f"flow {year - 1} -> {year}: " + ", ".join(
            f"{name} {names.count(name)}" for name in ("held", "gained", "lost", "at_risk")))
    told = {row["unit"]: row for row in flow if row["period"] == 2023}
    for ward in wards:
        if ward.registered or ward.fictitious or ward.special or ward.id in told:
            row = told.get(ward.id, {})
            failing = ",".join(str(c) for c in ward.failing(2023))
            parts = [ward.id, ward.name, f"({ward.district})",
                     "registered" if ward.registered else "", now.standings[ward.id],
                     f"fails [{failing}]", row.get("flow", ""), row.get("criteria", ""),
                     *sorted(ward.special)]
            lines.append("  " + " ".join(part for part in parts if part))
    return lines
