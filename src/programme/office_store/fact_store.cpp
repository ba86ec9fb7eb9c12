#include "programme/office_store/fact_store.hpp"

#include <algorithm>

#include "programme/pack/csv_text.hpp"
#include "programme/pack/table_readers.hpp"

namespace exemplar::programme {

namespace {

const std::vector<std::string> kColumns = {
    "indicator",   "first_day",   "length_unit", "length_count", "unit",     "category",
    "revision",    "position",    "kind",        "number",       "digits",   "text",
    "reported_on", "verified_on", "decided_on",  "source",       "reporter", "note"};

constexpr size_t kKeyColumns = 8;

store::Value day_of(const std::optional<Date>& day) {
  return day ? store::Value(int64_t{day->days}) : store::Value();
}

// number, digits, text
void add_value(const Fact& fact, std::vector<store::Value>& row) {
  switch (fact.kind) {
    case Fact::Kind::Number:
      row.insert(row.end(), {fact.number.units, fact.number.digits, {}});
      return;
    case Fact::Kind::Truth:
      row.insert(row.end(), {fact.truth ? 1 : 0, 0, {}});
      return;
    case Fact::Kind::Date:
      row.insert(row.end(), {int64_t{fact.date.days}, 0, {}});
      return;
    case Fact::Kind::Text:
      row.insert(row.end(), {{}, {}, fact.text});
      return;
    case Fact::Kind::NotApplicable:
      row.insert(row.end(), {{}, {}, {}});
  }
}

void read_value(const store::Row& row, int first, Fact& fact) {
  switch (fact.kind) {
    case Fact::Kind::Number:
      fact.number = {row.number(first), static_cast<int>(row.number(first + 1))};
      return;
    case Fact::Kind::Truth:
      fact.truth = row.number(first) != 0;
      return;
    case Fact::Kind::Date:
      fact.date = Date{static_cast<int32_t>(row.number(first))};
      return;
    case Fact::Kind::Text:
      fact.text = row.text(first + 2);
      return;
    case Fact::Kind::NotApplicable:
      return;
  }
}

std::optional<Date> day_at(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Date{static_cast<int32_t>(row.number(column))};
}

// What stands behind the numbers of a row, looked up once for each.
class Known {
 public:
  Known(const FactTerms& terms, const UnitRegister& units, const KnownWords& words,
        Problems& problems)
      : terms_(terms), register_(units), words_(words), problems_(problems) {}

  std::optional<IndicatorId> indicator(int64_t number) {
    const auto [found, added] = indicators_.try_emplace(number);
    if (added) {
      const auto known = terms_.indicators.find(words_.text_of(number));
      if (known != terms_.indicators.end()) {
        found->second = known->second;
      } else {
        tell(msg("values of the indicator '{}' are kept, which is no longer defined",
                 words_.text_of(number)));
      }
    }
    return found->second;
  }

  std::optional<SourceId> source(int64_t number) {
    const auto found = terms_.sources.find(words_.text_of(number));
    if (found != terms_.sources.end()) return found->second;
    tell(msg("values from the source '{}' are kept, which is no longer defined",
             words_.text_of(number)));
    return std::nullopt;
  }

  std::optional<OrganisationUnitId> unit(int64_t number, const Period& period) {
    const auto [found, added] = units_.try_emplace({number, first_day(period), last_day(period)});
    if (added) {
      const auto unit = unit_in_period(register_, words_.text_of(number), period);
      if (unit) {
        found->second = *unit;
      } else {
        tell(msg("values of the unit '{}' for {} are kept, but there is no such unit then",
                 words_.text_of(number), to_string(period)));
      }
    }
    return found->second;
  }

  const std::string& category(int64_t number) const { return words_.text_of(number); }

 private:
  // Once each.
  void tell(Message what) {
    const std::string text = render(what, Language::English);
    if (!told_.insert(text).second) return;
    problems_.error({"values", 0, 0}, std::move(what),
                    msg("what has ended is given an end, and not taken out of the pack"));
  }

