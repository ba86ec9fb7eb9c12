"""What one ward reports in one year: values drawn to fit its plan (plan.py).

Offences, collisions, fires and offers of treatment of the 249 real wards are one rate for the
whole city times the (synthetic) residents: the numbers tell no ward from another. People in
treatment are told of districts only (answers.py).

A ward's size (procedures, establishments, areas) is its own and moves a little from year to year.
A steady ward's quality only rises; where a criterion falls, it falls by as much every year:

    rising      2021 ▂ 2022 ▄ 2023 ▅     three draws in order; an ordinary ward: as drawn
    falling     2021 ▆ 2022 ▄ 2023 ▂ |   once more by as much is below the bound
"""
from hcmc_generator.plan import FAILS, LACKS, NOTHING, YEARS

NORM_AREA = {"I": 335, "II": 279, "III": 232}  # m², as in criteria/2023.toml
EQUIPMENT = {"motorbikes": 4, "computers": 10, "scanners": 2, "reception_desks": 3,
             "fire_kits": 2, "first_aid_kits": 2}
SESSIONS = {"I": 48, "II": 36, "III": 24}
# Sizes, per mille of those of 2023: fewer people came in 2021.
SIZES = {2021: 910, 2022: 965, 2023: 1000}
# Offences per 100,000 residents and year, the same in every ward.
OFFENCES = {2021: 96, 2022: 104, 2023: 92}
FICTITIOUS_OFFENCES = {"x1": (52, 50, 20), "x2": (24, 25, 23), "x3": (18, 20, 19),
                       "x4": (21, 19, 18), "x5": (30, 31, 29), "x6": (26, 24, 25)}


def day(year, month, number):
    return f"{year:04d}-{month:02d}-{number:02d}"


def at_rate(residents, per_100k):
    return (residents * per_100k * 2 + 100000) // 200000


