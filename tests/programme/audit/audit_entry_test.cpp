// What is hashed, held against hashes that another program made of the same records.
#include "programme/audit/small_log.hpp"

namespace exemplar::programme::tests {

namespace {

std::string as_hex(const AuditHash& hash) {
  return hex(hash);
}

// Python, with nothing but its standard library (its signature: the package cryptography):
//   def b2(x): return hashlib.blake2b(x, digest_size=32).digest()
//   def f(x): return struct.pack('>I', len(x)) + x
//   def n(x): return f(struct.pack('>Q', x % 2**64))
//   entry = b2(f(b'exemplar.audit.entry') + n(1) + n(number) + n(revision) + n(at) + f(actor)
//              + f(action) + f(subject) + f(payload_hash) + f(previous))
//   payload = b2(salt + text)
//   signed = f(b'exemplar.audit.checkpoint') + n(1) + n(number) + n(revision) + f(head) + n(at)
//            + f(public key)
constexpr const char* kPayload1 =
    "4d8dc7f92dc44bbd77c36ddea851c180b1d1b989cb04087b7d71bd5581e4dd8f";
constexpr const char* kEntry1 = "a433bac2529ad70f82718ac468ab66f09874f97d6eb0600af4414fe82d8cf40b";
constexpr const char* kPayload2 =
    "5b4deb633100de6fcf7bfc81f148d4328978e4a8e6f313e468582746b11af998";
constexpr const char* kEntry2 = "a4ab522e5440b9615ea6c2b8021496230666b25642593a35fc9937998cfd6ea2";

FillRandom from_zero() {
  return [next = uint8_t{0}](std::span<uint8_t> to) mutable {
    for (uint8_t& byte : to) byte = next++;
  };
}

std::vector<AppendedAudit> known_log() {
  const FillRandom random = from_zero();
  std::vector<AppendedAudit> log;
  log.push_back(next_entry(
      {},
      {7, 1'705'366'800'123'456, "system", "value.saved", "unit/w26734", "{\"value\":\"Phường\"}"},
      random));
  log.push_back(
      next_entry(head_at(log[0].entry), {7, -1, "người/ă", "", "a\"b\\c\n\x01", ""}, random));
  return log;
}

}  // namespace

TEST(AuditEntry, HashesAreThoseOfAnotherProgram) {
  const auto log = known_log();
  EXPECT_EQ(as_hex(log[0].entry.payload_hash), kPayload1);
  EXPECT_EQ(as_hex(log[0].entry.hash), kEntry1);
  EXPECT_EQ(as_hex(log[0].entry.previous), std::string(64, '0'));
  EXPECT_EQ(as_hex(log[1].entry.payload_hash), kPayload2);
  EXPECT_EQ(as_hex(log[1].entry.hash), kEntry2);
}

// The key is that of the first example of RFC 8032, section 7.1.
TEST(Checkpoint, TheSignatureIsThatOfAnotherProgram) {
  std::array<uint8_t, 32> seed{};
  ASSERT_TRUE(read_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", seed));
  const SigningKey key = signing_key(seed);
  EXPECT_EQ(hex(key.public_key),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const Checkpoint one = make_checkpoint(head_at(known_log()[1].entry), 1'705'366'800'123'456, key);
  EXPECT_EQ(hex(one.signature),
            "4b91d23872309b38be4c4c9a7d16e71eb541d18fa606979aee8031071bbc95088e231ce0751901ac87a6d0"
            "7a27cdecfdb37270ad48d956bc31d1748647555300");
  EXPECT_TRUE(signature_holds(one));
}

TEST(AuditEntry, EveryFieldIsInTheHash) {
  const AuditEntry entry = known_log()[0].entry;
  const std::vector<std::function<void(AuditEntry&)>> changes = {
      [](AuditEntry& e) { e.number = 2; },
      [](AuditEntry& e) { e.revision = 8; },
      [](AuditEntry& e) { ++e.at; },
      [](AuditEntry& e) { e.actor = "System"; },
      [](AuditEntry& e) { e.action += "x"; },
      [](AuditEntry& e) { e.subject.clear(); },
      [](AuditEntry& e) { e.payload_hash[31] ^= 1; },
      [](AuditEntry& e) { e.previous[0] ^= 0x80; },
      // The same bytes, parted elsewhere.
      [](AuditEntry& e) { e.actor = "systemvalue", e.action = ".saved"; },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    AuditEntry changed = entry;
    changes[i](changed);
    EXPECT_NE(hash_of(changed), entry.hash) << i;
  }
}

TEST(AuditEntry, WhatNoEntryMayHoldIsRefused) {
  const AuditEvent good = event_of(1);
  const AuditHead head{5, 10, {}};
  EXPECT_EQ(next_entry(head, good, counting_random()).entry.number, 6u);
  const std::vector<std::function<void(AuditEvent&)>> changes = {
      [](AuditEvent& e) { e.revision = 9; },
      [](AuditEvent& e) { e.at = kLastInstant + 1; },
      [](AuditEvent& e) { e.at = kFirstInstant - 1; },
      [](AuditEvent& e) { e.actor = "\xff"; },
      [](AuditEvent& e) { e.action = "\xc3"; },
      [](AuditEvent& e) { e.subject = std::string(kAuditWordBytesMax + 1, 'x'); },
      [](AuditEvent& e) { e.payload = std::string(kAuditPayloadBytesMax + 1, 'x'); },
      [](AuditEvent& e) { e.payload = "\xed\xa0\x80"; },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    AuditEvent changed = good;
    changes[i](changed);
    EXPECT_THROW(next_entry(head, changed, counting_random()), std::invalid_argument) << i;
  }
}

TEST(Instant, IsReadAsItIsWritten) {
  const std::vector<std::pair<InstantUs, const char*>> table = {
      {0, "1970-01-01T00:00:00.000000Z"},
      {-1, "1969-12-31T23:59:59.999999Z"},
      {1'705'366'800'123'456, "2024-01-16T01:00:00.123456Z"},
      {kFirstInstant, "0001-01-01T00:00:00.000000Z"},
      {kLastInstant, "9999-12-31T23:59:59.999999Z"},
  };
  for (const auto& [at, text] : table) {
    EXPECT_EQ(iso_instant(at), text);
    EXPECT_EQ(parse_iso_instant(text), at);
  }
  for (const char* wrong :
       {"", "2024-01-16", "2024-01-16T01:00:00Z", "2024-01-16T24:00:00.000000Z",
        "2024-01-16T01:60:00.000000Z", "2024-01-16T01:00:60.000000Z", "2024-02-30T01:00:00.000000Z",
        "2024-01-16t01:00:00.000000Z", "2024-01-16T01:00:00.000000z", "2024-01-16T01:00:00.00000/Z",
        "0000-01-01T00:00:00.000000Z", "2024-01-16T01:00:00.0000000Z"}) {
    EXPECT_FALSE(parse_iso_instant(wrong)) << wrong;
  }
}

}  // namespace exemplar::programme::tests
