// An index that knows what it indexes, so that a unit cannot be passed where an indicator is meant.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace exemplar {

template <typename Tag>
struct StrongId {
  uint32_t value = UINT32_MAX;

  constexpr StrongId() = default;
  constexpr explicit StrongId(size_t index) : value(static_cast<uint32_t>(index)) {}
  constexpr bool valid() const { return value != UINT32_MAX; }
  constexpr size_t index() const { return value; }
  auto operator<=>(const StrongId&) const = default;
};

}  // namespace exemplar

template <typename Tag>
struct std::hash<exemplar::StrongId<Tag>> {
  size_t operator()(exemplar::StrongId<Tag> id) const noexcept {
    return std::hash<uint32_t>()(id.value);
  }
};
