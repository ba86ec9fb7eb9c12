#include "programme/user/set_up_service.hpp"

namespace exemplar::programme {

Result<Account> set_up_person(store::Connection& connection, const NewPerson& person,
                              const PasswordHasher& hasher, const UnitRegister& units, Date today,
                              const WriteBy& by) {
  if (const auto refusal = refusal_of_account(person.login, person.name)) {
    return Refusal{message_of(*refusal), {}};
  }
  if (const auto refusal = refusal_of_password(person.password, person.login)) {
    return Refusal{message_of(*refusal), {}};
  }
  const std::string hash = hasher.hash(person.password, by.random);
  store::Write write(connection, by.now);
  const Change change{write, by};
  auto account = add_account(change, person.login, person.name);
  if (!account) return Refusal{message_of(account.why()), {}};
  set_password(change, account->id, hash, person.must_change_password, std::nullopt);
  const auto grant = add_grant(
      change,
      {account->id, person.role, person.reach, person.days, "set up on the office's machine"},
      nullptr, units, today);
  if (!grant) return Refusal{message_of(grant.why()), {}};
  write.commit();
  return account.take();
}

}  // namespace exemplar::programme
