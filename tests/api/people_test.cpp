// Accounts over HTTP: what each route does, what it refuses, what the audit log says afterwards, and
// that no secret is in it.
#include <regex>

#include "api/people_office.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

class PeopleApi : public PeopleOffice {};

TEST_P(PeopleApi, AnAccountIsMadeRenamedDisabledAndEnabled) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const Answer made =
      call("POST", "/api/v1/accounts", &admin, R"({"login": "Hoa.TT", "name": "Trần Thị Hoa"})");
  ASSERT_EQ(made.status(), 201) << made.response.body;
  EXPECT_EQ(made.header("Cache-Control"), "no-store");
  const std::string id = made.at("/id"), password = made.at("/initial_password");
  is_secret(password);
  EXPECT_TRUE(std::regex_match(password, std::regex("([0-9a-z]{5}-){3}[0-9a-z]{5}"))) << password;
  EXPECT_EQ(told(2), (std::vector<std::string>{"account.added account/" + id,
                                               "password.set account/" + id}));
  // With it one signs in, and does nothing but choose another.
  const Person hoa = signed_in("hoa.tt", password);
  EXPECT_EQ(call("GET", "/api/v1/session", &hoa).at("/state"), "password_change_needed");
  EXPECT_EQ(call("GET", "/api/v1/office", &hoa).status(), 403);

  const std::string at = "/api/v1/accounts/" + id;
  EXPECT_EQ(call("PATCH", at, &admin, R"({"name": "Trần Thị Hòa"})").status(), 204);
  EXPECT_EQ(told(1)[0], "account.renamed account/" + id);
  EXPECT_EQ(call("POST", at + "/disable", &admin).status(), 204);
  EXPECT_EQ(told(2), (std::vector<std::string>{"account.disabled account/" + id,
                                               "session.all_ended account/" + id}));
  EXPECT_EQ(call("GET", "/api/v1/session", &hoa).status(), 401);
  const int64_t before = revision();
  EXPECT_EQ(call("POST", at + "/disable", &admin).status(), 204);  // is so already
  EXPECT_EQ(revision(), before);
  EXPECT_EQ(call("POST", at + "/enable", &admin).status(), 204);
  EXPECT_EQ(told(1)[0], "account.enabled account/" + id);
  const Answer read = call("GET", at, &admin);
  EXPECT_EQ(read.at("/name"), "Trần Thị Hòa");
  EXPECT_EQ(read.at("/must_change_password"), "true");
  EXPECT_EQ(read.at("/disabled_from"), "null");
}

TEST_P(PeopleApi, AnAccountIsRefusedWithAReason) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const std::string accounts = "/api/v1/accounts";
  struct Case {
    std::string method, target, body;
    int status;
    std::string code;
    std::string pointer = "";
  };
  const std::vector<Case> cases = {
      {"POST", "", R"({"login": "ANNA", "name": "x"})", 409, "login_taken"},
      {"POST", "", R"({"login": "a", "name": "x"})", 422, "login_length", "/login"},
      {"POST", "", R"({"login": "а.nnа", "name": "x"})", 422, "login_character", "/login"},
      {"POST", "", R"({"login": "new.one", "name": "a\u0007"})", 422, "name_character", "/name"},
      {"POST", "", R"({"login": "new.one", "name": "x", "password": "short"})", 422, "too_short",
       "/password"},
      {"POST", "", R"({"login": "new.one", "name": "x", "password": "this is New.One!"})", 422,
       "holds_login", "/password"},
      {"POST", "", R"({"login": "new.one"})", 422, "malformed_body", "/name"},
      {"PATCH", "/u-000002", R"({"login": "admin"})", 409, "login_taken"},
      {"PATCH", "/u-000009", R"({"login": "admin"})", 404, "account_unknown"},
      {"PATCH", "/%27;--", R"({"login": "admin"})", 404, "account_unknown"},
      {"POST", "/u-000001/disable", "", 409, "self"},
      {"POST", "/u-000001/password", "{}", 409, "self"},
      {"DELETE", "/u-000001/second_factor", "", 409, "self"},
      {"POST", "/u-000009/password", "{}", 404, "account_unknown"},
      {"GET", "/u-000009", "", 404, "account_unknown"},
      {"GET", "?role=king", "", 422, "unknown_role"},
      {"GET", "?unit=nowhere", "", 404, "unknown_unit"},
      {"GET", "?disabled=maybe", "", 422, "malformed_truth"},
  };
  const int64_t before = revision();
  for (const Case& one : cases) {
    const Answer answer = call(one.method, accounts + one.target, &admin, one.body);
    EXPECT_EQ(answer.status(), one.status) << one.target << one.body << answer.response.body;
    EXPECT_EQ(answer.at("/code"), one.code) << one.target << one.body;
    EXPECT_EQ(answer.at("/errors/0/pointer"), one.pointer) << one.target << one.body;
  }
  EXPECT_EQ(revision(), before);
}

