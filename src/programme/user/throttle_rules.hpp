// How long the next attempt has to wait after attempts that failed: counted for each login, for each
// address and for each second factor, in rows that all nodes share.
//
//   failures  1 … 5   6    7    8   …  15      more
//   wait        0    1 s  2 s  4 s  …  8½ min  15 min          for a login
//
// An attempt is counted before it is tried, so that a hundred at once are no way round. A login that
// nobody has is counted like any other.
#pragma once

#include <string>
#include <string_view>

#include "programme/audit/instant.hpp"

namespace exemplar::programme {

inline constexpr InstantUs kSecondUs = 1'000'000;

struct ThrottlePolicy {
  int64_t free_failures = 5;
  InstantUs first_wait = kSecondUs;
  InstantUs longest_wait = 15 * 60 * kSecondUs;
  InstantUs forgotten_after = 24 * 3600 * kSecondUs;  // without another failure
};

// Many people share the address of an office.
inline constexpr ThrottlePolicy kAddressThrottle = {100, kSecondUs, 15 * 60 * kSecondUs,
                                                    3600 * kSecondUs};

struct FailureCount {
  int64_t failures = 0;
  InstantUs first_at = 0;
  InstantUs last_at = 0;

  bool operator==(const FailureCount&) const = default;
};

// The first instant at which another attempt is heard; 0: at once.
InstantUs heard_from(const FailureCount& count, const ThrottlePolicy& policy, InstantUs now);
// With one more failure.
FailureCount with_failure(FailureCount count, const ThrottlePolicy& policy, InstantUs now);
// One entry of the audit log stands for many failures: the 1st, 2nd, 4th, 8th, ….
bool is_told(int64_t failures);

// Under which failures are counted. An IPv6 address stands for its /64, which one machine has whole;
// what is no address stands for itself.
std::string login_subject(std::string_view login);
std::string code_subject(std::string_view account);
std::string address_subject(std::string_view address);

}  // namespace exemplar::programme
