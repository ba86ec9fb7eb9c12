#include "programme/user/sign_in_service.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

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
  forgive(connection, subjects);
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
  forgive(connection, subjects);
  SignedIn signed_in = renewed({write, who}, again->session, again->session.factor);
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

bool SignIn::end_one(store::Connection& connection, const Session& session, int64_t which,
                     InstantUs now) const {
  const WriteBy who = by(session.account, now);
  store::Write write(connection, now);
  const std::vector<Session> own = sessions_of(connection, session.account);
  const bool is_own =
      std::any_of(own.begin(), own.end(), [&](const Session& one) { return one.number == which; });
  const bool ended = is_own && end_session({write, who}, which, SessionEnd::EndedByHand);
  if (ended) write.commit();
  return ended;
}

int64_t SignIn::end_others(store::Connection& connection, const Session& session,
                           InstantUs now) const {
  const WriteBy who = by(session.account, now);
  store::Write write(connection, now);
  const int64_t ended =
      end_sessions_of({write, who}, session.account, SessionEnd::EndedByHand, session.number);
  if (ended != 0) write.commit();
  return ended;
}

bool SignIn::lock(store::Connection& connection, const Session& session, InstantUs now) const {
  const WriteBy who = by(session.account, now);
  store::Write write(connection, now);
  const bool locked = lock_session({write, who}, session.number);
  if (locked) write.commit();
  return locked;
}

Decided<SignedIn, PasswordChangeRefused> SignIn::change_password(
    store::Connection& connection, const std::string& token, const std::string& old_password,
    const std::string& new_password, const std::string& address, InstantUs now) const {
  const auto refused = [](SignInRefused why) { return PasswordChangeRefused{why, {}}; };
  const auto may_change = [&](const std::optional<FoundSession>& found) {
    return stands(found, {SessionState::PasswordChangeNeeded, SessionState::Open}, now);
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
  forgive(connection, subjects);
  SignedIn signed_in = renewed(change, again->session, again->session.factor);
  write.commit();
  return signed_in;
}

}  // namespace exemplar::programme
