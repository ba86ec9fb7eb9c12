// Texts of a file as numbers, looked up millions of times: open addressing, the texts' bytes side by
// side. For lookups alone any number of threads may share one.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace exemplar::programme {

// Spreads a key over all bits (the finaliser of MurmurHash3).
inline uint64_t spread(uint64_t key) {
  key = (key ^ key >> 33) * 0xFF51AFD7ED558CCDULL;
  key = (key ^ key >> 33) * 0xC4CEB9FE1A85EC53ULL;
  return key ^ key >> 33;
}

class TextTable {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // kNone where the text is not there.
  uint32_t find(std::string_view text) const {
    if (slots_.empty()) return kNone;
    const uint64_t hash = hash_of(text);
    for (size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (slot.number == kNone) return kNone;
      if (slot.hash == hash && slot.length == text.size() &&
          std::memcmp(bytes_.data() + slot.begin, text.data(), text.size()) == 0) {
        return slot.number;
      }
    }
  }

  // The number that the text has already, else that one, which it then has.
  uint32_t add(std::string_view text, uint32_t number) {
    const uint32_t found = find(text);
    if (found != kNone) return found;
    if ((count_ + 1) * 2 > slots_.size()) grow();
    const Slot slot{hash_of(text), bytes_.size(), static_cast<uint32_t>(text.size()), number};
    bytes_ += text;
    ++count_;
    put(slot);
    return number;
  }

  size_t size() const { return count_; }

 private:
  struct Slot {
    uint64_t hash = 0;
    size_t begin = 0;
    uint32_t length = 0;
    uint32_t number = kNone;
  };

  template <typename T>
  static uint64_t loaded(const char* from) {
    T value;
    std::memcpy(&value, from, sizeof(value));
    return value;
  }
  static uint64_t hash_of(std::string_view text) {
    const char* at = text.data();
    size_t left = text.size();
    uint64_t hash = spread(left + 1);
    for (; left > 8; left -= 8, at += 8) hash = spread(hash ^ loaded<uint64_t>(at));
    uint64_t rest = 0;
    if (left == 8) {
      rest = loaded<uint64_t>(at);
    } else if (left >= 4) {
      rest = loaded<uint32_t>(at) << 32 | loaded<uint32_t>(at + left - 4);
    } else {
      for (; left > 0; --left, ++at) rest = rest << 8 | static_cast<unsigned char>(*at);
    }
    return spread(hash ^ rest);
  }

  void put(const Slot& slot) {
    size_t at = slot.hash & (slots_.size() - 1);
    while (slots_[at].number != kNone) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
  void grow() {
    std::vector<Slot> old(std::max<size_t>(16, slots_.size() * 2));
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != kNone) put(slot);
    }
  }

  std::vector<Slot> slots_;  // a power of two of them, at most half of them taken
  std::string bytes_;
  size_t count_ = 0;
};

}  // namespace exemplar::programme
