#include "base/problem.hpp"

#include <algorithm>
#include <tuple>

namespace exemplar {

std::string to_string(const Place& place) {
  std::string text = place.file;
  if (place.line > 0) text += fmt::format(":{}", place.line);
  if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
  return text;
}

std::string to_string(const Problem& problem, Language language) {
  std::string text = to_string(problem.place);
  if (!text.empty()) text += ": ";
  text += render(problem.what, language);
  if (!problem.remedy.pattern.empty()) text += "; " + render(problem.remedy, language);
  return text;
}

bool Problems::has_errors() const {
  return std::any_of(list_.begin(), list_.end(),
                     [](const Problem& p) { return p.severity == Severity::Error; });
}

void Problems::sort() {
  std::stable_sort(list_.begin(), list_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) <
           std::tie(b.place.file, b.place.line, b.place.column);
  });
}

}  // namespace exemplar