  const FactTerms& terms_;
  const UnitRegister& register_;
  const KnownWords& words_;
  Problems& problems_;
  std::unordered_map<int64_t, std::optional<IndicatorId>> indicators_;
  std::map<std::tuple<int64_t, Date, Date>, std::optional<OrganisationUnitId>> units_;
  std::set<std::string> told_;
};

// The order of the table, in which it is read quickest; and that in which facts were recorded.
constexpr std::string_view kByKey =
    " ORDER BY indicator, first_day, length_unit, length_count, unit, category, revision, position";
constexpr std::string_view kAsRecorded = " ORDER BY revision, position";

// The rows of facts, as facts.
class FactRows {
 public:
  FactRows(store::Connection& connection, const FactTerms& terms, const UnitRegister& units,
           std::shared_ptr<const KnownWords> words, Problems& problems)
      : connection_(connection),
        words_(std::move(words)),
        known_(terms, units, *words_, problems) {}

  // Those that fit `condition`, in that order; a fact that cannot be understood becomes a problem.
  // `take` says whether it wants more.
  template <typename Take>
  void each(const std::string& condition, std::string_view order, store::Values values,
            const Take& take) {
    bool more = true;
    connection_.each(
        "SELECT indicator, first_day, length_unit, length_count, unit, category, revision, "
        "position, kind, number, digits, text, reported_on, verified_on, decided_on, source, "
        "reporter, note FROM fact WHERE " +
            condition + std::string(order),
        values, [&](const store::Row& row) {
          if (more && read(row)) more = take(std::move(fact_));
        });
  }

  // Revision and position of the fact that was given last.
  std::pair<int64_t, int64_t> recorded() const { return recorded_; }

 private:
  bool read(const store::Row& row) {
    const Length length{static_cast<int>(row.number(3)), static_cast<Length::Unit>(row.number(2))};
    const Period period{Date{static_cast<int32_t>(row.number(1))}, length};
    const auto indicator = known_.indicator(row.number(0));
    const auto unit = known_.unit(row.number(4), period);
    const auto source = known_.source(row.number(15));
    if (!indicator || !unit || !source) return false;
    fact_ = Fact();
    fact_.indicator = *indicator;
    fact_.period = period;
    fact_.unit = *unit;
    fact_.category = known_.category(row.number(5));
    fact_.kind = static_cast<Fact::Kind>(row.number(8));
    read_value(row, 9, fact_);
    fact_.reported_on = day_at(row, 12);
    fact_.verified_on = day_at(row, 13);
    fact_.decided_on = day_at(row, 14);
    fact_.source = *source;
    fact_.by = row.text(16);
    fact_.note = row.text(17);
    fact_.version = row.number(6);
    recorded_ = {row.number(6), row.number(7)};
    return true;
  }

  store::Connection& connection_;
  std::shared_ptr<const KnownWords> words_;
  Known known_;
  Fact fact_;
  std::pair<int64_t, int64_t> recorded_;
};

// Adds each value to its column; false where two writings of one period's length stand in one column,
// so that the order of the table is not that in which its values were recorded.
class ColumnsOfFacts {
 public:
  ColumnsOfFacts(const Office& office, ReportedValuesBuilder::Keep keep)
      : office_(office), builder_(keep) {}

  bool add(const Fact& fact) {
    sources_.insert(fact.source);
    const auto place = std::tuple(fact.indicator, first_day(fact.period), last_day(fact.period));
    const auto [found, added] = lengths_.try_emplace(place, fact.period.length);
    if (!added && !found->second.same_form(fact.period.length)) return false;
    put(fact);
    return true;
  }

  void put(const Fact& fact) {
    sources_.insert(fact.source);
    const ReportedValues::Form form = form_of(office_.definitions[fact.indicator]);
    const uint32_t column = builder_.column({fact.indicator, fact.period, fact.category}, form);
    builder_.add(column, reported_value(fact, form, builder_));
  }

  Facts take(unsigned threads) {
    return {builder_.take(threads), {sources_.begin(), sources_.end()}};
  }

