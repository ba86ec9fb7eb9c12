// What time it is in the office: that of the world, or that at which the clock of a demonstration stands.
#pragma once

#include <atomic>
#include <functional>
#include <optional>

#include "programme/audit/instant.hpp"

namespace exemplar::api {

class OfficeClock {
 public:
  // `stands`: of a demonstration.
  OfficeClock(std::optional<programme::InstantUs> stands,
              std::function<programme::InstantUs()> world)
      : demonstration_(stands.has_value()), stands_(stands.value_or(0)), world_(std::move(world)) {}

  programme::InstantUs now() const { return demonstration_ ? stands_.load() : world_(); }
  bool demonstration() const { return demonstration_; }
  // It has been moved, here or on another node. Never back.
  void follow(programme::InstantUs instant) {
    programme::InstantUs before = stands_.load();
    while (before < instant && !stands_.compare_exchange_weak(before, instant)) {
    }
  }

 private:
  const bool demonstration_;
  std::atomic<programme::InstantUs> stands_;
  std::function<programme::InstantUs()> world_;
};

}  // namespace exemplar::api
