// values/*.csv: one fact for each line (long), or one for each cell of an indicator's column
// (wide). quotas.csv: up to two facts for each line.
//
//   indicator,period,unit,…,value,…        long: the indicator is a cell
//   period,unit,…,office_area,quota_done   wide: the indicators are columns
//   quota,period,unit,assigned,done,…      the quota names the indicators of the two columns
#include <algorithm>
#include <unordered_set>

#include "base/text.hpp"
#include "programme/pack/pack.hpp"
#include "programme/pack/table_readers.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kNotApplicable = "n/a";

const std::vector<std::string>& fixed_columns() {
  static const std::vector<std::string> columns = {
      "indicator",   "period",     "unit",   "category", "value", "reported_on",
      "verified_on", "decided_on", "source", "by",       "note"};
  return columns;
}

class ValueFiles {
 public:
  ValueFiles(const PackFiles& files, const DefinitionDraft& draft, const UnitRegister& units,
             Problems& problems)
      : files_(files),
        draft_(draft),
        problems_(problems),
        sign_(decimal_sign_of(draft.office)),
        sources_(draft.office.sources),
        units_(units) {
    for (size_t i = 0; i < draft.indicators.size(); ++i) {
      by_id_.emplace(draft.indicators[i].id, i);
      calendars_.push_back(usable_calendar(draft.indicators[i]));
    }
    for (const Indicator& indicator : draft.indicators) {
      if (!indicator.derived()) reported_ids_.push_back(indicator.id);
    }
  }

  std::vector<Fact> read() {
    read_quotas();
    for (const std::string& name : files_.names()) {
      if (kind_of_file(name) == PackFileKind::Values && !full_) read_file(name);
    }
    warn_of_repeated();
    return std::move(facts_);
  }

 private:
  struct Column {
    std::string name;
    size_t indicator;
  };

  // Null where calendar or collection period are wrong; that was reported where they are declared.
  const Calendar* usable_calendar(const Indicator& indicator) const {
    const Calendar* calendar = calendar_of(draft_, indicator);
    if (calendar == nullptr || fault_in(*calendar)) return nullptr;
    return period_holding(*calendar, indicator.collected, *make_date(2000, 1, 1)) ? calendar
                                                                                  : nullptr;
  }

  void read_quotas() {
    read_rows(files_, "quotas.csv",
              {.required = {"quota", "period", "unit", "assigned", "done", "source"},
               .optional = {"reported_on", "verified_on", "decided_on", "by", "note"}},
              problems_, [&](RowReader& row) {
                const std::string id(row.required("quota"));
                const auto& quotas = draft_.quotas;
                const auto quota = std::find_if(quotas.begin(), quotas.end(),
                                                [&](const Quota& one) { return one.id == id; });
                if (quota == quotas.end()) {
                  if (!id.empty() && unknown_said_.insert(id).second) {
                    row.error("quota", msg("no quota is called '{}'", id),
                              proposal(id, ids_of(quotas)));
                  }
                  return check_rest(row);
                }
                read_quota_cell(row, "assigned", quota->assigned);
                read_quota_cell(row, "done", quota->done);
              });
  }

  // An indicator that is no reported one was told where the quota is declared.
  void read_quota_cell(RowReader& row, const std::string& column, const std::string& indicator) {
    const auto found = by_id_.find(indicator);
    if (full_ || found == by_id_.end() || draft_.indicators[found->second].derived()) return;
    if (row.text(column).empty()) return;
    read_cell(row, {column, found->second});
  }

  void read_file(const std::string& name) {
    auto source = files_.open(name);
    if (!source) {
      problems_.error({name, 0, 0}, source.refusal().what, source.refusal().remedy);
      return;
    }
    unknown_said_.clear();
    tables::TableFormat format{.required = {"period", "unit", "source"},
                               .others = tables::OtherColumns::Keep,
                               .faulty = tables::FaultyHeader::ReadCells};
    format.csv.problems_max = kProblemsPerFileMax;
    const size_t before = problems_.size();
    tables::TableReader reader(source.take(), name, std::move(format), problems_);
    if (!reader.usable()) return;
    const tables::Header& header = reader.header();
    const bool is_long = header.find("indicator") || header.find("value");
    std::vector<Column> columns;
    if (is_long) {
      check_long_header(reader);
    } else {
      columns = wide_columns(header);
    }
    tables::TableRow row;
    while (!full_ && reader.next(row) && problems_.size() - before <= kProblemsPerFileMax) {
      RowReader cells(row, problems_);
      if (!cells.ok()) continue;
      if (is_long) {
        read_long(cells);
      } else if (columns.empty()) {
        check_rest(cells);
      } else {
        for (const Column& column : columns) read_wide(cells, column);
      }
    }
  }

