// account add: a person's account, made on the office's own machine. The first administrator is made
// so; the others are made by them.
#pragma once

#include "cli/verbs.hpp"

namespace exemplar::cli {

struct AccountOptions {
  std::string action;  // "add"
  std::string login;
  std::string name;
  std::string role = "administrator";
  std::string below;  // a unit, with all below it in `hierarchy`; empty: the whole office
  std::string hierarchy;
};

// `password`: as it was typed. Refused for what an account, a password or a grant may not be.
Result<Report> add_account(const AccountOptions& options, const std::string& password,
                           const Common& common, const programme::WriteBy& by);

// The words of --role.
std::vector<std::string> role_words();

}  // namespace exemplar::cli
