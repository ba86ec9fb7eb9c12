"""Every figure of the review is the figure of another verb, of the pack's tables, or plain arithmetic on
those. The expected page is built here whole, with the same shape; whatever the page says beyond it, and
every number that differs, is a failure. Words stand for themselves (WORDS) or are compared with the pack.
"""

import json
import math
import re
import sys
import tempfile
import unittest

from pages import ANSWERS, HCMC, OFFICE, STANDINGS, Facts, Pack, answer, page_data, review_page, text_of, whole_months

WAYS = ["meets_all", "title_of_year", "title_in_force", "title_ever"]


class Words:
    """A text of the page: any, or one that the pack gives (a string, or { vi, en })."""

    def __init__(self, text=None):
        if isinstance(text, dict):
            text = [text["vi"], text.get("en", text["vi"])]
        self.text = text

    def fits(self, value):
        pair = [value, value] if isinstance(value, str) else value
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)):
            return False
        return self.text is None or pair == ([self.text, self.text] if isinstance(self.text, str) else list(self.text))


WORDS = Words()


class Rule:
    """What a value must fulfil where no other source says it outright."""

    def __init__(self, holds):
        self.holds = holds

    def fits(self, value):
        return self.holds(value)


def differences(expected, value, path=""):
    if isinstance(expected, (Words, Rule)):
        return [] if expected.fits(value) else [f"{path}: {json.dumps(value, ensure_ascii=False)[:200]} breaks its rule {getattr(expected, 'text', '')}"]
    if isinstance(expected, dict) and isinstance(value, dict):
        found = [f"{path}.{key}: nothing says what it should be" for key in value.keys() - expected.keys()]
        found += [f"{path}.{key}: missing" for key in expected.keys() - value.keys()]
        for key in expected.keys() & value.keys():
            found += differences(expected[key], value[key], f"{path}.{key}")
        return found
    if isinstance(expected, list) and isinstance(value, list):
        if len(expected) != len(value):
            return [f"{path}: {len(value)} of them, should be {len(expected)}"]
        found = []
        for index, (one, other) in enumerate(zip(expected, value)):
            found += differences(one, other, f"{path}[{index}]")
        return found
    same = expected == value and isinstance(expected, bool) == isinstance(value, bool)
    return [] if same else [f"{path}: {json.dumps(value, ensure_ascii=False)[:200]}, should be {json.dumps(expected, ensure_ascii=False)[:200]}"]


