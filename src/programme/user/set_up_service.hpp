// Accounts that the office itself makes, from the machine that it runs on: the first administrator, who
// then makes the others.
#pragma once

#include "programme/user/account_store.hpp"
#include "programme/user/grant_store.hpp"
#include "programme/user/password_hash.hpp"

namespace exemplar::programme {

struct NewPerson {
  std::string login;
  std::string name;
  std::string password;
  bool must_change_password = true;
  Role role = Role::Administrator;
  Reach reach{Reach::Extent::Everything, {}, {}};
  DateRange days;
};

// Account, password and grant in one write, or the first refusal.
Result<Account> set_up_person(store::Connection& connection, const NewPerson& person,
                              const PasswordHasher& hasher, const UnitRegister& units, Date today,
                              const WriteBy& by);

}  // namespace exemplar::programme
