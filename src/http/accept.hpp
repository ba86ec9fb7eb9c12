// Choosing among what the server offers by what the client prefers (RFC 9110 §12.5).
//
//   Accept: text/csv;q=0.8, application/*      the most specific range decides a type's weight;
//                                              the highest weight wins, the server's order breaks ties
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/message.hpp"

namespace exemplar::http {

// The place in `offered` ("application/json", "text/csv", …) of the type to send; none where the
// client accepts none of them (406). An empty or unreadable field accepts everything.
std::optional<size_t> choose_media_type(std::string_view accept,
                                        std::span<const std::string_view> offered);

// Vietnamese or English by Accept-Language ("en-GB" is English); `otherwise` where it prefers
// neither. Ties go to `otherwise`.
Language choose_language(std::string_view accept_language, Language otherwise);

}  // namespace exemplar::http