TEST_P(PeopleApi, AccountsAreFoundAndEachLookIsInTheLog) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  person("anna", Role::Officer, below("w26734"));
  person("binh", Role::Verifier, below("d760"));
  const std::string accounts = "/api/v1/accounts";
  const auto logins = [&](const std::string& query) {
    const Answer answer = call("GET", accounts + query, &admin);
    EXPECT_EQ(answer.status(), 200) << answer.response.body;
    std::string list;
    for (int i = 0; !answer.at("/accounts/" + std::to_string(i) + "/login").empty(); ++i) {
      list += answer.at("/accounts/" + std::to_string(i) + "/login") + " ";
    }
    return list;
  };
  EXPECT_EQ(logins(""), "admin anna binh ");
  EXPECT_EQ(told(1)[0], "personal.read accounts");
  EXPECT_EQ(newest_payload(), R"({"of":["u-000002","u-000003"]})");  // not oneself
  EXPECT_EQ(logins("?text=TEN%20Anna"), "anna ");                    // "Tên anna"
  EXPECT_EQ(logins("?role=verifier"), "binh ");
  EXPECT_EQ(logins("?unit=w26734"), "admin anna binh ");
  EXPECT_EQ(logins("?unit=w26740"), "admin binh ");
  EXPECT_EQ(logins("?limit=1&after=1"), "anna ");
  EXPECT_EQ(call("GET", accounts + "?limit=1&after=1", &admin).at("/next"), "2");
  const int64_t before = revision();
  EXPECT_EQ(logins("?disabled=true"), "");  // nobody was seen
  EXPECT_EQ(logins("?text=admin"), "admin ");
  EXPECT_EQ(revision(), before);
  ASSERT_EQ(call("GET", accounts + "/u-000002", &admin).status(), 200);
  EXPECT_EQ(told(1)[0], "personal.read account/u-000002");
  ASSERT_EQ(call("GET", "/api/v1/grants?unit=w26734", &admin).status(), 200);
  EXPECT_EQ(told(1)[0], "personal.read unit/w26734/grants");
  ASSERT_EQ(call("GET", accounts + "/u-000002/sessions", &admin).status(), 200);
  EXPECT_EQ(told(1)[0], "personal.read account/u-000002/sessions");
}

// What cannot be told is not shown.
TEST_P(PeopleApi, WithoutTheEntryNothingIsShown) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const Person audit = person("audit", Role::Auditor, everywhere());
  const Person anna = person("anna", Role::Officer, below("w26734"));
  static_cast<void>(anna);
  alter("ALTER TABLE audit_payload RENAME TO audit_payload_elsewhere");
  for (const char* target : {"/accounts", "/accounts/u-000003", "/accounts/u-000003/sessions",
                             "/accounts/u-000003/open_items", "/grants?unit=w26734"}) {
    const Answer answer = call("GET", std::string("/api/v1") + target, &admin);
    EXPECT_EQ(answer.status(), 503) << target;
    EXPECT_EQ(answer.response.body.find("anna"), std::string::npos) << target;
  }
  alter("ALTER TABLE audit_payload_elsewhere RENAME TO audit_payload");
  EXPECT_EQ(call("GET", "/api/v1/accounts", &admin).status(), 200);
  EXPECT_EQ(call("GET", "/api/v1/accounts", &audit).status(), 200);
  EXPECT_TRUE(verdict().clean());
}

