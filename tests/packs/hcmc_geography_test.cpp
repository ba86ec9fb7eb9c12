// Other years and other borders: the set of 2024 without values, the units of 2025 as they were,
// and 2023 restated into the 168 units of 1 July 2025.
#include <numeric>

#include "engine/compute/exact.hpp"
#include "hcmc_office.hpp"
#include "programme/assessment/participants.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;
using engine::Cell;

const Date kNewUnits = *make_date(2025, 7, 1);

TEST(HcmcGeography, TheSetOf2024WithoutValuesLeavesEveryWardUndetermined) {
  const auto run = assessed(2024);
  ASSERT_NE(run, nullptr);
  const Assessment& result = run->result();
  EXPECT_EQ(result.set->id, "2024");
  EXPECT_EQ(result.participants.size(), 249U);
  EXPECT_EQ(result.count(Standing::Undetermined), 249);
  for (size_t c = 0; c < result.set->criteria.size(); ++c) {
    EXPECT_EQ(result.count(c, Answer::Unknown), 249) << c + 1;
  }
}

TEST(HcmcGeography, TheSetOf2024JudgesTheValuesOf2023) {
  const auto run = assessed(2023, {}, "2024");
  const auto of_2023 = assessed(2023);
  ASSERT_TRUE(run && of_2023);
  const Assessment& result = run->result();
  // Criterion 6 of the new set is 8 and 9 of the old one together.
  ASSERT_EQ(result.participants, of_2023->result().participants);
  for (const uint32_t index : result.participants) {
    const auto& old = of_2023->result().units[index].criteria;
    EXPECT_EQ(result.units[index].criteria[5].answer, std::min(old[7].answer, old[8].answer))
        << id_of(result.units[index].unit);
  }
  EXPECT_EQ(result.count(Standing::MeetsAll), 14);
}

TEST(HcmcGeography, AYearAfterTheNewUnitsBeganIsAssessedAsItWas) {
  const auto run = assessed(2025);
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->result().participants.size(), 113U);  // 113 wards, 54 communes, 1 special zone
  EXPECT_EQ(run->result().count(Standing::MeetsAll), 0);
  for (const uint32_t index : run->result().participants) {
    EXPECT_FALSE(fictitious(run->result().units[index].unit));
  }
}

TEST(HcmcGeography, RestatedInto2025TheWardsAreAssessed) {
  const auto run = assessed(2023, {Status::Reported, kNewUnits});
  ASSERT_NE(run, nullptr);
  const Assessment& result = run->result();
  EXPECT_EQ(result.day, kNewUnits);
  EXPECT_EQ(result.participants.size(), 113U);
  int answered = 0;
  for (const uint32_t index : result.participants) answered += result.units[index].met;
  EXPECT_GT(answered, 0);
  // Merged marks and texts do not add up: nothing is inferred.
  EXPECT_EQ(result.count(Standing::MeetsAll), 0);
}

// Districts ended on that day: the wards are grouped by what stands above them now.
TEST(HcmcGeography, WardsWithoutADistrictAreGroupedByTheNextHigherUnit) {
  const auto run = assessed(2023, {Status::Reported, kNewUnits});
  ASSERT_NE(run, nullptr);
  std::set<std::string> groups;
  for (const uint32_t index : run->result().participants) {
    const OrganisationUnitId unit = run->result().units[index].unit;
    const auto group = group_of(hcmc_units(), hcmc_programme(), unit, kNewUnits);
    groups.insert(group ? id_of(*group) : "none");
  }
  EXPECT_EQ(groups, std::set<std::string>{"c79-2025-07"});
  EXPECT_FALSE(group_kinds_exist(hcmc_units(), hcmc_programme(), kNewUnits));
  EXPECT_TRUE(group_kinds_exist(hcmc_units(), hcmc_programme(), *make_date(2023, 12, 31)));
}

