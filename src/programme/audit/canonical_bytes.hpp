// What is hashed and signed, byte for byte: one way to write each record, so that two different
// records never share their bytes.
//
//   record = field field field …      field = length (4 bytes, most significant first), content
//            │     └ version of the format
//            └ purpose, "exemplar.audit.entry": an entry never passes for a checkpoint
//
// A number is 8 bytes, most significant first; a text its UTF-8 bytes. docs/audit.md says it for
// those who write a verifier of their own.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace exemplar::programme {

using AuditHash = std::array<uint8_t, 32>;  // BLAKE2b with an output of 256 bits (RFC 7693)
using AuditSalt = std::array<uint8_t, 16>;
using PublicKey = std::array<uint8_t, 32>;  // Ed25519 (RFC 8032)
using Signature = std::array<uint8_t, 64>;  // Ed25519

// Fills the bytes from a source that nobody can foresee. Handed in, so that tests can repeat it.
using FillRandom = std::function<void(std::span<uint8_t> to)>;

class CanonicalBytes {
 public:
  CanonicalBytes(std::string_view purpose, uint64_t version);

  CanonicalBytes& number(uint64_t value);
  CanonicalBytes& text(std::string_view value);
  CanonicalBytes& bytes(std::span<const uint8_t> value);

  const std::string& record() const { return record_; }
  AuditHash hash() const;

 private:
  std::string record_;
};

// Over `first` followed by `second`.
AuditHash blake2b_256(std::span<const uint8_t> first, std::string_view second);

// Two lower-case hexadecimal digits a byte.
std::string hex(std::span<const uint8_t> bytes);
// Into all of `to`; false where `text` is not exactly that.
bool read_hex(std::string_view text, std::span<uint8_t> to);

}  // namespace exemplar::programme
