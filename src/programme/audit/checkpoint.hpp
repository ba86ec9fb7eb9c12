// A signed statement of how far the log had come: it leaves the machine (shown, mailed, printed), and
// whoever holds one can tell a log that was rewritten or cut from the one it was made of.
//
//   log  1 ─ 2 ─ 3 ─ … ─ 17 ─ 18 ─ 19
//                        │
//                        └─ {number 17, revision, head hash, instant, key} ── Ed25519 ──▶ signature
#pragma once

#include <vector>

#include "base/problem.hpp"
#include "base/result.hpp"
#include "programme/audit/audit_chain.hpp"

namespace exemplar::programme {

struct Checkpoint {
  uint64_t number = 0;    // of the newest entry, from 1
  uint64_t revision = 0;  // of that entry
  AuditHash head{};       // its hash
  InstantUs at = 0;       // when the checkpoint was made
  PublicKey key{};        // of the signer
  Signature signature{};  // over all the above

  bool operator==(const Checkpoint&) const = default;
};

struct SigningKey {
  PublicKey public_key{};
  std::array<uint8_t, 64> secret{};  // as Ed25519 is computed: the seed, then the public key
};
// The key of a seed of 32 random bytes, which is what is kept.
SigningKey signing_key(std::span<const uint8_t, 32> seed);

// Throws std::invalid_argument for a head before the first entry, or an instant without a date.
Checkpoint make_checkpoint(const AuditHead& head, InstantUs at, const SigningKey& key);
// Whether the holder of the secret key that belongs to `checkpoint.key` signed it. Whose key that
// is, it does not say.
bool signature_holds(const Checkpoint& checkpoint);

// 64 hexadecimal digits, in upper or lower case, as people type them.
Result<PublicKey> read_public_key(std::string_view text);

// One line of JSON without its line end.
std::string line_of(const Checkpoint& checkpoint);
// Refused at the first character that line_of would not have written.
struct CheckpointLine {
  Checkpoint checkpoint;
  std::optional<Problem> problem;  // then the checkpoint is empty
};
CheckpointLine parse_checkpoint(std::string_view line, Place place);

// A file of checkpoints, one a line, as they are appended by a machine or typed from paper: blank
// lines and CRLF are passed over.
struct CheckpointFile {
  std::vector<Checkpoint> checkpoints;
  std::vector<int> lines;  // where each stands
  Problems problems;
};
CheckpointFile parse_checkpoints(std::string_view text, const std::string& file);

}  // namespace exemplar::programme
