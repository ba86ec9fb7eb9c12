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

void Order::move(const Placed& from, const Placed& to, Positions& touched) {
  const Mark mark_before = mark();
  const size_t size_before = known.size();
  const auto position = [&](const Keyed& one) {
    const auto at =
        std::lower_bound(known.begin(), known.end(), one, [](const Keyed& a, const Keyed& b) {
          return a.key != b.key ? a.key < b.key : a.unit < b.unit;
        });
    const auto index = static_cast<size_t>(at - known.begin());
    touched = {std::min(touched.first, index), std::max(touched.end, index + 1)};
    return at;
  };
  if (from.key) {
    known.erase(position(*from.key));
    --marks[from.mark];
  }
  if (to.key) {
    known.insert(position(*to.key), *to.key);
    add(to.mark);
  }
  // Who came or went moves all behind.
  if (known.size() != size_before) touched.end = std::max(size_before, known.size());
  if (mark() != mark_before) touched = {0, known.size()};
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

Positions places_touched(std::span<const Keyed> known, Ties ties, Positions touched) {
  if (ties == Ties::Dense) return {0, known.size()};
  size_t first = touched.first > 0 ? touched.first - 1 : 0;
  size_t end = std::min(known.size(), touched.end + 1);
  while (first > 0 && first < known.size() && known[first - 1].key == known[first].key) --first;
  while (end > 0 && end < known.size() && known[end].key == known[end - 1].key) ++end;
  return {std::min(first, end), end};
}

void places_of(std::span<const Keyed> known, Ties ties, Positions positions,
               std::span<double> places) {
  size_t distinct = 0;
  for (size_t place = positions.first; place < positions.end;) {
    size_t end = place + 1;
    while (end < positions.end && known[end].key == known[place].key) ++end;
    ++distinct;
    size_t value = place + 1;
    if (ties == Ties::Max) value = end;
    if (ties == Ties::Mean) value = place + 1 + end;
    if (ties == Ties::Dense) value = distinct;
    for (size_t i = place; i < end; ++i) {
      places[i - positions.first] = static_cast<double>(value);
    }
    place = end;
  }
}

}  // namespace exemplar::engine
