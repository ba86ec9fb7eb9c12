// An instant of the audit log: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
// It tells when something was recorded; it orders nothing, because clocks are set back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/message.hpp"

namespace exemplar::programme {

using InstantUs = int64_t;

// The years 1 to 9999, which four digits can write.
inline constexpr InstantUs kFirstInstant = -62'135'596'800'000'000;
inline constexpr InstantUs kLastInstant = 253'402'300'799'999'999;

// 2024-01-16T01:00:00.000000Z. The instant must lie between the first and the last.
std::string iso_instant(InstantUs at);
// Exactly as iso_instant writes it; else nothing.
std::optional<InstantUs> parse_iso_instant(std::string_view text);
// For people, to the second: "16/01/2024 01:00:00 UTC", "16 Jan 2024 01:00:00 UTC".
std::string shown_instant(InstantUs at, Language language);

}  // namespace exemplar::programme
