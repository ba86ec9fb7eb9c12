// A formula as people read it: "office_area / office_area_norm >= 100 %" becomes "Area of the office /
// Standard area ≥ 100 %".
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/message.hpp"

namespace exemplar::programme {

// The name of an indicator, measure or attribute by its id; none: the id stays.
using NameOf = std::function<std::optional<Text>(const std::string& id)>;

// Ids replaced by their names, operators and the words of the language by those of people. Quoted
// texts stay. `formula` is in the language's canonical form.
std::string formula_in_words(const std::string& formula, const NameOf& name_of, Language language);

}  // namespace exemplar::programme
