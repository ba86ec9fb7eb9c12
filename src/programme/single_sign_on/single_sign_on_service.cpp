#include "programme/single_sign_on/single_sign_on_service.hpp"

#include "programme/single_sign_on/provider_url.hpp"
#include "programme/user/throttle_store.hpp"

namespace exemplar::programme {

namespace {

SignOnRefused refused(SignOnRefusal why, std::string note = {}) {
  return {why, std::move(note)};
}

// Each kind of failure of an address by itself, so that each is told at its first.
std::string failure_subject(SignOnRefusal why, const std::string& address) {
  return "sign_on/" + std::string(name_of(why)) + "/" + address_subject(address);
}

// For linking: the session in which it was begun, still good.
bool is_open(store::Connection& connection, const SignInFlow& flow, const SessionPolicy& policy,
             InstantUs now) {
  const auto account = find_account(connection, flow.account);
  if (!account || is_disabled(*account, now)) return false;
  for (const Session& session : sessions_of(connection, flow.account)) {
    if (session.number != flow.session) continue;
    return state_of(session, {}, policy, now) == SessionState::Open;
  }
  return false;
}

}  // namespace

std::optional<SignOnRefused> SingleSignOn::not_heard(store::Connection& connection,
                                                     const std::string& address,
                                                     InstantUs now) const {
  const InstantUs from = heard_from(failures_of(connection, address_subject(address)),
                                    sign_in_.policy().per_address, now);
  if (from == 0) return std::nullopt;
  return SignOnRefused{SignOnRefusal::TooMany, {}, from - now};
}

void SingleSignOn::count(store::Connection& connection, const SignOnRefused& refused,
                         const std::string& address, InstantUs now) const {
  if (!counts_as_failure(refused.why)) return;
  const ThrottlePolicy& policy = sign_in_.policy().per_address;
  const std::string subject = failure_subject(refused.why, address);
  FailureCount of_kind;
  {
    store::Transaction transaction(connection, store::Transaction::Kind::Write);
    for (const std::string& one : {address_subject(address), subject}) {
      of_kind = with_failure(failures_of(connection, one), policy, now);
      keep_failures(connection, one, of_kind);
    }
    transaction.commit();
  }
  if (!is_told(of_kind.failures)) return;
  const WriteBy by{now, "system", random_};
  store::Write write(connection, now);
  Json payload = Json::object();
  payload.add("what", Json::string(kVouchedWay))
      .add("why", Json::string(name_of(refused.why)))
      .add("note", Json::string(kept_text(refused.note)))
      .add("failures", Json::integer(of_kind.failures))
      .add("since", Json::string(iso_instant(of_kind.first_at)))
      .add("address", Json::string(kept_text(address)));
  record({write, by}, "sign_in.failed", "sign_in/unknown", payload);
  write.commit();
}

Decided<SignOnBegun, SignOnRefused> SingleSignOn::begin(store::Connection& connection,
                                                        SignInFlow flow, const std::string& address,
                                                        InstantUs now) {
  if (!is_local_page(flow.return_to)) return refused(SignOnRefusal::ReturnToNotLocal);
  if (const auto why = not_heard(connection, address, now)) return *why;
  const auto provider = provider_.description(now);
  if (!provider) return provider.why();
  flow.begun = now;
  const std::string redirect = flow.redirect;
  const auto tokens = begin_flow(connection, std::move(flow), random_);
  if (!tokens) return refused(SignOnRefusal::Busy);
  std::vector<std::pair<std::string, std::string>> query = {
      {"response_type", "code"},
      {"client_id", settings().client},
      {"redirect_uri", redirect},
      {"scope", "openid"},
      {"state", tokens->state},
      {"nonce", flow_nonce(tokens->browser)},
      {"code_challenge", pkce_challenge(flow_verifier(tokens->browser))},
      {"code_challenge_method", "S256"}};
  if (settings().longest_age) {
    query.emplace_back("max_age", std::to_string(*settings().longest_age));
  }
  return SignOnBegun{with_query(provider->authorization, query), tokens->browser};
}

SingleSignOn::Finished SingleSignOn::finish(store::Connection& connection,
                                            const SignOnAnswer& answer, InstantUs now) {
  if (const auto why = not_heard(connection, answer.address, now)) return *why;
  auto done = finished(connection, answer, now);
  if (!done) count(connection, done.why(), answer.address, now);
  return done;
}

SingleSignOn::Finished SingleSignOn::finished(store::Connection& connection,
                                              const SignOnAnswer& answer, InstantUs now) {
  std::optional<SignInFlow> flow;
  if (answer.answer.state) flow = take_flow(connection, *answer.answer.state);
  std::optional<AnswerExpectation> known;
  if (flow) known = AnswerExpectation{flow->expires <= now, flow->is_of(answer.browser)};
  if (const auto why = refusal_of(answer.answer, known)) return refused(*why);
  const auto provider = provider_.description(now);
  if (!provider) return provider.why();
  if (const auto why = refusal_of_answer(answer.answer, *provider)) {
    return refused(*why, error_code(answer.answer.error.value_or("")));
  }
  const CodeExchange exchange{*answer.answer.code, flow_verifier(answer.browser), flow->redirect,
                              flow_nonce(answer.browser), flow->begun / kSecondUs};
  const auto proved = provider_.identity(exchange, now);
  if (!proved) return proved.why();
  return flow->account.empty() ? sign_in(connection, answer, *flow, *proved, now)
                               : linked(connection, *flow, *proved, now);
}

SingleSignOn::Finished SingleSignOn::sign_in(store::Connection& connection,
                                             const SignOnAnswer& answer, const SignInFlow& flow,
                                             const ProvedIdentity& proved, InstantUs now) const {
  store::Write write(connection, now);
  const auto identity = find_identity(connection, settings().issuer, proved.subject);
  if (!identity) return SignOnRefused{SignOnRefusal::IdentityUnknown, {}, 0, proved.subject};
  Vouching vouching{.session_brought = flow.session};
  if (proved.has_several_factors) vouching.factor = Factor::Passed;
  auto signed_in =
      sign_in_.vouched(write, identity->account,
                       {std::string(kVouchedWay), answer.address, answer.agent}, vouching, now);
  if (!signed_in) return refused(SignOnRefusal::AccountDisabled);
  write.commit();
  return SignOnDone{flow.return_to, signed_in.take()};
}

SingleSignOn::Finished SingleSignOn::linked(store::Connection& connection, const SignInFlow& flow,
                                            const ProvedIdentity& proved, InstantUs now) const {
  const WriteBy by{now, flow.account, random_};
  store::Write write(connection, now);
  if (!is_open(connection, flow, sign_in_.policy().session, now)) {
    return refused(SignOnRefusal::SessionOver);
  }
  const auto identity = link_identity({write, by}, flow.account, settings().issuer, proved.subject);
  if (!identity) return refused(identity.why());
  write.commit();
  return SignOnDone{flow.return_to, std::nullopt};
}

Decided<Identity, SignOnRefusal> SingleSignOn::link(store::Connection& connection,
                                                    const std::string& actor,
                                                    const std::string& account,
                                                    const std::string& subject,
                                                    InstantUs now) const {
  const WriteBy by{now, actor, random_};
  store::Write write(connection, now);
  auto identity = link_identity({write, by}, account, settings().issuer, subject);
  if (identity) write.commit();
  return identity;
}

std::vector<Identity> read_identities(store::Connection& connection, const WriteBy& by,
                                      const std::string& account) {
  store::Write write(connection, by.now);
  std::vector<Identity> identities = identities_of(connection, account);
  Json payload = Json::object();
  payload.add("what", Json::string("identities"));
  record({write, by}, "personal.read", "account/" + account, payload);
  write.commit();
  return identities;
}

bool take_off_identity(store::Connection& connection, const WriteBy& by, const std::string& account,
                       int64_t number) {
  store::Write write(connection, by.now);
  const bool was_there = unlink_identity({write, by}, account, number);
  if (was_there) write.commit();
  return was_there;
}

}  // namespace exemplar::programme
