// A programme's standings kept right while values come in.
//
//   set_values ─▶ revision n + 1 ─▶ what depends on them, and no more ─▶ which results changed
//                     │
//                     └─ snapshot (revision, status view, geography): what a reader holds; it shares
//                        every chunk that did not change with the next one
//
// One writer; snapshots may be read from any thread, also while the writer goes on.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>

#include "programme/assessment/assessment.hpp"

namespace exemplar::programme {

struct SnapshotName {
  uint64_t revision = 0;
  Status floor = Status::Reported;
  std::optional<Date> geography;

  bool operator==(const SnapshotName&) const = default;
};

// How many participants stand where.
using StandingCounts = std::array<int, std::size(kStandings)>;

// Immutable.
class AssessmentSnapshot {
 public:
  const SnapshotName& name() const { return name_; }
  // Of a period that is watched; null otherwise.
  const StandingCounts* counts(const Period& period) const;
  // The whole assessment, made from the columns that the snapshot holds.
  std::optional<Assessment> assessment(const Period& period) const;

 private:
  friend class LiveAssessment;
  struct OfPeriod {
    std::shared_ptr<const Assessment> listed;
    std::map<engine::NodeId, engine::Column> columns;
    StandingCounts counts{};
  };

  SnapshotName name_;
  std::shared_ptr<const CompiledRules> rules_;
  std::map<Period, OfPeriod> periods_;
};

class LiveAssessment {
 public:
  struct Request {
    std::string programme;
    std::string criteria_set;  // must be named: the periods may be judged by several
    std::vector<Period> periods;
    View view;
  };
  // Refused as an AssessmentRun is. `definitions` and `facts` must outlive it.
  static Result<std::unique_ptr<LiveAssessment>> make(const Definitions& definitions,
                                                      const Facts& facts, const Request& request);
  ~LiveAssessment();

  // Which results are others than before, where units stand that stood elsewhere, and who takes part
  // that did not, or no longer does.
  struct Changed {
    uint64_t revision = 0;
    struct Result {
      Period period;
      engine::NodeId node;  // of rules().graph: a criterion's, level's or assessable's
      std::vector<uint32_t> units;
    };
    std::vector<Result> results;
    struct Moved {
      Period period;
      OrganisationUnitId unit;
      Standing from;
      Standing to;
    };
    std::vector<Moved> moved;
    struct TakesPart {
      Period period;
      OrganisationUnitId unit;
      bool now = false;
    };
    std::vector<TakesPart> taking_part;
  };
  Changed set_values(std::span<const ReportedValues::Change> changes);

  uint64_t revision() const { return revision_; }
  const CompiledRules& rules() const { return *rules_; }
  const StandingCounts& counts(const Period& period) const;
  // None: the unit is not there in that period. The period must be one of those watched.
  std::optional<Standing> standing(const Period& period, OrganisationUnitId unit) const;
  std::shared_ptr<const AssessmentSnapshot> snapshot();

 private:
  // Periods that have one list of participants, the year before each too, share an evaluation: what
  // they look at in other periods is then the same for all. Any other period has one of its own, as
  // an AssessmentRun has, since it looks at others by its own list. Values are shared by all.
  struct OfList {
    std::unique_ptr<FactSource> source;
    std::unique_ptr<engine::Evaluation> evaluation;
    std::vector<engine::PeriodIndex> periods;  // those asked for
    std::map<IndicatorId, std::vector<engine::Evaluation::InputRead>> read;
  };
  struct OfPeriod {
    std::shared_ptr<OfList> list;
    engine::PeriodIndex index = 0;
    std::shared_ptr<const Assessment> listed;
    std::vector<int32_t> place;  // of each unit in listed->units; -1: not listed
    std::vector<Standing> standings;
    StandingCounts counts{};

    const engine::Column& column(engine::NodeId node) const {
      return list->evaluation->column(node, index);
    }
  };

  LiveAssessment(std::shared_ptr<const CompiledRules> rules, const Facts& facts, Request request);
  void begin();
  void begin(OfPeriod& of) const;
  bool participants_change(std::span<const ReportedValues::Change> changes) const;
  Standing standing_now(const OfPeriod& of, uint32_t unit, UnitAssessment& scratch) const;
  void follow(OfList& list, std::span<const ReportedValues::Change> changes, Changed& changed);
  void move_units(const Period& period, const std::set<uint32_t>& touched, Changed& changed);
  void begin_again(Changed& changed);

  std::shared_ptr<const CompiledRules> rules_;
  const Facts& facts_;
  Request request_;
  std::shared_ptr<const ReportedValues> values_;
  std::vector<std::shared_ptr<OfList>> lists_;
  std::map<Period, OfPeriod> periods_;
  std::vector<uint32_t> read_by_participants_;  // inputs
  uint64_t revision_ = 0;
  std::shared_ptr<const AssessmentSnapshot> newest_;
};

}  // namespace exemplar::programme
