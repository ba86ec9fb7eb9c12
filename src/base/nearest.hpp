// "Did you mean …?": the candidate nearest to a misspelt name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exemplar {

// Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`, counted in bytes.
size_t edit_distance(std::string_view a, std::string_view b);

// The candidate with the fewest edits, at most a third of the name's length (at least 1); empty
// where none is that near. The first of equals.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace exemplar
