// The tree: it says what the assessment says, and its ends are what was reported.
#include "engine/compute/exact.hpp"
#include "programme/explanation/small_office.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;

constexpr const char* kIndicators = R"(
[[indicator]]
id = "done"
kind = "count"
name = "Done"
at_most = 1000
over_units = "sum"
[[indicator]]
id = "due"
kind = "count"
name = "Due"
at_most = 1000
)";

const std::string kCriterion =
    "[[criterion]]\nid = \"1\"\ngroup = \"I\"\ntitle = \"One\"\nbasis = \"Law 1, art. 2\"\n"
    "when_not_applicable = \"unknown\"\n";

// Walks every node.
void each(const ExplainedNode& node, const std::function<void(const ExplainedNode&)>& visit) {
  visit(node);
  for (const ExplainedNode& part : node.children) each(part, visit);
}

TEST(Explanation, ConstantsKeepTheWordsOfTheirOwnFormula) {
  // 1 and 100 % are one constant of the compiled graph.
  const SmallOffice office{
      kIndicators, kCriterion + "met = \"due >= 1 and done / due >= 100 %\"\n",
      "done,2023,a,,3,2024-01-01,,,register,,\ndue,2023,a,,4,2024-01-01,,,register,,\n"};
  const Explanation explanation = assessed(office).explained("a");
  std::vector<std::string> constants;
  each(explanation.criteria[0].tree, [&](const ExplainedNode& node) {
    if (node.kind == ExplainedKind::Constant) {
      constants.push_back(value_text(node.value, Language::English));
    }
  });
  EXPECT_EQ(constants, (std::vector<std::string>{"1", "100\u00A0%"}));
}

TEST(Explanation, DecidingPartsAreMarked) {
  const SmallOffice office{
      kIndicators, kCriterion + "met = \"done >= 1 and due >= 9\"\n",
      "done,2023,a,,3,2024-01-01,,,register,,\ndue,2023,a,,4,2024-01-01,,,register,,\n"};
  const Explanation explanation = assessed(office).explained("a");
  const ExplainedNode& tree = explanation.criteria[0].tree;
  ASSERT_EQ(tree.kind, ExplainedKind::All);
  EXPECT_FALSE(tree.children[0].decides);
  EXPECT_TRUE(tree.children[1].decides);
}

TEST(Explanation, PolicyOfNotApplicableIsTold) {
  const SmallOffice office{
      kIndicators, kCriterion + "met = \"done / due >= 50 %\"\n",
      "done,2023,a,,0,2024-01-01,,,register,,\ndue,2023,a,,0,2024-01-01,,,register,,\n"};
  const Explanation explanation = assessed(office).explained("a");
  const ExplainedCriterion& one = explanation.criteria[0];
  EXPECT_TRUE(one.policy_applied);
  EXPECT_EQ(one.raw.answer, Answer::NotApplicable);
  EXPECT_EQ(one.raw.reason->kind, engine::ReasonKind::NothingDue);
  EXPECT_EQ(one.answer.answer, Answer::Unknown);
  EXPECT_EQ(one.answer.reason->kind, engine::ReasonKind::CountedAsUnknown);
  EXPECT_FALSE(one.illustrative);
  EXPECT_EQ(one.basis, "Law 1, art. 2");
}

TEST(Explanation, PointsAreExplainedBesideTheCondition) {
  const SmallOffice office{
      kIndicators,
      kCriterion +
          "points = \"interpolate(done / due, 50 % -> 0, 80 % -> 10)\"\nround = 2\n"
          "max = 10\nmet = \"points >= 50 % * max\"\n",
      "done,2023,a,,13,2024-01-01,,,register,,\ndue,2023,a,,20,2024-01-01,,,register,,\n"};
  const Assessed world = assessed(office);
  const ExplainedCriterion one = world.explained("a").criteria[0];
  ASSERT_TRUE(one.points.has_value());
  EXPECT_EQ(value_text(*one.points, Language::Vietnamese), "5");
  EXPECT_EQ(one.answer.answer, Answer::Met);
  ASSERT_TRUE(one.points_tree.has_value());
  EXPECT_NE(world.text("a", Language::Vietnamese, "1").find("5/10 điểm"), std::string::npos);
}

