// Facts as rows: ids as words, a number as a whole number and its digits, a day as days since
// 1970-01-01.
#pragma once

#include <unordered_map>

#include "base/problem.hpp"
#include "programme/office/office.hpp"
#include "store/ledger.hpp"

namespace exemplar::programme {

// Ids by their numbers, both ways.
class Words {
 public:
  explicit Words(store::Connection& connection);

  // A new number for a new text, to be written before the rows that name it.
  int64_t number_of(const std::string& text);
  void write();
  const std::string& text_of(int64_t number) const { return texts_.at(number); }

 private:
  store::Connection& connection_;
  std::unordered_map<std::string, int64_t> numbers_;
  std::unordered_map<int64_t, std::string> texts_;
  std::vector<int64_t> new_;
};

// Appends those facts in their order, as of the write's revision. Refused where nothing names a
// fact's unit in its period, or it has no source.
std::optional<Refusal> append_facts(store::Write& write, const Office& office,
                                    const std::vector<const Fact*>& facts);

// All facts up to that revision, as recorded, in terms of the office's definitions. A fact whose
// indicator, unit or source these no longer know becomes a problem and is left out.
std::vector<Fact> read_facts(store::Connection& connection, const Office& office,
                             int64_t up_to_revision, Problems& problems);

}  // namespace exemplar::programme
