#include "programme/pack/ids.hpp"

#include <algorithm>
#include <array>

#include "engine/formula/parser.hpp"

namespace exemplar::programme {

namespace {

constexpr size_t kIdBytesMax = 100;

// Words that formulas already give a meaning, and the fixed columns of values/*.csv.
constexpr std::array<std::string_view, 22> kTaken = {
    "unit",         "period",   "criteria", "points",      "max",         "met",
    "no_knock_out", "children", "siblings", "parent",      "lineage",     "known",
    "indicator",    "category", "value",    "reported_on", "verified_on", "decided_on",
    "source",       "by",       "note",     "highest"};

bool plain_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

bool free_character(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\'' && c != '\\' && c != 0x7F;
}

std::optional<Refusal> fault_in_formula_name(std::string_view id) {
  if (std::find(kTaken.begin(), kTaken.end(), id) != kTaken.end()) {
    return Refusal{msg("'{}' already has a meaning", id), msg("choose another id")};
  }
  const engine::Parsed parsed = engine::parse_formula(id);
  if (!parsed.tree || parsed.tree->kind != engine::ExprKind::Name || parsed.tree->text != id) {
    return Refusal{msg("formulas cannot say the name '{}'", id),
                   msg("use lower-case letters, digits and _, beginning with a letter")};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> fault_in_id(std::string_view id, IdShape shape) {
  if (id.empty()) return Refusal{msg("an id is empty"), msg("give it a short name")};
  if (id.size() > kIdBytesMax) {
    return Refusal{msg("an id of {} bytes is too long", id.size()),
                   msg("use at most {}", kIdBytesMax)};
  }
  if (shape == IdShape::Free) {
    if (std::all_of(id.begin(), id.end(), free_character)) return std::nullopt;
    return Refusal{msg("'{}' is no id", id), msg("use one line of text without quotes")};
  }
  if (!std::all_of(id.begin(), id.end(), plain_character) || id.starts_with('.') ||
      id.starts_with('-')) {
    return Refusal{msg("'{}' is no id", id),
                   msg("use lower-case letters, digits, '_', '-' and '.'")};
  }
  if (shape == IdShape::Formula) return fault_in_formula_name(id);
  return std::nullopt;
}

}  // namespace exemplar::programme
