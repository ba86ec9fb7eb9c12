#include "programme/audit/checkpoint.hpp"

#include <sodium.h>

#include <stdexcept>

#include "base/text.hpp"
#include "programme/audit/canonical_line.hpp"

namespace exemplar::programme {

namespace {

// What is signed.
std::string record_of(const Checkpoint& checkpoint) {
  return CanonicalBytes("exemplar.audit.checkpoint", 1)
      .number(checkpoint.number)
      .number(checkpoint.revision)
      .bytes(checkpoint.head)
      .number(static_cast<uint64_t>(checkpoint.at))
      .bytes(checkpoint.key)
      .record();
}

const unsigned char* pointer_to(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

SigningKey signing_key(std::span<const uint8_t, 32> seed) {
  SigningKey key;
  crypto_sign_seed_keypair(key.public_key.data(), key.secret.data(), seed.data());
  return key;
}

Checkpoint make_checkpoint(const AuditHead& head, InstantUs at, const SigningKey& key) {
  if (head.number == 0) throw std::invalid_argument("a checkpoint before the first entry");
  if (at < kFirstInstant || at > kLastInstant) {
    throw std::invalid_argument("a checkpoint at an instant without a date");
  }
  Checkpoint checkpoint{head.number, head.revision, head.hash, at, key.public_key, {}};
  const std::string record = record_of(checkpoint);
  crypto_sign_detached(checkpoint.signature.data(), nullptr, pointer_to(record), record.size(),
                       key.secret.data());
  return checkpoint;
}

bool signature_holds(const Checkpoint& checkpoint) {
  const std::string record = record_of(checkpoint);
  return crypto_sign_verify_detached(checkpoint.signature.data(), pointer_to(record), record.size(),
                                     checkpoint.key.data()) == 0;
}

Result<PublicKey> read_public_key(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  PublicKey key{};
  if (!read_hex(lower, key)) {
    return Refusal{msg("'{}' is not a public key", text),
                   msg("write its 64 hexadecimal digits (0–9, a–f)")};
  }
  return key;
}

std::string line_of(const Checkpoint& checkpoint) {
  return fmt::format(
      R"({{"format":"exemplar-audit-checkpoint","version":1,"number":{},"revision":{},"head":"{}",)"
      R"("at":"{}","key":"{}","signature":"{}"}})",
      checkpoint.number, checkpoint.revision, hex(checkpoint.head), iso_instant(checkpoint.at),
      hex(checkpoint.key), hex(checkpoint.signature));
}

CheckpointLine parse_checkpoint(std::string_view line, Place place) {
  CheckpointLine read;
  Checkpoint& one = read.checkpoint;
  CanonicalLine parser(line);
  parser.literal(R"({"format":"exemplar-audit-checkpoint","version":1,"number":)")
      .number(one.number)
      .literal(R"(,"revision":)")
      .number(one.revision)
      .literal(R"(,"head":)")
      .hexadecimal(one.head)
      .literal(R"(,"at":)")
      .instant(one.at)
      .literal(R"(,"key":)")
      .hexadecimal(one.key)
      .literal(R"(,"signature":)")
      .hexadecimal(one.signature)
      .literal("}")
      .end();
  if (!parser.failed() && one.number > 0) return read;
  place.column = parser.failed() ? parser.column() : 0;
  read.problem = Problem{
      std::move(place), Severity::Error,
      parser.failed() ? parser.what() : msg("a checkpoint of no entry: entries count from 1"),
      msg("give the checkpoint's line exactly as the office handed it out"), "unreadable"};
  one = {};
  return read;
}

CheckpointFile parse_checkpoints(std::string_view text, const std::string& file) {
  CheckpointFile read;
  Place place{file, 0, 0};
  for (const std::string_view untrimmed : split(text, '\n')) {
    ++place.line;
    const std::string_view line = trim(untrimmed);
    if (line.empty()) continue;
    CheckpointLine one = parse_checkpoint(line, place);
    if (one.problem) {
      read.problems.add(*std::move(one.problem));
    } else {
      read.checkpoints.push_back(one.checkpoint);
      read.lines.push_back(place.line);
    }
  }
  return read;
}

}  // namespace exemplar::programme