// Every construct of the language has a tree whose top is the assessment's answer, and text.
TEST(Explanation, EveryConstruct) {
  const char* const formulas[] = {
      "rank(done, highest first, ties = min) <= 1",
      "percentile_rank(done) >= 0.5",
      "round(min_max(done), 2) >= 0.5",
      "round(z_score(done), 2) >= 0",
      "done >= across(siblings, median(done))",
      "done[parent] >= 2 * done",
      "done[unit(\"D\")] >= 2",
      "sum(done over under(\"D\")) >= 2",
      "count(done over participants) = 2",
      "band(done, < 2 -> 0, < 9 -> 5, else 10) >= 5",
      "steps(done, 2 -> 0.5) >= 1",
      "interpolate(done, 0 -> 0, 10 -> 100) >= 20",
      "clip(done, 1, 5) = cap(done, 5)",
      "floor(done, 2) >= 2",
      "abs(done - due) <= 1",
      "(done or_else 0) >= 1",
      "known(done) and not known(late)",
      "if late >= 1 then done >= 1 else due >= 1",
      "done / (due + done) >= 40 %",
      "(done - due) ^ 2 <= 4",
      "mean(done, due) >= 3",
      "weighted_mean(done -> 2, due -> 1) >= 3",
      "round(geometric_mean(done, due), 2) >= 3",
      "round(ln(done), 2) >= 1",
      "round(proportion_low(done, due), 2) >= 0.1",
      "sum(done[last 2 years]) >= 1",
      "change(done, done[previous]) >= 0",
      "months_active() >= 9 and months_active(lineage) >= 9",
      "under(\"D\") and unit.kind = \"ward\"",
      "share(met of done >= 1, due >= 1) >= 50 %",
      "count_of(not_met of done >= 1, due >= 9) <= 1",
      "any(done >= 9, due >= 9)",
      "100 % * done / due >= 75 %",
  };
  for (const char* formula : formulas) {
    SCOPED_TRACE(formula);
    const SmallOffice office{
        std::string(kIndicators) +
            "[[indicator]]\nid = \"late\"\nkind = \"count\"\nname = \"Late\"\nat_most = 1000\n",
        kCriterion + "met = '''" + formula + "'''\n",
        "done,2023,a,,3,2024-01-01,,,register,,\ndue,2023,a,,4,2024-01-01,,,register,,\n"
        "done,2023,b,,2,2024-01-01,,,register,,\ndue,2023,b,,4,2024-01-01,,,register,,\n"};
    const Assessed world = assessed(office);
    if (world.run == nullptr) continue;
    for (const char* unit : {"a", "b", "d"}) {
      const Explanation explanation = world.explained(unit, "1");
      const ExplainedCriterion& one = explanation.criteria[0];
      EXPECT_EQ(one.tree.value.answer, one.raw.answer);
      each(one.tree, [](const ExplainedNode& node) {
        EXPECT_FALSE(node.formula.empty()) << name_of(node.kind);
        EXPECT_EQ(node.value.known(), !node.value.reason.has_value()) << node.formula;
        EXPECT_FALSE(value_text(node.value, Language::Vietnamese).empty()) << node.formula;
      });
      const std::string text = world.text(unit, Language::Vietnamese, "1");
      EXPECT_NE(text.find("Số liệu:"), std::string::npos);
      EXPECT_FALSE(world.text(unit, Language::English).empty());
    }
  }
}

