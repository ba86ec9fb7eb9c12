#include "engine/compute/places.hpp"

#include <algorithm>
#include <array>

namespace exemplar::engine {

namespace {

// Below this many a comparison sort is quicker.
constexpr size_t kFewKeys = 2048;
constexpr int kDigitBits = 11;
constexpr size_t kDigits = size_t{1} << kDigitBits;

}  // namespace

Mark Order::mark() const {
  uint8_t status = kHighestStatus;
  bool pending = false;
  for (size_t mark = 0; mark < kMarks; ++mark) {
    if (marks[mark] == 0) continue;
    status = std::min(status, status_of(static_cast<Mark>(mark)));
    pending = pending || is_pending(static_cast<Mark>(mark));
  }
  return mark_of(kKnown, status, pending);
}

// Radix sort, least digit first, of keys above the least one; digits that all share are passed over.
void sort_by_key(std::vector<Keyed>& all) {
  if (all.size() < kFewKeys) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
    return;
  }
  const auto [least, most] = std::minmax_element(
      all.begin(), all.end(), [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
  const int64_t from = least->key;
  const auto range = static_cast<uint64_t>(most->key) - static_cast<uint64_t>(from);
  std::vector<Keyed> other(all.size());
  for (int shift = 0; shift < 64 && range >> shift != 0; shift += kDigitBits) {
    std::array<uint32_t, kDigits> begin{};
    const auto digit = [&](const Keyed& one) {
      const uint64_t above = static_cast<uint64_t>(one.key) - static_cast<uint64_t>(from);
      return static_cast<size_t>(above >> shift & (kDigits - 1));
    };
    for (const Keyed& one : all) ++begin[digit(one)];
    uint32_t next = 0;
    for (uint32_t& count : begin) {
      const uint32_t here = count;
      count = next;
      next += here;
    }
    for (const Keyed& one : all) other[begin[digit(one)]++] = one;
    all.swap(other);
  }
}

std::optional<Order> order_of(const Column& values, std::span<const uint32_t> members,
                              bool highest_first, double& denominator) {
  Order order;
  order.known.reserve(members.size());
  BlockBuffer buffer;
  for (size_t first = 0; first < members.size(); first += kChunkUnits) {
    const auto units = members.subspan(first, std::min(kChunkUnits, members.size() - first));
    const bool side_by_side = units.back() - units.front() + 1 == units.size();
    const Block block = side_by_side ? values.block(units.front(), units.size(), buffer)
                                     : values.gather(units, buffer);
    bool any = false;
    for (size_t i = 0; i < block.size; ++i) {
      const Mark mark = block.mark_at(i);
      if (!is_known(mark)) continue;
      any = true;
      if (block.form != Form::Whole) return std::nullopt;
      const auto number = static_cast<int64_t>(block.numbers[i]);
      order.add(mark);
      order.known.push_back({highest_first ? -number : number, units[i]});
    }
    if (!any) continue;
    if (denominator == 0) denominator = block.denominator;
    if (denominator != block.denominator) return std::nullopt;
  }
  sort_by_key(order.known);
  return order;
}

double place_denominator(Ties ties) {
  return ties == Ties::Mean ? 2 : 1;
}

void places_of(std::span<const Keyed> known, Ties ties, std::span<double> places) {
  size_t distinct = 0;
  for (size_t place = 0; place < known.size();) {
    size_t end = place + 1;
    while (end < known.size() && known[end].key == known[place].key) ++end;
    ++distinct;
    size_t value = place + 1;
    if (ties == Ties::Max) value = end;
    if (ties == Ties::Mean) value = place + 1 + end;
    if (ties == Ties::Dense) value = distinct;
    for (size_t i = place; i < end; ++i) places[i] = static_cast<double>(value);
    place = end;
  }
}

}  // namespace exemplar::engine
