// What a person does with their own sessions, second factor and tokens, and what is done with them
// when they are lost.
#include "api/people_office.hpp"
#include "programme/user/one_time_code.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

class OwnAccess : public PeopleOffice {
 protected:
  // What the app shows now for a secret as base32 writes it.
  std::string app_code(const std::string& secret) const {
    std::vector<uint8_t> bytes;
    uint32_t held = 0;
    int bits = 0;
    for (const char c : secret) {
      held = (held << 5) | static_cast<uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
      bits += 5;
      if (bits < 8) continue;
      bits -= 8;
      bytes.push_back(static_cast<uint8_t>(held >> bits));
    }
    return hotp(bytes, static_cast<uint64_t>(code_step(now())));
  }
  static std::string proof(const std::string& code, const std::string& password = kPassword) {
    return R"({"password": ")" + password + R"(", "code": ")" + code + R"("})";
  }
  void wait(int64_t seconds) { clock_ += seconds * 1'000'000; }
};

TEST_P(OwnAccess, OneSeesAndEndsOnesOwnSessions) {
  add("anna", Role::Officer, below("w26734"));
  const Person here = signed_in("anna", kPassword), there = signed_in("anna", kPassword),
               third = signed_in("anna", kPassword);
  const Person binh = person("binh", Role::Officer, below("w26740"));
  const int64_t before = revision();
  const Answer list = call("GET", "/api/v1/sessions", &here);
  EXPECT_EQ(revision(), before);  // one's own
  EXPECT_EQ(list.at("/sessions/2/this_one"), "true") << list.response.body;
  EXPECT_EQ(list.at("/sessions/0/this_one"), "false");
  EXPECT_NE(list.at("/sessions/0/address"), "");
  const std::string number = list.at("/sessions/0/number");
  EXPECT_EQ(call("DELETE", "/api/v1/sessions/" + number, &binh).status(), 404);
  EXPECT_EQ(call("GET", "/api/v1/session", &third).status(), 200);
  EXPECT_EQ(call("DELETE", "/api/v1/sessions/" + number, &here).status(), 204);
  EXPECT_EQ(told(1)[0], "session.ended session/" + number);
  EXPECT_EQ(call("GET", "/api/v1/session", &third).status(), 401);
  EXPECT_EQ(call("DELETE", "/api/v1/sessions/" + number, &here).status(), 404);
  EXPECT_EQ(call("DELETE", "/api/v1/sessions/x", &here).status(), 404);
  EXPECT_EQ(call("DELETE", "/api/v1/sessions", &here).at("/ended"), "1");
  EXPECT_EQ(told(1)[0], "session.all_ended account/" + here.account);
  EXPECT_EQ(call("GET", "/api/v1/session", &there).status(), 401);
  const int64_t after = revision();
  EXPECT_EQ(call("DELETE", "/api/v1/sessions", &here).at("/ended"), "0");
  EXPECT_EQ(revision(), after);
  EXPECT_EQ(call("GET", "/api/v1/sessions", &binh).status(), 200);
  // By an administrator, who is told of.
  const Person admin = person("admin", Role::Administrator, everywhere());
  const std::string of_anna = "/api/v1/accounts/" + here.account + "/sessions";
  EXPECT_EQ(call("GET", of_anna, &admin).at("/sessions/0/number"), list.at("/sessions/2/number"));
  EXPECT_EQ(told(1)[0], "personal.read account/" + here.account + "/sessions");
  EXPECT_EQ(call("DELETE", of_anna, &admin).at("/ended"), "1");
  EXPECT_EQ(call("GET", "/api/v1/session", &here).status(), 401);
}

