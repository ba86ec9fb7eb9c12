// Texts of the page's data: one string where both languages say the same, else [Vietnamese, English].
#pragma once

#include "base/json.hpp"
#include "base/message.hpp"

namespace exemplar::programme {

Json both(const Text& text);
Json both(const Message& message);

}  // namespace exemplar::programme
