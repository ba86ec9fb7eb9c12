// Rules on attributes: declared, of the declared type, one value a day.
#include <algorithm>
#include <tuple>

#include "programme/organisation_unit/unit_rules.hpp"

namespace exemplar::programme {

namespace {

std::vector<UnitAttribute> check_definitions(std::vector<UnitAttributeDefinition> definitions,
                                             size_t unit_count, Problems& problems) {
  std::sort(definitions.begin(), definitions.end(),
            [](const UnitAttributeDefinition& a, const UnitAttributeDefinition& b) {
              return std::tie(a.id, a.place) < std::tie(b.id, b.place);
            });
  std::vector<UnitAttribute> attributes;
  for (UnitAttributeDefinition& definition : definitions) {
    if (!attributes.empty() && attributes.back().definition.id == definition.id) {
      refuse(problems, definition.place, "attribute_repeated",
             msg("attribute '{}' is declared twice", definition.id),
             msg("it was first declared at {}", to_string(attributes.back().definition.place)));
      continue;
    }
    attributes.push_back({std::move(definition), {}});
    attributes.back().spans.resize(unit_count);
  }
  return attributes;
}

UnitAttribute* find_attribute(const UnitAttributeRow& row, std::vector<UnitAttribute>& attributes,
                              Problems& problems) {
  std::vector<std::string> ids;
  for (UnitAttribute& attribute : attributes) {
    ids.push_back(attribute.definition.id);
    if (ids.back() == row.attribute) return &attribute;
  }
  refuse(problems, place_in(row, "attribute"), "unknown_attribute",
         msg("there is no attribute '{}'", row.attribute), did_you_mean(row.attribute, ids));
  return nullptr;
}

std::optional<UnitAttributeValue> read_value(const UnitAttributeRow& row,
                                             const UnitAttributeDefinition& definition,
                                             Problems& problems) {
  const auto wrong = [&](Message remedy) -> std::optional<UnitAttributeValue> {
    refuse(problems, place_in(row, "value"), "attribute_value",
           msg("'{}' is no value of the attribute '{}'", row.value, definition.id),
           std::move(remedy));
    return std::nullopt;
  };
  switch (definition.type) {
    case UnitAttributeType::Number:
      if (const auto number = parse_decimal(row.value)) {
        if (const auto value = with_digits(*number, definition.digits)) return *value;
      }
      return wrong(
          msg("write a number with at most {} decimals, such as 1234 or 0.5", definition.digits));
    case UnitAttributeType::Truth:
      if (row.value == "true") return true;
      if (row.value == "false") return false;
      return wrong(msg("write true or false"));
    case UnitAttributeType::Date:
      if (const auto date = parse_iso_date(row.value)) return *date;
      return wrong(msg("write a day such as 2024-01-16"));
    case UnitAttributeType::Text:
      break;
  }
  if (row.value.empty()) return wrong(msg("write a text, or take the row away"));
  return row.value;
}

// Takes the value into the unit's spans if its days are free.
void add_span(const UnitAttributeRow& row, const OrganisationUnit& unit, UnitAttributeValue value,
              std::vector<UnitAttributeSpan>& spans, Problems& problems) {
  const DateRange days = overlap(unit.validity, {row.from, row.until});
  if (days.empty()) {
    refuse(problems, place_in(row, "from"), "attribute_outside_validity",
           msg("unit '{}' is valid on none of the days {}", row.unit,
               days_message({row.from, row.until})),
           msg("it is valid on the days {}", days_message(unit.validity)));
    return;
  }
  if (!spans.empty() && spans.back().validity.overlaps(days)) {
    refuse(problems, place_in(row, "from"), "overlapping_attribute",
           msg("unit '{}' has two values of '{}' on the days {}", row.unit, row.attribute,
               days_message(overlap(spans.back().validity, days))),
           msg("end the one before the other begins"));
    return;
  }
  spans.push_back({days, std::move(value)});
}

}  // namespace

std::vector<UnitAttribute> check_attributes(std::vector<UnitAttributeDefinition> definitions,
                                            std::vector<UnitAttributeRow> rows,
                                            const std::vector<OrganisationUnit>& units,
                                            UnitIndex& index, Problems& problems) {
  std::vector<UnitAttribute> attributes =
      check_definitions(std::move(definitions), units.size(), problems);
  const auto order = [](const UnitAttributeRow& r) {
    return std::tie(r.attribute, r.unit, r.from, r.until, r.value, r.place);
  };
  std::sort(rows.begin(), rows.end(), [&](const UnitAttributeRow& a, const UnitAttributeRow& b) {
    return order(a) < order(b);
  });
  for (const UnitAttributeRow& row : rows) {
    UnitAttribute* attribute = find_attribute(row, attributes, problems);
    const auto unit = index.find(place_in(row, "unit"), row.unit, problems);
    if (row.until < row.from) {
      refuse(problems, place_in(row, "until"), "empty_validity",
             msg("the last day {} is before the first day {}", day_message(row.until),
                 day_message(row.from)),
             msg("both days belong to the range; write the earlier one first"));
      continue;
    }
    if (attribute == nullptr || !unit) continue;
    auto value = read_value(row, attribute->definition, problems);
    if (!value) continue;
    add_span(row, units[unit->index()], std::move(*value), attribute->spans[unit->index()],
             problems);
  }
  return attributes;
}

}  // namespace exemplar::programme
