// Everything that a provider or a browser may send on the way of single sign-on: tokens, claims, keys,
// descriptions, addresses. The first byte says which.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "programme/single_sign_on/oidc_rules.hpp"
#include "programme/single_sign_on/provider_url.hpp"

using namespace exemplar::programme;

namespace {

constexpr const char* kKeys =
    R"({"keys": [{"kty": "EC", "crv": "P-256", "kid": "e1",
                  "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                  "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      if (const auto token = SignedToken::parse(text)) {
        static const auto keys = parse_keys(kKeys).value();
        static_cast<void>(refusal_of_signature(*token, keys));
      }
      break;
    case 1:
      if (const auto claims = read_claims(text)) {
        const IdTokenExpectation expected{"https://id.example", "c", "n", "at", 0, 900};
        if (!refusal_of(*claims, expected, 1'000)) must(is_subject(claims->subject.value()));
      }
      break;
    case 2:
      if (const auto keys = parse_keys(text)) {
        const SignedToken token{"RS256", {}, "{}", "e30.e30", std::string(256, 's')};
        must(refusal_of_signature(token, *keys).has_value());
      }
      break;
    case 3: {
      const ReadDescription read = read_description(text, "https://id.example");
      if (read.wrong.empty()) must(ProviderUrl::parse(read.description.token)->scheme == "https");
      break;
    }
    default:
      if (is_local_page(text)) must(text[0] == '/' && (text.size() == 1 || text[1] != '/'));
      if (const auto bytes = from_base64url(text)) must(to_base64url(*bytes) == text);
      static_cast<void>(ProviderUrl::parse(text));
  }
  return 0;
}