TEST_P(OwnAccess, AnAppIsSetUpUsedRenewedAndTakenOff) {
  const std::string id = add("anna", Role::Officer, below("w26734"));
  Person anna = signed_in("anna", kPassword);
  const std::string factor = "/api/v1/session/second_factor";
  EXPECT_EQ(call("GET", factor, &anna).at("/set_up"), "false");
  EXPECT_EQ(call("POST", factor + "/remove", &anna, proof("000000")).at("/code"), "not_set_up");
  EXPECT_EQ(call("POST", factor + "/confirm", &anna, R"({"code": "000000"})").status(), 401);
  const Answer begun = call("POST", factor, &anna);
  ASSERT_EQ(begun.status(), 201) << begun.response.body;
  const std::string secret = begun.at("/secret");
  is_secret(secret);
  EXPECT_EQ(begun.at("/uri").find("otpauth://totp/"), 0U);
  EXPECT_NE(begun.at("/uri").find(secret), std::string::npos);
  const Answer set_up =
      call("POST", factor + "/confirm", &anna, R"({"code": ")" + app_code(secret) + R"("})");
  ASSERT_EQ(set_up.status(), 201) << set_up.response.body;
  EXPECT_EQ(call("GET", "/api/v1/session", &anna).status(), 401);  // its token is another
  anna = from(set_up);
  const std::string recovery = set_up.at("/recovery_codes/0");
  is_secret(recovery);
  EXPECT_EQ(call("POST", factor, &anna).at("/code"), "set_up_already");
  EXPECT_EQ(call("GET", factor, &anna).at("/recovery_codes_left"), "10");

  // At the next sign-in it is asked for; nothing is open before.
  wait(60);
  Person half = signed_in("anna", kPassword);
  EXPECT_EQ(call("GET", "/api/v1/session", &half).at("/state"), "code_needed");
  EXPECT_EQ(call("GET", "/api/v1/office", &half).status(), 403);
  EXPECT_EQ(call("POST", factor, &half).status(), 401);  // nor is another app set up
  EXPECT_EQ(call("GET", "/api/v1/sessions", &half).status(), 403);
  const Answer open =
      call("POST", "/api/v1/session/code", &half, R"({"code": ")" + app_code(secret) + R"("})");
  ASSERT_EQ(open.status(), 201);
  half = from(open);

  // New codes, and none at all: with the password and a code.
  wait(60);
  const std::string renew = factor + "/recovery_codes";
  EXPECT_EQ(call("POST", renew, &half, proof(app_code(secret), "not that one")).status(), 401);
  EXPECT_EQ(call("POST", renew, &half, proof("000000")).status(), 401);
  const Answer renewed = call("POST", renew, &half, proof(app_code(secret)));
  ASSERT_EQ(renewed.status(), 201) << renewed.response.body;
  EXPECT_EQ(told(2)[0], "second_factor.recovery_codes_renewed account/" + id);
  half = from(renewed);
  is_secret(renewed.at("/recovery_codes/9"));
  EXPECT_EQ(call("POST", factor + "/remove", &half, proof(recovery)).status(), 401);  // an old one
  const Answer removed =
      call("POST", factor + "/remove", &half, proof(renewed.at("/recovery_codes/9")));
  ASSERT_EQ(removed.status(), 201) << removed.response.body;
  half = from(removed);
  EXPECT_EQ(call("GET", factor, &half).at("/set_up"), "false");
  const Person again = signed_in("anna", kPassword);
  EXPECT_EQ(call("GET", "/api/v1/session", &again).at("/state"), "open");
}

TEST_P(OwnAccess, ALostPhoneAndAForgottenPasswordAreMendedByAnAdministrator) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const std::string id = add("anna", Role::Officer, below("w26734"));
  const Person anna = signed_in("anna", kPassword);
  const std::string factor = "/api/v1/session/second_factor";
  const std::string secret = call("POST", factor, &anna).at("/secret");
  is_secret(secret);
  const Person there =
      from(call("POST", factor + "/confirm", &anna, R"({"code": ")" + app_code(secret) + R"("})"));
  const std::string at = "/api/v1/accounts/" + id;
  EXPECT_EQ(call("DELETE", at + "/second_factor", &admin).status(), 204);
  EXPECT_EQ(told(2), (std::vector<std::string>{"second_factor.removed account/" + id,
                                               "session.all_ended account/" + id}));
  EXPECT_EQ(call("GET", "/api/v1/session", &there).status(), 401);
  const Person again = signed_in("anna", kPassword);
  EXPECT_EQ(call("GET", "/api/v1/session", &again).at("/state"), "open");

  const std::string next = "một câu khác để nhớ";
  is_secret(next);
  const Answer given = call("POST", at + "/password", &admin, R"({"password": ")" + next + R"("})");
  EXPECT_EQ(given.at("/initial_password"), "null");
  EXPECT_EQ(call("GET", "/api/v1/session", &again).status(), 401);
  const Answer made = call("POST", at + "/password", &admin, "{}");
  const std::string initial = made.at("/initial_password");
  is_secret(initial);
  const Person first = signed_in("anna", initial);
  const Answer changed =
      call("POST", "/api/v1/session/password", &first,
           R"({"old_password": ")" + initial + R"(", "new_password": ")" + next + R"("})");
  ASSERT_EQ(changed.status(), 201) << changed.response.body;
  EXPECT_EQ(changed.at("/state"), "open");
}

