// Each rule that invites harm: packs that break it, in several disguises, and the same packs
// mended. A line says which warnings are told and which word of the formula they point at.
#include "programme/assessment/harm.hpp"

#include "small_pack.hpp"

namespace exemplar::programme {
namespace {

using namespace small_pack;
using Told = std::vector<std::string>;

struct HarmCase {
  std::string name;
  std::string indicators;
  std::string criteria;
  Told told;
  std::string before_criteria = {};
  std::string levels = {};
};

// Read aloud in test output.
void PrintTo(const HarmCase& one, std::ostream* out) {
  *out << one.name;
}

class Harm : public testing::TestWithParam<HarmCase> {};

TEST_P(Harm, IsToldExactly) {
  SmallPack pack;
  pack.indicators = GetParam().indicators;
  pack.criteria = GetParam().criteria;
  pack.before_criteria = GetParam().before_criteria;
  if (!GetParam().levels.empty()) pack.levels = GetParam().levels;
  const Checked checked = check(pack);
  EXPECT_EQ(checked.told(), GetParam().told) << checked.all();
}

const std::string kLower = "lower_is_better_self_reported @ ";
const std::string kKnock = "knock_out_on_admission @ ";
const std::string kShare = "share_without_floor @ ";
const std::string kPeople = "people_as_score @ ";
const std::string kQuota = "quota_without_quality @ ";
const std::string kReceipts = "threshold_on_receipts @ ";

const std::string kAudit = count("sampled", "service", "audit") +
                           count("sampled_right", "service", "audit") +
                           "[[indicator]]\nid = \"audit\"\nname = \"Kiểm tra\"\ncontext = true\n"
                           "value = \"sampled_right / sampled\"\nround = 4\n";
std::string audit_of(const std::string& id) {
  return kAudit + "audits = [\"" + id + "\"]\n";
}
const std::string kMeasure =
    "[[measure]]\nid = \"trouble\"\nname = \"Vướng mắc\"\nvalue = \"2 * cases + 1\"\n";
const std::string kLevelOnCases =
    "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = \"all(criteria) and cases <= 3\"\n";
const std::string kCommendationOnCases =
    "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = \"all(criteria)\"\n"
    "[[commendation]]\nid = \"few\"\nname = \"Khen\"\ntext = \"Khen\"\n"
    "when = 'level(\"all\") and cases <= 3'\n";
const std::string kGroup = "[[group]]\nid = \"V\"\nname = \"Nhóm\"\n";

const std::string kCases = count("cases", "event", "self");
const std::string kArea = indicator("area", "amount", "office", "self", "at_most = 1000\n");

const HarmCase kLowerIsBetter[] = {
    {"at_most_so_many", kCases, met("cases <= 3"), {kLower + "cases"}},
    {"none", kCases, met("cases = 0"), {kLower + "cases"}},
    {"through_not", kCases, met("not (cases >= 4)"), {kLower + "cases"}},
    {"not_any", kCases, met("not any(cases >= 4, cases = 2)"), {kLower + "cases"}},
    {"by_the_register", count("cases", "event", "register"), met("cases < 3"), {kLower + "cases"}},
    {"through_a_measure", kCases, met("trouble <= 7"), {kLower + "trouble"}, kMeasure},
    {"through_if",
     kCases + kArea,
     met("if cases >= 3 then area >= 90 else area >= 80"),
     {kLower + "cases"}},
    {"through_if_of_numbers",
     kCases,
     met("(if cases >= 3 then 0 else 10) >= 5"),
     {kLower + "cases"}},
    {"through_a_band",
     kCases,
     met("band(cases, < 3 -> 10, < 6 -> 5, else 0) >= 5"),
     {kLower + "cases"}},
    {"through_points",
     kCases,
     criterion("1", "points = \"10 - steps(cases, 2 -> 1)\"\nmax = 10\n"),
     {kLower + "cases"}},
    {"interpolated",
     kCases,
     criterion("1", "points = \"interpolate(cases, 0 -> 10, 20 -> 0)\"\nround = 1\nmax = 10\n"),
     {kLower + "cases"}},
    {"falling_from_last_year", kCases, met("cases <= cases[last year]"), {kLower + "cases"}},
    {"a_truth", indicator("fire", "truth", "event", "self"), met("not fire"), {kLower + "fire"}},
    {"late_of_due",
     count("late", "service", "register") + count("due", "service", "register"),
     met("if due >= 20 then late / due <= 2 % else no_data(\"few\")"),
     {kLower + "late"}},
    {"best_in_rank", kCases, met("rank(cases, lowest first) <= 10"), {kLower + "cases"}},
    {"what_comes_in_as_denominator",
     count("handled", "service", "other_unit") + count("reported", "event", "register"),
     met("if reported >= 5 then handled / reported >= 95 % else no_data(\"few\")"),
     {kLower + "reported"}},
    {"not_applicable_counts_as_not_met",
     kCases + kArea,
     criterion("1",
               "when_not_applicable = \"not_met\"\napplies = 'cases < 3'\n"
               "met = 'area >= 80'\n"),
     {kLower + "cases"}},
    {"in_a_level",
     count("cases", "event", "register"),
     met("cases >= 0"),
     {kLower + "cases"},
     "",
     kLevelOnCases},
    // Mended.
    {"audited",
     audit_of("cases") + count("cases", "event", "self", "audited_by = \"audit\"\n"),
     met("cases <= 3"),
     {}},
    {"told_by_another_body", count("cases", "event", "other_unit"), met("not (cases >= 4)"), {}},
    {"higher_is_better", kArea, met("not (area < 80)"), {}},
    {"gate", kCases + kArea, met("if cases >= 3 then area >= 80 else no_data(\"few\")"), {}},
    {"of_another_unit", kCases + kArea, met("area >= 80 or cases[parent] <= 3"), {}},
    {"all_of_those_due",
     count("done", "service", "register") + count("due", "service", "register"),
     met("done = due"),
     {}},
};
INSTANTIATE_TEST_SUITE_P(LowerIsBetter, Harm, testing::ValuesIn(kLowerIsBetter),
                         [](const auto& one) { return one.param.name; });

const HarmCase kKnockOuts[] = {
    {"a_count", kCases, met("cases = 0", "knock_out = true\n"), {kKnock + "cases"}},
    {"a_truth",
     indicator("admitted", "truth", "office", "self"),
     met("not admitted", "knock_out = true\n"),
     {kKnock + "admitted"}},
    {"audited_all_the_same",
     audit_of("cases") + count("cases", "event", "self", "audited_by = \"audit\"\n"),
     met("not (cases > 0)", "knock_out = true\n"),
     {kKnock + "cases"}},
    {"through_a_measure",
     kCases,
     met("not (trouble > 1)", "knock_out = true\n"),
     {kKnock + "trouble"},
     kMeasure},
    {"in_a_level", kCases + kArea, met("area >= 80"), {kKnock + "cases"}, "", kLevelOnCases},
    {"in_a_commendation",
     kCases + kArea,
     met("area >= 80"),
     {kKnock + "cases"},
     "",
     kCommendationOnCases},
    {"accepted_in_a_commendation",
     kCases + kArea,
     met("area >= 80"),
     {"accepted @ cases"},
     "",
     kCommendationOnCases +
         "accepts = [ { warning = \"knock_out_on_admission\", reason = \"Lý do\" } ]\n"},
    {"in_assessable",
     kCases + kArea,
     met("area >= 80"),
     {kKnock + "cases"},
     "",
     "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = \"all(criteria)\"\n"
     "[assessable]\nwhen = \"cases = 0\"\nreason = \"Có vụ việc\"\n"},
    // Mended.
    {"by_decision_of_another",
     count("concealed", "event", "other_unit"),
     met("concealed = 0", "knock_out = true\n"),
     {}},
    {"by_what_is_missing",
     indicator("plan", "truth", "office", "self"),
     met("plan", "knock_out = true\n"),
     {}},
};
INSTANTIATE_TEST_SUITE_P(KnockOut, Harm, testing::ValuesIn(kKnockOuts),
                         [](const auto& one) { return one.param.name; });

const std::string kTwo = count("done", "service", "register") + count("due", "service", "register");
const HarmCase kShares[] = {
    {"ratio", kTwo, met("done / due >= 90 %"), {kShare + "due"}},
    {"written_as_a_product", kTwo, met("done >= 90 % * due"), {kShare + "due"}},
    {"through_a_measure",
     kTwo,
     met("done_share >= 90 %"),
     {kShare + "done_share"},
     "[[measure]]\nid = \"done_share\"\nname = \"Phần\"\nvalue = \"done / due\"\n"},
    {"in_points",
     kTwo,
     criterion("1",
               "when_not_applicable = \"leave_out\"\nround = 2\nmax = 10\n"
               "points = \"interpolate(done / due, 50 % -> 0, 80 % -> 10)\"\n"),
     {kShare + "due"}},
    {"floor_of_another_criterion",
     kTwo,
     met("done / due >= 90 %") + criterion("2", "met = 'due >= 20'\n"),
     {kShare + "due"}},
    {"floor_beside_in_or", kTwo, met("due >= 20 or done / due >= 90 %"), {kShare + "due"}},
    {"growth",
     count("visits", "service", "other_unit"),
     met("change_share(visits, visits[last year]) >= 5 %"),
     {kShare + "visits"}},
    {"a_finished_share",
     indicator("on_time", "share", "service", "other_unit",
               "digits = 4\n"
               "at_most = 1\n"),
     met("on_time >= 90 %"),
     {kShare + "on_time"}},
    // One of one is 100 %: a floor below five keeps nothing out.
    {"floor_of_one", kTwo, met("due >= 1 and done / due >= 90 %"), {kShare + "due"}},
    {"floor_of_nothing", kTwo, met("due = 0 or done / due >= 90 %"), {kShare + "due"}},
    {"floor_of_four", kTwo, met("due > 3 and done / due >= 90 %"), {kShare + "due"}},
    {"floor_of_one_through_not_and",
     kTwo,
     met("not (due > 0 and done / due < 90 %)"),
     {kShare + "due"}},
    {"floor_of_one_by_declaration",
     count("done", "service", "register") + count("due", "service", "register", "at_least = 1\n"),
     met("done / due >= 90 %"),
     {kShare + "due"}},
    {"floor_of_one_in_a_sum", kTwo, met("due >= 1 and done / (due + 3) >= 90 %"), {kShare + "due"}},
    {"floor_by_too_small_a_share_of_it",
     kTwo + count("checked", "service", "other_unit"),
     met("due >= 5 and done / due >= 80 % and checked / done >= 10 %"),
     {kShare + "done"}},
    {"nearly_every_one", kTwo, met("done / due >= 99 %"), {kShare + "due"}},
    // Mended.
    {"floor_first", kTwo, met("if due >= 20 then done / due >= 90 % else no_data(\"few\")"), {}},
    {"floor_in_and", kTwo, met("due >= 20 and done / due >= 90 %"), {}},
    {"floor_in_applies", kTwo, met("done / due >= 90 %", "applies = 'due >= 20'\n"), {}},
    {"floor_through_or", kTwo, met("due < 20 or done / due >= 90 %"), {}},
    {"floor_through_not_and", kTwo, met("not (due > 4 and done / due < 90 %)"), {}},
    {"floor_of_five", kTwo, met("due >= 5 and done / due >= 90 %"), {}},
    {"floor_in_a_sum", kTwo, met("due >= 2 and done / (due + 3) >= 90 %"), {}},
    {"floor_of_a_part", kTwo, met("due >= 5 and done / (98 % * due) >= 90 %"), {}},
    {"floor_above_a_fraction", kTwo, met("due > 4.5 and done / due >= 90 %"), {}},
    {"floor_by_a_share_of_it",
     kTwo + count("checked", "service", "other_unit"),
     met("due >= 6 and done / due >= 80 % and checked / done >= 10 %"),
     {}},
    {"every_one", kTwo, met("done / due >= 100 %"), {}},
    {"not_every_one", kTwo, met("not (done / due < 100 %)"), {}},
    {"floor_of_an_amount",
     kArea + indicator("ground", "amount", "office", "self", "at_least = 1\nat_most = 1000\n"),
     met("area / ground >= 90 %"),
     {}},
    {"floor_through_not", kTwo, met("not (due < 20 or done / due < 90 %)"), {}},
    {"floor_by_declaration",
     count("done", "service", "register") + count("due", "service", "register", "at_least = 5\n"),
     met("done / due >= 90 %"),
     {}},
    {"floor_by_another_share",
     kTwo + count("checked", "service", "other_unit"),
     met("due >= 20 and done / due >= 90 % and checked / done >= 10 %"),
     {}},
    {"cautious_bound", kTwo, met("round(proportion_low(done, due), 4) >= 90 %"), {}},
    {"norm_of_the_unit", kArea, met("area / 120 >= 90 %"), {}},
};
INSTANTIATE_TEST_SUITE_P(Share, Harm, testing::ValuesIn(kShares),
                         [](const auto& one) { return one.param.name; });

const std::string kPersons = count("persons", "people", "other_unit");
const std::string kServed = count("served", "people", "other_unit");
const HarmCase kPeopleCases[] = {
    {"threshold", kPersons, met("persons <= 10"), {kPeople + "persons"}},
    {"at_least_so_many", kPersons, met("persons >= 10"), {kPeople + "persons"}},
    {"as_points",
     kPersons,
     criterion("1", "points = \"cap(steps(persons, 100 -> 0.5), 10)\"\nround = 1\nmax = 10\n"),
     {kPeople + "persons"}},
    {"through_if",
     kPersons + kArea,
     met("if persons > 50 then area >= 90 else area >= 80"),
     {kPeople + "persons"}},
    {"share_that_hurts",
     kPersons + count("residents", "people", "other_unit", "at_least = 5\n"),
     met("persons / residents <= 1 %"),
     {kPeople + "persons"}},
    {"unconfirmed_coverage",
     kPersons + count("reached", "people", "self"),
     met("if persons >= 20 then reached / persons >= 90 % else no_data(\"few\")"),
     {kPeople + "reached", kQuota + "reached"}},
    // Mended.
    {"confirmed_coverage",
     kPersons + kServed,
     met("if persons >= 20 then served / persons >= 90 % else no_data(\"few\")"),
     {}},
    {"all_of_them", kPersons + kServed, met("served = persons"), {}},
};
INSTANTIATE_TEST_SUITE_P(People, Harm, testing::ValuesIn(kPeopleCases),
                         [](const auto& one) { return one.param.name; });

const std::string kAssigned = count("done", "service", "register") +
                              count("assigned", "service", "other_unit", "at_least = 5\n");
const HarmCase kQuotas[] = {
    {"share", kAssigned, met("done / assigned >= 90 %"), {kQuota + "done"}},
    {"all", kAssigned, met("done >= assigned"), {kQuota + "done"}},
    {"exactly", kAssigned, met("done = assigned"), {kQuota + "done"}},
    {"through_not", kAssigned, met("not (done / assigned < 90 %)"), {kQuota + "done"}},
    {"declared_as_assigned",
     count("done", "service", "self") +
         count("plan", "service", "self", "at_least = 5\nassigned = true\n"),
     met("done / plan >= 90 %"),
     {kQuota + "done"}},
    // Mended.
    {"with_a_checked_sample",
     kAssigned + kAudit,
     met("done / assigned >= 90 % and (if sampled >= 20 then sampled_right / sampled >= 98 % "
         "else no_data(\"few\"))"),
     {}},
    {"with_a_survey_in_the_group",
     kAssigned + count("satisfied", "service", "survey"),
     met("done / assigned >= 90 %", "group = \"V\"\n") +
         criterion("2", "group = \"V\"\nmet = 'satisfied >= 180'\n"),
     {},
     kGroup},
    {"with_a_correction_rate",
     kAssigned + audit_of("corrected") +
         count("corrected", "service", "register", "audited_by = \"audit\"\n"),
     met("done / assigned >= 90 % and (if done >= 20 then corrected / done <= 2 % "
         "else no_data(\"few\"))"),
     {}},
    {"of_its_own_list", kTwo, met("due >= 5 and done / due >= 90 %"), {}},
};
INSTANTIATE_TEST_SUITE_P(Quota, Harm, testing::ValuesIn(kQuotas),
                         [](const auto& one) { return one.param.name; });

const std::string kIncoming = count("incoming", "service", "other_unit", "receipts = true\n");
const std::string kRegistered = count("registered", "service", "register");
const HarmCase kReceiptCases[] = {
    {"few", kIncoming, met("incoming <= 10"), {kReceipts + "incoming"}},
    {"many", kIncoming, met("incoming >= 10"), {kReceipts + "incoming"}},
    {"through_not", kIncoming, met("not (incoming > 10)"), {kReceipts + "incoming"}},
    {"through_if",
     kIncoming + kArea,
     met("if incoming > 10 then 1 = 2 else area >= 80"),
     {kReceipts + "incoming"}},
    {"growing", kIncoming, met("incoming >= incoming[last year]"), {kReceipts + "incoming"}},
    {"per_procedure",
     kIncoming + count("procedures", "service", "other_unit", "at_least = 5\n"),
     met("incoming / procedures <= 5 %"),
     {kReceipts + "incoming"}},
    {"per_procedure_as_product",
     kIncoming + count("procedures", "service", "other_unit", "at_least = 5\n"),
     met("incoming <= 5 % * procedures"),
     {kReceipts + "incoming"}},
    {"as_points",
     kIncoming,
     criterion("1", "points = \"band(incoming, < 5 -> 10, else 0)\"\nmax = 10\n"),
     {kReceipts + "incoming"}},
    {"as_floor_that_fails",
     kIncoming + count("registered", "service", "audit"),
     met("incoming >= 20 and registered / incoming >= 98 %"),
     {kReceipts + "incoming"}},
    {"as_floor_that_fails_through_not",
     kIncoming + count("registered", "service", "audit"),
     met("not (incoming < 20 or registered / incoming < 98 %)"),
     {kReceipts + "incoming"}},
    // Mended.
    {"none_received_or_handled",
     kIncoming + count("registered", "service", "audit"),
     met("incoming = 0 or registered / incoming >= 98 %"),
     {kShare + "incoming"}},
    {"handled_of_received",
     kIncoming + count("registered", "service", "audit"),
     met("if incoming >= 20 then registered / incoming >= 98 % else no_data(\"few\")"),
     {}},
    {"all_registered",
     kIncoming + count("registered", "service", "audit"),
     met("registered = incoming"),
     {}},
    {"nearly_all_registered_as_product",
     count("incoming", "service", "other_unit", "receipts = true\nat_least = 5\n") +
         count("registered", "service", "audit"),
     met("registered >= 98 % * incoming"),
     {}},
};
// Complaints, however the threshold on them is written: each gives a warning for each.
const std::string kComplaints = count("upheld", "office", "other_unit", "receipts = true\n") +
                                count("open", "office", "other_unit", "receipts = true\n");
const std::string kWorry =
    "[[measure]]\nid = \"worry\"\nname = \"Đơn\"\nvalue = \"upheld + open\"\n";
const std::string kDerivedWorry =
    "[[indicator]]\nid = \"worry\"\nname = \"Đơn\"\nvalue = \"upheld + open\"\n";
const std::string kFine = met("area >= 80");
const Told kBoth = {kReceipts + "upheld", kReceipts + "open"};
const Told kBothByName = {kReceipts + "worry", kReceipts + "worry"};
const std::string kLevelOnComplaints =
    "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = \"all(criteria) and upheld + open <= 0\"\n";
const std::string kAssessable =
    "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = \"all(criteria)\"\n"
    "[assessable]\nreason = \"Còn đơn\"\nwhen = \"";
const HarmCase kComplaintCases[] = {
    {"sum", kComplaints, met("upheld + open <= 0"), kBoth},
    {"difference", kComplaints, met("0 - upheld - open >= 0"), kBoth},
    {"on_both_sides",
     kComplaints,
     met("open <= 0 - upheld"),
     {kReceipts + "open", kReceipts + "upheld"}},
    {"equal_on_both_sides", kComplaints, met("upheld = 0 - open"), kBoth},
    {"negated", kComplaints, met("-(upheld + open) >= 0"), kBoth},
    {"in_and", kComplaints + kArea, met("area >= 80 and upheld + open <= 0"), kBoth},
    {"in_or", kComplaints + kArea, met("area >= 80 or upheld + open <= 0"), kBoth},
    {"in_if", kComplaints + kArea, met("if area >= 80 then upheld + open <= 0 else 1 = 2"), kBoth},
    {"as_if", kComplaints + kArea, met("if upheld + open > 0 then 1 = 2 else area >= 80"), kBoth},
    {"nested", kComplaints + kArea,
     met("area >= 9 and (area >= 80 or not (if area >= 5 then upheld + open > 0 else 1 = 1))"),
     kBoth},
    {"at_least", kComplaints + kArea, met("at_least(2 of upheld = 0, open <= 0, area >= 80)"),
     kBoth},
    {"by_a_derived_indicator", kComplaints + kDerivedWorry, met("worry <= 0"), kBothByName},
    {"by_a_measure", kComplaints, met("worry <= 0"), kBothByName, kWorry},
    {"by_a_measure_of_a_measure",
     kComplaints,
     met("twice <= 0"),
     {kReceipts + "twice", kReceipts + "twice"},
     kWorry + "[[measure]]\nid = \"twice\"\nname = \"Hai\"\nvalue = \"2 * worry\"\n"},
    {"by_a_level", kComplaints + kArea, kFine, kBoth, "", kLevelOnComplaints},
    {"by_assessable", kComplaints + kArea, kFine, kBoth, "",
     kAssessable + "upheld + open <= 0\"\n"},
    {"by_assessable_through_a_measure", kComplaints + kArea, kFine, kBothByName, kWorry,
     kAssessable + "not (worry > 0)\"\n"},
    {"by_applies", kComplaints + kArea,
     criterion("1",
               "when_not_applicable = \"not_met\"\nmet = 'area >= 80'\n"
               "applies = 'upheld + open <= 0'\n"),
     kBoth},
};
INSTANTIATE_TEST_SUITE_P(Complaints, Harm, testing::ValuesIn(kComplaintCases),
                         [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(Receipts, Harm, testing::ValuesIn(kReceiptCases),
                         [](const auto& one) { return one.param.name; });

// The audit of one thing says nothing of another: it names what it looked at, and is named by it.
TEST(Refusal, AnAuditThatIsNone) {
  const std::string own = count("own_check", "service", "self", "audits = [\"cases\"]\n");
  const std::string mixed = count("sampled", "service", "audit") +
                            count("kept", "service", "self") +
                            "[[indicator]]\nid = \"audit\"\nname = \"Kiểm tra\"\n"
                            "value = \"kept / sampled\"\nround = 4\naudits = [\"cases\"]\n";
  const auto cases = [](const std::string& audit) {
    return count("cases", "event", "self", "audited_by = \"" + audit + "\"\n");
  };
  struct Case {
    std::string indicators;
    Told told;
    std::string words;
  };
  const Case all[] = {
      {audit_of("tips") + count("tips", "event", "self", "audited_by = \"audit\"\n") +
           cases("audit"),
       {"error @ \"audit\""},
       "'audit' does not say that it audits 'cases'"},
      {audit_of("cases") + count("cases", "event", "self"),
       {"error @ \"cases\"]"},
       "'cases' does not say that 'audit' audits it; add audited_by = \"audit\" to it"},
      {audit_of("case") + cases("audit"),
       {"error @ \"case\"]", "error @ \"audit\""},
       "did you mean 'cases'?"},
      {own + cases("own_check"),
       {"error @ [\"cases\"]", "error @ \"own_check\""},
       "'own_check' is no audit; name an indicator with from = \"audit\""},
      {mixed + cases("audit"), {"error @ [\"cases\"]", "error @ \"audit\""}, "'audit' is no audit"},
      {count("visits", "event", "survey", "audits = [\"cases\"]\n") + cases("visits"),
       {"error @ [\"cases\"]", "error @ \"visits\""},
       "'visits' is no audit"},
      {count("looked", "event", "audit", "audits = [\"cases\"]\n") + cases("looked"), {}, ""},
  };
  for (const Case& one : all) {
    SmallPack pack;
    pack.indicators = one.indicators;
    pack.criteria = met("cases <= 3");
    const Checked checked = check(pack);
    EXPECT_EQ(checked.told(), one.told) << checked.all();
    EXPECT_TRUE(checked.says(one.words)) << checked.all();
  }
}

TEST(Refusal, ContextIsNeverScored) {
  const std::string context = count("shown", "event", "other_unit", "context = true\n");
  const std::string derived =
      "[[indicator]]\nid = \"rate\"\nname = \"Tỷ lệ\"\ncontext = true\nvalue = \"area / 5\"\n";
  SmallPack pack;
  pack.indicators = context + kArea + derived;
  for (const auto& [criteria, word] : std::vector<std::pair<std::string, std::string>>{
           {met("shown >= 3"), "shown"},
           {met("if shown >= 3 then area >= 5 else no_data(\"few\")"), "shown"},
           {met("rate >= 3"), "rate"},
           {met("area >= 3", "applies = 'shown > 0'\n"), "shown"},
           {criterion("1",
                      "points = \"cap(rate, 10)\"\nmax = 10\nwhen_not_applicable = \"met\"\n"
                      "applies = 'shown > 0'\n"),
            "rate"}}) {
    pack.criteria = criteria;
    const Checked checked = check(pack);
    ASSERT_FALSE(checked.problems.empty()) << criteria;
    EXPECT_TRUE(checked.problems.has_errors()) << criteria;
    EXPECT_TRUE(checked.says("is context")) << checked.all();
    const Told told = checked.told();
    EXPECT_NE(std::find(told.begin(), told.end(), "error @ " + word), told.end()) << checked.all();
  }
  pack.criteria = met("area >= 3");
  pack.before_criteria =
      "[[measure]]\nid = \"beside\"\nname = \"Bên cạnh\"\nvalue = \"shown * 2\"\n";
  EXPECT_EQ(check(pack).told(), Told{});
}

// Acceptances.

TEST(Acceptance, TakesTheWarningAndPrintsTheReason) {
  SmallPack pack;
  pack.indicators = kCases;
  pack.criteria = met("cases <= 3",
                      "accepts = [ { warning = \"lower_is_better_self_reported\", reason = { vi = "
                      "\"Có đoàn kiểm tra\", en = \"Inspected\" } } ]\n");
  const Checked checked = check(pack);
  EXPECT_EQ(checked.told(), Told{"accepted @ cases"});
  EXPECT_EQ(checked.problems.list()[0].severity, Severity::Information);
  EXPECT_TRUE(checked.says("Có đoàn kiểm tra / Inspected")) << checked.all();
}

TEST(Acceptance, OfNothingIsAWarning) {
  SmallPack pack;
  pack.indicators = kArea;
  pack.criteria =
      met("area >= 80", "accepts = [ { warning = \"people_as_score\", reason = \"Cũ\" } ]\n");
  EXPECT_EQ(check(pack).told(), Told{"stale_acceptance @ {"});
  pack.criteria =
      met("area >= 80", "accepts = [ { warning = \"people_as_scores\", reason = \"Cũ\" } ]\n");
  EXPECT_TRUE(check(pack).says("did you mean 'people_as_score'?"));
}

TEST(Acceptance, OfOneWarningLeavesTheOthers) {
  SmallPack pack;
  pack.indicators = count("persons", "people", "self");
  pack.criteria =
      met("persons <= 3", "accepts = [ { warning = \"people_as_score\", reason = \"Lý do\" } ]\n");
  auto told = check(pack).told();
  std::sort(told.begin(), told.end());
  EXPECT_EQ(told, (Told{"accepted @ persons", kLower + "persons"}));
}

std::string accepts(const std::string& warning) {
  return "accepts = [ { warning = \"" + warning + "\", reason = \"Lý do\" } ]\n";
}

// Wherever a warning can be told it can be accepted: at the rule, at its group, at the measure by
// which the value comes in.
TEST(Acceptance, StandsOnWhateverIsWarnedOf) {
  const std::string receipts = accepts("threshold_on_receipts");
  const HarmCase cases[] = {
      {"level", kComplaints + kArea, kFine, {}, "", kLevelOnComplaints + receipts},
      {"assessable",
       kComplaints + kArea,
       kFine,
       {},
       "",
       kAssessable + "upheld + open <= 0\"\n" + receipts},
      {"measure", kComplaints, met("worry <= 0"), {}, kWorry + receipts},
      {"measure of a measure",
       kComplaints,
       met("twice <= 0"),
       {},
       kWorry + receipts + "[[measure]]\nid = \"twice\"\nname = \"Hai\"\nvalue = \"2 * worry\"\n"},
      {"measure in a level",
       kComplaints + kArea,
       kFine,
       {},
       kWorry + receipts,
       "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = \"all(criteria) and worry <= 0\"\n"},
      {"group", kComplaints, met("upheld + open <= 0", "group = \"V\"\n"), {}, kGroup + receipts},
  };
  for (const HarmCase& one : cases) {
    SmallPack pack;
    pack.indicators = one.indicators;
    pack.criteria = one.criteria;
    pack.before_criteria = one.before_criteria;
    if (!one.levels.empty()) pack.levels = one.levels;
    const Checked checked = check(pack);
    ASSERT_FALSE(checked.problems.empty()) << one.name;
    for (const Problem& problem : checked.problems.list()) {
      EXPECT_EQ(problem.code, "accepted") << one.name << "\n" << checked.all();
    }
    // What was read is what is printed with every result.
    const PackReading reading = read_pack(PackFiles::in_memory(pack.content()));
    const auto all = acceptances(reading.office.definitions.programmes[0].sets[0]);
    ASSERT_EQ(all.size(), 1U) << one.name;
    EXPECT_TRUE(one.name.starts_with(all[0].rule)) << one.name << ": " << all[0].rule;
    EXPECT_EQ(all[0].accepted->reason.vi, "Lý do");
  }
}

// A measure speaks for what comes in by it, not for what stands beside it.
TEST(Acceptance, OfAMeasureIsNotOfTheWholeRule) {
  SmallPack pack;
  pack.indicators = kComplaints;
  pack.before_criteria = "[[measure]]\nid = \"worry\"\nname = \"Đơn\"\nvalue = \"2 * upheld\"\n" +
                         accepts("threshold_on_receipts");
  pack.criteria = met("worry <= 0 and open <= 0");
  EXPECT_EQ(check(pack).told(), (Told{"accepted @ worry", kReceipts + "open"}));
  // Nor for a rule that reads the value itself.
  pack.criteria = met("upheld <= 0");
  const Told told = check(pack).told();
  EXPECT_EQ(std::count(told.begin(), told.end(), "stale_acceptance @ {"), 1);
  EXPECT_EQ(std::count(told.begin(), told.end(), kReceipts + "upheld"), 1);
}

TEST(Acceptance, OfNothingIsAWarningWhereverItStands) {
  const std::string stale = accepts("people_as_score");
  SmallPack pack;
  pack.indicators = kArea;
  pack.criteria = met("area >= 80", "group = \"V\"\n");
  pack.before_criteria = kGroup + stale;
  pack.levels += stale;
  pack.levels += kAssessable.substr(kAssessable.find("[assessable]")) + "area >= 1\"\n" + stale;
  const Checked checked = check(pack);
  EXPECT_EQ(checked.told(),
            (Told{"stale_acceptance @ {", "stale_acceptance @ {", "stale_acceptance @ {"}))
      << checked.all();
  for (const char* where : {"group V", "level all", "being assessable"}) {
    EXPECT_TRUE(checked.says(where)) << where << "\n" << checked.all();
  }
}

TEST(Acceptance, NeedsAReason) {
  SmallPack pack;
  pack.indicators = kCases;
  pack.criteria =
      met("cases <= 3",
          "accepts = [ { warning = \"lower_is_better_self_reported\", reason = \"\" } ]\n");
  EXPECT_TRUE(check(pack).problems.has_errors());
  // An office that was not read from files.
  pack.criteria = met("cases <= 3");
  PackReading reading = read_pack(PackFiles::in_memory(pack.content()));
  AcceptedWarning silent;
  silent.warning = std::string(kLowerIsBetterSelfReported);
  reading.office.definitions.programmes[0].sets[0].criteria[0].accepts.push_back(silent);
  Problems problems;
  check_office(reading.office, problems);
  EXPECT_TRUE(problems.has_errors());
  EXPECT_EQ(problems.size(), 2U);  // and the warning stands
}

// Every rule has its remedy and speaks both languages.
TEST(Finding, SaysWhatIsRight) {
  for (const auto& cases :
       {std::span<const HarmCase>(kLowerIsBetter), std::span<const HarmCase>(kKnockOuts),
        std::span<const HarmCase>(kShares), std::span<const HarmCase>(kPeopleCases),
        std::span<const HarmCase>(kQuotas), std::span<const HarmCase>(kReceiptCases)}) {
    std::set<std::string> codes;
    for (const HarmCase& one : cases) {
      SmallPack pack;
      pack.indicators = one.indicators;
      pack.criteria = one.criteria;
      pack.before_criteria = one.before_criteria;
      if (!one.levels.empty()) pack.levels = one.levels;
      for (const Problem& problem : check(pack).problems) {
        codes.insert(problem.code);
        EXPECT_FALSE(problem.what.pattern.empty());
        EXPECT_FALSE(problem.remedy.pattern.empty());
      }
    }
    EXPECT_FALSE(codes.empty());
  }
}

}  // namespace
}  // namespace exemplar::programme
