// API tokens as rows, of which only the hash is kept.
#pragma once

#include "programme/user/api_token.hpp"
#include "programme/user/change_store.hpp"
#include "programme/user/session_rules.hpp"

namespace exemplar::programme {

struct MadeToken {
  std::string text;  // shown once
  ApiToken token;
};
// For the change's actor.
Decided<MadeToken, TokenRefusal> add_token(const Change& change, const ProposedToken& proposed,
                                           Date today);
// Also where it is no longer good.
std::optional<ApiToken> find_token(store::Connection& connection, std::string_view text);
std::optional<std::string> owner_of_token(store::Connection& connection, int64_t token);
// Newest first.
std::vector<ApiToken> tokens_of(store::Connection& connection, std::string_view account);
// What it may do now: what its owner may, within its scope; nothing where it is no longer good.
Powers powers_of_token(store::Connection& connection, const ApiToken& token, InstantUs now);
// Notes that it was used, once a minute, in a transaction of its own without a number.
void touch_token(store::Connection& connection, int64_t token, InstantUs now);
// False where there is none that was not revoked before.
bool revoke_token(const Change& change, int64_t token);
int64_t revoke_tokens_of(const Change& change, std::string_view account);

}  // namespace exemplar::programme
