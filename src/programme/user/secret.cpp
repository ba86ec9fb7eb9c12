#include "programme/user/secret.hpp"

#include <sodium.h>

namespace exemplar::programme {

namespace {

constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kMark = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

std::string base64url(std::span<const uint8_t> bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
  text.pop_back();  // the closing zero
  return text;
}

}  // namespace

std::string new_token(const FillRandom& random) {
  std::array<uint8_t, 32> bytes{};
  random(bytes);
  return base64url(bytes);
}

AuditHash token_hash(std::string_view purpose, std::string_view token) {
  return CanonicalBytes(purpose, 1).text(token).hash();
}

std::string csrf_token(std::string_view session_token) {
  return base64url(token_hash("exemplar.csrf", session_token));
}

bool csrf_holds(std::string_view session_token, std::string_view given) {
  return same_secret(csrf_token(session_token), given);
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string seal(std::string_view secret, std::string_view about, const SealingKey& key,
                 const FillRandom& random) {
  std::string sealed(kNonce + secret.size() + kMark, '\0');
  auto* to = reinterpret_cast<uint8_t*>(sealed.data());
  random({to, kNonce});
  crypto_aead_xchacha20poly1305_ietf_encrypt(to + kNonce, nullptr, bytes_of(secret), secret.size(),
                                             bytes_of(about), about.size(), nullptr, to,
                                             key.data());
  return sealed;
}

std::optional<std::string> unseal(std::string_view sealed, std::string_view about,
                                  const SealingKey& key) {
  if (sealed.size() < kNonce + kMark) return std::nullopt;
  std::string secret(sealed.size() - kNonce - kMark, '\0');
  const bool opened =
      crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<uint8_t*>(secret.data()), nullptr, nullptr, bytes_of(sealed) + kNonce,
          sealed.size() - kNonce, bytes_of(about), about.size(), bytes_of(sealed), key.data()) == 0;
  if (!opened) return std::nullopt;
  return secret;
}

}  // namespace exemplar::programme
