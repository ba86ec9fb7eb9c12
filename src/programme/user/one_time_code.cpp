#include "programme/user/one_time_code.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

#include "programme/user/secret.hpp"

namespace exemplar::programme {

namespace {

constexpr InstantUs kStepUs = 30'000'000;

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<uint8_t>(c));
  }
  return encoded;
}

std::string without(std::string_view text, std::string_view left_out) {
  std::string kept;
  for (const char c : text) {
    if (left_out.find(c) == std::string_view::npos) kept += c;
  }
  return kept;
}

std::string lower_ascii(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::string hotp(std::span<const uint8_t> secret, uint64_t counter, int digits) {
  std::array<uint8_t, 8> message{};
  for (size_t i = 0; i < 8; ++i) message[i] = static_cast<uint8_t>(counter >> (8 * (7 - i)));
  std::array<uint8_t, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(),
           message.size(), mac.data(), &size) == nullptr ||
      size != 20) {
    throw std::runtime_error("HMAC-SHA-1 cannot be computed");
  }
  const size_t at = mac[19] & 15U;
  const uint32_t cut = (mac[at] & 0x7fU) << 24U | uint32_t{mac[at + 1]} << 16U |
                       uint32_t{mac[at + 2]} << 8U | mac[at + 3];
  uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", cut % modulus, digits);
}

int64_t code_step(InstantUs at) {
  return at / kStepUs;
}

std::optional<int64_t> step_of_code(std::span<const uint8_t> secret, std::string_view code,
                                    InstantUs now, int64_t last_taken) {
  const std::string typed = without(code, " ");
  std::optional<int64_t> found;
  for (int64_t step = code_step(now) - 1; step <= code_step(now) + 1; ++step) {
    const bool same = same_secret(hotp(secret, static_cast<uint64_t>(step)), typed);
    if (same && step > last_taken && !found) found = step;
  }
  return found;
}

std::string base32(std::span<const uint8_t> bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  uint32_t held = 0;
  int bits = 0;
  for (const uint8_t byte : bytes) {
    held = (held << 8U | byte) & 0xfffU;  // at most 4 + 8 bits are waiting
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += kLetters[held >> static_cast<unsigned>(bits) & 31U];
    }
  }
  if (bits > 0) text += kLetters[held << static_cast<unsigned>(5 - bits) & 31U];
  return text;
}

std::string code_uri(std::span<const uint8_t> secret, std::string_view office,
                     std::string_view login) {
  const std::string issuer = percent_encoded(office);
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits=6&period=30",
                     issuer, percent_encoded(login), base32(secret), issuer);
}

std::vector<std::string> new_recovery_codes(const FillRandom& random) {
  std::vector<std::string> codes;
  for (size_t i = 0; i < kRecoveryCodes; ++i) {
    std::array<uint8_t, 10> bytes{};
    random(bytes);
    std::string code = lower_ascii(base32(bytes));
    for (const size_t at : {12, 8, 4}) code.insert(at, "-");
    codes.push_back(std::move(code));
  }
  return codes;
}

AuditHash recovery_hash(std::string_view account, std::string_view code) {
  return CanonicalBytes("exemplar.recovery", 1)
      .text(account)
      .text(lower_ascii(without(code, " -")))
      .hash();
}

}  // namespace exemplar::programme
