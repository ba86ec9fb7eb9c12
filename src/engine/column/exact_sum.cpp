#include "engine/column/exact_sum.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace exemplar::engine {

namespace {

constexpr uint64_t kMantissaMask = (uint64_t{1} << 52) - 1;
// Bit 0 of piece 0 counts 2^-1074, the least double.
constexpr int kLeastExponent = -1074;

}  // namespace

// value = mantissa × 2^(exponent − 1075), exponent ≥ 1: shifted by exponent − 1 from bit 0.
void ExactSum::put(double value, bool taken_out) {
  const auto bits = std::bit_cast<uint64_t>(value);
  int exponent = static_cast<int>((bits >> 52) & 0x7FF);
  uint64_t mantissa = bits & kMantissaMask;
  if (exponent == 0) {
    if (mantissa == 0) return;
    exponent = 1;
  } else {
    mantissa |= uint64_t{1} << 52;
  }
  const int shift = exponent - 1;
  const auto piece = static_cast<size_t>(shift / kPieceBits);
  const unsigned __int128 placed = static_cast<unsigned __int128>(mantissa) << (shift % kPieceBits);
  // 53 + 31 bits: the low 32 in one piece, the other 52 in the next.
  const auto low = static_cast<int64_t>(static_cast<uint32_t>(placed));
  const auto high = static_cast<int64_t>(placed >> kPieceBits);
  const bool negative = (bits >> 63) != 0;
  if (negative != taken_out) {
    pieces_[piece] -= low;
    pieces_[piece + 1] -= high;
  } else {
    pieces_[piece] += low;
    pieces_[piece + 1] += high;
  }
  if (++since_carry_ == kUntilCarry) carry();
}

void ExactSum::add(const ExactSum& other) {
  carry();
  ExactSum settled = other;
  settled.carry();
  for (size_t i = 0; i < kPieces; ++i) pieces_[i] += settled.pieces_[i];
  since_carry_ = 1;
}

// Every piece but the last into 0 … 2^32 − 1; the last holds the sign.
void ExactSum::carry() {
  for (size_t i = 0; i + 1 < kPieces; ++i) {
    const int64_t over = pieces_[i] >> kPieceBits;  // towards minus infinity
    pieces_[i] -= over * (int64_t{1} << kPieceBits);
    pieces_[i + 1] += over;
  }
  since_carry_ = 0;
}

double ExactSum::value() const {
  ExactSum sum = *this;
  sum.carry();
  const bool negative = sum.pieces_[kPieces - 1] < 0;
  if (negative) {
    for (int64_t& piece : sum.pieces_) piece = -piece;
    sum.carry();
  }
  size_t top = kPieces;
  while (top > 0 && sum.pieces_[top - 1] == 0) --top;
  if (top == 0) return 0;
  --top;
  // The 64 bits from the highest one on, and whether anything follows them.
  const auto piece_at = [&](size_t i) { return static_cast<uint64_t>(sum.pieces_[i]); };
  int high_bit = static_cast<int>(top) * kPieceBits + 63 - std::countl_zero(piece_at(top));
  uint64_t window = 0;
  int window_low = high_bit - 63;  // the bit that the window's lowest bit counts
  bool rest = false;
  for (size_t i = 0; i <= top; ++i) {
    const int at = static_cast<int>(i) * kPieceBits - window_low;
    const uint64_t piece = piece_at(i);
    if (at >= 64) continue;
    if (at >= 0) {
      window |= piece << at;
    } else if (at > -64) {
      window |= piece >> -at;
      rest = rest || (piece & ((uint64_t{1} << -at) - 1)) != 0;
    } else {
      rest = rest || piece != 0;
    }
  }
  // A double keeps 53 bits, fewer where it would fall below the least exponent.
  const int dropped = std::max(11, -window_low);
  if (dropped < 64) {
    const uint64_t kept = window >> dropped;
    const uint64_t half = uint64_t{1} << (dropped - 1);
    const uint64_t below = window & ((half << 1) - 1);
    const bool up = below > half || (below == half && (rest || (kept & 1) != 0));
    const double value =
        std::ldexp(static_cast<double>(kept + (up ? 1 : 0)), window_low + dropped + kLeastExponent);
    return negative ? -value : value;
  }
  return 0;  // not reached: bit 0 counts the least double, so the highest bit is always kept
}

}  // namespace exemplar::engine
