// Errors of meaning in office.toml: repeated ids, undeclared kinds, calendars, categories of
// people.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "programme/pack/checks.hpp"

namespace exemplar::programme {

namespace {

// What people may never be counted by here (docs/pack.md). Compared without accents and case.
constexpr std::array<std::string_view, 17> kSensitive = {
    "ethnic",     "ethnicity",   "race",       "religion",  "religious", "faith",
    "belief",     "nationality", "opinion",    "opinions",  "dan toc",   "ton giao",
    "tin nguong", "quoc tich",   "chinh kien", "quan diem", "sac toc"};

bool says_word(std::string_view text, std::string_view word) {
  const std::string padded = " " + search_key(text) + " ";
  std::string spaced;
  for (const char c : padded) spaced += c == '_' || c == '-' || c == '.' ? ' ' : c;
  return spaced.find(" " + std::string(word) + " ") != std::string::npos;
}

bool is_sensitive(const CategoryDimension& category) {
  return std::any_of(kSensitive.begin(), kSensitive.end(), [&](std::string_view word) {
    return says_word(category.id, word) || says_word(category.name.vi, word) ||
           says_word(category.name.en, word);
  });
}

void check_kinds_named(const DefinitionDraft& draft, const Place& record, std::string_view key,
                       const std::vector<std::string>& kinds, Problems& problems) {
  const auto declared = ids_of(draft.office.kinds);
  for (size_t i = 0; i < kinds.size(); ++i) {
    require_name(draft.places.of(record, fmt::format("{}#{}", key, i)), kinds[i], declared,
                 msg("no kind of unit is called '{}'", kinds[i]), problems);
  }
}

void check_category(const DefinitionDraft& draft, const CategoryDimension& category,
                    Problems& problems) {
  if (is_sensitive(category)) {
    problems.error(category.place, msg("people are not counted by '{}' here", category.id),
                   msg("leave this category out: ethnicity, religion, nationality and opinion are "
                       "no dimensions of an assessment"));
  }
  for (size_t i = 0; i < category.values.size(); ++i) {
    const std::string& value = category.values[i];
    const bool usable = !value.empty() && value.find_first_of("=;\"'\\\n") == std::string::npos;
    if (usable) continue;
    problems.error(draft.places.of(category.place, fmt::format("values#{}", i)),
                   msg("'{}' cannot be the value of a category", value),
                   msg("use one line of text without '=', ';' and quotes"));
  }
}

void check_attribute(const DefinitionDraft& draft, const UnitAttributeDefinition& attribute,
                     Problems& problems) {
  const bool number = attribute.type == UnitAttributeType::Number;
  for (const std::string_view key : {"unit", "digits", "at_least", "at_most"}) {
    if (!number && draft.places.has(attribute.place, key)) {
      problems.error(draft.places.of(attribute.place, key),
                     msg("'{}' has a meaning for numbers only", key), msg("leave it out"));
    }
  }
  if (attribute.at_least && attribute.at_most &&
      attribute.at_least->to_double() > attribute.at_most->to_double()) {
    problems.error(draft.places.of(attribute.place, "at_most"), msg("at_most is below at_least"),
                   msg("the upper bound is the larger one"));
  }
}

}  // namespace

bool numbers_known(const DefinitionDraft& draft) {
  return draft.office_known &&
         (draft.office.decimal_sign == "." || draft.office.decimal_sign == ",");
}

const Calendar* calendar_named(const DefinitionDraft& draft, std::string_view id) {
  for (const CalendarRecord& record : draft.office.calendars) {
    if (record.calendar.id == id) return &record.calendar;
  }
  return nullptr;
}

void check_office(const DefinitionDraft& draft, Problems& problems) {
  const OfficeRecord& office = draft.office;
  if (!office.decimal_sign.empty() && !numbers_known(draft)) {
    problems.error(draft.places.of(office.place, "decimal_sign"),
                   msg("'{}' cannot be the decimal sign", office.decimal_sign),
                   msg("write \".\" or \",\""));
  }
  refuse_repeated(office.sources, problems);
  refuse_repeated(office.kinds, problems);
  refuse_repeated(office.categories, problems);
  refuse_repeated(
      office.calendars, [](const CalendarRecord& r) -> const std::string& { return r.calendar.id; },
      [](const CalendarRecord& r) -> const Place& { return r.place; }, problems);

  for (const CalendarRecord& record : office.calendars) {
    if (const auto fault = fault_in(record.calendar)) {
      problems.error(record.place, fault->what, fault->remedy);
    }
  }
  for (const HierarchyRecord& record : office.hierarchies) {
    const Place& place = record.definition.place;
    check_kinds_named(draft, place, "roots", record.definition.root_kinds, problems);
    check_kinds_named(draft, place, "kinds", record.kinds_below, problems);
    for (const std::string& kind : record.kinds_below) {
      const auto& roots = record.definition.root_kinds;
      if (std::find(roots.begin(), roots.end(), kind) == roots.end()) continue;
      problems.error(draft.places.of(place, "kinds"),
                     msg("'{}' stands among the roots and among the kinds below them", kind),
                     msg("keep it in one of the two"));
    }
  }
  for (const CategoryDimension& category : office.categories) {
    check_category(draft, category, problems);
  }
  for (const UnitAttributeDefinition& attribute : office.attributes) {
    check_attribute(draft, attribute, problems);
  }
}

}  // namespace exemplar::programme
