"""Values that say what the plan says, as the wards and other bodies would report them.

Wide files, one line for a ward and year (or month), or for a district and year; what needs a note, a history or another status
stands singly in values/2023-single.csv: an `n/a` with its reason, a value waiting for
verification, a correction of a verified value, a draft. The values: ward_year.py.
"""
from hcmc_generator import table
from hcmc_generator.plan import MET, YEARS
from hcmc_generator.prng import Stream
from hcmc_generator.ward_year import WardYear, day

MONTHLY = ("tips_received", "tips_registered", "tips_receipts_given", "tips_transfers_due",
           "tips_transferred_in_time", "tips_notices_due", "tips_notices_in_time",
           "tips_outcomes_due", "tips_outcomes_written", "offences")
PEOPLE_IN_TREATMENT = 5713  # the whole city, each year


def describe(wards):
    """Residents, class and locality group: synthetic."""
    groups = {}
    for ward in wards:
        stream = ward.stream("residents")
        ward.residents = stream.between(820, 6200) * 10
        if ward.id == "w26734":
            ward.residents = 24310
        ward.ward_class = ("I" if ward.residents >= 38000
                           else "II" if ward.residents >= 18000 else "III")
        if ward.district not in groups:
            groups[ward.district] = ("I", "II", "III")[
                Stream("locality group", ward.district).between(0, 2)]
        ward.locality_group = groups[ward.district]


def attribute_rows(wards):
    for ward in wards:
        for attribute in ("residents", "locality_group", "ward_class"):
            yield {"unit": ward.id, "attribute": attribute, "value": getattr(ward, attribute)}


def single(ward, indicator, value, reported, verified, note=""):
    return {"indicator": indicator, "period": "2023", "unit": ward.id, "value": value,
            "reported_on": reported, "verified_on": verified, "source": "generator", "note": note}


LATE = ("residence_due", "residence_on_time", "foreigner_due", "foreigner_on_time",
        "procedures_due", "procedures_on_time", "out_of_hours_sessions")


def take_single(ward, values, reported, verified):
    """Takes out of a ward's year 2023 what must be told singly."""
    rows = []
    if ward.unverified:
        for indicator in LATE:
            rows.append(single(ward, indicator, values.pop(indicator), reported, "",
                               "chờ thẩm định"))
    if "correction pending" in ward.special:
        old = values.pop("inspections_due")
        rows.append(single(ward, "inspections_due", old, reported, verified))
        rows.append(single(ward, "inspections_due", old + 2, "2024-01-14", "",
                           "đính chính: hai cơ sở đến hạn bị bỏ sót"))
    if "draft survey" in ward.special:
        drafted = {"survey_asked": 400, "survey_answers": 310, "survey_satisfied": 292}
        for indicator, value in drafted.items():
            values.pop(indicator, None)
            rows.append(single(ward, indicator, value, "", "", "bản nháp, chưa gửi"))
    if "no areas" in ward.special:
        for indicator in ("areas", "areas_registered", "areas_recognised"):
            values.pop(indicator)
            rows.append(single(ward, indicator, "n/a", reported, verified,
                               "phường đang sắp xếp lại khu phố, chưa có khu phố được xét"))
    return rows


QUOTA = {"quota_assigned": "assigned", "quota_done": "done"}  # indicator -> column of quotas.csv


def quota_row(line, values):
    """Takes the quota's two figures out of a ward's year."""
    return {"quota": "population-and-id", **line,
            **{column: values.pop(indicator) for indicator, column in QUOTA.items()}}


def decision_rows(wards):
    for ward in wards:
        if ward.registered:
            yield {"decision": "registered", "period": "2023", "unit": ward.id,
                   "date": "2023-03-20", "source": "generator",
                   "note": "Chọn 19 phường: có thật; phường nào và ngày nào: mô phỏng"}
    for ward in wards:
        if ward.registered and not ward.failing(2023) and ward.plan[2023][22] == MET:
            yield {"decision": "proposed", "period": "2023", "unit": ward.id,
                   "date": "2024-01-15", "source": "generator", "note": "Mô phỏng"}


def tables(land, wards):
    """file name -> text of attributes, values, quotas and decisions."""
    describe(wards)
    files = {"unit_attributes.csv": table.text(("unit", "attribute", "value", "from", "until"),
                                               attribute_rows(wards))}
    head = ("period", "unit", "reported_on", "verified_on", "source")
    singles, quotas = [], []
    for year in YEARS:
        rows, months = [], []
        for ward in wards:
            one = WardYear(ward, year)
            values = one.yearly()
            reported = day(year + 1, 1, one.draw("reported", 2, 5))
            verified = day(year + 1, 1, one.draw("verified", 8, 12))
            if year == 2023:
                singles += take_single(ward, values, reported, verified)
            line = {"period": year, "unit": ward.id, "reported_on": reported,
                    "verified_on": verified, "source": "generator"}
            quotas.append(quota_row(line, values))
            rows.append({**line, **values})
            for month in range(1, 13):
                after = (year, month + 1) if month < 12 else (year + 1, 1)
                months.append({"period": f"{year}-{month:02d}", "unit": ward.id,
                               "reported_on": day(*after, 5),
                               "verified_on": day(*after, 12),
                               "source": "generator", **one.monthly(month)})
        columns = [c for c in full_columns(rows) if c not in head]
        files[f"values/{year}.csv"] = table.text(head + tuple(columns), rows)
        files[f"values/{year}-monthly.csv"] = table.text(head + MONTHLY, months)
        files[f"values/{year}-districts.csv"] = table.text(head + ("people_in_treatment",),
                                                           district_rows(land, year))
    files["quotas.csv"] = table.text(
        ("quota", "period", "unit", "assigned", "done", "reported_on", "verified_on", "decided_on",
         "source", "by", "note"), quotas)
    files["values/2023-single.csv"] = table.text(
        ("indicator", "period", "unit", "category", "value", "reported_on", "verified_on",
         "decided_on", "source", "by", "note"), singles)
    files["programmes/exemplary-ward-police/decisions.csv"] = table.text(
        ("decision", "period", "unit", "date", "number", "issuer", "valid_until", "source",
         "note"), decision_rows(wards))
    return files


def district_rows(land, year):
    """People in treatment: never a ward's number. The city's (synthetic) total in shares of the
    wards, communes and townships, so that no district stands out either."""
    units = [land["old"][code]["parent_code"] for code in land["communes"]]
    before = 0
    for district in land["districts"]:
        upto = before + units.count(district)
        people = (PEOPLE_IN_TREATMENT * upto // len(units)
                  - PEOPLE_IN_TREATMENT * before // len(units))
        before = upto
        yield {"period": year, "unit": f"d{district}", "reported_on": day(year + 1, 1, 5),
               "verified_on": day(year + 1, 1, 12), "source": "generator",
               "people_in_treatment": people}


def full_columns(rows):
    """Columns in the order of the fullest row, so that no ward's gap moves a column."""
    columns = []
    for row in sorted(rows, key=len, reverse=True):
        columns += [c for c in row if c not in columns]
    return columns
