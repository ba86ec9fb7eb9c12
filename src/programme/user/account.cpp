#include "programme/user/account.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "programme/user/common_passwords.hpp"

namespace exemplar::programme {

namespace {

// Of valid UTF-8.
std::vector<UChar32> characters_of(std::string_view text) {
  std::vector<UChar32> characters;
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    UChar32 one = 0;
    U8_NEXT(text.data(), at, length, one);
    characters.push_back(one);
  }
  return characters;
}

// Letters of other scripts look like Latin ones: two logins could not be told apart.
bool may_stand_in_login(UChar32 one) {
  if (one < 128) {
    return u_isalnum(one) != 0 || one == '.' || one == '_' || one == '-' || one == '@';
  }
  UErrorCode error = U_ZERO_ERROR;
  return u_isalpha(one) != 0 && uscript_getScript(one, &error) == USCRIPT_LATIN;
}

template <typename Test>
bool all_of(const std::vector<UChar32>& characters, const Test& test) {
  return std::all_of(characters.begin(), characters.end(), test);
}

// "abcabcabcabc"
bool is_one_piece_repeated(std::string_view text) {
  for (size_t piece = 1; piece <= 4; ++piece) {
    if (text.substr(piece) == text.substr(0, text.size() - std::min(piece, text.size())))
      return true;
  }
  return false;
}

// "123456789012", "987654321098", "qwertyuiop12"
bool is_run_of_keys(std::string_view text) {
  constexpr std::string_view kRuns[] = {
      "1234567890123456789012345678901234567890", "0987654321098765432109876543210987654321",
      "0123456789012345678901234567890123456789", "9876543210987654321098765432109876543210",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",     "QWERTYUIOPASDFGHJKLZXCVBNM1234567890",
      "QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,./",        "1QAZ2WSX3EDC4RFV5TGB6YHN7UJM8IK,9OL.0P;/"};
  return std::any_of(std::begin(kRuns), std::end(kRuns), [&](std::string_view run) {
    return run.find(text) != std::string_view::npos;
  });
}

bool is_common(const std::string& upper) {
  return std::find(std::begin(kCommonPasswords), std::end(kCommonPasswords), upper) !=
             std::end(kCommonPasswords) ||
         is_one_piece_repeated(upper) || is_run_of_keys(upper);
}

}  // namespace

bool is_disabled(const Account& account, InstantUs now) {
  return account.disabled_from && *account.disabled_from <= now;
}

std::string numbered_id(std::string_view prefix, int64_t number) {
  return fmt::format("{}{:06}", prefix, number);
}

std::string normal_login(std::string_view typed) {
  return nfc(trim(typed));
}

std::string login_key(std::string_view login) {
  return upper_case(nfc(trim(login)));
}

std::string_view name_of(AccountRefusal refusal) {
  constexpr std::string_view kNames[] = {"not_text",    "login_length",   "login_character",
                                         "name_length", "name_character", "login_taken"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(AccountRefusal refusal) {
  switch (refusal) {
    case AccountRefusal::NotText:
      return msg("this is not text in UTF-8");
    case AccountRefusal::LoginLength:
      return msg("a login has 3 to 64 characters");
    case AccountRefusal::LoginCharacter:
      return msg("a login has Latin letters, digits and . _ - @ only");
    case AccountRefusal::NameLength:
      return msg("a name has 1 to 200 characters");
    case AccountRefusal::NameCharacter:
      return msg("a name has no control characters");
    case AccountRefusal::LoginTaken:
      return msg("another account has this login");
  }
  return {};
}

std::optional<AccountRefusal> refusal_of_account(std::string_view login, std::string_view name) {
  if (first_invalid_utf8(login) || first_invalid_utf8(name)) return AccountRefusal::NotText;
  const auto of_login = characters_of(normal_login(login));
  if (of_login.size() < 3 || of_login.size() > 64) return AccountRefusal::LoginLength;
  if (!all_of(of_login, may_stand_in_login)) return AccountRefusal::LoginCharacter;
  const auto of_name = characters_of(nfc(trim(name)));
  if (of_name.empty() || of_name.size() > 200) return AccountRefusal::NameLength;
  const auto is_plain = [](UChar32 one) {
    const int8_t type = u_charType(one);
    return type != U_CONTROL_CHAR && type != U_FORMAT_CHAR && type != U_LINE_SEPARATOR &&
           type != U_PARAGRAPH_SEPARATOR;
  };
  if (!all_of(of_name, is_plain)) return AccountRefusal::NameCharacter;
  return std::nullopt;
}

std::string_view name_of(PasswordRefusal refusal) {
  constexpr std::string_view kNames[] = {"not_text",    "too_short", "too_long",
                                         "holds_login", "common",    "unchanged"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(PasswordRefusal refusal) {
  switch (refusal) {
    case PasswordRefusal::NotText:
      return msg("this is not text in UTF-8");
    case PasswordRefusal::TooShort:
      return msg("a password has at least {} characters; a sentence is easy to keep in mind",
                 kPasswordCharactersMin);
    case PasswordRefusal::TooLong:
      return msg("a password has at most {} characters", kPasswordCharactersMax);
    case PasswordRefusal::HoldsLogin:
      return msg("a password does not hold the login");
    case PasswordRefusal::Common:
      return msg("this password is among the first that anybody tries");
    case PasswordRefusal::Unchanged:
      return msg("this is the password you have");
  }
  return {};
}

std::optional<PasswordRefusal> refusal_of_password(std::string_view password,
                                                   std::string_view login) {
  if (first_invalid_utf8(password)) return PasswordRefusal::NotText;
  const std::string upper = upper_case(nfc(password));
  const size_t characters = characters_of(nfc(password)).size();
  if (characters < kPasswordCharactersMin) return PasswordRefusal::TooShort;
  if (characters > kPasswordCharactersMax) return PasswordRefusal::TooLong;
  const std::string key = login_key(login);
  if (!key.empty() && upper.find(key) != std::string::npos) return PasswordRefusal::HoldsLogin;
  if (is_common(upper)) return PasswordRefusal::Common;
  return std::nullopt;
}

}  // namespace exemplar::programme
