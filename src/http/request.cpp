#include "http/request.hpp"

namespace exemplar::http {

namespace {

template <typename Pairs>
std::optional<std::string_view> only(const Pairs& pairs, std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& each : pairs) {
    if (each.name != name) continue;
    if (found) return std::nullopt;
    found = each.value;
  }
  return found;
}

}  // namespace

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  return only(query, name);
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  return only(cookies, name);
}

std::string_view Request::path_value(std::string_view name) const {
  return only(path_parameters, name).value_or(std::string_view());
}

}  // namespace exemplar::http