class WardYear:
    """Draws the values of one ward in one year, criterion by criterion."""

    def __init__(self, ward, year):
        self.ward, self.year, self.values = ward, year, {}
        self.state = ward.plan[year]

    def draw(self, name, low, high):
        return self.ward.stream(name, self.year).between(low, high)

    def fixed(self, name, low, high):
        return self.ward.stream(name).between(low, high)

    def put(self, **values):
        self.values.update(values)

    def is_(self, criterion, state):
        return self.state[criterion] == state

    def moving(self, name, low, high):
        """A size of the ward's own, moving with the city's and up to two per cent by itself."""
        by = SIZES[self.year] + self.draw(f"{name} moves", -20, 20)
        return self.fixed(name, low, high) * by // 1000

    def rising(self, name, low, high):
        """Drawn for the year; in a steady ward the three years' draws in order."""
        draws = [self.ward.stream(name, year).between(low, high) for year in YEARS]
        return (sorted(draws) if self.ward.steady else draws)[self.year - YEARS[0]]

    def falls(self, criterion):
        return criterion in self.ward.falling

    def in_time(self, criterion, due, fail_low, fail_high):
        """How many of `due` were done in time: from 98 % if met, else between the two per mille."""
        if self.falls(criterion):
            # Late per mille: 4, 11, 18, or 9, 16, 23 where the year 2023 is past the bound of 20.
            first = 9 if self.ward.plan[2023][criterion] == FAILS else 4
            return due - due * (first + 7 * (self.year - YEARS[0])) // 1000
        if self.is_(criterion, FAILS):
            return due * self.draw(f"{criterion} done", fail_low, fail_high) // 1000
        return due - due * (150 - self.rising(f"{criterion} left", 0, 150)) // 10000

    def leadership(self):
        dates = {"resolution_on": day(self.year, 1, self.draw("resolution", 8, 26)),
                 "plan_on": day(self.year, 2, self.draw("plan", 3, 24)),
                 "registration_on": day(self.year, 3, self.draw("registration", 1, 28))}
        if self.is_(1, FAILS):
            late = ("plan_on", "registration_on")[self.draw("late", 0, 1)]
            dates[late] = day(self.year, self.draw("late month", 4, 6),
                              self.draw("late day", 1, 28))
        self.put(**dates)
        lacking = self.draw("committee or rules", 0, 1) if self.is_(2, FAILS) else -1
        self.put(steering_committee_in_force="false" if lacking == 0 else "true",
                 coordination_rules_in_force="false" if lacking == 1 else "true")
        unmet = self.draw("review unmet", 1, 8)
        left = self.draw("review left", 1, unmet) if self.is_(3, FAILS) else 0
        if not self.is_(3, LACKS):
            self.put(review_done_on=day(self.year, self.draw("review month", 2, 5),
                                        self.draw("review day", 1, 28)))
        self.put(review_unmet=unmet, review_with_action=unmet - left)

    def force(self):
        self.put(command_complete="true")
        if not self.is_(4, LACKS):
            self.put(staffing_at_norm="false" if self.is_(4, FAILS) else "true")
        self.put(concealment_decisions=1 if self.is_(5, FAILS) else 0, self_reported_cases=0,
                 conduct_complaints_upheld=1 if self.is_(7, FAILS) else 0,
                 open_conduct_complaints=0)
        if self.ward.id == "x4" and self.year == 2023:
            self.put(open_conduct_complaints=1)
        if not self.is_(6, LACKS):
            self.put(training_mark=f"{self.training() / 10:.1f}")
        self.put(conduct_mark=f"{self.rising('conduct', 820, 985) / 10:.1f}")

    def training(self):
        """The panel's mark, in tenths."""
        if self.falls(6):
            step = self.fixed("training falls", 30, 40)
            return self.fixed("training at last", 806, 824) + step * (YEARS[-1] - self.year)
        if self.is_(6, FAILS):
            return self.draw("training", 640, 795)
        return self.rising("training", 805, 975)

    def office(self):
        norm = NORM_AREA[self.ward.ward_class]
        if self.is_(8, FAILS):
            area = norm * self.fixed("small office", 52, 90) // 100
            # Some offices grew a little every year and still fall short.
            if self.fixed("grows", 0, 9) == 0:
                area = min(area + (self.year - 2021) * self.fixed("by", 8, 18), norm * 96 // 100)
        else:
            area = norm + norm * self.fixed("large office", 0, 34) // 100
        half = 5 * self.fixed("half metre", 0, 1)
        if self.ward.id == "w26734":
            area, half = 214, 0
        self.put(office_area=f"{area}.{half}")
        lacking = self.fixed("lacking", 2, 3) if self.is_(9, FAILS) else self.fixed("one off", 0, 1)
        order = self.ward.stream("equipment").shuffled(EQUIPMENT)
        for item, norm in EQUIPMENT.items():
            short = order.index(item) < lacking
            self.put(**{item: norm - 1 if short else norm + self.fixed(f"{item} more", 0, 3)})

    def security(self):
        offences = self.offences()
        # No more than the reports that the least ward receives in a year.
        sample, wrong = self.fixed("audit sample", 20, 24), 0
        if self.is_(10, LACKS):
            sample = 12
        if self.is_(10, FAILS):
            sample, wrong = 20, 3
        self.put(audit_sample=sample, audit_right=sample - wrong)
        self.put(offences_term_due=offences, offences_handled_in_time=offences,
                 offences_outcomes_written=offences)
        self.put(hot_spots_reported=1 if self.ward.id == "x2" else 0, hot_spots_overdue=0,
                 hot_spots_unreported=1 if self.is_(12, FAILS) else 0)
        offers = self.ward.residents // 6000 + 1
        self.put(treatment_offers_due=offers,
                 treatment_offers_in_time=offers - (2 if self.is_(13, FAILS) else 0))
        gangs = 2 if self.is_(14, FAILS) else 0
        self.put(gang_reports_due=gangs, gang_reports_in_time=gangs // 2)

    def offences(self):
        if self.ward.fictitious:
            return FICTITIOUS_OFFENCES[self.ward.id][self.year - 2021]
        return at_rate(self.ward.residents, OFFENCES[self.year])

    def order(self):
        due = 0 if self.is_(15, NOTHING) else self.moving("establishments", 14, 60)
        left = self.draw("not inspected", 1, 6) if self.is_(15, FAILS) else 0
        self.put(inspections_due=due, inspections_done=due - left)
        fire, findings = self.moving("fire sites", 22, 90), self.fixed("findings", 4, 30)
        fire_left = findings_left = 0
        if self.is_(16, FAILS):
            if self.draw("fire how", 0, 1) == 0:
                fire_left = self.draw("fire left", 1, 8)
            else:
                findings_left = self.draw("findings left", 2, 3)
        elif findings >= 20 and not self.ward.steady:
            findings_left = self.draw("one finding", 0, 1)
        self.put(fire_inspections_due=fire, fire_inspections_done=fire - fire_left,
                 fire_findings_due=findings, fire_findings_in_time=findings - findings_left)
        again = (fire - fire_left + 9) // 10 + self.fixed("again", 1, 3)
        if not self.is_(16, LACKS):
            self.put(fire_reinspections=again, fire_reinspections_agreeing=again)
        residence = self.moving("residence", 600, 4200)
        foreigners = self.moving("foreigners", 5, 260) if self.fixed("has foreigners", 0, 9) else 0
        self.put(residence_due=residence, residence_on_time=self.in_time(17, residence, 930, 976),
                 foreigner_due=foreigners, foreigner_on_time=foreigners)
        self.quotas()
        self.put(collisions=at_rate(self.ward.residents, {2021: 14, 2022: 17, 2023: 22}[self.year]),
                 fires=at_rate(self.ward.residents, {2021: 4, 2022: 5, 2023: 4}[self.year]))

    def quotas(self):
        assigned = self.moving("assigned", 900, 3000)
        came = assigned * self.fixed("came", 62, 97) // 100
        done = self.in_time(18, came, 905, 974)
        sample = self.fixed("quota sample", 30, 60)
        slip = self.draw("one slip", 0, 1) if sample >= 50 and not self.ward.steady else 0
        self.put(quota_assigned=assigned, quota_came=came, quota_done=done, quota_sample=sample,
                 quota_sample_right=sample - slip,
                 quota_complaints=self.draw("quota complaints", 0, 6),
                 quota_corrections=done * self.corrections() // 10000)

    def corrections(self):
        """Of ten thousand completed cases."""
        return self.fixed("corrections", 10, 70) + self.draw("more corrections", 0, 10)

    def people(self):
        due = self.moving("procedures", 1100, 6200)
        norm = SESSIONS[self.ward.locality_group]
        few = (self.is_(20, FAILS) and not self.falls(20) and self.draw("20 how", 0, 1) == 0)
        sessions = (norm - self.draw("fewer", 3, 16) if few
                    else norm + self.rising("sessions", 0, 14))
        late = (self.draw("few late", 0, due // 100) if few
                else due - self.in_time(20, due, 925, 977))
        self.put(procedures_due=due, procedures_on_time=due - late, out_of_hours_sessions=sessions)
        told = any("of 25 areas" in special for special in self.ward.special)
        areas = 25 if told else self.fixed("areas", 9, 58)
        registered, recognised = areas, -(-areas * self.rising("recognised", 72, 100) // 100)
        if self.is_(21, FAILS):
            if self.draw("21 how", 0, 3) == 0:
                registered = areas - self.draw("unregistered", 1, 3)
                recognised = min(recognised, registered)
            else:
                recognised = areas * self.draw("few recognised", 44, 68) // 100
        if "18 of 25 areas" in self.ward.special:
            registered, recognised = areas, 18 + 2 * (YEARS[-1] - self.year)
        if self.year == 2023 and "16 of 25 areas" in self.ward.special:
            registered, recognised = areas, 16
        self.put(areas=areas, areas_registered=registered, areas_recognised=recognised)
        self.survey()

    def survey(self):
        least = 400 if self.ward.steady else 290
        asked = self.moving("asked", least, 520)
        if self.is_(22, LACKS):
            if self.ward.id == "w26734":
                self.put(survey_asked=240, survey_answers=68, survey_satisfied=62)
            elif self.draw("few answers", 0, 2) == 0:
                answers = self.draw("answers", 60, 185)
                self.put(survey_asked=asked, survey_answers=answers,
                         survey_satisfied=answers * self.draw("satisfied", 840, 970) // 1000)
            return
        answers = max(200, asked * self.fixed("response", 70, 93) // 100)
        self.put(survey_asked=asked, survey_answers=answers,
                 survey_satisfied=answers * self.satisfied() // 1000)

    def satisfied(self):
        """Per mille of the answers."""
        if self.falls(22):
            return 906 + 17 * (YEARS[-1] - self.year)
        return self.draw("satisfied", 800, 893) if self.is_(22, FAILS) else self.rising(
            "satisfied", 912, 985)

    def yearly(self):
        for part in (self.leadership, self.force, self.office, self.security, self.order,
                     self.people):
            part()
        return self.values

    def monthly(self, month):
        """Tips and denunciations, each step in its term, and the month's part of the offences."""
        stream = self.ward.stream("tips", self.year, month)
        received = stream.between(2, 3) + self.ward.residents // 12000
        if self.ward.id == "x2":
            received = {2021: 4, 2022: 4, 2023: 8}[self.year]
        transfers = received - stream.between(0, received // 2)
        outcomes = stream.between(0, received)
        whole = self.offences()
        return {"tips_received": received, "tips_registered": received,
                "tips_receipts_given": received, "tips_transfers_due": transfers,
                "tips_transferred_in_time": transfers, "tips_notices_due": received,
                "tips_notices_in_time": received, "tips_outcomes_due": outcomes,
                "tips_outcomes_written": outcomes,
                "offences": whole * month // 12 - whole * (month - 1) // 12}