TEST_P(OwnAccess, ATokenIsMadeInPersonShownOnceAndRevoked) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const Person admin = person("admin", Role::Administrator, everywhere());
  const Person part = person("part", Role::Administrator, below("w27139"));
  const auto make = [&](const std::string& powers, const std::string& until) {
    return call(
        "POST", "/api/v1/tokens", &anna,
        R"({"name": "nightly", "powers": [)" + powers + R"(], "until": ")" + until + R"("})");
  };
  EXPECT_EQ(make(R"("verify")", "2024-02-01").at("/code"), "not_yours");
  EXPECT_EQ(make(R"("decide")", "2024-02-01").at("/code"), "not_for_tokens");
  EXPECT_EQ(make(R"("read_values")", "2024-01-15").at("/code"), "expired_already");
  EXPECT_EQ(make(R"("read_values")", "2026-02-01").at("/code"), "too_long");
  EXPECT_EQ(make("", "2024-02-01").at("/code"), "malformed_body");
  const Answer made = make(R"("read_values", "read_standings")", "2024-01-16");
  ASSERT_EQ(made.status(), 201) << made.response.body;
  const std::string text = made.at("/token"), number = made.at("/number");
  is_secret(text);
  EXPECT_EQ(told(1)[0], "token.made token/" + number);
  const Answer list = call("GET", "/api/v1/tokens", &anna);
  EXPECT_EQ(list.at("/tokens/0/number"), number);
  EXPECT_EQ(list.at("/tokens/0/expires"), "2024-01-16T16:59:59.999999Z");  // the day's end here
  EXPECT_EQ(list.response.body.find(text), std::string::npos);
  const http::Headers bearer = {{"Authorization", "Bearer " + text}};
  EXPECT_EQ(call("GET", "/api/v1/assessments?period=2023", nullptr, "", bearer).status(), 200);
  // It is nobody in person: it makes no other, and tells nothing of its owner.
  for (const auto& [method, target, body] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"POST", "/tokens",
            R"({"name": "x", "powers": ["save_values"], "until": "2024-02-01"})"},
           {"GET", "/tokens", ""},
           {"DELETE", "/tokens/" + number, ""},
           {"GET", "/sessions", ""},
           {"DELETE", "/sessions", ""},
           {"GET", "/delegations", ""},
           {"GET", "/session/second_factor", ""},
           {"POST", "/session/second_factor", ""},
           {"GET", "/accounts/" + anna.account, ""}}) {
    EXPECT_EQ(call(method, "/api/v1" + target, nullptr, body, bearer).status(), 403)
        << method << target;
  }
  const std::string at = "/api/v1/tokens/" + number;
  EXPECT_EQ(call("DELETE", at, &part).at("/code"), "unknown");  // not of those it keeps
  EXPECT_EQ(call("DELETE", at, &admin).status(), 204);
  EXPECT_EQ(told(1)[0], "token.revoked token/" + number);
  EXPECT_EQ(call("DELETE", at, &anna).at("/code"), "revoked");
  EXPECT_EQ(call("GET", "/api/v1/assessments?period=2023", nullptr, "", bearer).status(), 401);
}

// What is shown once is not kept for a request that is sent again.
TEST_P(OwnAccess, WhatIsShownOnceIsNotShownAgain) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  add("anna", Role::Officer, below("w26734"));
  const auto twice = [&](const std::string& target, const std::string& body, const char* secret) {
    const http::Headers key = {{"Idempotency-Key", std::to_string(target.size())}};
    const Answer first = call("POST", "/api/v1" + target, &admin, body, key);
    EXPECT_EQ(first.status(), 201) << target << first.response.body;
    is_secret(first.at(secret));
    const int64_t before = revision();
    EXPECT_EQ(call("POST", "/api/v1" + target, &admin, body, key).at("/code"), "done_before");
    EXPECT_EQ(revision(), before) << target;
  };
  twice("/accounts", R"({"login": "newcomer", "name": "x"})", "/initial_password");
  twice("/accounts/u-000002/password", "{}", "/initial_password");
  twice("/tokens", R"({"name": "x", "powers": ["backup"], "until": "2024-02-01"})", "/token");
  twice("/session/second_factor", "", "/secret");
}

INSTANTIATE_TEST_SUITE_P(Both, OwnAccess, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