 private:
  const Office& office_;
  ReportedValuesBuilder builder_;
  std::map<std::tuple<IndicatorId, Date, Date>, Length> lengths_;
  std::set<SourceId> sources_;
};

}  // namespace

std::optional<Refusal> append_facts(store::Write& write, const Office& office,
                                    const std::vector<const Fact*>& facts) {
  Words words(write.connection());
  std::vector<std::vector<store::Value>> rows;
  rows.reserve(facts.size());
  int64_t position = 0;
  for (const Fact* fact : facts) {
    const auto unit = unit_text(office.definitions.units, fact->unit, fact->period);
    if (!unit) return unit.refusal();
    const auto source = source_text(office, fact->source);
    if (!source) return source.refusal();
    std::vector<store::Value> row = {words.number_of(office.definitions[fact->indicator].id),
                                     int64_t{fact->period.start.days},
                                     static_cast<int>(fact->period.length.unit),
                                     fact->period.length.count,
                                     words.number_of(*unit),
                                     words.number_of(fact->category),
                                     write.revision(),
                                     ++position,
                                     static_cast<int>(fact->kind)};
    add_value(*fact, row);
    row.insert(row.end(),
               {day_of(fact->reported_on), day_of(fact->verified_on), day_of(fact->decided_on),
                words.number_of(*source), fact->by, fact->note});
    rows.push_back(std::move(row));
  }
  words.write();
  // In the order of the key, as the table lies.
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    for (size_t i = 0; i < kKeyColumns; ++i) {
      if (*a[i].number() != *b[i].number()) return *a[i].number() < *b[i].number();
    }
    return false;
  });
  const auto bulk = write.connection().bulk_insert("fact", kColumns);
  for (const auto& row : rows) bulk->add(row);
  bulk->finish();
  return std::nullopt;
}

std::vector<Fact> read_facts(store::Connection& connection, const Office& office,
                             int64_t up_to_revision, Problems& problems) {
  const FactTerms terms = terms_of(office);
  FactRows rows(connection, terms, office.definitions.units, WordCache().words(connection),
                problems);
  std::vector<Fact> facts;
  const store::Value revision[] = {up_to_revision};
  rows.each("revision <= $1", kAsRecorded, revision, [&](Fact fact) {
    fact.revision = static_cast<uint32_t>(facts.size() + 1);
    facts.push_back(std::move(fact));
    return true;
  });
  return facts;
}

Facts read_fact_values(store::Connection& connection, const Office& office, int64_t up_to_revision,
                       ReportedValuesBuilder::Keep keep, unsigned threads, Problems& problems) {
  const FactTerms terms = terms_of(office);
  const store::Value revision[] = {up_to_revision};
  {
    Problems found;
    FactRows rows(connection, terms, office.definitions.units, WordCache().words(connection),
                  found);
    ColumnsOfFacts columns(office, keep);
    bool in_order = true;
    rows.each("revision <= $1", kByKey, revision,
              [&](const Fact& fact) { return in_order = columns.add(fact); });
    if (in_order) {
      problems.add(found);
      return columns.take(threads);
    }
  }
  FactRows rows(connection, terms, office.definitions.units, WordCache().words(connection),
                problems);
  ColumnsOfFacts columns(office, keep);
  rows.each("revision <= $1", kAsRecorded, revision, [&](const Fact& fact) {
    columns.put(fact);
    return true;
  });
  return columns.take(threads);
}

std::vector<Fact> read_facts_between(store::Connection& connection, const Office& office,
                                     WordCache& words, int64_t after, int64_t up_to,
                                     Problems& problems) {
  const FactTerms terms = terms_of(office);
  FactRows rows(connection, terms, office.definitions.units, words.words(connection), problems);
  std::vector<Fact> facts;
  const store::Value between[] = {after, up_to};
  rows.each("revision > $1 AND revision <= $2", kAsRecorded, between, [&](Fact fact) {
    facts.push_back(std::move(fact));
    return true;
  });
  return facts;
}

int64_t revision_of_cell(store::Connection& connection, const Office& office, const Fact& fact) {
  const auto unit = unit_text(office.definitions.units, fact.unit, fact.period);
  if (!unit) return 0;
  const int64_t last = last_day(fact.period).days;
  int64_t newest = 0;
  connection.each(
      "SELECT length_unit, length_count, max(revision) FROM fact WHERE indicator = (SELECT id FROM "
      "word WHERE text = $1) AND first_day = $2 AND unit = (SELECT id FROM word WHERE text = $3) "
      "AND category = (SELECT id FROM word WHERE text = $4) GROUP BY length_unit, length_count",
      {office.definitions[fact.indicator].id, int64_t{fact.period.start.days}, *unit,
       fact.category},
      [&](const store::Row& row) {
        const Length length{static_cast<int>(row.number(1)),
                            static_cast<Length::Unit>(row.number(0))};
        if (last_day({fact.period.start, length}).days == last) {
          newest = std::max(newest, row.number(2));
        }
      });
  return newest;
}

int64_t count_facts(store::Connection& connection, int64_t up_to_revision) {
  return connection.number("SELECT count(*) FROM fact WHERE revision <= $1", {up_to_revision})
      .value_or(0);
}

