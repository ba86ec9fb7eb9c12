// A person's account, and what may be its login, name and password.
//
// Passwords by OWASP ASVS 4.0, 2.1: length, no composition rules, none that everybody tries.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/message.hpp"
#include "programme/audit/instant.hpp"

namespace exemplar::programme {

struct Account {
  std::string id;  // "u-000001"; never given to another
  std::string login;
  std::string name;
  InstantUs created = 0;
  std::optional<InstantUs> disabled_from;

  bool operator==(const Account&) const = default;
};
bool is_disabled(const Account& account, InstantUs now);

// "u-", 123 → "u-000123".
std::string numbered_id(std::string_view prefix, int64_t number);

// Normalised, without blanks round it.
std::string normal_login(std::string_view typed);
// Equal for logins that may not both exist.
std::string login_key(std::string_view login);

enum class AccountRefusal {
  NotText,         // not UTF-8
  LoginLength,     // 3 to 64 characters
  LoginCharacter,  // other than Latin letters, digits and . _ - @
  NameLength,      // 1 to 200 characters
  NameCharacter,   // control characters
  LoginTaken,
};
std::string_view name_of(AccountRefusal refusal);
Message message_of(AccountRefusal refusal);
// LoginTaken is for whoever knows the others.
std::optional<AccountRefusal> refusal_of_account(std::string_view login, std::string_view name);

inline constexpr size_t kPasswordCharactersMin = 12;
inline constexpr size_t kPasswordCharactersMax = 256;

enum class PasswordRefusal {
  NotText,
  TooShort,
  TooLong,
  HoldsLogin,
  Common,     // among those tried first, a run of keys, or one piece over and over
  Unchanged,  // where a new one is asked for; for whoever knows the old one
};
std::string_view name_of(PasswordRefusal refusal);
Message message_of(PasswordRefusal refusal);
std::optional<PasswordRefusal> refusal_of_password(std::string_view password,
                                                   std::string_view login);

}  // namespace exemplar::programme