  void check_long_header(tables::TableReader& reader) {
    const tables::Header& header = reader.header();
    for (size_t i = 0; i < header.names.size(); ++i) {
      const auto& known = fixed_columns();
      if (std::find(known.begin(), known.end(), header.names[i]) != known.end()) continue;
      if (header.names[i].empty()) continue;
      problems_.error({header.file, header.line, header.columns[i]},
                      msg("the column '{}' has no meaning here", header.names[i]),
                      proposal(header.names[i], known));
    }
    for (const char* needed : {"indicator", "value"}) {
      if (header.find(needed)) continue;
      reader.note_lacking(needed);
      problems_.error(header.end, msg("the column '{}' is missing", needed),
                      msg("add it; a table without the columns 'indicator' and 'value' has one "
                          "column for each indicator"));
    }
  }

  std::vector<Column> wide_columns(const tables::Header& header) {
    std::vector<Column> columns;
    bool faulty = false;
    for (size_t i = 0; i < header.names.size(); ++i) {
      const std::string& name = header.names[i];
      const auto& known = fixed_columns();
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      if (name.empty()) continue;
      faulty = true;
      const Place place{header.file, header.line, header.columns[i]};
      const auto found = by_id_.find(name);
      if (found == by_id_.end()) {
        std::vector<std::string> names = reported_ids_;
        names.insert(names.end(), known.begin(), known.end());
        problems_.error(place, msg("no indicator is called '{}'", name), proposal(name, names));
      } else if (draft_.indicators[found->second].derived()) {
        problems_.error(place, msg("'{}' is computed and never reported", name),
                        msg("leave the column out"));
      } else {
        columns.push_back({name, found->second});
      }
    }
    if (columns.empty() && !faulty) {
      problems_.error(header.end, msg("no column of this table holds values"),
                      msg("add the columns 'indicator' and 'value', or one for each indicator"));
    }
    return columns;
  }

