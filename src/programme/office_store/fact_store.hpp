// Facts as rows: ids as words, a number as a whole number and its digits, a day as days since
// 1970-01-01.
#pragma once

#include <mutex>
#include <unordered_map>

#include "base/problem.hpp"
#include "programme/office/office.hpp"
#include "programme/office_store/word_store.hpp"
#include "programme/pack/recorded_facts.hpp"
#include "store/ledger.hpp"

namespace exemplar::programme {

// Appends those facts in their order, as of the write's revision. Refused where nothing names a
// fact's unit in its period, or it has no source.
std::optional<Refusal> append_facts(store::Write& write, const Office& office,
                                    const std::vector<const Fact*>& facts);

// All facts up to that revision, as recorded, in terms of the office's definitions. A fact whose
// indicator, unit or source these no longer know becomes a problem and is left out.
std::vector<Fact> read_facts(store::Connection& connection, const Office& office,
                             int64_t up_to_revision, Problems& problems);

// The same without who reported them, when and from where: the values in columns.
Facts read_fact_values(store::Connection& connection, const Office& office, int64_t up_to_revision,
                       ReportedValuesBuilder::Keep keep, unsigned threads, Problems& problems);

// Those of later revisions than `after`, up to `up_to`, as recorded.
std::vector<Fact> read_facts_between(store::Connection& connection, const Office& office,
                                     WordCache& words, int64_t after, int64_t up_to,
                                     Problems& problems);

// The revision of the newest fact of that one's cell; 0 where there is none. Of an office whose
// units name it in its period.
int64_t revision_of_cell(store::Connection& connection, const Office& office, const Fact& fact);

int64_t count_facts(store::Connection& connection, int64_t up_to_revision);
// Whether later revisions than `after` have recorded more than `most`; without counting all.
bool more_facts_than(store::Connection& connection, int64_t after, int64_t most);

// How the numbers of rows are understood: by the definitions that they were read with.
struct FactTerms {
  std::unordered_map<std::string, IndicatorId> indicators;
  std::unordered_map<std::string, SourceId> sources;
};
FactTerms terms_of(const Office& office);

// The facts of a database up to a revision, for any thread.
class FactsInDatabase final : public RecordedFacts {
 public:
  // A connection for as long as the pointer lives: asked for with each reading, so that one that was
  // lost is not kept. Nobody else's meanwhile; where it is always the same one, `OneAtATime`.
  using Lend = std::function<std::shared_ptr<store::Connection>()>;
  enum class Readers { ManyAtOnce, OneAtATime };
  FactsInDatabase(Lend lend, Readers readers, FactTerms terms, std::shared_ptr<WordCache> words,
                  int64_t up_to_revision)
      : lend_(std::move(lend)),
        readers_(readers),
        terms_(std::move(terms)),
        words_(std::move(words)),
        revision_(up_to_revision) {}

  std::optional<Refusal> each(const UnitRegister& units,
                              const std::function<void(const Fact&)>& take) const override;
  std::vector<Fact> of(const UnitRegister& units,
                       std::span<const ReportedValues::At> cells) const override;

 private:
  std::unique_lock<std::mutex> turn() const {
    return readers_ == Readers::OneAtATime ? std::unique_lock(mutex_)
                                           : std::unique_lock<std::mutex>();
  }

  mutable std::mutex mutex_;
  Lend lend_;
  Readers readers_;
  FactTerms terms_;
  std::shared_ptr<WordCache> words_;
  int64_t revision_;
};

}  // namespace exemplar::programme
