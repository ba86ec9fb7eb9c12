// What is tried, counted and told of attempts that fail.
#include <algorithm>

#include "programme/user/sign_in_service.hpp"
#include "programme/user/throttle_store.hpp"

namespace exemplar::programme {

std::optional<SignInRefused> SignIn::not_heard(store::Connection& connection,
                                               const Subjects& subjects, InstantUs now) const {
  const InstantUs from =
      std::max(heard_from(failures_of(connection, subjects.person), policy_.per_login, now),
               heard_from(failures_of(connection, subjects.address), policy_.per_address, now));
  if (from == 0) return std::nullopt;
  return SignInRefused{SignInRefusal::TooMany, from - now};
}

Decided<FailureCount, SignInRefused> SignIn::count(store::Connection& connection,
                                                   const Subjects& subjects, InstantUs now) const {
  store::Transaction transaction(connection, store::Transaction::Kind::Write);
  // Others may have failed since it was first asked.
  if (const auto refused = not_heard(connection, subjects, now)) return *refused;
  const FailureCount of_person =
      with_failure(failures_of(connection, subjects.person), policy_.per_login, now);
  keep_failures(connection, subjects.person, of_person);
  keep_failures(connection, subjects.address,
                with_failure(failures_of(connection, subjects.address), policy_.per_address, now));
  transaction.commit();
  return of_person;
}

SignInRefused SignIn::failed(store::Connection& connection, const std::optional<Account>& account,
                             std::string_view what, const Subjects& subjects,
                             const FailureCount& count, InstantUs now) const {
  if (!is_told(count.failures)) return kWrong;
  const WriteBy who = by("system", now);
  store::Write write(connection, now);
  Json payload = Json::object();
  payload.add("what", Json::string(what))
      .add("failures", Json::integer(count.failures))
      .add("since", Json::string(iso_instant(count.first_at)))
      .add("address", Json::string(kept_text(subjects.from)));
  record({write, who}, "sign_in.failed", account ? "account/" + account->id : "sign_in/unknown",
         payload);
  write.commit();
  return kWrong;
}

Decided<std::string, SignInRefused> SignIn::hashed(const std::string& password) const {
  const auto pass = gate_.enter();
  if (!pass) return SignInRefused{SignInRefusal::Busy, 0};
  return hasher_.hash(password, random_);
}

Decided<SignIn::Tried, SignInRefused> SignIn::try_password(store::Connection& connection,
                                                           const Subjects& subjects,
                                                           const std::optional<Account>& account,
                                                           const std::string& password,
                                                           InstantUs now) const {
  if (const auto refused = not_heard(connection, subjects, now)) return *refused;
  const auto pass = gate_.enter();
  if (!pass) return SignInRefused{SignInRefusal::Busy, 0};
  const auto counted = count(connection, subjects, now);
  if (!counted) return counted.why();
  Tried tried;
  tried.count = *counted;
  tried.kept = password_of(connection, account ? account->id : "");
  const bool heard = account && !is_disabled(*account, now) && tried.kept;
  tried.holds = hasher_.holds(heard ? std::optional(tried.kept->hash) : std::nullopt, password);
  if (tried.holds && hasher_.is_outdated(tried.kept->hash)) {
    tried.rehashed = hasher_.hash(password, random_);
  }
  return tried;
}

void SignIn::forgive(store::Connection& connection, const Subjects& subjects) {
  forget_failures(connection, subjects.person);
  take_failure_back(connection, subjects.address);
}

bool SignIn::still_holds(store::Connection& connection, const std::string& account,
                         const std::optional<KeptPassword>& tried, InstantUs now) {
  const auto found = find_account(connection, account);
  const auto kept = password_of(connection, account);
  return found && !is_disabled(*found, now) && kept && tried && kept->hash == tried->hash;
}

}  // namespace exemplar::programme