bool more_facts_than(store::Connection& connection, int64_t after, int64_t most) {
  return connection
             .number(
                 "SELECT count(*) FROM (SELECT revision FROM fact WHERE revision > $1 LIMIT $2) "
                 "AS newer",
                 {after, most + 1})
             .value_or(0) > most;
}

FactTerms terms_of(const Office& office) {
  FactTerms terms;
  for (size_t i = 0; i < office.definitions.indicators.size(); ++i) {
    terms.indicators[office.definitions.indicators[i].id] = IndicatorId(i);
  }
  for (size_t i = 0; i < office.sources.size(); ++i) {
    terms.sources[office.sources[i].id] = SourceId(i);
  }
  return terms;
}

std::optional<Refusal> FactsInDatabase::each(const UnitRegister& units,
                                             const std::function<void(const Fact&)>& take) const {
  const auto turn_taken = turn();
  Problems ignored;  // told when the office was read
  const std::shared_ptr<store::Connection> connection = lend_();
  FactRows rows(*connection, terms_, units, words_->words(*connection), ignored);
  uint32_t count = 0;
  const store::Value revision[] = {revision_};
  rows.each("revision <= $1", kAsRecorded, revision, [&](Fact fact) {
    fact.revision = ++count;
    take(fact);
    return true;
  });
  return std::nullopt;
}

namespace {

using AskedCell = std::tuple<IndicatorId, Date, Date, CategoryKey, OrganisationUnitId>;

// Rows among which those of the cells are, by as few statements as may be: one for each unit with all
// its days, or one for each indicator and day with all its units.
void read_cells(FactRows& rows, const FactTerms& terms, const UnitRegister& units,
                std::span<const ReportedValues::At> cells, int64_t revision,
                const std::function<bool(Fact)>& take) {
  std::map<std::string, DateRange> by_unit;
  std::set<std::pair<IndicatorId, Date>> by_day;
  for (const auto& [key, unit] : cells) {
    const auto written = unit_text(units, unit, key.period);
    if (!written) continue;  // nothing can have been recorded of it then
    const Date day = key.period.start;
    DateRange& days = by_unit.try_emplace(*written, DateRange{day, day}).first->second;
    days = {std::min(days.from, day), std::max(days.until, day)};
    by_day.emplace(key.indicator, day);
  }
  if (by_unit.size() <= by_day.size()) {
    for (const auto& [unit, days] : by_unit) {
      const store::Value values[] = {unit, int64_t{days.from.days}, int64_t{days.until.days},
                                     revision};
      rows.each(
          "unit = (SELECT id FROM word WHERE text = $1) AND first_day >= $2 AND first_day <= $3 "
          "AND revision <= $4",
          "", values, take);
    }
    return;
  }
  std::unordered_map<IndicatorId, std::string> ids;
  for (const auto& [id, indicator] : terms.indicators) ids[indicator] = id;
  for (const auto& [indicator, day] : by_day) {
    const store::Value values[] = {ids.at(indicator), int64_t{day.days}, revision};
    rows.each(
        "indicator = (SELECT id FROM word WHERE text = $1) AND first_day = $2 AND revision <= $3",
        "", values, take);
  }
}

}  // namespace

std::vector<Fact> FactsInDatabase::of(const UnitRegister& units,
                                      std::span<const ReportedValues::At> cells) const {
  const auto turn_taken = turn();
  Problems ignored;
  const std::shared_ptr<store::Connection> connection = lend_();
  FactRows rows(*connection, terms_, units, words_->words(*connection), ignored);
  std::set<AskedCell> asked;
  for (const auto& [key, unit] : cells) {
    asked.emplace(key.indicator, first_day(key.period), last_day(key.period), key.category, unit);
  }
  std::map<std::pair<int64_t, int64_t>, Fact> found;
  const auto take = [&](Fact fact) {
    if (asked.contains({fact.indicator, first_day(fact.period), last_day(fact.period),
                        fact.category, fact.unit})) {
      found.emplace(rows.recorded(), std::move(fact));
    }
    return true;
  };
  read_cells(rows, terms_, units, cells, revision_, take);
  std::vector<Fact> facts;
  for (auto& [recorded, fact] : found) {
    fact.revision = static_cast<uint32_t>(facts.size() + 1);
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace exemplar::programme
