#include "programme/office_store/staged_fact_store.hpp"

#include <algorithm>

#include "programme/pack/csv_text.hpp"

namespace exemplar::programme {

namespace {

// Of so many cells of one indicator and period each is asked for alone; of more, all at once.
constexpr size_t kAskedAlone = 8;

const std::vector<std::string> kColumns = {
    "indicator",   "first_day",   "length_unit", "length_count", "unit",     "category",
    "revision",    "position",    "kind",        "number",       "digits",   "text",
    "reported_on", "verified_on", "decided_on",  "source",       "reporter", "note"};

constexpr std::string_view kWhatARowSays =
    "SELECT length_unit, length_count, unit, category, revision, kind, number, digits, text, "
    "reported_on, verified_on, decided_on, source, reporter, note FROM fact WHERE indicator = $1 "
    "AND "
    "first_day = $2";

int32_t days_of(const std::optional<Date>& day) {
  return day ? day->days : StagedFact::kNoDay;
}

store::Value day_value(int32_t day) {
  return day == StagedFact::kNoDay ? store::Value() : store::Value(int64_t{day});
}

int32_t day_of(const store::Row& row, int column) {
  return row.is_null(column) ? StagedFact::kNoDay : static_cast<int32_t>(row.number(column));
}

int32_t last_day_of(const store::Row& row, int first_column, int32_t first_day) {
  const Length length{static_cast<int>(row.number(first_column + 1)),
                      static_cast<Length::Unit>(row.number(first_column))};
  return last_day({Date{first_day}, length}).days;
}

bool is_kept(const StagedFact& fact) {
  return fact.outcome == StagedOutcome::Accepted || fact.outcome == StagedOutcome::Changed;
}

}  // namespace

uint32_t StagedFacts::text_number(const std::string& text) {
  const auto [found, added] = numbers_.try_emplace(text, static_cast<uint32_t>(texts_.size()));
  if (added) texts_.push_back(&found->first);
  return found->second;
}

std::optional<Refusal> StagedFacts::add(const Fact& fact, uint32_t line, uint32_t column,
                                        int64_t expected) {
  const Date last = last_day(fact.period);
  const auto [unit, is_new] =
      unit_texts_[fact.unit.index()].try_emplace({fact.period.start.days, last.days});
  if (is_new) {
    const auto named = unit_text(office_.definitions.units, fact.unit, fact.period);
    if (!named) {
      unit_texts_[fact.unit.index()].erase(unit);
      return named.refusal();
    }
    unit->second = text_number(*named);
  }
  const auto source = source_text(office_, fact.source);
  if (!source) return source.refusal();
  StagedFact staged;
  staged.indicator = text_number(office_.definitions[fact.indicator].id);
  staged.unit = unit->second;
  staged.category = text_number(fact.category);
  staged.source = text_number(*source);
  staged.text = text_number(fact.text);
  staged.reporter = text_number(fact.by);
  staged.note = text_number(fact.note);
  staged.first_day = fact.period.start.days;
  staged.length_count = fact.period.length.count;
  staged.length_unit = fact.period.length.unit;
  staged.last_day = last.days;
  staged.kind = fact.kind;
  if (fact.kind == Fact::Kind::Number) {
    staged.number = fact.number.units;
    staged.digits = static_cast<int8_t>(fact.number.digits);
  } else if (fact.kind == Fact::Kind::Truth) {
    staged.number = fact.truth ? 1 : 0;
  } else if (fact.kind == Fact::Kind::Date) {
    staged.number = fact.date.days;
  }
  staged.reported_on = days_of(fact.reported_on);
  staged.verified_on = days_of(fact.verified_on);
  staged.decided_on = days_of(fact.decided_on);
  staged.line = line;
  staged.column = column;
  staged.expected = expected;
  facts_.push_back(staged);
  return std::nullopt;
}

// ── What becomes of each ─────────────────────────────────────────────────────────────────────────

void StagedFacts::number_words(store::Connection& connection) {
  words_.assign(texts_.size(), 0);
  words_there_ = 0;
  connection.each("SELECT id, text FROM word", [&](const store::Row& row) {
    words_there_ = std::max(words_there_, row.number(0));
    const auto found = numbers_.find(std::string(row.text(1)));
    if (found != numbers_.end()) words_[found->second] = row.number(0);
  });
  // Only those that a key or a source names become words.
  int64_t next = words_there_;
  for (const StagedFact& fact : facts_) {
    for (const uint32_t text : {fact.indicator, fact.unit, fact.category, fact.source}) {
      if (words_[text] == 0) words_[text] = ++next;
    }
  }
}

void StagedFacts::order() {
  by_key_.resize(facts_.size());
  for (size_t i = 0; i < by_key_.size(); ++i) by_key_[i] = static_cast<uint32_t>(i);
  const auto key = [&](uint32_t i) {
    const StagedFact& fact = facts_[i];
    return std::tuple(word(fact.indicator), fact.first_day, fact.last_day, word(fact.unit),
                      word(fact.category), i);
  };
  std::sort(by_key_.begin(), by_key_.end(),
            [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
}

// Of several staged for one cell the first counts; the others say where it is.
void StagedFacts::refuse_doubled() {
  const StagedFact* first = nullptr;
  for (const uint32_t i : by_key_) {
    StagedFact& fact = facts_[i];
    if (fact.outcome == StagedOutcome::Refused && fact.line_before == 0) continue;
    const bool same_cell = first != nullptr && first->indicator == fact.indicator &&
                           first->first_day == fact.first_day && first->last_day == fact.last_day &&
                           first->unit == fact.unit && first->category == fact.category;
    if (same_cell) {
      fact.outcome = StagedOutcome::Refused;
      fact.line_before = first->line;
    } else {
      first = &fact;
    }
  }
}

void StagedFacts::compare(store::Connection& connection, const Rules& rules) {
  compared_at_ = store::newest_revision(connection);
  number_words(connection);
  order();
  refuse_doubled();
  for (StagedFact& fact : facts_) {
    if (fact.outcome == StagedOutcome::Refused) continue;
    fact.revision = 0;
    fact.outcome = fact.expected > 0 ? StagedOutcome::Conflict : StagedOutcome::Accepted;
  }
  for (size_t begin = 0; begin < by_key_.size();) {
    const StagedFact& first = facts_[by_key_[begin]];
    size_t end = begin + 1;
    while (end < by_key_.size() && facts_[by_key_[end]].indicator == first.indicator &&
           facts_[by_key_[end]].first_day == first.first_day) {
      ++end;
    }
    // An indicator that no value ever named has no word yet.
    if (word(first.indicator) <= words_there_) {
      compare_group(connection, Span(by_key_).subspan(begin, end - begin), rules);
    }
    begin = end;
  }
}

void StagedFacts::compare_group(store::Connection& connection, Span group, const Rules& rules) {
  const StagedFact& first = facts_[group.front()];
  const std::vector<store::Value> common = {word(first.indicator), int64_t{first.first_day}};
  static const std::string kOrder = " ORDER BY revision, position";
  if (group.size() <= kAskedAlone) {
    static const std::string kOne =
        std::string(kWhatARowSays) + " AND unit = $3 AND category = $4" + kOrder;
    for (const uint32_t i : group) {
      StagedFact& staged = facts_[i];
      if (staged.outcome == StagedOutcome::Refused) continue;
      connection.each(kOne, {common[0], common[1], word(staged.unit), word(staged.category)},
                      [&](const store::Row& row) {
                        if (last_day_of(row, 0, staged.first_day) == staged.last_day) {
                          compare_with_row(row, staged, rules);
                        }
                      });
    }
    return;
  }
  static const std::string kAll = std::string(kWhatARowSays) + kOrder;
  const auto place = [&](const StagedFact& fact) {
    return std::tuple(int64_t{fact.last_day}, word(fact.unit), word(fact.category));
  };
  connection.each(kAll, common, [&](const store::Row& row) {
    const std::tuple wanted(int64_t{last_day_of(row, 0, first.first_day)}, row.number(2),
                            row.number(3));
    auto found =
        std::lower_bound(group.begin(), group.end(), wanted,
                         [&](uint32_t i, const auto& key) { return place(facts_[i]) < key; });
    for (; found != group.end() && place(facts_[*found]) == wanted; ++found) {
      if (facts_[*found].outcome != StagedOutcome::Refused) {
        compare_with_row(row, facts_[*found], rules);
      }
    }
  });
}

// Rows come as they were recorded: the last of a cell decides.
void StagedFacts::compare_with_row(const store::Row& row, StagedFact& staged,
                                   const Rules& rules) const {
  staged.revision = row.number(4);
  const auto is_text = [&](int column, uint32_t text) {
    return (row.is_null(column) ? std::string_view() : row.text(column)) == *texts_[text];
  };
  bool same = static_cast<Fact::Kind>(row.number(5)) == staged.kind;
  if (same && staged.kind == Fact::Kind::Text) same = is_text(8, staged.text);
  if (same && staged.kind != Fact::Kind::Text && staged.kind != Fact::Kind::NotApplicable) {
    same = Decimal{row.number(6), static_cast<int>(row.number(7))} ==
           Decimal{staged.number, staged.digits};
  }
  same = same && row.number(12) == word(staged.source) && is_text(14, staged.note);
  if (rules.days_as_told) {
    same = same && day_of(row, 9) == staged.reported_on && day_of(row, 10) == staged.verified_on &&
           day_of(row, 11) == staged.decided_on && is_text(13, staged.reporter);
  } else {
    const bool draft = row.is_null(9) && row.is_null(10) && row.is_null(11);
    same = same && !draft;
  }
  decide(staged, same, rules);
}

void StagedFacts::decide(StagedFact& staged, bool same, const Rules& rules) {
  if (same) {
    staged.outcome = StagedOutcome::Unchanged;
  } else if (staged.expected < 0 ? rules.overwrite : staged.expected == staged.revision) {
    staged.outcome = StagedOutcome::Changed;
  } else {
    staged.outcome = StagedOutcome::Conflict;
  }
}

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────

bool StagedFacts::still_holds(store::Write& write) const {
  store::Connection& connection = write.connection();
  if (write.revision() == compared_at_ + 1) return true;
  if (connection.number("SELECT max(id) FROM word").value_or(0) != words_there_) return false;
  using Key = std::tuple<int64_t, int64_t, int64_t, int64_t>;
  std::vector<Key> touched;
  connection.each("SELECT indicator, first_day, unit, category FROM fact WHERE revision > $1",
                  {compared_at_}, [&](const store::Row& row) {
                    touched.emplace_back(row.number(0), row.number(1), row.number(2),
                                         row.number(3));
                  });
  if (touched.empty()) return true;
  std::sort(touched.begin(), touched.end());
  return std::none_of(facts_.begin(), facts_.end(), [&](const StagedFact& fact) {
    return std::binary_search(
        touched.begin(), touched.end(),
        Key(word(fact.indicator), fact.first_day, word(fact.unit), word(fact.category)));
  });
}

size_t StagedFacts::append(store::Write& write) const {
  std::vector<bool> named(texts_.size(), false);
  for (const StagedFact& fact : facts_) {
    if (!is_kept(fact)) continue;
    for (const uint32_t text : {fact.indicator, fact.unit, fact.category, fact.source}) {
      named[text] = true;
    }
  }
  const auto words = write.connection().bulk_insert("word", {"id", "text"});
  for (size_t text = 0; text < texts_.size(); ++text) {
    if (!named[text] || words_[text] <= words_there_) continue;
    const store::Value row[] = {words_[text], *texts_[text]};
    words->add(row);
  }
  words->finish();
  const auto bulk = write.connection().bulk_insert("fact", kColumns);
  std::vector<store::Value> row(kColumns.size());
  int64_t position = 0;
  for (const uint32_t i : by_key_) {
    const StagedFact& fact = facts_[i];
    if (!is_kept(fact)) continue;
    const bool has_number = fact.kind != Fact::Kind::Text && fact.kind != Fact::Kind::NotApplicable;
    row[0] = word(fact.indicator);
    row[1] = int64_t{fact.first_day};
    row[2] = static_cast<int>(fact.length_unit);
    row[3] = int64_t{fact.length_count};
    row[4] = word(fact.unit);
    row[5] = word(fact.category);
    row[6] = write.revision();
    row[7] = ++position;
    row[8] = static_cast<int>(fact.kind);
    row[9] = has_number ? store::Value(fact.number) : store::Value();
    row[10] = has_number ? store::Value(int64_t{fact.digits}) : store::Value();
    row[11] = fact.kind == Fact::Kind::Text ? store::Value(*texts_[fact.text]) : store::Value();
    row[12] = day_value(fact.reported_on);
    row[13] = day_value(fact.verified_on);
    row[14] = day_value(fact.decided_on);
    row[15] = word(fact.source);
    row[16] = *texts_[fact.reporter];
    row[17] = *texts_[fact.note];
    bulk->add(row);
  }
  bulk->finish();
  return static_cast<size_t>(position);
}

}  // namespace exemplar::programme