  void read_long(RowReader& row) {
    const std::string id(row.required("indicator"));
    if (id.empty()) return check_rest(row);
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) {
      if (unknown_said_.insert(id).second) {
        row.error("indicator", msg("no indicator is called '{}'", id), proposal(id, reported_ids_));
      }
      return check_rest(row);
    }
    if (draft_.indicators[found->second].derived()) {
      row.error("indicator", msg("'{}' is computed and never reported", id),
                msg("leave the line out"));
      return;
    }
    row.required("value");
    read_cell(row, {"value", found->second});
  }

  // What can be said of a line whose indicator is not known.
  void check_rest(RowReader& row) {
    Fact fact;
    row.required("period");
    row.required("unit");
    read_days(row, fact);
    sources_.find(row);
  }

  void read_wide(RowReader& row, const Column& column) {
    if (!row.text(column.name).empty()) read_cell(row, column);
  }

  // The fact of one cell; kept when nothing of it is wrong.
  void read_cell(RowReader& row, const Column& column) {
    const Indicator& indicator = draft_.indicators[column.indicator];
    Fact fact;
    fact.indicator = IndicatorId(column.indicator);
    fact.place = row.place(column.name);
    const int before = row.faults();
    const auto period = read_period(row, column.indicator);
    read_value(row, column.name, indicator, fact);
    read_days(row, fact);
    read_category(row, indicator, fact);
    if (const auto source = sources_.find(row)) fact.source = *source;
    fact.by = row.text("by");
    fact.note = row.text("note");
    if (fact.kind == Fact::Kind::NotApplicable && fact.note.empty()) {
      row.error(row.has("note") ? "note" : column.name, msg("'n/a' without a reason"),
                msg("say in 'note' why nothing applies"));
    }
    if (!period) return;
    fact.period = *period;
    const auto unit = units_.find(row, *period);
    if (!unit || row.faults() != before || row.lacks_columns()) return;
    if (row.text(column.name).empty()) return;  // told, or of no meaning
    fact.unit = *unit;
    keep(std::move(fact));
  }

  void keep(Fact fact) {
    if (facts_.size() == kFactsMax) {
      problems_.error(fact.place, msg("a pack holds at most {} values", kFactsMax),
                      msg("the lines from here on are not read; load larger collections into an "
                          "office"));
      full_ = true;
      return;
    }
    fact.revision = static_cast<uint32_t>(facts_.size() + 1);
    facts_.push_back(std::move(fact));
  }

  std::optional<Period> read_period(RowReader& row, size_t indicator_index) {
    const std::string_view text = row.required("period");
    const Calendar* calendar = calendars_[indicator_index];
    if (text.empty() || calendar == nullptr) return std::nullopt;
    const auto [at, is_new] = periods_.try_emplace({calendar, std::string(text)});
    if (is_new) {
      const auto period = parse_period(text, *calendar);
      if (!period) {
        row.error("period", period.refusal().what, period.refusal().remedy);
      } else {
        at->second = *period;
      }
    }
    if (!at->second) return std::nullopt;
    const Period& period = *at->second;
    const Indicator& indicator = draft_.indicators[indicator_index];
    if (period.length == indicator.collected && is_fixed(*calendar, period)) return period;
    const auto meant = period_holding(*calendar, indicator.collected, last_day(period));
    row.error("period",
              msg("'{}' is collected by periods of {}, and '{}' is none of them", indicator.id,
                  to_string(indicator.collected), text),
              meant ? msg("write {}, for example", to_string(*meant, *calendar))
                    : msg("write a period of that length"));
    return std::nullopt;
  }

  void read_value(RowReader& row, std::string_view column, const Indicator& indicator, Fact& fact) {
    const std::string_view text = row.text(column);
    if (text == kNotApplicable) {
      fact.kind = Fact::Kind::NotApplicable;
      if (!indicator.may_be_not_applicable) {
        row.error(column, msg("'{}' does not say that it may be not applicable", indicator.id),
                  msg("report a value, or add may_be_not_applicable = true to the indicator"));
      }
    } else if (indicator.numeric()) {
      read_number_value(row, column, indicator, fact);
    } else if (indicator.kind == IndicatorKind::Truth) {
      fact.kind = Fact::Kind::Truth;
      fact.truth = row.truth(column).value_or(false);
    } else if (indicator.kind == IndicatorKind::Date) {
      fact.kind = Fact::Kind::Date;
      fact.date = row.day(column).value_or(Date{});
    } else {
      fact.kind = Fact::Kind::Text;
      fact.text = text;
    }
  }

  void read_number_value(RowReader& row, std::string_view column, const Indicator& indicator,
                         Fact& fact) {
    const auto number = row.number(column, sign_);
    if (!number) return;
    const auto exact = with_digits(*number, indicator.digits);
    if (!exact) {
      row.error(column, msg("{} has more decimals than '{}' has", plain(*number), indicator.id),
                msg("write it with at most {} decimals", indicator.digits));
      return;
    }
    const auto as_ratio = [](const Decimal& d) { return Ratio{d.units, power_of_ten(d.digits)}; };
    if (indicator.at_least && compare(as_ratio(*exact), as_ratio(*indicator.at_least)) < 0) {
      row.error(column, msg("{} is below the bound {}", plain(*number), plain(*indicator.at_least)),
                msg("correct the value, or at_least in indicators.toml"));
    }
    if (indicator.at_most && compare(as_ratio(*exact), as_ratio(*indicator.at_most)) > 0) {
      row.error(column, msg("{} is above the bound {}", plain(*number), plain(*indicator.at_most)),
                msg("correct the value, or at_most in indicators.toml"));
    }
    fact.number = *exact;
  }

  static void read_days(RowReader& row, Fact& fact) {
    fact.reported_on = row.day("reported_on");
    fact.verified_on = row.day("verified_on");
    fact.decided_on = row.day("decided_on");
    if (fact.reported_on && fact.verified_on && *fact.verified_on < *fact.reported_on) {
      row.error("verified_on", msg("verified before it was reported"),
                msg("one of the two days is wrong"));
    }
    const auto& earlier = fact.verified_on ? fact.verified_on : fact.reported_on;
    if (earlier && fact.decided_on && *fact.decided_on < *earlier) {
      row.error("decided_on", msg("decided before it was reported or verified"),
                msg("one of the two days is wrong"));
    }
  }

  // "kind=robbery", or several with ';' between them; kept in the order of the indicator.
  void read_category(RowReader& row, const Indicator& indicator, Fact& fact) {
    const std::string_view text = row.text("category");
    if (text.empty()) return;
    std::map<size_t, std::string> parts;
    for (const std::string_view part : split(text, ';')) {
      const size_t equals = part.find('=');
      if (equals == part.npos) {
        row.error("category", msg("'{}' is no category", part), msg("write dimension=value"));
        return;
      }
      const std::string dimension(trim(part.substr(0, equals)));
      const std::string value(trim(part.substr(equals + 1)));
      const auto& of_indicator = indicator.categories;
      const auto at = std::find(of_indicator.begin(), of_indicator.end(), dimension);
      if (at == of_indicator.end()) {
        row.error("category", msg("'{}' is not broken down by '{}'", indicator.id, dimension),
                  proposal(dimension, of_indicator));
        return;
      }
      if (!known_category(row, dimension, value)) return;
      if (!parts.emplace(at - of_indicator.begin(), fmt::format("{}={}", dimension, value))
               .second) {
        row.error("category", msg("'{}' is given twice", dimension), msg("keep one of the two"));
        return;
      }
    }
    for (const auto& [order, part] : parts) {
      fact.category += (fact.category.empty() ? "" : ";") + part;
    }
  }

  bool known_category(RowReader& row, const std::string& dimension, const std::string& value) {
    for (const CategoryDimension& category : draft_.office.categories) {
      if (category.id != dimension) continue;
      const auto& values = category.values;
      if (std::find(values.begin(), values.end(), value) != values.end()) return true;
      row.error("category", msg("'{}' has no value '{}'", dimension, value),
                proposal(value, values));
    }
    return false;
  }

  // Two lines of a cell's history that follow each other and say the same.
  void warn_of_repeated() {
    std::vector<uint32_t> order(facts_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint32_t>(i);
    const auto cell = [this](uint32_t i) {
      const Fact& f = facts_[i];
      return std::tie(f.indicator, f.unit, f.period.start, f.category);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return cell(a) < cell(b); });
    size_t told = 0;
    for (size_t i = 1; i < order.size() && told <= kProblemsPerFileMax; ++i) {
      const Fact& earlier = facts_[order[i - 1]];
      const Fact& later = facts_[order[i]];
      if (cell(order[i - 1]) != cell(order[i]) || !same_fact(earlier, later)) continue;
      ++told;
      problems_.warning(later.place, "repeated_value",
                        msg("this line says again what the line before it for the same cell said"),
                        msg("the first is at {}; leave one out", to_string(earlier.place)));
    }
  }

  const PackFiles& files_;
  const DefinitionDraft& draft_;
  Problems& problems_;
  DecimalSign sign_;
  SourceNames sources_;
  UnitNames units_;
  std::unordered_map<std::string, size_t> by_id_;
  std::vector<const Calendar*> calendars_;  // by indicator
  std::vector<std::string> reported_ids_;
  std::map<std::pair<const Calendar*, std::string>, std::optional<Period>> periods_;
  std::unordered_set<std::string> unknown_said_;
  std::vector<Fact> facts_;
  bool full_ = false;
};

}  // namespace

std::vector<Fact> read_values(const PackFiles& files, const DefinitionDraft& draft,
                              const UnitRegister& units, Problems& problems) {
  return ValueFiles(files, draft, units, problems).read();
}

}  // namespace exemplar::programme
