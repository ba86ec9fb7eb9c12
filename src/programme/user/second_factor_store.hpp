// A person's authenticator app and recovery codes. The app's secret is sealed with the office's key,
// which is not in the database; of recovery codes only hashes are kept.
//
//   begin ─▶ secret, picture ─▶ first code ─▶ confirmed, ten recovery codes ─▶ removed
#pragma once

#include <vector>

#include "programme/user/change_store.hpp"
#include "programme/user/decided.hpp"
#include "programme/user/one_time_code.hpp"
#include "programme/user/secret.hpp"

namespace exemplar::programme {

enum class FactorRefusal {
  SetUpAlready,
  NotBegun,
  WrongCode,
  NotSetUp,
  Off,       // the office does without
  Required,  // the office does not do without
};
std::string_view name_of(FactorRefusal refusal);
Message message_of(FactorRefusal refusal);

// Confirmed.
bool has_second_factor(store::Connection& connection, std::string_view account);
int64_t recovery_codes_left(store::Connection& connection, std::string_view account);

// A new secret, in the place of one that was not confirmed.
Decided<CodeSecret, FactorRefusal> begin_second_factor(const Change& change,
                                                       const std::string& account,
                                                       const SealingKey& key);
// With the first code; gives the recovery codes, which are shown once.
Decided<std::vector<std::string>, FactorRefusal> confirm_second_factor(const Change& change,
                                                                       const std::string& account,
                                                                       std::string_view code,
                                                                       const SealingKey& key);
// In the place of those there are.
std::vector<std::string> renew_recovery_codes(const Change& change, const std::string& account);
// By the person, or by who keeps accounts for a person who lost it. False where there is none.
bool remove_second_factor(const Change& change, const std::string& account);

// A code of the app or a recovery code, which is then used up. Throws std::runtime_error where the
// key is not the one that the secret was sealed with.
bool take_code(const Change& change, const std::string& account, std::string_view code,
               const SealingKey& key);

}  // namespace exemplar::programme
