// From a name that a person writes to the units it may mean. What follows a comma are the units
// above, in whatever hierarchy:
//
//   "P.1, Q.3"         the only Phường 1 below a Quận 3         certain: may be taken
//   "Phường 1"         one in each of several districts         ambiguous: all are shown
//   "Phuong Ben Nghe"  Phường Bến Nghé, marks left out          likely: shown, never taken
//
// The names of all days are looked through: a ward that is gone is better shown with its days
// than not at all.
#include <algorithm>
#include <mutex>
#include <tuple>

#include "base/name_match.hpp"
#include "base/text.hpp"
#include "programme/organisation_unit/unit_rules.hpp"

namespace exemplar::programme {

// Prepared when first asked for: a register that is only read by codes needs none.
struct UnitRegister::NameIndex {
  struct Entry {
    OrganisationUnitId unit;
    DateRange days;
  };
  std::once_flag prepared;
  std::vector<Entry> entries;  // the same numbers as the matcher's candidates
  NameMatcher matcher{{}};
};

namespace {

std::vector<std::string> parts_between_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    const std::string_view part = trim(text.substr(0, comma));
    if (!part.empty()) parts.emplace_back(part);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return parts;
}

// One way to read the text.
struct NameReading {
  OrganisationUnitId unit;
  DateRange days;
  bool elsewhere = false;                            // not below the units named after the comma
  NameDifference difference = NameDifference::None;  // the larger of the unit's and those above
  bool other_day = false;
  int edits = 0;

  auto order() const { return std::tuple(elsewhere, difference, other_day, edits, unit); }
  bool is_certain() const { return !elsewhere && difference == NameDifference::None && !other_day; }
  bool is_near() const { return difference <= NameDifference::KindLeftOut; }
};

// Likeliest first, each unit once. Beside a likely reading the far-fetched ones only confuse.
void keep_likeliest(std::vector<NameReading>& readings) {
  std::sort(readings.begin(), readings.end(), [](const NameReading& a, const NameReading& b) {
    return std::tuple_cat(a.order(), std::tuple(a.days)) <
           std::tuple_cat(b.order(), std::tuple(b.days));
  });
  std::vector<NameReading> kept;
  for (const NameReading& reading : readings) {
    if (!kept.empty()) {
      const NameReading& best = kept.front();
      if (best.is_certain() && !reading.is_certain()) continue;
      if (reading.elsewhere != best.elsewhere || reading.is_near() != best.is_near()) continue;
      if (reading.other_day && !best.other_day) continue;
    }
    const bool seen = std::any_of(kept.begin(), kept.end(), [&](const NameReading& other) {
      return other.unit == reading.unit;
    });
    if (!seen) kept.push_back(reading);
  }
  readings = std::move(kept);
}

}  // namespace

std::shared_ptr<UnitRegister::NameIndex> UnitRegister::unprepared_names() {
  return std::make_shared<NameIndex>();
}

const UnitRegister::NameIndex& UnitRegister::names() const {
  std::call_once(names_->prepared, [this] {
    std::vector<std::string> texts;
    for (size_t i = 0; i < size(); ++i) {
      for (const UnitVersion& version : parts_.units[i].versions) {
        for (const std::string* name : {&version.name.vi, &version.name.en}) {
          if (name->empty()) continue;
          texts.push_back(*name);
          names_->entries.push_back({OrganisationUnitId(i), version.validity});
        }
      }
    }
    names_->matcher = NameMatcher(texts);
  });
  return *names_;
}

// How far the names that were written for the units above are from those of the unit's ancestors
// in the hierarchy that fits best; none where one of them is nobody above the unit.
std::optional<NameDifference> UnitRegister::distance_above(
    OrganisationUnitId unit, Date day, const std::vector<std::string>& above) const {
  std::optional<NameDifference> best;
  for (size_t h = 0; h < hierarchy_count(); ++h) {
    std::vector<std::string> names_above;
    for (const OrganisationUnitId ancestor : ancestors(unit, HierarchyId(h), day)) {
      const Text& name = version_near(ancestor, day).name;
      names_above.push_back(name.vi);
      if (!name.en.empty()) names_above.push_back(name.en);
    }
    std::optional<NameDifference> largest = NameDifference::None;
    for (const std::string& written : above) {
      const std::vector<NameMatch> matches = match_names(written, names_above);
      if (matches.empty()) {
        largest.reset();
        break;
      }
      largest = std::max(*largest, matches.front().difference);
    }
    if (largest && (!best || *largest < *best)) best = largest;
  }
  return best;
}

std::vector<UnitCandidate> UnitRegister::named(std::string_view text, Date day) const {
  const NameIndex& index = names();
  std::vector<NameReading> readings;
  const auto add = [&](const NameMatch& match, const std::vector<std::string>& above) {
    const NameIndex::Entry& entry = index.entries[match.candidate];
    NameReading reading{.unit = entry.unit, .days = entry.days};
    reading.other_day = !entry.days.contains(day);
    reading.difference = match.difference;
    reading.edits = match.edits;
    if (!above.empty()) {
      const Date shown_on = std::clamp(day, entry.days.from, entry.days.until);
      const auto distance = distance_above(entry.unit, shown_on, above);
      reading.elsewhere = !distance;
      if (distance) reading.difference = std::max(reading.difference, *distance);
    }
    readings.push_back(reading);
  };
  const std::vector<std::string> parts = parts_between_commas(text);
  if (parts.empty()) return {};
  const std::vector<std::string> above(parts.begin() + 1, parts.end());
  for (const NameMatch& match : index.matcher.match(parts.front())) add(match, above);
  if (!above.empty()) {
    // Some names have a comma of their own.
    for (const NameMatch& match : index.matcher.match(text)) {
      if (match.certainty != Certainty::Likely) add(match, {});
    }
  }
  keep_likeliest(readings);
  std::vector<UnitCandidate> found;
  for (const NameReading& reading : readings) {
    found.push_back({reading.unit,
                     reading.is_certain() ? UnitCandidate::SameName : UnitCandidate::LikeName,
                     reading.days});
  }
  return found;
}

}  // namespace exemplar::programme
