#include "programme/audit/canonical_bytes.hpp"

#include <sodium.h>

#include <stdexcept>

namespace exemplar::programme {

namespace {

std::span<const uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

void append_number(std::string& to, uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) to += static_cast<char>(value >> (8 * i) & 0xff);
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

CanonicalBytes::CanonicalBytes(std::string_view purpose, uint64_t version) {
  text(purpose).number(version);
}

CanonicalBytes& CanonicalBytes::number(uint64_t value) {
  append_number(record_, 8, 4);
  append_number(record_, value, 8);
  return *this;
}

CanonicalBytes& CanonicalBytes::text(std::string_view value) {
  return bytes(bytes_of(value));
}

CanonicalBytes& CanonicalBytes::bytes(std::span<const uint8_t> value) {
  if (value.size() > UINT32_MAX) throw std::invalid_argument("a field of 4 GiB and more");
  append_number(record_, value.size(), 4);
  record_.append(reinterpret_cast<const char*>(value.data()), value.size());
  return *this;
}

AuditHash CanonicalBytes::hash() const {
  return blake2b_256({}, record_);
}

AuditHash blake2b_256(std::span<const uint8_t> first, std::string_view second) {
  AuditHash hash{};
  crypto_generichash_blake2b_state state;
  crypto_generichash_blake2b_init(&state, nullptr, 0, hash.size());
  crypto_generichash_blake2b_update(&state, first.data(), first.size());
  crypto_generichash_blake2b_update(&state, bytes_of(second).data(), second.size());
  crypto_generichash_blake2b_final(&state, hash.data(), hash.size());
  return hash;
}

std::string hex(std::span<const uint8_t> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

bool read_hex(std::string_view text, std::span<uint8_t> to) {
  if (text.size() != to.size() * 2) return false;
  for (size_t i = 0; i < to.size(); ++i) {
    const int high = digit_of(text[2 * i]);
    const int low = digit_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    to[i] = static_cast<uint8_t>(high * 16 + low);
  }
  return true;
}

}  // namespace exemplar::programme