// In the geography of a later day the ends are the values of the units as they were.
TEST(Explanation, RestatedValuesNameTheirUnits) {
  const SmallOffice office{
      kIndicators, kCriterion + "met = \"done >= 9\"\n",
      "done,2023,a,,3,2024-01-01,,,register,,\ndone,2023,b,,4,2024-01-01,,,register,,\n"};
  PackFiles::Content files = content_of(office);
  files["units.csv"] =
      "id,code,name,name_en,kind,from,until\nd,D,Quận 1,District 1,district,,\n"
      "a,A,Phường An,An Ward,ward,,2024-06-30\nb,B,Phường Bình,Binh Ward,ward,,2024-06-30\n"
      "c,C,Phường Cả,Ca Ward,ward,2024-07-01,\n";
  files["unit_events.csv"] =
      "date,event,from_unit,to_unit,weight,total,document,note\n"
      "2024-07-01,merge,a,c,,,,\n2024-07-01,merge,b,c,,,,\n";
  files["hierarchies.csv"] =
      "hierarchy,unit,parent,from,until\nterritory,a,d,,2024-06-30\n"
      "territory,b,d,,2024-06-30\nterritory,c,d,2024-07-01,\n";
  files["unit_attributes.csv"] = "unit,attribute,value,from,until\n";
  const Assessed world = assessed(PackFiles::in_memory(files), View{{}, make_date(2024, 7, 1)});
  const std::string text = world.text("c", Language::Vietnamese, "1");
  // The line is wrapped as it is long.
  EXPECT_NE(text.find("done (Done): 7 · quy đổi chính xác từ Phường An, Quận 1 (toàn bộ): 3"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("Quận 1 (toàn bộ): 4"), std::string::npos) << text;
  EXPECT_NE(text.find("theo địa giới ngày 01/07/2024"), std::string::npos);
  EXPECT_FALSE(explain(*world.run, world.pack.office.sources, world.unit("a")));
}

TEST(Explanation, RefusesWhatIsNotThere) {
  const SmallOffice office{kIndicators, kCriterion + "met = \"done >= 1\"\n", ""};
  const Assessed world = assessed(office);
  const auto criterion = explain(*world.run, world.pack.office.sources, world.unit("a"), "99");
  ASSERT_FALSE(criterion);
  EXPECT_EQ(render(criterion.refusal().what, Language::English),
            "the criteria set 's' has no criterion '99'");
  EXPECT_EQ(render(criterion.refusal().remedy, Language::English), "it has: 1");
}

TEST(Explanation, NamesForMachinesAreDistinct) {
  std::set<std::string_view> kinds;
  for (int i = 0; i <= static_cast<int>(ExplainedKind::Applies); ++i) {
    kinds.insert(name_of(static_cast<ExplainedKind>(i)));
  }
  EXPECT_EQ(kinds.size(), static_cast<size_t>(ExplainedKind::Applies) + 1);
  std::set<std::string_view> reasons;
  for (int i = 0; i <= static_cast<int>(engine::ReasonKind::Cause); ++i) {
    const auto kind = static_cast<engine::ReasonKind>(i);
    reasons.insert(name_of(kind));
    ExplainedReason reason;
    reason.kind = kind;
    for (const Language language : {Language::Vietnamese, Language::English}) {
      if (kind != engine::ReasonKind::Said) {
        EXPECT_FALSE(reason_text(reason, {}, language).empty()) << name_of(kind);
      }
    }
  }
  EXPECT_EQ(reasons.size(), static_cast<size_t>(engine::ReasonKind::Cause) + 1);
}

// The shipped pack: every unit × criterion.
class ShippedPack : public ::testing::TestWithParam<Status> {};

// The indicator's value is the standing fact's, the sum of its periods' or of the units below.
void expect_as_reported(const ExplainedNode& node) {
  if (node.value.withheld) {
    EXPECT_FALSE(node.value.exact) << node.id;
    EXPECT_TRUE(node.cells.empty() && node.members.empty()) << node.id;
    return;
  }
  // Some of the members' numbers may be withheld while their sum is not.
  if (std::any_of(node.members.begin(), node.members.end(),
                  [](const ExplainedMember& member) { return member.value.withheld; })) {
    return;
  }
  if (node.member_count > 0) {
    if (static_cast<int64_t>(node.members.size()) < node.member_count || !node.value.known())
      return;
    Ratio sum{0, 1};
    for (const ExplainedMember& member : node.members) {
      if (member.value.exact) sum = *engine::exact_add(sum, *member.value.exact);
    }
    EXPECT_TRUE(sum == *node.value.exact) << node.id;
    return;
  }
  Ratio sum{0, 1};
  size_t standing = 0;
  const ExplainedFact* only = nullptr;
  for (const ExplainedCell& cell : node.cells) {
    if (!cell.standing) continue;
    ++standing;
    only = &cell.history[*cell.standing];
    if (only->value.exact) sum = *engine::exact_add(sum, *only->value.exact);
  }
  if (standing < node.cells.size() || standing == 0) {
    EXPECT_EQ(node.value.answer, Answer::Unknown) << node.id;
    return;
  }
  if (node.cells.size() == 1) {
    EXPECT_EQ(node.value.answer, only->value.answer) << node.id;
    EXPECT_EQ(node.value.date, only->value.date) << node.id;
    EXPECT_EQ(node.value.text, only->value.text) << node.id;
    EXPECT_EQ(node.value.status, only->fact.status()) << node.id;
  }
  if (node.value.exact) {
    EXPECT_TRUE(sum == *node.value.exact) << node.id;
  }
}

TEST_P(ShippedPack, EveryUnitAndCriterion) {
  Problems problems;
  const auto folder = std::filesystem::path(EXEMPLAR_ROOT) / "packs/hcmc-ward-police";
  ASSERT_TRUE(std::filesystem::exists(folder)) << "the pack is not there";
  const PackFiles files = PackFiles::in_folder(folder, problems);
  const Assessed world = assessed(files, View{GetParam(), {}});
  ASSERT_NE(world.run, nullptr);
  const Assessment& result = world.run->result();
  size_t indicators = 0;
  for (const UnitAssessment& unit : result.units) {
    const auto explained = explain(*world.run, world.pack.office.sources, unit.unit);
    ASSERT_TRUE(explained);
    ASSERT_EQ(explained->criteria.size(), unit.criteria.size());
    EXPECT_EQ(explained->standing, result.standing(unit));
    for (size_t c = 0; c < unit.criteria.size(); ++c) {
      const ExplainedCriterion& one = explained->criteria[c];
      EXPECT_EQ(one.answer.answer, unit.criteria[c].answer);
      EXPECT_EQ(one.raw.answer, unit.criteria[c].raw);
      EXPECT_EQ(one.tree.value.answer, unit.criteria[c].raw);
      if (one.answer.known()) {
        EXPECT_EQ(one.answer.status, unit.criteria[c].status);
      }
      each(one.tree, [&](const ExplainedNode& node) {
        EXPECT_FALSE(node.formula.empty());
        if (node.kind == ExplainedKind::Comparison) {
          EXPECT_EQ(node.children.size(), 2u);
        }
        if (node.kind != ExplainedKind::Indicator) return;
        ++indicators;
        expect_as_reported(node);
      });
    }
    for (const Language language : {Language::Vietnamese, Language::English}) {
      const auto lines = render_text(*explained, language, 120);
      EXPECT_GE(lines.size(), unit.criteria.size());
    }
  }
  EXPECT_GT(indicators, 10'000u);
}

// Values alone are evaluated and explained; then the facts that were asked for are fetched, and no
// others.
TEST_P(ShippedPack, IsExplainedFromValuesAloneInTheSameWords) {
  Problems problems;
  const PackFiles files = PackFiles::in_folder(EXEMPLAR_ROOT "/packs/hcmc-ward-police", problems);
  for (const View& view : {View{GetParam(), {}}, View{GetParam(), make_date(2024, 12, 31)}}) {
    const Assessed whole = assessed(files, view);
    Assessed alone = assessed(files, view, "2023", {.reading = Reading::ValuesAlone});
    const Office& office = alone.pack.office;
    ASSERT_TRUE(office.facts.all().empty());
    CellsAsked asked;
    alone.pack.office.facts.note_asked(&asked);
    for (const UnitAssessment& unit : alone.run->result().units) {
      ASSERT_TRUE(explain(*alone.run, office.sources, unit.unit));
    }
    alone.pack.office.facts.note_asked(nullptr);
    const Facts facts(office.facts.values(), office.facts.sources(),
                      alone.pack.recorded->of(office.definitions.units, asked.take()));
    EXPECT_GT(facts.all().size(), 1'000U);
    EXPECT_LT(facts.all().size(), whole.pack.office.facts.all().size());
    const Assessment& result = whole.run->result();
    const auto run = AssessmentRun::make(office.definitions, facts,
                                         {result.programme->id, result.period, {}, view});
    for (const UnitAssessment& unit : result.units) {
      const auto one = explain(*whole.run, whole.pack.office.sources, unit.unit);
      const auto other = explain(**run, office.sources, unit.unit);
      const auto lines = render_text(*one, Language::English, 120);
      const auto others = render_text(*other, Language::English, 120);
      ASSERT_EQ(lines.size(), others.size()) << one->code;
      for (size_t i = 0; i < lines.size(); ++i) ASSERT_EQ(lines[i], others[i]) << one->code;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Views, ShippedPack, ::testing::Values(Status::Reported, Status::Verified));

}  // namespace
}  // namespace exemplar::programme