TEST_P(PeopleApi, ReadingPersonalPayloadsOfTheLogIsInTheLog) {
  const Person audit = person("audit", Role::Auditor, everywhere());
  ASSERT_EQ(call("GET", "/api/v1/audit?action=account.added", &audit).status(), 200);
  EXPECT_EQ(told(1)[0], "personal.read audit");
  const int64_t before = revision();
  ASSERT_EQ(call("GET", "/api/v1/audit?action=office.loaded", &audit).status(), 200);
  ASSERT_EQ(call("GET", "/api/v1/audit?action=personal.", &audit).status(), 200);
  EXPECT_EQ(revision(), before);
}

// Who keeps the accounts of a part of the office does nothing beyond it, nor to themselves.
TEST_P(PeopleApi, AnAdministratorOfAPartStaysWithinIt) {
  const Person whole = person("whole", Role::Administrator, everywhere());
  const Person part = person("part", Role::Administrator, below("d760"));
  const Person inside = person("inside", Role::Officer, below("w26734"));
  const Person outside = person("outside", Role::Officer, below("w27139"));
  const auto at = [](const Person& who, const std::string& more = "") {
    return "/api/v1/accounts/" + who.account + more;
  };
  EXPECT_EQ(call("POST", at(inside, "/password"), &part, "{}").status(), 201);
  EXPECT_EQ(call("GET", at(outside), &part).at("/code"), "other_units");
  for (const Person* beyond : {&outside, &whole}) {
    for (const auto& [method, more, body] :
         std::vector<std::tuple<std::string, std::string, std::string>>{
             {"POST", "/password", "{}"},
             {"POST", "/disable", ""},
             {"POST", "/enable", ""},
             {"PATCH", "", R"({"name": "x"})"},
             {"DELETE", "/second_factor", ""},
             {"DELETE", "/sessions", ""},
             {"GET", "/sessions", ""},
             {"GET", "/open_items", ""}}) {
      const Answer answer = call(method, at(*beyond, more), &part, body);
      EXPECT_EQ(answer.status(), 403) << method << more;
      EXPECT_EQ(answer.at("/code"), "beyond_keeper") << method << more;
    }
  }
  EXPECT_EQ(call("GET", "/api/v1/accounts", &part).at("/total"), "3");  // outside is not seen
  EXPECT_EQ(grant(part, "inside", "officer", R"("units", "units": ["w27139"])").at("/code"),
            "beyond_giver");
  EXPECT_EQ(grant(part, "inside", "administrator", R"("everything")").at("/code"), "beyond_giver");
  EXPECT_EQ(grant(part, "part", "designer", R"("units", "units": ["w26734"])").at("/code"),
            "to_self");
  EXPECT_EQ(grant(part, "outside", "department", R"("units", "units": ["w26734"])").status(), 201);
  EXPECT_EQ(call("POST", "/api/v1/grants/g-000001/end", &part, R"({"reason": "x"})").at("/code"),
            "not_yours");
  // Nor does one who holds no such power.
  EXPECT_EQ(call("POST", "/api/v1/accounts", &inside, R"({"login": "new", "name": "x"})").status(),
            401);  // whose password was reset above
  EXPECT_EQ(call("GET", "/api/v1/accounts", &outside).at("/code"), "not_held");
  EXPECT_EQ(call("GET", at(outside), &outside).status(), 200);  // one's own
  EXPECT_EQ(call("GET", at(whole), &outside).at("/code"), "not_held");
}

INSTANTIATE_TEST_SUITE_P(Both, PeopleApi, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
