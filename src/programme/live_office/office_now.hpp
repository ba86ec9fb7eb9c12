// An office as of one revision: what a reader holds while others write. Immutable to its readers;
// what is computed from it is kept with it.
//
//   revision 41 ── definitions ─┐                     assessment(request) ─▶ kept, once for all
//                 values ───────┴─▶ OfficeNow         run(request) ────────▶ for explanations
//   revision 42 ── the same definitions, values that share every chunk that did not change
#pragma once

#include <future>
#include <mutex>

#include "programme/assessment/live_assessment.hpp"
#include "programme/office/office.hpp"
#include "programme/pack/recorded_facts.hpp"

namespace exemplar::programme {

// An evaluation that one thread at a time may ask for more.
class SharedRun {
 public:
  static Result<std::shared_ptr<SharedRun>> make(const Office& office, const Facts& values,
                                                 const AssessmentRequest& request);

  // `ask(run)` twice: what it looks at shows only then, so the first time notes it, and the second
  // time who reported it is known as well. What the second returns.
  template <typename Ask>
  auto told(const RecordedFacts& recorded, const Ask& ask) {
    const std::lock_guard lock(mutex_);
    CellsAsked asked;
    facts_.note_asked(&asked);
    auto silent = ask(*run_);
    facts_.note_asked(nullptr);
    if (!silent) return silent;
    facts_ = Facts(facts_.values(), facts_.sources(), recorded.of(units_, asked.take()));
    return ask(*run_);
  }
  template <typename Ask>
  auto asked(const Ask& ask) {
    const std::lock_guard lock(mutex_);
    return ask(*run_);
  }

 private:
  SharedRun(const UnitRegister& units, const Facts& values)
      : units_(units), facts_(values.values(), values.sources()) {}

  std::mutex mutex_;
  const UnitRegister& units_;
  Facts facts_;
  std::unique_ptr<AssessmentRun> run_;
};

class OfficeNow : public std::enable_shared_from_this<OfficeNow> {
 public:
  // Of a criteria set's standings that are followed.
  struct Followed {
    std::string programme;
    std::string criteria_set;
    std::vector<Period> periods;
    std::shared_ptr<const AssessmentSnapshot> snapshot;
  };

  OfficeNow(int64_t revision, std::shared_ptr<const Office> definitions,
            std::shared_ptr<const Facts> facts, std::shared_ptr<const RecordedFacts> recorded,
            std::vector<Followed> followed = {})
      : revision_(revision),
        office_(std::move(definitions)),
        facts_(std::move(facts)),
        recorded_(std::move(recorded)),
        followed_(std::move(followed)) {}

  int64_t revision() const { return revision_; }
  // Everything but the facts.
  const Office& office() const { return *office_; }
  std::shared_ptr<const Office> shared_office() const { return office_; }
  // Values alone; who reported them is fetched from recorded().
  const Facts& facts() const { return *facts_; }
  const RecordedFacts& recorded() const { return *recorded_; }

  // From the standings that are followed where they have it, else computed once. Refused as an
  // AssessmentRun is. What is returned keeps this alive.
  Result<std::shared_ptr<const Assessment>> assessment(const AssessmentRequest& request) const;
  Result<std::shared_ptr<SharedRun>> run(const AssessmentRequest& request) const;

 private:
  using Key = std::tuple<std::string, Date, Date, std::string, Status, std::optional<Date>>;
  template <typename Made>
  using Kept = std::map<Key, std::shared_future<Result<std::shared_ptr<Made>>>>;

  static Key key_of(const AssessmentRequest& request);
  template <typename Made, typename Make>
  Result<std::shared_ptr<Made>> once(Kept<Made>& kept, const AssessmentRequest& request,
                                     const Make& make) const;
  std::optional<Assessment> followed(const AssessmentRequest& request) const;

  int64_t revision_;
  std::shared_ptr<const Office> office_;
  std::shared_ptr<const Facts> facts_;
  std::shared_ptr<const RecordedFacts> recorded_;
  std::vector<Followed> followed_;
  mutable std::mutex mutex_;
  mutable Kept<const Assessment> assessments_;
  mutable Kept<SharedRun> runs_;
};

}  // namespace exemplar::programme
