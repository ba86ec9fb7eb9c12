#include "programme/recognition/decision.hpp"

#include <array>

namespace exemplar::programme {

namespace {

constexpr std::array<std::string_view, 4> kNames = {"registered", "proposed", "recognised",
                                                    "revoked"};

}  // namespace

std::string_view name_of(DecisionKind kind) {
  return kNames[static_cast<size_t>(kind)];
}

std::optional<DecisionKind> decision_kind_named(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<DecisionKind>(i);
  }
  return std::nullopt;
}

}  // namespace exemplar::programme
