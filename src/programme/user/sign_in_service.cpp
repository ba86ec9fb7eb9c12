#include "programme/user/sign_in_service.hpp"

#include <algorithm>

#include "programme/user/throttle_store.hpp"

namespace exemplar::programme {

namespace {

constexpr SignInRefused kWrong = {SignInRefusal::Wrong, 0};
constexpr SignInRefused kNoSession = {SignInRefusal::NoSession, 0};

void forget(store::Connection& connection, const std::string& person, const std::string& address) {
  forget_failures(connection, person);
  take_failure_back(connection, address);
}

// Nothing was changed of it since the password was tried.
bool still_holds(store::Connection& connection, const std::string& account,
                 const std::optional<KeptPassword>& tried, InstantUs now) {
  const auto found = find_account(connection, account);
  const auto kept = password_of(connection, account);
  return found && !is_disabled(*found, now) && kept && tried && kept->hash == tried->hash;
}

void end_brought(const Change& change, const std::string& token) {
  if (token.empty()) return;
  const auto brought = find_session(change.connection(), token);
  if (brought) end_session(change, brought->session.number, SessionEnd::UserChanged);
}

void tell_failures_before(const Change& change, const FailureCount& count) {
  if (count.failures <= 1) return;
  Json payload = Json::object();
  payload.add("failures", Json::integer(count.failures - 1))
      .add("since", Json::string(iso_instant(count.first_at)));
  record(change, "sign_in.after_failures", "account/" + change.by.actor, payload);
}

}  // namespace

std::string_view name_of(SignInRefusal refusal) {
  constexpr std::string_view kNames[] = {"too_many", "busy", "wrong", "no_session"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(SignInRefusal refusal) {
  switch (refusal) {
    case SignInRefusal::TooMany:
      return msg("too many attempts; wait a little");
    case SignInRefusal::Busy:
      return msg("too many people are signing in; try again");
    case SignInRefusal::Wrong:
      return msg("this login and this password or code do not belong together");
    case SignInRefusal::NoSession:
      return msg("there is no such session; sign in");
  }
  return {};
}

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

Decided<SignedIn, SignInRefused> SignIn::sign_in(store::Connection& connection,
                                                 const SignInAttempt& attempt,
                                                 InstantUs now) const {
  const Subjects subjects{login_subject(attempt.login), address_subject(attempt.address),
                          attempt.address};
  const auto account = find_account_by_login(connection, attempt.login);
  const auto tried = try_password(connection, subjects, account, attempt.password, now);
  if (!tried) return tried.why();
  if (!tried->holds) return failed(connection, account, "password", subjects, tried->count, now);

  const WriteBy who = by(account->id, now);
  store::Write write(connection, now);
  const Change change{write, who};
  if (!still_holds(connection, account->id, tried->kept, now)) return kWrong;
  if (tried->rehashed) keep_rehashed(change, account->id, *tried->rehashed);
  forget(connection, subjects.person, subjects.address);
  tell_failures_before(change, tried->count);
  end_brought(change, attempt.token_brought);
  const Factor factor =
      factor_at_sign_in(policy_.factor, has_second_factor(connection, account->id));
  const StartedSession started =
      start_session(change, account->id, factor, {"password", attempt.address, attempt.agent});
  SignedIn signed_in{started.token, *find_session(connection, started.token)};
  write.commit();
  return signed_in;
}

Decided<SignedIn, SignInRefused> SignIn::vouched(store::Write& write, const std::string& account,
                                                 const SessionOrigin& origin,
                                                 const Vouching& vouching, InstantUs now) const {
  const WriteBy who = by(account, now);
  const Change change{write, who};
  store::Connection& connection = write.connection();
  const auto found = find_account(connection, account);
  if (!found || is_disabled(*found, now)) return kWrong;
  if (vouching.session_brought) {
    end_session(change, *vouching.session_brought, SessionEnd::UserChanged);
  }
  const Factor factor = vouching.factor.value_or(
      factor_at_sign_in(policy_.factor, has_second_factor(connection, account)));
  const StartedSession started = start_session(change, account, factor, origin);
  return SignedIn{started.token, *find_session(connection, started.token)};
}

Decided<SignedIn, SignInRefused> SignIn::vouched(store::Connection& connection,
                                                 const std::string& account,
                                                 const SessionOrigin& origin,
                                                 const Vouching& vouching, InstantUs now) const {
  store::Write write(connection, now);
  auto done = vouched(write, account, origin, vouching, now);
  if (done) write.commit();
  return done;
}

Decided<SignedIn, SignInRefused> SignIn::unlock(store::Connection& connection,
                                                const std::string& token,
                                                const std::string& password,
                                                const std::string& address, InstantUs now) const {
  const auto found = find_session(connection, token);
  if (!found || is_over(found->state(policy_.session, now))) return kNoSession;
  const Account& account = found->account;
  const Subjects subjects{login_subject(account.login), address_subject(address), address};
  const auto tried = try_password(connection, subjects, account, password, now);
  if (!tried) return tried.why();
  if (!tried->holds) return failed(connection, account, "password", subjects, tried->count, now);

  const WriteBy who = by(account.id, now);
  store::Write write(connection, now);
  const auto again = find_session(connection, token);
  if (!again || is_over(again->state(policy_.session, now))) return kNoSession;
  if (!still_holds(connection, account.id, tried->kept, now)) return kWrong;
  forget(connection, subjects.person, subjects.address);
  const std::string renewed =
      renew_session({write, who}, again->session.number, again->session.factor);
  SignedIn signed_in{renewed, *find_session(connection, renewed)};
  write.commit();
  return signed_in;
}

bool SignIn::sign_out(store::Connection& connection, const Session& session, InstantUs now) const {
  const WriteBy who = by(session.account, now);
  store::Write write(connection, now);
  const bool ended = end_session({write, who}, session.number, SessionEnd::SignedOut);
  if (ended) write.commit();  // else it would take a revision of which no entry tells
  return ended;
}

bool SignIn::lock(store::Connection& connection, const Session& session, InstantUs now) const {
  const WriteBy who = by(session.account, now);
  store::Write write(connection, now);
  const bool locked = lock_session({write, who}, session.number);
  if (locked) write.commit();
  return locked;
}

Decided<SignedIn, SignInRefused> SignIn::give_code(store::Connection& connection,
                                                   const std::string& token,
                                                   const std::string& code,
                                                   const std::string& address,
                                                   InstantUs now) const {
  const auto found = find_session(connection, token);
  if (!found || found->state(policy_.session, now) != SessionState::CodeNeeded) return kNoSession;
  const Account& account = found->account;
  const Subjects subjects{code_subject(account.id), address_subject(address), address};
  const auto counted = count(connection, subjects, now);
  if (!counted) return counted.why();
  {
    const WriteBy who = by(account.id, now);
    store::Write write(connection, now);
    const Change change{write, who};
    const auto again = find_session(connection, token);
    if (!again || again->state(policy_.session, now) != SessionState::CodeNeeded) {
      return kNoSession;
    }
    if (take_code(change, account.id, code, key_)) {
      forget(connection, subjects.person, subjects.address);
      const std::string renewed = renew_session(change, again->session.number, Factor::Passed);
      SignedIn signed_in{renewed, *find_session(connection, renewed)};
      write.commit();
      return signed_in;
    }
  }
  return failed(connection, account, "code", subjects, *counted, now);
}

Decided<SignIn::Enrolled, SignInRefused> SignIn::enrol(store::Connection& connection,
                                                       const std::string& token,
                                                       const std::string& code,
                                                       const std::string& address,
                                                       InstantUs now) const {
  const auto may_enrol = [&](const std::optional<FoundSession>& found) {
    if (!found) return false;
    const SessionState state = found->state(policy_.session, now);
    return state == SessionState::EnrolmentNeeded || state == SessionState::Open;
  };
  const auto found = find_session(connection, token);
  if (!may_enrol(found)) return kNoSession;
  const Account& account = found->account;
  const Subjects subjects{code_subject(account.id), address_subject(address), address};
  const auto counted = count(connection, subjects, now);
  if (!counted) return counted.why();
  {
    const WriteBy who = by(account.id, now);
    store::Write write(connection, now);
    const Change change{write, who};
    const auto again = find_session(connection, token);
    if (!may_enrol(again)) return kNoSession;
    const auto codes = confirm_second_factor(change, account.id, code, key_);
    if (codes) {
      forget(connection, subjects.person, subjects.address);
      const std::string renewed = renew_session(change, again->session.number, Factor::Passed);
      Enrolled enrolled{{renewed, *find_session(connection, renewed)}, *codes};
      write.commit();
      return enrolled;
    }
  }
  return failed(connection, account, "code", subjects, *counted, now);
}

Decided<SignedIn, PasswordChangeRefused> SignIn::change_password(
    store::Connection& connection, const std::string& token, const std::string& old_password,
    const std::string& new_password, const std::string& address, InstantUs now) const {
  const auto refused = [](SignInRefused why) { return PasswordChangeRefused{why, {}}; };
  const auto may_change = [&](const std::optional<FoundSession>& found) {
    if (!found) return false;
    const SessionState state = found->state(policy_.session, now);
    return state == SessionState::PasswordChangeNeeded || state == SessionState::Open;
  };
  const auto found = find_session(connection, token);
  if (!may_change(found)) return refused(kNoSession);
  const Account& account = found->account;
  auto weak = refusal_of_password(new_password, account.login);
  if (!weak && new_password == old_password) weak = PasswordRefusal::Unchanged;
  if (weak) return PasswordChangeRefused{{}, weak};
  const Subjects subjects{login_subject(account.login), address_subject(address), address};
  const auto tried = try_password(connection, subjects, account, old_password, now);
  if (!tried) return refused(tried.why());
  if (!tried->holds) {
    return refused(failed(connection, account, "password", subjects, tried->count, now));
  }
  const auto hash = hashed(new_password);
  if (!hash) return refused(hash.why());

  const WriteBy who = by(account.id, now);
  store::Write write(connection, now);
  const Change change{write, who};
  const auto again = find_session(connection, token);
  if (!may_change(again)) return refused(kNoSession);
  if (!still_holds(connection, account.id, tried->kept, now)) return refused(kWrong);
  set_password(change, account.id, *hash, false, again->session.number);
  forget(connection, subjects.person, subjects.address);
  const std::string renewed = renew_session(change, again->session.number, again->session.factor);
  SignedIn signed_in{renewed, *find_session(connection, renewed)};
  write.commit();
  return signed_in;
}

}  // namespace exemplar::programme
