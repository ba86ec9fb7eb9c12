#include "programme/user/throttle_rules.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "programme/audit/canonical_bytes.hpp"
#include "programme/user/account.hpp"

namespace exemplar::programme {

namespace {

bool is_forgotten(const FailureCount& count, const ThrottlePolicy& policy, InstantUs now) {
  return count.failures == 0 || now - count.last_at >= policy.forgotten_after;
}

// People type passwords where logins belong: what was typed is not kept.
std::string subject(std::string_view kind, std::string_view about) {
  return std::string(kind) + "/" + hex(CanonicalBytes("exemplar.throttle", 1).text(about).hash());
}

}  // namespace

InstantUs heard_from(const FailureCount& count, const ThrottlePolicy& policy, InstantUs now) {
  if (is_forgotten(count, policy, now) || count.failures <= policy.free_failures) return 0;
  InstantUs wait = policy.first_wait;
  for (int64_t i = policy.free_failures + 1; i < count.failures && wait < policy.longest_wait;
       ++i) {
    wait *= 2;
  }
  // Nodes' clocks differ a little; one that was set back locks nobody out.
  if (count.last_at - now > 60 * kSecondUs) return 0;
  const InstantUs until = count.last_at + std::min(wait, policy.longest_wait);
  return until > now ? until : 0;
}

FailureCount with_failure(FailureCount count, const ThrottlePolicy& policy, InstantUs now) {
  if (is_forgotten(count, policy, now)) count = {0, now, now};
  ++count.failures;
  count.last_at = now;
  return count;
}

bool is_told(int64_t failures) {
  return failures > 0 && (failures & (failures - 1)) == 0;
}

std::string login_subject(std::string_view login) {
  return subject("login", login_key(login));
}

std::string code_subject(std::string_view account) {
  return subject("code", account);
}

std::string address_subject(std::string_view address) {
  std::array<unsigned char, 16> bytes{};
  const std::string text(address);
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return subject("address", address);
  // ::ffff:a.b.c.d is one IPv4 address.
  const bool is_mapped =
      std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
      bytes[10] == 0xff && bytes[11] == 0xff;
  const size_t kept = is_mapped ? 16 : 8;
  return subject("address", hex(std::span<const uint8_t>(bytes.data(), kept)));
}

}  // namespace exemplar::programme
