// The code after the password, and what a person changes of their own second factor.
#include <algorithm>

#include "programme/user/sign_in_service.hpp"

namespace exemplar::programme {

bool SignIn::stands(const std::optional<FoundSession>& found,
                    std::initializer_list<SessionState> states, InstantUs now) const {
  if (!found) return false;
  const SessionState state = found->state(policy_.session, now);
  return std::find(states.begin(), states.end(), state) != states.end();
}

template <typename Made>
Decided<Made, SignInRefused> SignIn::with_code(store::Connection& connection, const OwnCode& given,
                                               std::initializer_list<SessionState> states,
                                               InstantUs now, const TakeCode<Made>& take) const {
  const auto found = find_session(connection, given.token);
  if (!stands(found, states, now)) return kNoSession;
  const Account& account = found->account;
  const Subjects subjects{code_subject(account.id), address_subject(given.address), given.address};
  const auto counted = count(connection, subjects, now);
  if (!counted) return counted.why();
  {
    const WriteBy who = by(account.id, now);
    store::Write write(connection, now);
    // Somebody else may have ended it since it was first asked.
    const auto again = find_session(connection, given.token);
    if (!stands(again, states, now)) return kNoSession;
    if (auto made = take({write, who}, *again)) {
      forgive(connection, subjects);
      write.commit();
      return *std::move(made);
    }
  }
  return failed(connection, account, "code", subjects, *counted, now);
}

SignedIn SignIn::renewed(const Change& change, const Session& session, Factor factor) {
  SignedIn done;
  done.token = renew_session(change, session.number, factor);
  done.session = *find_session(change.connection(), done.token);
  return done;
}

Decided<SignedIn, SignInRefused> SignIn::give_code(store::Connection& connection,
                                                   const OwnCode& given, InstantUs now) const {
  return with_code<SignedIn>(
      connection, given, {SessionState::CodeNeeded}, now,
      [&](const Change& change, const FoundSession& found) -> std::optional<SignedIn> {
        if (!take_code(change, found.account.id, given.code, key_)) return std::nullopt;
        return renewed(change, found.session, Factor::Passed);
      });
}

Decided<CodeSecret, FactorChangeRefused> SignIn::begin_factor(store::Connection& connection,
                                                              const std::string& token,
                                                              InstantUs now) const {
  if (policy_.factor == FactorUse::Off) return FactorChangeRefused{{}, FactorRefusal::Off};
  const auto found = find_session(connection, token);
  if (!stands(found, {SessionState::EnrolmentNeeded, SessionState::Open}, now)) {
    return FactorChangeRefused{kNoSession, {}};
  }
  const WriteBy who = by(found->account.id, now);
  store::Write write(connection, now);
  const auto begun = begin_second_factor({write, who}, found->account.id, key_);
  if (!begun) return FactorChangeRefused{{}, begun.why()};
  write.commit();
  return *begun;
}

Decided<SignIn::Enrolled, SignInRefused> SignIn::enrol(store::Connection& connection,
                                                       const OwnCode& given, InstantUs now) const {
  return with_code<Enrolled>(
      connection, given, {SessionState::EnrolmentNeeded, SessionState::Open}, now,
      [&](const Change& change, const FoundSession& found) -> std::optional<Enrolled> {
        const auto codes = confirm_second_factor(change, found.account.id, given.code, key_);
        if (!codes) return std::nullopt;
        return Enrolled{renewed(change, found.session, Factor::Passed), *codes};
      });
}

template <typename Made>
Decided<Made, FactorChangeRefused> SignIn::change_factor(store::Connection& connection,
                                                         const OwnCode& given,
                                                         const std::string& password, InstantUs now,
                                                         const TakeCode<Made>& work) const {
  const auto found = find_session(connection, given.token);
  if (!stands(found, {SessionState::Open}, now)) return FactorChangeRefused{kNoSession, {}};
  const Account& account = found->account;
  if (!has_second_factor(connection, account.id)) {
    return FactorChangeRefused{{}, FactorRefusal::NotSetUp};
  }
  const Subjects subjects{login_subject(account.login), address_subject(given.address),
                          given.address};
  const auto tried = try_password(connection, subjects, account, password, now);
  if (!tried) return FactorChangeRefused{tried.why(), {}};
  if (!tried->holds) {
    return FactorChangeRefused{failed(connection, account, "password", subjects, tried->count, now),
                               {}};
  }
  auto done =
      with_code<Made>(connection, given, {SessionState::Open}, now,
                      [&](const Change& change, const FoundSession& again) -> std::optional<Made> {
                        if (!still_holds(connection, account.id, tried->kept, now))
                          return std::nullopt;
                        if (!take_code(change, account.id, given.code, key_)) return std::nullopt;
                        forgive(connection, subjects);
                        return work(change, again);
                      });
  if (!done) return FactorChangeRefused{done.why(), {}};
  return done.take();
}

Decided<SignIn::Enrolled, FactorChangeRefused> SignIn::renew_codes(store::Connection& connection,
                                                                   const OwnCode& given,
                                                                   const std::string& password,
                                                                   InstantUs now) const {
  return change_factor<Enrolled>(
      connection, given, password, now,
      [&](const Change& change, const FoundSession& found) -> std::optional<Enrolled> {
        auto codes = renew_recovery_codes(change, found.account.id);
        return Enrolled{renewed(change, found.session, found.session.factor), std::move(codes)};
      });
}

Decided<SignedIn, FactorChangeRefused> SignIn::remove_factor(store::Connection& connection,
                                                             const OwnCode& given,
                                                             const std::string& password,
                                                             InstantUs now) const {
  if (policy_.factor == FactorUse::Required)
    return FactorChangeRefused{{}, FactorRefusal::Required};
  return change_factor<SignedIn>(
      connection, given, password, now,
      [&](const Change& change, const FoundSession& found) -> std::optional<SignedIn> {
        if (!remove_second_factor(change, found.account.id)) return std::nullopt;
        return renewed(change, found.session, Factor::NotNeeded);
      });
}

}  // namespace exemplar::programme