def hamilton(total, weights):
    """Whole shares in proportion to weights: the rest goes to the largest remainders."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), -weights[i], i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares


class Expected:
    """The review of one pack and period, from everything but the review."""

    def __init__(self, folder, period, floor, data):
        self.pack = Pack(folder, period)
        self.period = period
        self.floor = floor
        self.assess = self.assessed(period)
        self.of_code = {one["code"]: one for one in self.assess["units"]}
        # Which place a unit, a group or a criterion has is the page's own choice.
        self.codes = [one["code"] for one in data["units"]]
        self.place = {code: index for index, code in enumerate(self.codes)}
        self.groups = [text_of(one["name"]) for one in data["groups"]]
        self.criteria = [one["id"] for one in self.pack.set["criterion"]]
        self.data = data

    def ask(self, *arguments):
        return answer(arguments[0], self.pack.folder, *arguments[1:], "--status", self.floor)

    def assessed(self, period):
        return self.ask("assess", "--period", period, "--units")

    def answers(self, code):
        return "".join(str(ANSWERS.index(self.of_code[code][f"criterion_{one}"])) for one in self.criteria)

    def open(self, code):
        return [index for index, one in enumerate(self.answers(code)) if one in "01"]

    def units_with(self, decision):
        return self.pack.decided(decision) & set(self.codes)

    def page(self):
        office, programme = self.pack.office["office"], self.pack.toml(self.pack.programme / "programme.toml")["programme"]
        judged = self.pack.set["set"]
        year = int(self.period)
        named = lambda y: {"id": str(y), "name": WORDS, "first": f"{y}-01-01", "last": f"{y}-12-31"}
        return {
            "format": "exemplar-review/1",
            "kind": "review",
            "lang": "vi",
            "levels": [{"id": one["id"], "name": Words(one["name"]), "formula": one["when"], "near": one["id"] == programme.get("near_level")} for one in self.pack.set["level"]],
            "labels": [WORDS for _ in self.assess["labels"]],
            "office": Words(office["name"]),
            "office_note": Words(office.get("notes", "")),
            "programme": {"id": self.assess["programme"], "name": Words(programme["name"]), "note": Words(programme.get("calendar_note", ""))},
            "period": named(year),
            "next": named(year + 1),
            "unit_word": Rule(lambda value: value is None or WORDS.fits(value)),
            "view": {"status": self.floor, "status_name": WORDS, "geography": None, "participants_day": self.assess["participants_day"], "fate_unknown": []},
            "criteria_set": {"id": self.assess["criteria_set"], "name": Words(judged["name"]), "note": Words(judged.get("note", "")), "illustrative": judged.get("illustrative", False)},
            "counts": self.counts(),
            "criteria_groups": [{"id": one["id"], "name": Words(one["name"])} for one in self.pack.set.get("group", [])],
            "criteria": [self.criterion(index) for index in range(len(self.criteria))],
            "groups": [self.group(name) for name in self.groups],
            "units": [self.unit(code) for code in self.codes],
            "reasons": {f"{self.place[code]}:{c}": WORDS for code in self.codes for c, one in enumerate(self.answers(code)) if one != "2"},
            "one_thing": [{"unit": i, "criterion": self.open(code)[0]} for i, code in enumerate(self.codes)
                          if len(self.open(code)) == 1 and self.of_code[code]["standing"] != "meets_all"],
            "flow": self.flow(),
            "targets": self.targets(),
            "trajectory": self.trajectory(),
            "comparison": self.comparison(),
            "obstacles": self.obstacles(),
            "directives": self.directives(),
            "documents": self.documents(),
            "quotas": self.quotas(),
            "commendations": self.commendations(),
            "plan": self.plan(),
        }

    def counts(self):
        registered = self.units_with("registered")
        meets = lambda code: self.of_code[code]["standing"] == "meets_all"
        return {
            "participants": self.assess["participants"],
            "registered": len(registered),
            "registered_meeting": sum(map(meets, registered)),
            **{one["standing"]: one["units"] for one in self.assess["standings"]},
            "proposed": len(self.units_with("proposed")),
            "recognised": len(self.units_with("recognised")),
        }

    def criterion(self, index):
        rule = self.pack.set["criterion"][index]
        counted = self.assess["criteria"][index]
        groups = [one["id"] for one in self.pack.set.get("group", [])]
        # Exactly which condition decides where is compared in explanations_test.py.
        why = Rule(lambda value: all(set(one) == {"count", "what"} and WORDS.fits(one["what"]) and 0 < one["count"] <= counted["not_met"] for one in value)
                   and bool(value) == (counted["not_met"] > 0))
        group = {"group": groups.index(rule["group"])} if rule.get("group") in groups else {}
        return {
            "id": counted["criterion"], **group, "title": Words(rule["title"]), "text": Words(rule.get("text", "")), "basis": rule["basis"],
            "illustrative": rule["basis"] == "none: illustrative", "formula": WORDS, "evidence": Words(rule.get("evidence", "")),
            "knock_out": rule.get("knock_out", False), "accepted": Rule(lambda value: all(WORDS.fits(one) for one in value)),
            **{answer: counted[answer] for answer in ANSWERS}, "why": why,
        }

    def group(self, name):
        members = {code for code in self.codes if self.of_code[code]["group"] == name}
        counted = next(one for one in self.assess["groups"] if one["group"] == name)
        return {
            "name": WORDS, "units": counted["units"], **{standing: counted[standing] for standing in STANDINGS},
            **{one: len(self.units_with(one) & members) for one in ["registered", "proposed", "recognised"]},
        }

    def unit(self, code):
        one = self.of_code[code]
        opened = self.open(code)

        def way(value):
            """Exactly which steps is compared in explanations_test.py."""
            if value is None:
                return one["standing"] == "meets_all" or not opened or one["standing"] == "not_assessable"
            steps = value["steps"]
            return (set(value) == {"solved", "verified", "reaches", "steps"} and steps and all(
                set(step) == {"criterion", "kind", "what"} and step["criterion"] in opened and WORDS.fits(step["what"]) for step in steps)
                and value["solved"] == all(step["kind"] != "not_solvable" for step in steps))

        return {
            "code": code, "name": Rule(lambda value: text_of(value) == one["unit"]), "full": Rule(lambda value: text_of(value) == one["unit_full"]),
            "group": self.groups.index(one["group"]), "standing": one["standing"], "answers": self.answers(code), "level": WORDS,
            **{decision: code in self.units_with(decision) for decision in ["registered", "proposed", "recognised"]},
            "takes_part": True,
            "way": Rule(way),
        }

    def flow(self):
        before = self.assessed(str(int(self.period) - 1))
        if before is None:
            return None
        found = {"against": before["period"], "against_name": WORDS}
        rows = self.assess.get("flow", [])
        for kind in ["held", "gained", "lost", "undetermined", "at_risk"]:
            expected = []
            for row in rows:
                if row["flow"] == kind:
                    opened = [self.criteria.index(one) for one in (row["criteria"] or "").split(", ") if one]
                    # How the year before was is compared with explain, in explanations_test.
                    before_too = {"before": Rule(lambda value, opened=opened: len(value) == len(opened))} if kind == "at_risk" else {}
                    expected.append({"unit": self.place[row["code"]], "criteria": opened, **before_too})
            # A unit may stand anywhere in its list; the page sorts.
            by_unit = lambda rows: sorted(rows, key=lambda one: one["unit"])
            found[kind] = Rule(lambda value, expected=expected: not differences(by_unit(expected), by_unit(value)))
        now = {one["code"] for one in self.assess["units"]}
        met_before = {one["code"] for one in before["units"] if one["standing"] == "meets_all"}
        return {**found, "ended": len(met_before - now)}

    def targets(self):
        said = self.ask("targets", "--period", self.period)
        rows = self.pack.table("targets.csv")
        of = lambda table, one: [row for row in said[table] if (row["version"], row["by"]) == (one["version"], one["by"])]
        found = []
        for one in said["targets"]:
            row = next(r for r in rows if (r["version"], r["by"]) == (one["version"], one["by"]))
            readings = [{key: reading[key] for key in ["declared", "strictly_more", "fixed_denominator", "denominator", "asked"]} for reading in of("readings", one)]
            groups = [{"group": self.groups.index(g["group"]), "name": Rule(lambda value, g=g: text_of(value) == g["group"]), "share": g["missing_share"], **{key: g[key] for key in ["units", "reached", "undetermined", *WAYS]}} for g in of("groups", one)]
            same = ["version", "by", "kind", "counts", "strictly_more", "fixed_denominator", "denominator", "asked", "reached", "missing", "undetermined", "counted_on", "frozen", "gone", "date", *WAYS]
            found.append({
                **{key: one[key] for key in same}, "name": Words([row["name"] or row["version"], row["name_en"] or row["name"] or row["version"]]),
                "current": not row.get("replaced_by"), "document": one["document"] or "",
                "issuer": Words([row["issuer"], row.get("issuer_en") or row["issuer"]]), "note": Words([row["note"], row.get("note_en") or row["note"]]),
                "share": self.share_that_asks(row, one), "readings": readings, "groups": groups,
            })
        return found

    @staticmethod
    def share_that_asks(row, one):
        """The share in percent, where it asks for as many as the target does (a count may ask for more)."""
        if not row["share"]:
            return None
        by_share = float(row["share"]) * one["denominator"]
        asked = math.floor(by_share + 1e-9) + 1 if one["strictly_more"] else math.ceil(by_share - 1e-9)
        return f"{float(row['share']) * 100:g}" if min(asked, one["denominator"]) == one["asked"] else None

    def trajectory(self):
        found = []
        year = int(self.period)
        while str(year) in self.pack.years_with_values() and (then := self.assessed(str(year))) is not None:
            taking_part = {one["code"] for one in then["units"]}
            counted = {one["standing"]: one["units"] for one in then["standings"]}
            pack = Pack(self.pack.folder, str(year))
            decided = lambda kind: len(pack.decided(kind) & taking_part)
            found.insert(0, {"period": str(year), "year": year, "participants": then["participants"], "meets_all": counted["meets_all"],
                             "undetermined": counted["undetermined"], "registered": decided("registered"), "recognised": decided("recognised")})
            year -= 1
        return found

    def comparison(self):
        said = self.ask_compare()
        if said is None:
            return None
        facts = Facts(self.pack, self.floor)
        rows = []
        for one in said["comparison"]:
            definition = self.pack.indicators[one["indicator"]]
            if not self.pack.shown_beside(one["indicator"]):
                continue
            share = definition.get("kind") == "share" or " / " in definition.get("value", "")
            base_day = f"{one['base_period']}-12-31"
            changed = [v for v in definition.get("version", []) if v.get("comparable") is False and base_day < str(v.get("from", "")) <= self.pack.last_day]
            rows.append({
                "indicator": one["indicator"], "name": Words(definition["name"]), "note": Words(definition.get("note", "")), "unit": definition.get("unit", ""),
                # Of what is not known at all nothing says whether it is in percent.
                "share": Rule(lambda value, share=share, one=one: value == share or one["value"] is None and one["base"] is None),
                **{key: one[key] for key in ["value", "base_period", "base", "change", "interval_low", "interval_high"]},
                "change_percent": None if share else one["change_percent"],
                "value_known": self.known(facts, definition, one["value"], self.period), "base_known": self.known(facts, definition, one["base"], one["base_period"]),
                "no_base": Rule(lambda value, one=one: value == (one["base"] == 0 and one["change"] is not None and one["change_percent"] is None) or one["base"] != 0 and not value),
                "definition_changed": [Words(v["reason"]) for v in changed] if changed else None,
                "not_comparable": Rule(lambda value, one=one: value is None or WORDS.fits(value) and text_of(value) in one["remark"] and one["change"] is None),
            })
        declared = any(one["period"] == self.period for one in self.pack.toml(self.pack.programme / "programme.toml").get("baseline", []))
        against = max(row["base_period"] for row in rows)
        listed = lambda assessed: {one["code"] for one in assessed["units"]}
        same = all(listed(then) == listed(self.assess) for then in map(self.assessed, {row["base_period"] for row in rows}) if then is not None)
        return {"period": self.period, "against": against, "against_name": WORDS, "same_participants": same, "declared": declared, "reason": WORDS, "rows": rows} if rows else None

    def ask_compare(self):
        return answer("compare", self.pack.folder, "--to", self.period, "--status", self.floor)

    def known(self, facts, definition, value, year):
        """Of how many participants everything is known that the indicator needs; null where it is of all."""
        if value is not None:
            return None
        needed = re.findall(r"[a-z_]+", definition["value"]) if "value" in definition else [definition["id"]]
        needed = [one for one in needed if one in self.pack.indicators]

        def fits(shown):
            if shown is None:
                return True
            unit_of = {code: unit for unit, code in self.pack.code_of.items()}
            known = sum(all(facts.known(one, year, unit_of.get(code, code)) for one in needed) for code in self.codes)
            return shown == [known, len(self.codes)]

        return Rule(fits)

    # Obstacles: whether it meets all once these criteria are met, judged from the answers alone.
    def once_met(self, code, met):
        standing, answers = self.of_code[code]["standing"], self.answers(code)
        # Solving an obstacle undoes no decision: a knock-out that fails goes on to rule the level out.
        knocked = [answer for rule, answer in zip(self.pack.set["criterion"], answers) if rule.get("knock_out")]
        rest = [answer for index, answer in enumerate(answers) if index not in met]
        if standing in ("meets_all", "not_assessable") or "0" in knocked + rest:
            return "not_met"
        if "1" in knocked + rest or standing == "undetermined" and self.assessable(code) != "met":
            return "unknown"
        return "met"

    def would_meet_all(self, code, met):
        return self.once_met(code, met) == "met"

    def once_all_met(self, met, answer):
        return sorted(unit for unit, criteria in met.items() if self.once_met(self.codes[unit], criteria) == answer)

    def assessable(self, code):
        said = self.ask("explain", "--period", self.period, "--unit", code)
        return said["assessable"] or "met"

    def obstacles(self):
        pack, rows, named, left_out = self.pack, [], [], 0
        for one in pack.table("obstacles.csv"):
            code = pack.code_of.get(one["unit"])
            stands = (not one["since"] or one["since"] <= pack.last_day) and (not one["solved_on"] or one["solved_on"] > pack.last_day)
            if code in self.place:
                if stands:
                    rows.append((one, self.place[code]))
            elif stands and not self.above_participants(one["unit"]):
                left_out += 1
            elif stands and self.given_by_then(one["document"]):
                named.append((one, None))
        if not rows and not named and not left_out:
            return None
        # Solved after the period: which state it had then nobody recorded.
        state_of = lambda one: "stood" if one["state"] == "solved" else one["state"]
        names = {name for name, _ in pack.name_of.values()}
        # None: those for which no department is named.
        departments = [one if one in names else None for one in (text_of(one["name"]) for one in self.data["obstacles"]["departments"])]
        department = lambda row: pack.name_of[row["department"]][0] if row["department"] else None
        blocked = lambda one: [self.criteria.index(c.strip()) for c in one["criteria"].split(";") if c.strip()]
        known = lambda one: [(row, unit) for row, unit in rows if department(row) == one]

        def row_of(one, unit):
            document = next((d for d in pack.table("documents.csv") if d["id"] == one["document"]), None)
            return {
                "id": one["id"], "kind": WORDS, "unit": unit, "of": WORDS, "criteria": blocked(one) if unit is not None else [],
                "department": departments.index(department(one)) if unit is not None else None,
                "department_name": Words(pack.name_of[one["department"]]) if one["department"] else None,
                "what": Words([one["what"], one["what_en"] or one["what"]]), "cost": int(one["cost"]) if one["cost"] else None,
                "funds": WORDS if one["funds"] else "", "state": state_of(one), "state_name": WORDS, "since": one["since"] or None, "solved_on": one["solved_on"] or None,
                "document": self.title(document) if document else "", "reference": one["reference"],
                "frees": unit is not None and self.would_meet_all(self.codes[unit], blocked(one)),
                "undetermined": unit is not None and self.once_met(self.codes[unit], blocked(one)) == "unknown",
            }

        def department_of(name):
            of_it = known(name)
            met = {}
            for row, unit in of_it:
                met.setdefault(unit, set()).update(blocked(row))
            states = [state_of(row) for row, _ in of_it]
            waits = [whole_months(row["since"], pack.last_day) for row, _ in of_it if row["since"]]
            order = ["reported", "under_review", "approved", "approved_unfunded", "funded", "under_way", "stood", "refused"]
            return {
                "name": WORDS, "count": len(of_it), "cost": sum(int(row["cost"] or 0) for row, _ in of_it), "months": max(waits, default=None),
                "states": [{"state": state, "count": states.count(state), "name": WORDS} for state in order if state in states],
                "freed": self.once_all_met(met, "met"), "undetermined": self.once_all_met(met, "unknown"),
            }

        everything = {}
        for row, unit in rows:
            everything.setdefault(unit, set()).update(blocked(row))
        counts = [len(known(name)) for name in departments]
        return {
            "open": len(rows), "cost": sum(int(row["cost"] or 0) for row, _ in rows), "unfunded": sum(row["state"] == "approved_unfunded" for row, _ in rows),
            "left_out": left_out, "together": self.once_all_met(everything, "met"), "together_undetermined": self.once_all_met(everything, "unknown"),
            "departments": [department_of(name) for name in departments] if counts == sorted(counts, reverse=True) else "those with most to do first",
            "rows": [row_of(*row) for row in rows], "named": [row_of(*row) for row in named],
        }

    def above_participants(self, unit):
        """Whether a participant stands below that unit, by the rows of the hierarchies."""
        unit_of = {code: one for one, code in self.pack.code_of.items()}
        stands = lambda row: (row["from"] or "0") <= self.pack.last_day <= (row["until"] or "9")
        above = {}
        for row in self.pack.table("hierarchies.csv"):
            if stands(row):
                above.setdefault(row["unit"], set()).add(row["parent"])
        reached = {unit_of.get(code, code) for code in self.codes}
        while more := {parent for one in reached for parent in above.get(one, ())} - reached:
            reached |= more
        return unit in reached

    @staticmethod
    def title(document):
        number = "/".join(part for part in [document["number"], document["symbol"]] if part)
        return Words(number or [document["subject"], document["subject_en"] or document["subject"]])

    def directives(self):
        pack = self.pack
        documents = {one["id"]: one for one in pack.table("documents.csv")}
        units = lambda cell: ", ".join(pack.name_of[one.strip()][0] for one in cell.split(";") if one.strip())
        return [{
            "id": one["id"], "clause": Words([one["clause"], one["clause_en"] or one["clause"]]), "lead": Rule(lambda value, one=one: text_of(value) == units(one["lead"])),
            "co_operating": Rule(lambda value, one=one: text_of(value) == units(one["co_operating"])), "due": one["due"] or None, "state": one["state"], "state_name": WORDS,
            "document": self.title(documents[one["document"]]), "reference": one["reference"], "evidence": one["evidence"], "note": one["note"],
        } for one in pack.table("directives.csv") if self.given_by_then(one["document"])]

    def given_by_then(self, document):
        """Until the end of the year that the review plans."""
        day = next((one["date"] for one in self.pack.table("documents.csv") if one["id"] == document), "")
        return day <= f"{int(self.period) + 1}-12-31"

    def documents(self):
        rows = self.pack.table("documents.csv")
        of_id = {one["id"]: one for one in rows}
        return [{
            "id": one["id"], "title": self.title(one), "subject": Words([one["subject"], one["subject_en"] or one["subject"]]), "date": one["date"] or None,
            "issuer": Words([one["issuer"], one["issuer_en"] or one["issuer"]]), "in_force_until": one["in_force_until"] or None,
            "replaced_by": self.title(of_id[one["replaced_by"]]) if one["replaced_by"] else None,
        } for one in rows if self.given_by_then(one["id"])]

    def quotas(self):
        facts = Facts(self.pack, self.floor)
        unit_of = {code: unit for unit, code in self.pack.code_of.items()}
        found = []
        for quota in self.pack.toml("indicators.toml").get("quota", []):
            for group in [None, *range(len(self.groups))]:
                members = [code for code in self.codes if group is None or self.of_code[code]["group"] == self.groups[group]]
                pairs = [[facts.number(quota[one], self.period, unit_of[code]) for one in ["assigned", "done"]] for code in members]
                pairs = [pair for pair in pairs if None not in pair]
                if not pairs:
                    continue
                assigned, done = sum(a for a, _ in pairs), sum(d for _, d in pairs)
                found.append({
                    "id": quota["id"], "name": Words(quota["name"]), "group": group, "units": len(members), "known": len(pairs), "assigned": assigned, "done": done,
                    "percent": math.floor(done / assigned * 10000 + 0.5) / 100 if assigned else None, "short": sum(max(0, a - d) for a, d in pairs),
                })
        return found

    def commendations(self):
        """By the two rules that the packs of these tests publish: met all in the year, and in the year before too."""
        before = self.assessed(str(int(self.period) - 1))
        met = lambda said: {one["code"] for one in said["units"] if one["standing"] == "meets_all"} if said else set()
        proposed = {"achieved": met(self.assess), "held": met(self.assess) & met(before)}
        return [{
            "id": one["id"], "name": Words(one["name"]), "rule": Words(one["text"]),
            "rows": [{"unit": index, "status": WORDS} for index, code in enumerate(self.codes) if code in proposed[one["id"]]],
        } for one in self.pack.set.get("commendation", [])]

    def plan(self):
        targets, columns, too_late = [], [], []
        for one in self.targets():
            # A title of a year is decided after its last day; what is computed is there on it.
            in_time = (lambda day: day <= one["by"]) if one["counts"] == "meets_all" else (lambda day: day < one["by"])
            periods = len([year for year in range(int(self.period) + 1, 2100) if in_time(f"{year}-12-31")])
            if not one["missing"] or one["frozen"]:
                continue
            if periods == 0:
                too_late.append({key: one[key] for key in ["version", "name", "by", "missing"]})
                continue
            asked = -(-one["missing"] // periods)
            shares = hamilton(asked, [group["units"] - group["reached"] for group in one["groups"]])
            column = [0] * len(self.groups)
            for group, share in zip(one["groups"], shares):
                column[group["group"]] = share
            columns.append(column)
            targets.append({**{key: one[key] for key in ["version", "name", "by", "current", "missing"]}, "periods": periods, "registrations": asked})
        if not targets and not too_late:
            return None
        return {"targets": targets, "too_late": too_late, "rows": [{"group": g, "registrations": [column[g] for column in columns]} for g in range(len(self.groups))]}


class ReviewFigures(unittest.TestCase):
    maxDiff = None

    def walk(self, folder, period, floor="reported"):
        with tempfile.TemporaryDirectory() as out:
            data = page_data(review_page(out, folder, period, "--status", floor))
        expected = Expected(folder, period, floor, data)
        self.assertEqual(sorted(expected.of_code), sorted(expected.codes), "each participant once")
        found = differences(expected.page(), data)
        self.assertEqual(found[:30], [], f"{len(found)} figures")
        return expected, data

    def test_hcmc_2023(self):
        expected, data = self.walk(HCMC, "2023")
        # Shares of what a target asks add up to it.
        for index, target in enumerate(data["plan"]["targets"]):
            self.assertEqual(sum(row["registrations"][index] for row in data["plan"]["rows"]), target["registrations"])
        # The question of the obstacles has both answers here, or it proves nothing.
        self.assertEqual({row["frees"] for row in data["obstacles"]["rows"]}, {True, False})
        self.assertTrue(any(one["freed"] for one in data["obstacles"]["departments"]))

    def test_hcmc_2023_verified(self):
        self.walk(HCMC, "2023", "verified")

    def test_hcmc_2022(self):
        self.walk(HCMC, "2022")

    def test_small_office(self):
        for period in ["2022", "2023"]:
            with self.subTest(period):
                self.walk(OFFICE, period)

    def test_restated(self):
        """In a later geography the page names who is in none of its figures, as assess does."""
        view = ["--geography", "2025-07-01"]
        with tempfile.TemporaryDirectory() as out:
            data = page_data(review_page(out, HCMC, "2023", *view))
        said = answer("assess", HCMC, "--period", "2023", *view)
        self.assertEqual(len(data["view"]["fate_unknown"]), said["fate_unknown"]["units"])
        self.assertGreater(said["fate_unknown"]["units"], 0)
        self.assertEqual(len({text_of(one) for one in data["view"]["fate_unknown"]}), said["fate_unknown"]["units"])
        self.assertEqual(data["counts"]["participants"], said["participants"])
        # What a target asks of its own list is not planned for units of another.
        self.assertIsNone(data["plan"])

    def test_a_quarter_plans_no_titles_of_years(self):
        with tempfile.TemporaryDirectory() as out:
            self.assertIsNone(page_data(review_page(out, HCMC, "2024-Q1"))["plan"])

    def test_opens_in_the_language_asked_for(self):
        with tempfile.TemporaryDirectory() as out:
            self.assertEqual(page_data(review_page(out, OFFICE, "2023", "--lang", "en"))["lang"], "en")

    def test_a_changed_figure_is_found(self):
        with tempfile.TemporaryDirectory() as out:
            data = page_data(review_page(out, HCMC, "2022"))
        expected = Expected(HCMC, "2022", "reported", data).page()
        data["counts"]["near"] += 1
        data["units"][7]["answers"] = "3" + data["units"][7]["answers"][1:]
        data["plan"]["rows"][3]["registrations"][1] -= 1
        data["groups"][0]["a_figure_nobody_knows"] = 4
        found = {one.split(":")[0] for one in differences(expected, data)}
        self.assertEqual(found, {".counts.near", ".units[7].answers", ".plan.rows[3].registrations[1]", ".groups[0].a_figure_nobody_knows"})


if __name__ == "__main__":
    sys.exit(unittest.main())