// Units that exchange values with each other, old and new: nothing goes into or out of a piece.
class Pieces {
 public:
  explicit Pieces(const Restatement& restatement) : root_(hcmc_units().size()) {
    std::iota(root_.begin(), root_.end(), size_t{0});
    for (size_t i = 0; i < root_.size(); ++i) {
      for (const RestatedPart& part : restatement.of(OrganisationUnitId(i)).parts) {
        root_[find(i)] = find(part.target.index());
      }
    }
  }
  size_t find(size_t i) const {
    while (root_[i] != i) i = root_[i];
    return i;
  }

 private:
  std::vector<size_t> root_;
};

struct Piece {
  Ratio before{0, 1};
  Ratio low{0, 1};
  Ratio high{0, 1};
  bool missing = false;  // a source or a target of which nothing is known
  bool unplaced = false;

  void add(const Ratio& at_least, const Ratio& at_most) {
    low = engine::exact_add(low, at_least)->reduced();
    high = engine::exact_add(high, at_most)->reduced();
  }
};

bool is_ward_or_commune(const UnitVersion& version) {
  return version.kind == "ward" || version.kind == "commune" || version.kind == "township" ||
         version.kind == "special zone";
}

// Sums of `indicator` over the pieces, as it was in 2023 and in the units of 2025.
std::map<size_t, Piece> pieces_of(const std::string& indicator) {
  const Restatement restatement = restate_onto(hcmc_units(), kNewUnits);
  const Pieces pieces(restatement);
  std::map<size_t, Piece> found;
  const Date then = *make_date(2023, 12, 31);
  for (const auto& [day, view] : {std::pair<Date, View>{then, {Status::Reported, {}}},
                                  {kNewUnits, {Status::Reported, kNewUnits}}}) {
    const auto run = assessed(2023, view);
    const auto id = hcmc().definitions.indicator(indicator);
    uint32_t input = 0;
    while (run->rules().inputs[input] != *id) ++input;
    engine::Pool pool;
    for (size_t i = 0; i < run->source().unit_count(); ++i) {
      const UnitVersion* version = hcmc_units().version_at(OrganisationUnitId(i), day);
      if (version == nullptr || !is_ward_or_commune(*version)) continue;
      Piece& piece = found[pieces.find(i)];
      const Cell cell = run->source().input(input, "", run->period(), i, pool);
      const engine::Reason& reason = pool.reason(cell.reason);
      if (day == then) {
        if (cell.known()) {
          piece.before = *engine::exact_add(piece.before, cell.exact);
          // What reaches no unit of that day stays in the account.
          const ShareBounds& unplaced = restatement.of(OrganisationUnitId(i)).unplaced;
          piece.add(*engine::exact_multiply(cell.exact, unplaced.lower),
                    *engine::exact_multiply(cell.exact, unplaced.upper));
          piece.unplaced = piece.unplaced || unplaced.upper.numerator != 0;
        }
        piece.missing = piece.missing || !cell.known();
      } else if (cell.known()) {
        piece.add(cell.exact, cell.exact);
      } else if (reason.kind == engine::ReasonKind::UnknownShares) {
        piece.add(*reason.low, *reason.high);
      } else {
        piece.missing = true;
      }
    }
  }
  return found;
}

TEST(HcmcGeography, CountsAreConservedWhereSharesAreKnownAndBoundedWhereNot) {
  for (const char* indicator : {"offences", "procedures_due", "office_area", "tips_received"}) {
    int exact = 0;
    int bounded = 0;
    int unplaced = 0;
    for (const auto& [root, piece] : pieces_of(indicator)) {
      if (piece.missing) continue;
      const std::string what = std::string(indicator) + ", with " + id_of(OrganisationUnitId(root));
      unplaced += piece.unplaced ? 1 : 0;
      if (piece.low == piece.high) {
        ++exact;
        EXPECT_TRUE(piece.low == piece.before) << what;
      } else {
        ++bounded;
        EXPECT_TRUE(compare(piece.low, piece.before) < 0) << what;
        EXPECT_TRUE(compare(piece.high, piece.before) > 0) << what;
      }
    }
    EXPECT_GT(exact, 10) << indicator;
    EXPECT_GT(bounded, 0) << indicator;
    EXPECT_GT(unplaced, 30) << indicator;
  }
}

}  // namespace
}  // namespace exemplar::programme
