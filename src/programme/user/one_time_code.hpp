// One-time codes of an authenticator app (TOTP, RFC 6238, over HOTP, RFC 4226) and recovery codes for
// the day on which the phone is lost.
//
//   secret (20 bytes), step = seconds / 30 ──HMAC-SHA-1──▶ 6 digits
//   taken: this step, the one before, the one after; never a step up to the last one taken
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "programme/audit/canonical_bytes.hpp"
#include "programme/audit/instant.hpp"

namespace exemplar::programme {

using CodeSecret = std::array<uint8_t, 20>;

// RFC 4226, 5.3; at most 9 digits.
std::string hotp(std::span<const uint8_t> secret, uint64_t counter, int digits = 6);
// 30 s each since 1970.
int64_t code_step(InstantUs at);
// The step whose code it is; none where it is none, or not after `last_taken`. Blanks do not count.
std::optional<int64_t> step_of_code(std::span<const uint8_t> secret, std::string_view code,
                                    InstantUs now, int64_t last_taken);

// RFC 4648, without padding.
std::string base32(std::span<const uint8_t> bytes);
// otpauth://totp/…: what an app reads from a picture.
std::string code_uri(std::span<const uint8_t> secret, std::string_view office,
                     std::string_view login);

inline constexpr size_t kRecoveryCodes = 10;
// 80 random bits each: "xxxx-xxxx-xxxx-xxxx" in the letters and digits of base32, lower case.
std::vector<std::string> new_recovery_codes(const FillRandom& random);
// What is kept of it; capitals, blanks and dashes do not count.
AuditHash recovery_hash(std::string_view account, std::string_view code);

}  // namespace exemplar::programme
