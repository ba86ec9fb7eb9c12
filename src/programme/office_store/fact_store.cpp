#include "programme/office_store/fact_store.hpp"

#include <algorithm>

#include "programme/pack/csv_text.hpp"
#include "programme/pack/table_readers.hpp"

namespace exemplar::programme {

Words::Words(store::Connection& connection) : connection_(connection) {
  connection.each("SELECT id, text FROM word", [&](const store::Row& row) {
    const std::string text(row.text(1));
    numbers_[text] = row.number(0);
    texts_[row.number(0)] = text;
  });
}

int64_t Words::number_of(const std::string& text) {
  const auto [found, added] = numbers_.try_emplace(text, static_cast<int64_t>(numbers_.size()) + 1);
  if (added) {
    new_.push_back(found->second);
    texts_[found->second] = text;
  }
  return found->second;
}

void Words::write() {
  const auto bulk = connection_.bulk_insert("word", {"id", "text"});
  for (const int64_t number : new_) {
    const store::Value row[] = {number, texts_.at(number)};
    bulk->add(row);
  }
  bulk->finish();
  new_.clear();
}

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
  Known(const Office& office, const Words& words, Problems& problems)
      : office_(office), words_(words), problems_(problems) {
    for (size_t i = 0; i < office.sources.size(); ++i) {
      sources_[office.sources[i].id] = SourceId(i);
    }
  }

  std::optional<IndicatorId> indicator(int64_t number) {
    const auto [found, added] = indicators_.try_emplace(number);
    if (added) {
      found->second = office_.definitions.indicator(words_.text_of(number));
      if (!found->second)
        tell(msg("values of the indicator '{}' are kept, which is no longer defined",
                 words_.text_of(number)));
    }
    return found->second;
  }

  std::optional<SourceId> source(int64_t number) {
    const auto found = sources_.find(words_.text_of(number));
    if (found != sources_.end()) return found->second;
    tell(msg("values from the source '{}' are kept, which is no longer defined",
             words_.text_of(number)));
    return std::nullopt;
  }

  std::optional<OrganisationUnitId> unit(int64_t number, const Period& period) {
    const auto [found, added] = units_.try_emplace({number, first_day(period), last_day(period)});
    if (added) {
      const auto unit = unit_in_period(office_.definitions.units, words_.text_of(number), period);
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

  const Office& office_;
  const Words& words_;
  Problems& problems_;
  std::unordered_map<std::string, SourceId> sources_;
  std::unordered_map<int64_t, std::optional<IndicatorId>> indicators_;
  std::map<std::tuple<int64_t, Date, Date>, std::optional<OrganisationUnitId>> units_;
  std::set<std::string> told_;
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
  const Words words(connection);
  Known known(office, words, problems);
  struct Ordered {
    int64_t revision;
    int64_t position;
    Fact fact;
  };
  std::vector<Ordered> all;
  connection.each(
      "SELECT indicator, first_day, length_unit, length_count, unit, category, revision, position, "
      "kind, number, digits, text, reported_on, verified_on, decided_on, source, reporter, note "
      "FROM fact WHERE revision <= $1",
      {up_to_revision}, [&](const store::Row& row) {
        const Length length{static_cast<int>(row.number(3)),
                            static_cast<Length::Unit>(row.number(2))};
        const Period period{Date{static_cast<int32_t>(row.number(1))}, length};
        const auto indicator = known.indicator(row.number(0));
        const auto unit = known.unit(row.number(4), period);
        const auto source = known.source(row.number(15));
        if (!indicator || !unit || !source) return;
        Ordered& one = all.emplace_back();
        one.revision = row.number(6);
        one.position = row.number(7);
        Fact& fact = one.fact;
        fact.indicator = *indicator;
        fact.period = period;
        fact.unit = *unit;
        fact.category = known.category(row.number(5));
        fact.kind = static_cast<Fact::Kind>(row.number(8));
        read_value(row, 9, fact);
        fact.reported_on = day_at(row, 12);
        fact.verified_on = day_at(row, 13);
        fact.decided_on = day_at(row, 14);
        fact.source = *source;
        fact.by = row.text(16);
        fact.note = row.text(17);
      });
  std::sort(all.begin(), all.end(), [](const Ordered& a, const Ordered& b) {
    return std::tie(a.revision, a.position) < std::tie(b.revision, b.position);
  });
  std::vector<Fact> facts;
  facts.reserve(all.size());
  for (Ordered& one : all) {
    one.fact.revision = static_cast<uint32_t>(facts.size() + 1);
    facts.push_back(std::move(one.fact));
  }
  return facts;
}

}  // namespace exemplar::programme
