"""Obstacles: those named at the conference, as it names them, and synthetic ones of the wards.

The conference of 16 Jan 2024 named difficulties of the whole city without units, numbers or
departments (row S6 of the domain's list); they stand as it named them, and no more. All others are
drawn for wards that fail the office (8), the equipment (9) or the staffing (4) of 2023, and a few
for wards whose office was put right in 2023:

    ward fails 8 ---> land | office | building | repair | rule   --> one obstacle in most wards
    ward fails 9 ---> equipment                                  --> in some
    ward fails 4 ---> staff                                      --> in some
    met 8 in 2023, not in 2022 ---> building, repair: solved in 2023

Costs are of the order of what such works cost: a new office 4 to 6 billion dong.
"""
from hcmc_generator import table
from hcmc_generator.plan import FAILS, MET, STORY_OFFICE, STORY_SURVEY
from hcmc_generator.prng import Stream
from hcmc_generator.ward_year import day

COLUMNS = ("id", "kind", "unit", "criteria", "department", "what", "what_en", "cost", "funds",
           "state", "since", "solved_on", "document", "reference", "source", "note")
MILLION = 1_000_000

# What the conference named (S6): kind, Vietnamese, English.
NAMED = (
    ("land", "Nhà, đất", "Land and houses"),
    ("office", "Trụ sở", "Offices"),
    ("building", "Kinh phí xây dựng", "Money for building"),
    ("repair", "Kinh phí sửa chữa", "Money for repair"),
    ("equipment", "Trang thiết bị", "Equipment"),
)
NAMED_NOTE = "Các sở, ngành khác cùng tháo gỡ; không nêu đơn vị, cơ quan, số tiền"

# kind -> (what, in English, department ("district": the people's committee above the ward), least
# and most cost in million dong and its step; none: not known)
KINDS = {
    "land": ("Chưa có đất để xây trụ sở", "No land to build the office on",
             ("dept-environment", "dept-planning"), None),
    "office": ("Trụ sở đang ở nhờ, chờ bố trí nhà", "The office is in borrowed rooms; a house is awaited",
               ("district",), None),
    "building": ("Xây mới trụ sở", "A new office", ("dept-finance", "dept-finance", "district",
                                                 "dept-construction"), (4000, 6000, 100)),
    "repair": ("Sửa chữa, mở rộng trụ sở", "Repair and extension of the office", ("district",),
               (300, 1500, 50)),
    "rule": ("Quy hoạch chưa cho phép mở rộng trụ sở", "The land-use plan does not allow the office to grow",
             ("dept-planning",), None),
    "equipment": ("Trang thiết bị dưới định mức, chờ mua sắm", "Equipment below the norm; purchase awaited",
                  ("dept-police", "dept-police", "district"), (50, 400, 10)),
    "staff": ("Biên chế dưới định mức, chờ bổ sung", "Staffing below the norm; filling awaited",
              ("dept-police",), None),
}
# Of a hundred: which kind keeps an office small.
OFFICE_KINDS = (("building", 45), ("repair", 25), ("land", 14), ("office", 10), ("rule", 6))
# Of a hundred: how far it has come, where money is needed and where none is.
WITH_COST = (("reported", 14), ("under_review", 18), ("approved", 8), ("approved_unfunded", 40),
             ("funded", 8), ("under_way", 12))
WITHOUT_COST = (("reported", 40), ("under_review", 45), ("approved", 10), ("refused", 5))
FUNDED = ("funded", "under_way", "solved")


def drawn(stream, shares):
    """One of the words, each as often as its share of the sum says."""
    left = stream.between(0, sum(share for _, share in shares) - 1)
    for word, share in shares:
        if left < share:
            return word
        left -= share
    raise AssertionError("the shares are used up")


def row(ward, number, kind, criterion, **known):
    """One obstacle of a ward; what `known` does not say is drawn."""
    stream = Stream(ward.id, "obstacle", criterion, number)
    what, what_en, departments, cost = KINDS[kind]
    department = departments[stream.between(0, len(departments) - 1)]
    state = drawn(stream, WITH_COST if cost else WITHOUT_COST)
    since = day(stream.between(2020, 2023), stream.between(1, 12), stream.between(1, 28))
    amount = None
    if cost:
        least, most, step = cost
        amount = (least + step * stream.between(0, (most - least) // step)) * MILLION
    one = {"id": f"{ward.id}-{criterion}", "kind": kind, "unit": ward.id, "criteria": criterion,
           "department": department, "what": what, "what_en": what_en, "cost": amount,
           "state": state, "since": since, "source": "generator", **known}
    if one["department"] == "district":
        one["department"] = ward.district
    if cost:
        one["funds"] = ("Ngân sách quận, thành phố Thủ Đức" if one["department"] == ward.district
                        else "Ngân sách Thành phố")
    return one


def of_ward(ward):
    fails = ward.plan[2023]
    if ward.id in (STORY_OFFICE, STORY_SURVEY):
        since = "2021-03-15" if ward.id == STORY_OFFICE else "2021-06-10"
        yield row(ward, 1, "building", 8, cost=5900 * MILLION, state="approved_unfunded",
                  since=since, department="dept-finance")
        return
    stream = ward.stream("obstacles")
    office, equipment, staff = (stream.between(0, 99) for _ in range(3))
    if fails[8] == FAILS and office < 55:
        yield row(ward, 1, drawn(ward.stream("office obstacle"), OFFICE_KINDS), 8)
    if ward.plan[2022][8] == FAILS and fails[8] == MET and office < 50:
        solved = day(2023, stream.between(2, 11), stream.between(1, 28))
        since = day(stream.between(2020, 2022), stream.between(1, 12), stream.between(1, 28))
        yield row(ward, 1, ("repair", "building")[stream.between(0, 1)], 8, state="solved",
                  since=since, solved_on=solved)
    if fails[9] == FAILS and equipment < 25:
        yield row(ward, 1, "equipment", 9)
    if fails[4] == FAILS and staff < 35:
        since = day(2023, stream.between(1, 9), stream.between(1, 28))
        yield row(ward, 1, "staff", 4, since=since)


def tables(wards):
    """file name -> text of obstacles.csv. The fictitious district has none: it takes part in
    nothing."""
    rows = [{"id": f"s6-{kind}", "kind": kind, "unit": "c79", "what": what, "what_en": what_en,
             "state": "reported", "document": "review-2024-01-16", "reference": "S6",
             "source": "conference", "note": NAMED_NOTE} for kind, what, what_en in NAMED]
    for ward in wards:
        if not ward.fictitious:
            rows += of_ward(ward)
    return {"obstacles.csv": table.text(COLUMNS, rows)}
