#include "programme/user/password_hash.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <stdexcept>

#include "base/text.hpp"

namespace exemplar::programme {

namespace {

std::string base64(std::span<const uint8_t> bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
  text.pop_back();  // the closing zero
  return text;
}

}  // namespace

PasswordHasher::PasswordHasher(PasswordCost cost, const FillRandom& random) : cost_(cost) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be used");
  std::array<uint8_t, 32> secret{};
  random(secret);
  of_nobody_ = hash(base64(secret), random);
}

// crypto_pwhash_str() takes its salt from the system; here it comes from `random`.
std::string PasswordHasher::hash(std::string_view password, const FillRandom& random) const {
  std::array<uint8_t, crypto_pwhash_argon2id_SALTBYTES> salt{};
  random(salt);
  std::array<uint8_t, 32> key{};
  const std::string normal = nfc(password);
  if (crypto_pwhash(key.data(), key.size(), normal.data(), normal.size(), salt.data(), cost_.passes,
                    cost_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("no memory to hash a password");
  }
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost_.memory_bytes / 1024, cost_.passes,
                     base64(salt), base64(key));
}

bool PasswordHasher::holds(const std::optional<std::string>& hash,
                           std::string_view password) const {
  const std::string normal = nfc(password);
  const std::string& kept = hash ? *hash : of_nobody_;
  const bool same = crypto_pwhash_str_verify(kept.c_str(), normal.data(), normal.size()) == 0;
  return same && hash.has_value();
}

bool PasswordHasher::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

std::optional<HashGate::Pass> HashGate::enter() {
  std::unique_lock lock(mutex_);
  if (inside_ >= at_once_) {
    if (waiting_ >= waiting_max_) return std::nullopt;
    ++waiting_;
    freed_.wait(lock, [this] { return inside_ < at_once_; });
    --waiting_;
  }
  ++inside_;
  return std::optional<Pass>(std::in_place, *this);
}

void HashGate::leave() {
  {
    const std::lock_guard lock(mutex_);
    --inside_;
  }
  freed_.notify_one();
}

}  // namespace exemplar::programme
