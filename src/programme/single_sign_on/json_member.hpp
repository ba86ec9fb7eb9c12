// Members of a JSON object that somebody else wrote (private to this folder).
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exemplar::programme {

// None where it is no JSON, or no object.
inline std::optional<boost::json::object> json_object(std::string_view text) {
  boost::system::error_code error;
  boost::json::value value =
      boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

inline const boost::json::value* member(const boost::json::object& object, std::string_view name) {
  return object.if_contains(boost::json::string_view(name.data(), name.size()));
}

// None where it is missing or no text.
inline std::optional<std::string> text_of(const boost::json::object& object,
                                          std::string_view name) {
  const boost::json::value* found = member(object, name);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return std::string(found->get_string().data(), found->get_string().size());
}

// The texts of a list; none where it is missing or no list. What is no text is passed over.
inline std::optional<std::vector<std::string>> texts_of(const boost::json::object& object,
                                                        std::string_view name) {
  const boost::json::value* found = member(object, name);
  if (found == nullptr || !found->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const boost::json::value& one : found->get_array()) {
    if (one.is_string()) texts.emplace_back(one.get_string().data(), one.get_string().size());
  }
  return texts;
}

}  // namespace exemplar::programme
