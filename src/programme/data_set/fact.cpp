#include "programme/data_set/fact.hpp"

#include <algorithm>
#include <set>

namespace exemplar::programme {

namespace {

// How the values of a column are written: as its facts are, the widest number of digits.
ReportedValues::Form form_of_all(const std::vector<Fact>& facts, std::span<const uint32_t> of) {
  ReportedValues::Form form;
  for (const uint32_t index : of) {
    const Fact& fact = facts[index];
    if (fact.kind != Fact::Kind::NotApplicable) form.type = type_of(fact.kind);
    if (fact.kind == Fact::Kind::Number) form.digits = std::max(form.digits, fact.number.digits);
  }
  return form;
}

}  // namespace

engine::ValueType type_of(Fact::Kind kind) {
  switch (kind) {
    case Fact::Kind::Truth:
      return engine::ValueType::Truth;
    case Fact::Kind::Date:
      return engine::ValueType::Date;
    case Fact::Kind::Text:
      return engine::ValueType::Text;
    default:
      return engine::ValueType::Exact;
  }
}

ReportedValues::Form form_of(const Indicator& indicator) {
  switch (indicator.kind) {
    case IndicatorKind::Truth:
      return {engine::ValueType::Truth, 0};
    case IndicatorKind::Date:
      return {engine::ValueType::Date, 0};
    case IndicatorKind::Text:
      return {engine::ValueType::Text, 0};
    default:
      return {engine::ValueType::Exact, indicator.digits};
  }
}

ReportedValue reported_value(const Fact& fact, const ReportedValues::Form& form,
                             ReportedValuesBuilder& builder) {
  ReportedValue value;
  value.unit = fact.unit;
  engine::Answer answer = engine::kKnown;
  switch (fact.kind) {
    case Fact::Kind::Number:
      value.number =
          static_cast<int64_t>(fact.number.units * power_of_ten(form.digits - fact.number.digits));
      break;
    case Fact::Kind::Truth:
      answer = fact.truth ? engine::Answer::Met : engine::Answer::NotMet;
      break;
    case Fact::Kind::Date:
      value.number = fact.date.days;
      break;
    case Fact::Kind::Text:
      value.number = builder.text(fact.text);
      break;
    case Fact::Kind::NotApplicable:
      answer = engine::Answer::NotApplicable;
      break;
  }
  value.mark = engine::mark_of(answer, static_cast<uint8_t>(fact.status()), false);
  return value;
}

void CellsAsked::add(const ColumnKey& key, OrganisationUnitId unit) {
  const std::lock_guard lock(mutex_);
  cells_.push_back({key, unit});
}

std::vector<ReportedValues::At> CellsAsked::take() {
  const std::lock_guard lock(mutex_);
  return std::move(cells_);
}

Facts::Facts(std::vector<Fact> facts) : facts_(std::move(facts)) {
  std::map<Key, std::vector<uint32_t>> columns;
  for (const uint32_t index : find_cells()) columns[key_of(facts_[index])].push_back(index);
  ReportedValuesBuilder builder;
  for (const auto& [key, indexes] : columns) {
    const Fact& first = facts_[indexes.front()];
    const ReportedValues::Form form = form_of_all(facts_, indexes);
    const uint32_t column = builder.column({first.indicator, first.period, first.category}, form);
    for (const uint32_t index : indexes) {
      builder.add(column, reported_value(facts_[index], form, builder));
    }
  }
  values_ = builder.take();
  std::set<SourceId> sources;
  for (const Fact& fact : facts_) sources.insert(fact.source);
  sources_.assign(sources.begin(), sources.end());
}

Facts::Facts(ReportedValues values, std::vector<SourceId> sources, std::vector<Fact> facts)
    : values_(std::move(values)), sources_(std::move(sources)), facts_(std::move(facts)) {
  find_cells();
}

Facts::Key Facts::key_of(const Fact& fact) {
  return {fact.indicator, first_day(fact.period), last_day(fact.period), fact.category};
}

std::vector<uint32_t> Facts::find_cells() {
  std::vector<uint32_t> order(facts_.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint32_t>(i);
  std::stable_sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) {
    const Fact& x = facts_[a];
    const Fact& y = facts_[b];
    return std::tie(x.unit, x.revision) < std::tie(y.unit, y.revision);
  });
  for (const uint32_t index : order) {
    const Fact& fact = facts_[index];
    auto& cells = cells_[key_of(fact)];
    if (cells.empty() || cells.back().unit != fact.unit) cells.push_back({fact.unit, {}});
    cells.back().history.push_back(index);
  }
  return order;
}

std::span<const Facts::CellFacts> Facts::cells(IndicatorId indicator, const Period& period,
                                               const CategoryKey& category) const {
  const auto found = cells_.find({indicator, first_day(period), last_day(period), category});
  if (found == cells_.end()) return {};
  return found->second;
}

std::span<const uint32_t> Facts::history(IndicatorId indicator, const Period& period,
                                         const CategoryKey& category,
                                         OrganisationUnitId unit) const {
  if (asked_ != nullptr) asked_->add({indicator, period, category}, unit);
  const auto column = cells(indicator, period, category);
  const auto found = std::lower_bound(
      column.begin(), column.end(), unit,
      [](const CellFacts& cell, OrganisationUnitId wanted) { return cell.unit < wanted; });
  if (found == column.end() || found->unit != unit) return {};
  return found->history;
}

Facts::Viewed Facts::view(IndicatorId indicator, const Period& period, const CategoryKey& category,
                          OrganisationUnitId unit, Status floor) const {
  return view(history(indicator, period, category, unit), floor);
}

Facts::Viewed Facts::view(std::span<const uint32_t> versions, Status floor) const {
  Viewed viewed;
  for (size_t i = versions.size(); i-- > 0;) {
    const Fact& fact = facts_[versions[i]];
    if (fact.status() >= floor) {
      viewed.fact = &fact;
      break;
    }
    // A draft is nobody's business but its own form's: it announces no correction.
    if (fact.status() > Status::Draft) viewed.correction_pending = true;
  }
  return viewed;
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::Draft:
      return "draft";
    case Status::Reported:
      return "reported";
    case Status::Verified:
      return "verified";
    case Status::Decided:
      return "decided";
  }
  return {};
}

}  // namespace exemplar::programme
