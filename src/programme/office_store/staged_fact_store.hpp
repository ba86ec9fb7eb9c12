// Many facts on their way into an office: kept small in memory, compared with what the office has
// while others go on writing, and written as one.
//
//   add … ─▶ StagedFacts ── compare (a read) ──▶ what becomes of each ── append (the write) ─▶ rows
//               own words      by the table's key                          those that are kept
//
// What was compared holds as long as nothing that it looked at has changed: still_holds() asks that
// within the write, which is therefore short.
#pragma once

#include <span>

#include "programme/office_store/fact_store.hpp"

namespace exemplar::programme {

// What becomes of one staged fact.
enum class StagedOutcome : uint8_t {
  Refused,    // not to be written: its cell is staged already, or whoever staged it says so
  Accepted,   // the cell has nothing yet
  Changed,    // it has another value, which this corrects
  Unchanged,  // it says the same already
  Conflict,   // it has another value than the one that was seen, or none where one was
};

struct StagedFact {
  // Numbers of the office's definitions, and of texts that are staged.
  uint32_t indicator = 0, unit = 0, category = 0, source = 0;
  uint32_t text = 0, reporter = 0, note = 0;
  int32_t first_day = 0, length_count = 0, last_day = 0;
  Length::Unit length_unit = Length::Months;
  Fact::Kind kind = Fact::Kind::Number;
  int8_t digits = 0;
  StagedOutcome outcome = StagedOutcome::Accepted;
  int64_t number = 0;  // or truth, or day
  int32_t reported_on = kNoDay, verified_on = kNoDay, decided_on = kNoDay;
  uint32_t line = 0;         // where it was read: of the file …
  uint32_t column = 0;       // … and which of its columns, from 0
  int64_t expected = -1;     // the revision of the cell's newest value as it was seen; -1: not said
  int64_t revision = 0;      // of that newest value, as compared; 0: none
  uint32_t line_before = 0;  // of the same cell, where one was staged before

  static constexpr int32_t kNoDay = INT32_MIN;
};

class StagedFacts {
 public:
  explicit StagedFacts(const Office& office) : office_(office) {}

  // Refused where nothing names its unit in its period, or it has no source.
  std::optional<Refusal> add(const Fact& fact, uint32_t line, uint32_t column, int64_t expected);
  std::vector<StagedFact>& all() { return facts_; }
  const std::vector<StagedFact>& all() const { return facts_; }

  struct Rules {
    bool overwrite = false;     // a value that differs is corrected though no version is named
    bool days_as_told = false;  // days and reporter are part of what a value says
  };
  // What becomes of each that is not refused, by what the office has; within a transaction.
  void compare(store::Connection& connection, const Rules& rules);
  // Whether that would be the same now; within the write.
  bool still_holds(store::Write& write) const;
  // Writes those accepted and changed; how many.
  size_t append(store::Write& write) const;

 private:
  using Span = std::span<const uint32_t>;

  uint32_t text_number(const std::string& text);
  void number_words(store::Connection& connection);
  void order();
  void refuse_doubled();
  void compare_group(store::Connection& connection, Span group, const Rules& rules);
  void compare_with_row(const store::Row& row, StagedFact& staged, const Rules& rules) const;
  static void decide(StagedFact& staged, bool same, const Rules& rules);
  int64_t word(uint32_t text) const { return words_[text]; }

  const Office& office_;
  std::vector<StagedFact> facts_;
  std::vector<const std::string*> texts_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::unordered_map<uint64_t, std::map<std::pair<int32_t, int32_t>, uint32_t>> unit_texts_;
  // As compared.
  int64_t compared_at_ = 0;  // a revision
  int64_t words_there_ = 0;
  std::vector<int64_t> words_;    // of texts_, by the office's numbers or those that are next
  std::vector<uint32_t> by_key_;  // facts in the order of the table
};

}  // namespace exemplar::programme
