#include "programme/single_sign_on/flow_store.hpp"

#include "programme/single_sign_on/signed_token.hpp"
#include "programme/user/change_store.hpp"

namespace exemplar::programme {

namespace {

constexpr std::string_view kState = "exemplar.oidc.state";
constexpr std::string_view kBrowser = "exemplar.oidc.browser";
constexpr std::string_view kNonce = "exemplar.oidc.nonce";
constexpr std::string_view kVerifier = "exemplar.oidc.verifier";

std::string derived(std::string_view purpose, std::string_view token) {
  const AuditHash hash = token_hash(purpose, token);
  return to_base64url({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::string_view bytes_of(const AuditHash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

bool SignInFlow::is_of(std::string_view browser_token) const {
  const AuditHash hash = token_hash(kBrowser, browser_token);
  return same_secret(bytes_of(hash), bytes_of(browser));
}

std::optional<FlowTokens> begin_flow(store::Connection& connection, SignInFlow flow,
                                     const FillRandom& random) {
  const FlowTokens tokens{new_token(random), new_token(random)};
  store::Transaction transaction(connection, store::Transaction::Kind::Write);
  connection.run("DELETE FROM sign_in_flow WHERE expires < $1", {flow.begun});
  const auto open = connection.number("SELECT count(*) FROM sign_in_flow");
  if (open.value_or(0) >= kFlowsMost) return std::nullopt;
  connection.run(
      "INSERT INTO sign_in_flow (state_hash, browser_hash, purpose, account, session, redirect, "
      "return_to, begun, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {kept_hash(token_hash(kState, tokens.state)), kept_hash(token_hash(kBrowser, tokens.browser)),
       flow.account.empty() ? "sign_in" : "link",
       flow.account.empty() ? store::Value() : store::Value(flow.account), flow.session,
       flow.redirect, flow.return_to, flow.begun, flow.begun + kFlowTerm});
  transaction.commit();
  return tokens;
}

std::optional<SignInFlow> take_flow(store::Connection& connection, std::string_view state) {
  std::optional<SignInFlow> flow;
  store::Transaction transaction(connection, store::Transaction::Kind::Write);
  const store::Value key = kept_hash(token_hash(kState, state));
  connection.each(
      "SELECT browser_hash, account, session, redirect, return_to, begun, expires "
      "FROM sign_in_flow WHERE state_hash = $1",
      {key}, [&](const store::Row& row) {
        flow.emplace();
        const std::string_view browser = row.bytes(0);
        std::copy(browser.begin(), browser.end(), flow->browser.begin());
        if (!row.is_null(1)) flow->account = row.text(1);
        flow->session = row.number_if_any(2);
        flow->redirect = row.text(3);
        flow->return_to = row.text(4);
        flow->begun = row.number(5);
        flow->expires = row.number(6);
      });
  if (!flow) return std::nullopt;
  connection.run("DELETE FROM sign_in_flow WHERE state_hash = $1", {key});
  transaction.commit();
  return flow;
}

int64_t forget_flows(store::Connection& connection, InstantUs before) {
  return connection.run("DELETE FROM sign_in_flow WHERE expires < $1", {before});
}

std::string flow_nonce(std::string_view browser_token) {
  return derived(kNonce, browser_token);
}

std::string flow_verifier(std::string_view browser_token) {
  return derived(kVerifier, browser_token);
}

}  // namespace exemplar::programme
