// What may serve as an id.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace exemplar::programme {

// What an id may look like.
enum class IdShape {
  Plain,    // lower-case letters, digits, _ - and . : safe as a file name too
  Formula,  // a name that formulas can say
  Free,     // one line of text without quotes
};

// What is wrong with the id; nothing where it is well formed.
std::optional<Refusal> fault_in_id(std::string_view id, IdShape shape);

}  // namespace exemplar::programme
