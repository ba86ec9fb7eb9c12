#include "programme/user/account_service.hpp"

#include <algorithm>

#include "programme/user/grant_store.hpp"
#include "programme/user/one_write.hpp"
#include "programme/user/second_factor_store.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::programme {

namespace {

std::optional<KeepRefusal> refusal_of(store::Connection& connection, const std::string& id,
                                      const Keeper& keeper, Power power) {
  if (!find_account(connection, id)) return KeepRefusal::AccountUnknown;
  if (!keeps(keeper, power, holdings_kept(connection, id))) return KeepRefusal::BeyondKeeper;
  return std::nullopt;
}

// `act(change, account)` gives its refusal, or whether there was anything to do: where there was
// not, nothing is written.
template <typename Act>
std::optional<AccountServiceRefusal> keep(store::Connection& connection, const std::string& id,
                                          const Keeper& keeper, const WriteBy& by, const Act& act) {
  store::Write write(connection, by.now);
  if (const auto refusal = refusal_of(connection, id, keeper, Power::ManageAccounts)) {
    return *refusal;
  }
  const Decided<bool, AccountServiceRefusal> done =
      act(Change{write, by}, *find_account(connection, id));
  if (!done) return done.why();
  if (*done) write.commit();
  return std::nullopt;
}

using Done = Decided<bool, AccountServiceRefusal>;

}  // namespace

std::string_view name_of(HashingRefusal) {
  return "busy";
}

Message message_of(HashingRefusal) {
  return msg("too many people are signing in; try again");
}

std::string new_initial_password(const FillRandom& random) {
  constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";  // 32: no i, l, o, u
  std::array<uint8_t, 20> bytes{};
  random(bytes);
  std::string password;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && i % 5 == 0) password += '-';
    password += kLetters[bytes[i] % kLetters.size()];
  }
  return password;
}

Decided<AccountService::Hashed, AccountServiceRefusal> AccountService::hashed(
    const std::string& password, const std::string& login, const WriteBy& by) const {
  Hashed hashed;
  std::string plain = password;
  if (plain.empty()) {
    // A short login may stand in it by chance.
    do {
      hashed.made = new_initial_password(by.random);
    } while (refusal_of_password(hashed.made, login));
    plain = hashed.made;
  } else if (const auto refusal = refusal_of_password(plain, login)) {
    return AccountServiceRefusal{*refusal};
  }
  const auto pass = gate_.enter();
  if (!pass) return AccountServiceRefusal{HashingRefusal::Busy};
  hashed.hash = hasher_.hash(plain, by.random);
  return hashed;
}

Decided<InitialPassword, AccountServiceRefusal> AccountService::make(store::Connection& connection,
                                                                     const NewAccount& wanted,
                                                                     const WriteBy& by) const {
  // Before the hash, which takes its time.
  if (const auto refusal = refusal_of_account(wanted.login, wanted.name)) {
    return AccountServiceRefusal{*refusal};
  }
  if (find_account_by_login(connection, wanted.login)) {
    return AccountServiceRefusal{AccountRefusal::LoginTaken};
  }
  auto hashed = this->hashed(wanted.password, wanted.login, by);
  if (!hashed) return hashed.why();
  store::Write write(connection, by.now);
  const Change change{write, by};
  auto account = add_account(change, wanted.login, wanted.name);
  if (!account) return AccountServiceRefusal{account.why()};
  set_password(change, account->id, hashed->hash, true, std::nullopt);
  write.commit();
  return InitialPassword{account.take(), hashed->made};
}

Decided<InitialPassword, AccountServiceRefusal> AccountService::reset_password(
    store::Connection& connection, const std::string& id, const std::string& password,
    const Keeper& keeper, const WriteBy& by) const {
  const auto found = find_account(connection, id);
  if (!found) return AccountServiceRefusal{KeepRefusal::AccountUnknown};
  if (id == by.actor) return AccountServiceRefusal{KeepRefusal::Self};
  if (const auto refusal = refusal_of(connection, id, keeper, Power::ManageAccounts)) {
    return AccountServiceRefusal{*refusal};
  }
  auto hashed = this->hashed(password, found->login, by);
  if (!hashed) return hashed.why();
  const auto refused = keep(connection, id, keeper, by, [&](const Change& change, const Account&) {
    set_password(change, id, hashed->hash, true, std::nullopt);
    return Done{true};
  });
  if (refused) return *refused;
  return InitialPassword{*found, hashed->made};
}

std::optional<AccountServiceRefusal> rename_kept_account(store::Connection& connection,
                                                         const std::string& id,
                                                         const std::string& login,
                                                         const std::string& name,
                                                         const Keeper& keeper, const WriteBy& by) {
  return keep(connection, id, keeper, by, [&](const Change& change, const Account& account) {
    const std::string& new_login = login.empty() ? account.login : login;
    const std::string& new_name = name.empty() ? account.name : name;
    if (new_login == account.login && new_name == account.name) return Done{false};
    const auto refusal = rename_account(change, id, new_login, new_name);
    return refusal ? Done{AccountServiceRefusal{*refusal}} : Done{true};
  });
}

std::optional<AccountServiceRefusal> disable_kept_account(store::Connection& connection,
                                                          const std::string& id,
                                                          const Keeper& keeper, const WriteBy& by) {
  return keep(connection, id, keeper, by, [&](const Change& change, const Account& account) {
    if (is_disabled(account, by.now)) return Done{false};
    const auto refusal = disable_account(change, id, by.now, keeper.today);
    return refusal ? Done{AccountServiceRefusal{*refusal}} : Done{true};
  });
}

std::optional<AccountServiceRefusal> enable_kept_account(store::Connection& connection,
                                                         const std::string& id,
                                                         const Keeper& keeper, const WriteBy& by) {
  return keep(connection, id, keeper, by, [&](const Change& change, const Account& account) {
    if (!account.disabled_from) return Done{false};
    enable_account(change, id);
    return Done{true};
  });
}

std::optional<AccountServiceRefusal> remove_kept_second_factor(store::Connection& connection,
                                                               const std::string& id,
                                                               const Keeper& keeper,
                                                               const WriteBy& by) {
  return keep(connection, id, keeper, by, [&](const Change& change, const Account&) {
    if (id == by.actor) return Done{AccountServiceRefusal{KeepRefusal::Self}};
    if (!remove_second_factor(change, id)) return Done{false};
    end_sessions_of(change, id, SessionEnd::EndedByHand, std::nullopt);
    return Done{true};
  });
}

Decided<int64_t, KeepRefusal> end_kept_sessions(store::Connection& connection,
                                                const std::string& id, const Keeper& keeper,
                                                const WriteBy& by) {
  store::Write write(connection, by.now);
  if (const auto refusal = refusal_of(connection, id, keeper, Power::ManageSessions)) {
    return *refusal;
  }
  const int64_t ended = end_sessions_of({write, by}, id, SessionEnd::EndedByHand, std::nullopt);
  if (ended != 0) write.commit();
  return ended;
}

}  // namespace exemplar::programme
