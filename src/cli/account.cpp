#include "cli/account.hpp"

#include "base/zone.hpp"
#include "cli/words.hpp"
#include "programme/user/set_up_service.hpp"

namespace exemplar::cli {

std::vector<std::string> role_words() {
  std::vector<std::string> words;
  for (const programme::Role role : programme::all_roles()) {
    words.emplace_back(programme::name_of(role));
  }
  return words;
}

Result<Report> add_account(const AccountOptions& options, const std::string& password,
                           const Common& common, const programme::WriteBy& by) {
  const Say say{common.language};
  const auto read = programme::read_office(common.address, {.reading = programme::Reading::Outline},
                                           std::nullopt);
  if (!read) return read.refusal();
  const programme::Definitions& definitions = read->office.definitions;
  const auto zone = Zone::named(definitions.zone);
  if (!zone) return zone.refusal();
  const Date today = zone->day_of(by.now);
  programme::NewPerson person;
  person.login = options.login;
  person.name = options.name;
  person.password = password;
  person.role = programme::role_named(options.role).value_or(programme::Role::Administrator);
  person.days = {today, kOpenFuture};
  if (!options.below.empty()) {
    const auto unit = definitions.units.resolve(options.below, today);
    if (!unit) return unit.refusal();
    const std::string hierarchy = options.hierarchy.empty() && !definitions.programmes.empty()
                                      ? definitions.programmes.front().hierarchy
                                      : options.hierarchy;
    person.reach = {programme::Reach::Extent::Below, hierarchy, {definitions.units.id_of(*unit)}};
  }
  const auto connection = programme::open_office(common.address, programme::Access::Use);
  if (!connection) return connection.refusal();
  try {
    const programme::PasswordHasher hasher({}, by.random);
    const auto account =
        programme::set_up_person(**connection, person, hasher, definitions.units, today, by);
    if (!account) return account.refusal();
    Report report;
    report.title = account->login;
    report.line(
        say(msg("account {} of {}, as {}; the password has to be changed at the first "
                "sign-in",
                account->id, account->name, programme::label_of(person.role))));
    report.fact("account", Json::string(account->id));
    report.fact("role", Json::string(programme::name_of(person.role)));
    return report;
  } catch (const store::Failure& failure) {
    return programme::refusal_of(failure, common.address);
  }
}

}  // namespace exemplar::cli
