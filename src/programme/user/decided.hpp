// What a rule let through, or the reason why it did not.
#pragma once

#include <utility>
#include <variant>

namespace exemplar::programme {

template <typename T, typename Why>
class [[nodiscard]] Decided {
 public:
  Decided(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Decided(Why why)
      : state_(std::in_place_index<1>, std::move(why)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return state_.index() == 0; }
  const T& operator*() const { return std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  T take() { return std::move(std::get<0>(state_)); }
  const Why& why() const { return std::get<1>(state_); }

 private:
  std::variant<T, Why> state_;
};

}  // namespace exemplar::programme
