#include "http/accept.hpp"

#include <string>
#include <vector>

#include "http/headers.hpp"

namespace exemplar::http {

namespace {

struct Weighted {
  std::string_view range;  // without parameters
  int weight = 1000;       // q in thousandths
};

// qvalue of RFC 9110 §12.4.2: 0 to 1 with at most three digits. -1: none.
int weight_of(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return -1;
  int weight = text[0] == '1' ? 1000 : 0;
  if (text.size() == 1) return weight;
  if (text[1] != '.' || text.size() > 5) return -1;
  int step = 100;
  for (const char c : text.substr(2)) {
    if (c < '0' || c > '9') return -1;
    weight += (c - '0') * step;
    step /= 10;
  }
  return weight <= 1000 ? weight : -1;
}

// Elements that cannot be read are passed over: a preference is no condition.
std::vector<Weighted> parse_weighted(std::string_view field) {
  std::vector<Weighted> list;
  while (!field.empty()) {
    const size_t end = field.find(',');
    std::string_view element = field.substr(0, end);
    field = end == std::string_view::npos ? std::string_view() : field.substr(end + 1);
    size_t semicolon = element.find(';');
    Weighted each{trimmed(element.substr(0, semicolon)), 1000};
    while (semicolon != std::string_view::npos) {
      element.remove_prefix(semicolon + 1);
      semicolon = element.find(';');
      const std::string_view parameter = trimmed(element.substr(0, semicolon));
      if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
        each.weight = weight_of(parameter.substr(2));
      }
    }
    if (!each.range.empty() && each.weight >= 0) list.push_back(each);
  }
  return list;
}

// How closely a media range names the type: 0 not at all, 1 */*, 2 type/*, 3 type/subtype.
int closeness(std::string_view range, std::string_view type) {
  if (range == "*/*" || range == "*") return 1;
  if (equal_ignoring_case(range, type)) return 3;
  const size_t slash = type.find('/');
  return range.ends_with("/*") &&
                 equal_ignoring_case(range.substr(0, range.size() - 2), type.substr(0, slash))
             ? 2
             : 0;
}

}  // namespace

std::optional<size_t> choose_media_type(std::string_view accept,
                                        std::span<const std::string_view> offered) {
  const std::vector<Weighted> ranges = parse_weighted(accept);
  if (ranges.empty()) return offered.empty() ? std::nullopt : std::optional<size_t>(0);
  std::optional<size_t> best;
  int best_weight = 0;
  for (size_t i = 0; i < offered.size(); ++i) {
    int weight = 0, closest = 0;
    for (const Weighted& each : ranges) {
      const int close = closeness(each.range, offered[i]);
      if (close > closest) {
        closest = close;
        weight = each.weight;
      }
    }
    if (weight > best_weight) {
      best_weight = weight;
      best = i;
    }
  }
  return best;
}

Language choose_language(std::string_view accept_language, Language otherwise) {
  int vietnamese = -1, english = -1, any = 0;
  for (const Weighted& each : parse_weighted(accept_language)) {
    const std::string_view primary = each.range.substr(0, each.range.find('-'));
    if (equal_ignoring_case(primary, "vi")) vietnamese = std::max(vietnamese, each.weight);
    if (equal_ignoring_case(primary, "en")) english = std::max(english, each.weight);
    if (primary == "*") any = each.weight;
  }
  if (vietnamese < 0) vietnamese = any;
  if (english < 0) english = any;
  if (vietnamese == english) return otherwise;
  return vietnamese > english ? Language::Vietnamese : Language::English;
}

}  // namespace exemplar::http
