#include "programme/pack/findings.hpp"

#include <algorithm>

#include "base/nearest.hpp"

namespace exemplar::programme {

bool is_to_fill(std::string_view text) {
  return text.starts_with(kToFill);
}

void report_to_fill(const Place& place, std::string_view text, Problems& problems) {
  text.remove_prefix(kToFill.size());
  while (text.starts_with(':') || text.starts_with(' ')) text.remove_prefix(1);
  problems.add(
      {place, Severity::Error, msg("still to fill: {}", text), {}, std::string(kToFillCode)});
}

void KeyPlaces::note(const Place& record, std::string_view key, Place value) {
  places_[{record, std::string(key)}] = std::move(value);
}

bool KeyPlaces::has(const Place& record, std::string_view key) const {
  return places_.contains({record, std::string(key)});
}

Place KeyPlaces::of(const Place& record, std::string_view key) const {
  const auto found = places_.find({record, std::string(key)});
  return found == places_.end() ? record : found->second;
}

Message proposal(std::string_view wanted, const std::vector<std::string>& names) {
  constexpr size_t kShown = 12;
  if (names.empty()) return msg("none is declared");
  const std::string near = nearest(wanted, names);
  if (!near.empty()) return msg("did you mean '{}'?", near);
  std::string listed;
  for (size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    listed += (i == 0 ? "" : ", ") + names[i];
  }
  if (names.size() > kShown) listed += " …";
  return msg("write one of: {}", listed);
}

bool require_name(const Place& place, std::string_view wanted,
                  const std::vector<std::string>& names, Message what, Problems& problems) {
  if (std::find(names.begin(), names.end(), wanted) != names.end()) return true;
  problems.error(place, std::move(what), proposal(wanted, names));
  return false;
}

Problems bounded(Problems problems, size_t most) {
  problems.sort();
  Problems kept;
  std::string file;
  size_t told[2] = {0, 0};  // of the file: errors, warnings
  for (const Problem& problem : problems) {
    if (problem.place.file != file) told[0] = told[1] = 0;
    file = problem.place.file;
    size_t& of_this_kind = told[problem.severity == Severity::Error ? 0 : 1];
    if (++of_this_kind <= most) {
      kept.add(problem);
    } else if (of_this_kind == most + 1) {
      kept.add({problem.place,
                problem.severity,
                msg("more than {} problems in this file; from here on they are not shown", most),
                msg("correct those before first"),
                {}});
    }
  }
  kept.sort();
  return kept;
}

}  // namespace exemplar::programme
