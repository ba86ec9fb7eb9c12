// A value, or the problem that kept it from being made. For operations with one possible failure;
// readers of whole files use Problems instead.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "base/message.hpp"

namespace exemplar {

struct Refusal {
  Message what;
  Message remedy;

  bool operator==(const Refusal&) const = default;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Result(Refusal refusal) : state_(std::move(refusal)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return state_.index() == 0; }
  const T& operator*() const& { return value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & {
    assert(state_.index() == 0);
    return std::get<0>(state_);
  }
  const T& value() const {
    assert(state_.index() == 0);
    return std::get<0>(state_);
  }
  T take() { return std::move(std::get<0>(state_)); }
  const Refusal& refusal() const { return std::get<1>(state_); }

 private:
  std::variant<T, Refusal> state_;
};

}  // namespace exemplar
