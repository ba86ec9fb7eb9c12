#include "programme/pack/value_rows.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exemplar::programme {

namespace {

void read_number_value(RowReader& row, std::string_view column, const Indicator& indicator,
                       DecimalSign sign, Fact& fact) {
  const auto number = row.number(column, sign);
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

void read_value(RowReader& row, std::string_view column, const Indicator& indicator,
                DecimalSign sign, Fact& fact) {
  const std::string_view text = row.text(column);
  if (text == kNotApplicable) {
    fact.kind = Fact::Kind::NotApplicable;
    if (!indicator.may_be_not_applicable) {
      row.error(column, msg("'{}' does not say that it may be not applicable", indicator.id),
                msg("report a value, or add may_be_not_applicable = true to the indicator"));
    }
  } else if (indicator.numeric()) {
    read_number_value(row, column, indicator, sign, fact);
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

void read_days(RowReader& row, Fact& fact) {
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

}  // namespace

const std::vector<std::string>& fixed_value_columns() {
  static const std::vector<std::string> columns = {
      "indicator",   "period",     "unit",   "category", "value", "reported_on",
      "verified_on", "decided_on", "source", "by",       "note"};
  return columns;
}

tables::TableFormat quotas_format() {
  return {.required = {"quota", "period", "unit", "assigned", "done", "source"},
          .optional = {"reported_on", "verified_on", "decided_on", "by", "note"}};
}

tables::TableFormat values_format() {
  tables::TableFormat format{.required = {"period", "unit", "source"},
                             .others = tables::OtherColumns::Keep,
                             .faulty = tables::FaultyHeader::ReadCells};
  format.csv.problems_max = kProblemsPerFileMax;
  return format;
}

const Calendar* usable_calendar(const DefinitionDraft& draft, const Indicator& indicator) {
  const Calendar* calendar = calendar_of(draft, indicator);
  if (calendar == nullptr || fault_in(*calendar)) return nullptr;
  return period_holding(*calendar, indicator.collected, *make_date(2000, 1, 1)) ? calendar
                                                                                : nullptr;
}

ValueRows::ValueRows(const DefinitionDraft& draft, const UnitRegister& units, Problems& problems,
                     Take take)
    : draft_(draft),
      problems_(problems),
      take_(std::move(take)),
      sign_(decimal_sign_of(draft.office)),
      sources_(draft.office.sources),
      units_(units) {
  for (size_t i = 0; i < draft.indicators.size(); ++i) {
    by_id_.emplace(draft.indicators[i].id, i);
    calendars_.push_back(usable_calendar(draft, draft.indicators[i]));
  }
  for (const Indicator& indicator : draft.indicators) {
    if (!indicator.derived()) reported_ids_.push_back(indicator.id);
  }
}

void ValueRows::say_again() {
  unknown_said_.clear();
  std::erase_if(periods_, [](const auto& one) { return !one.second; });
  units_.say_again();
}

ValueRows::Shape ValueRows::shape_of(tables::TableReader& reader,
                                     const std::vector<std::string>& more) {
  unknown_said_.clear();
  const tables::Header& header = reader.header();
  if (header.find("indicator") || header.find("value")) {
    check_long_header(reader, more);
    return {Shape::Long, {}};
  }
  return {Shape::Wide, wide_columns(header)};
}

void ValueRows::read(RowReader& row, const Shape& shape) {
  if (shape.kind == Shape::Quotas) return read_quota(row);
  if (shape.kind == Shape::Long) return read_long(row);
  if (shape.columns.empty()) return check_rest(row);
  for (const Column& column : shape.columns) read_wide(row, column);
}

void ValueRows::read_quota(RowReader& row) {
  const std::string id(row.required("quota"));
  const auto& quotas = draft_.quotas;
  const auto quota =
      std::find_if(quotas.begin(), quotas.end(), [&](const Quota& one) { return one.id == id; });
  if (quota == quotas.end()) {
    if (!id.empty() && unknown_said_.insert(id).second) {
      row.error("quota", msg("no quota is called '{}'", id), proposal(id, ids_of(quotas)));
    }
    return check_rest(row);
  }
  read_quota_cell(row, "assigned", quota->assigned);
  read_quota_cell(row, "done", quota->done);
}

// An indicator that is no reported one was told where the quota is declared.
void ValueRows::read_quota_cell(RowReader& row, const std::string& column,
                                const std::string& indicator) {
  const auto found = by_id_.find(indicator);
  if (found == by_id_.end() || draft_.indicators[found->second].derived()) return;
  if (row.text(column).empty()) return;
  read_cell(row, {column, found->second});
}

void ValueRows::check_long_header(tables::TableReader& reader,
                                  const std::vector<std::string>& more) {
  const tables::Header& header = reader.header();
  std::vector<std::string> known = fixed_value_columns();
  known.insert(known.end(), more.begin(), more.end());
  for (size_t i = 0; i < header.names.size(); ++i) {
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

std::vector<ValueRows::Column> ValueRows::wide_columns(const tables::Header& header) {
  std::vector<Column> columns;
  bool faulty = false;
  for (size_t i = 0; i < header.names.size(); ++i) {
    const std::string& name = header.names[i];
    const auto& known = fixed_value_columns();
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

void ValueRows::read_long(RowReader& row) {
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
void ValueRows::check_rest(RowReader& row) {
  Fact fact;
  row.required("period");
  row.required("unit");
  read_days(row, fact);
  sources_.find(row);
}

void ValueRows::read_wide(RowReader& row, const Column& column) {
  if (!row.text(column.name).empty()) read_cell(row, column);
}

// The fact of one cell; kept when nothing of it is wrong.
void ValueRows::read_cell(RowReader& row, const Column& column) {
  const Indicator& indicator = draft_.indicators[column.indicator];
  Fact fact;
  fact.indicator = IndicatorId(column.indicator);
  fact.place = row.place(column.name);
  const int before = row.faults();
  const auto period = read_period(row, column.indicator);
  read_value(row, column.name, indicator, sign_, fact);
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
  take_(std::move(fact));
}

std::optional<Period> ValueRows::read_period(RowReader& row, size_t indicator_index) {
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

// "kind=robbery", or several with ';' between them; kept in the order of the indicator.
void ValueRows::read_category(RowReader& row, const Indicator& indicator, Fact& fact) {
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
    if (!parts.emplace(at - of_indicator.begin(), fmt::format("{}={}", dimension, value)).second) {
      row.error("category", msg("'{}' is given twice", dimension), msg("keep one of the two"));
      return;
    }
  }
  for (const auto& [order, part] : parts) {
    fact.category += (fact.category.empty() ? "" : ";") + part;
  }
}

bool ValueRows::known_category(RowReader& row, const std::string& dimension,
                               const std::string& value) {
  for (const CategoryDimension& category : draft_.office.categories) {
    if (category.id != dimension) continue;
    const auto& values = category.values;
    if (std::find(values.begin(), values.end(), value) != values.end()) return true;
    row.error("category", msg("'{}' has no value '{}'", dimension, value), proposal(value, values));
  }
  return false;
}

}  // namespace exemplar::programme
