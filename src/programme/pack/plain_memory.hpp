// What one thread remembers while it reads plain lines: days and destinations that it has met.
#pragma once

#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "programme/pack/text_table.hpp"

namespace exemplar::programme {

// Days in ISO, each read once and found again by its bytes.
class PlainDays {
 public:
  // False for what is no day; an empty text is none.
  bool read(std::string_view text, std::optional<Date>& day) {
    day.reset();
    if (text.empty()) return true;
    if (text.size() != kLength) return false;
    uint64_t head = 0;
    uint16_t tail = 0;
    std::memcpy(&head, text.data(), sizeof(head));
    std::memcpy(&tail, text.data() + sizeof(head), sizeof(tail));
    Slot& slot = slots_[spread(head ^ uint64_t{tail} << 48) % slots_.size()];
    if (slot.head != head || slot.tail != tail) {
      const auto read = parse_iso_date(text);
      if (!read) return false;
      slot = {head, tail, *read};
    }
    day = slot.day;
    return true;
  }

 private:
  static constexpr size_t kLength = 10;
  struct Slot {
    uint64_t head = 0;
    uint16_t tail = 0;
    Date day;
  };
  std::vector<Slot> slots_ = std::vector<Slot>(1024);
};

// Where the values of an indicator, a period and a category go.
struct Destination {
  uint32_t column = 0;
  Date last_day;
};

// Destinations by the numbers of what they are of, each below 2^20.
class Destinations {
 public:
  static uint64_t key(uint32_t indicator, uint32_t period, uint32_t category) {
    return uint64_t{indicator} << 40 | uint64_t{period} << 20 | category;
  }
  const Destination* find(uint64_t key) const {
    if (slots_.empty()) return nullptr;
    for (size_t at = spread(key) & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if (!slots_[at].taken) return nullptr;
      if (slots_[at].key == key) return &slots_[at].destination;
    }
  }
  void add(uint64_t key, const Destination& destination) {
    if (find(key) != nullptr) return;
    if ((count_ + 1) * 2 > slots_.size()) {
      std::vector<Slot> old(std::max<size_t>(64, slots_.size() * 2));
      old.swap(slots_);
      for (const Slot& slot : old) {
        if (slot.taken) put(slot);
      }
    }
    ++count_;
    put({key, destination, true});
  }

 private:
  struct Slot {
    uint64_t key = 0;
    Destination destination;
    bool taken = false;
  };
  void put(const Slot& slot) {
    size_t at = spread(slot.key) & (slots_.size() - 1);
    while (slots_[at].taken) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
  std::vector<Slot> slots_;
  size_t count_ = 0;
};

}  // namespace exemplar::programme
