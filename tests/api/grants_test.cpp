// Roles and delegations over HTTP: given, refused, ended.
#include "api/people_office.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

class GrantsApi : public PeopleOffice {};

TEST_P(GrantsApi, RolesAreGivenRefusedAndEnded) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const Person anna = person("anna", Role::Officer, below("w26734"));
  add("binh", Role::Verifier, below("d760"));
  const Answer made = grant(admin, "anna", "chief", R"("below", "units": ["w26734"])");
  ASSERT_EQ(made.status(), 201) << made.response.body;
  EXPECT_EQ(told(1)[0], "grant.made grant/" + made.at("/id"));
  EXPECT_EQ(made.at("/hierarchy"), "territory");
  const auto refused = [&](const std::string& account, const std::string& role,
                           const std::string& extent) {
    const Answer answer = grant(admin, account, role, extent);
    return std::to_string(answer.status()) + " " + answer.at("/code");
  };
  EXPECT_EQ(refused("anna", "verifier", R"("below", "units": ["d760"])"), "409 incompatible");
  EXPECT_EQ(refused("nobody", "verifier", R"("everything")"), "422 account_unknown");
  EXPECT_EQ(refused("admin", "designer", R"("everything")"), "409 to_self");
  EXPECT_EQ(refused("anna", "officer", R"("units", "units": ["nowhere"])"), "422 unit_unknown");
  EXPECT_EQ(refused("anna", "officer", R"("units")"), "422 no_units");
  EXPECT_EQ(refused("anna", "officer", R"("below", "units": ["d760"], "hierarchy": "none")"),
            "422 hierarchy_unknown");
  EXPECT_EQ(refused("anna", "inspector", R"("everything")"), "422 reach_not_for_role");
  EXPECT_EQ(refused("anna", "inspector", R"("units", "units": ["w26734"])"), "422 without_end");
  EXPECT_EQ(
      refused("anna", "officer", R"("everything", "from": "2024-02-01", "until": "2024-01-01")"),
      "422 no_days");
  EXPECT_EQ(refused("anna", "officer", R"("everything", "from": "yesterday!")"),
            "422 malformed_day");
  EXPECT_EQ(refused("anna", "king", R"("everything")"), "422 malformed_body");

  const Answer holders = call("GET", "/api/v1/grants?unit=w26734", &admin);
  EXPECT_EQ(holders.at("/grants/0/login"), "anna");
  EXPECT_EQ(holders.at("/grants/0/names_the_unit"), "true");
  EXPECT_EQ(holders.at("/grants/2/login"), "binh");
  EXPECT_EQ(holders.at("/grants/2/names_the_unit"), "false");
  EXPECT_EQ(holders.at("/grants/3/login"), "admin");

  const std::string end = "/api/v1/grants/" + made.at("/id") + "/end";
  const auto ended = [&](const std::string& target, const std::string& body) {
    const Answer answer = call("POST", target, &admin, body);
    return std::to_string(answer.status()) + " " + answer.at("/code");
  };
  EXPECT_EQ(ended(end, R"({"last_day": "2024-01-02", "reason": "moved"})"), "409 in_the_past");
  EXPECT_EQ(ended(end, R"({"last_day": "2024-01-15", "reason": "moved"})"), "204 ");
  EXPECT_EQ(told(1)[0], "grant.ended grant/" + made.at("/id"));
  EXPECT_EQ(ended(end, R"({"last_day": "2024-01-15", "reason": "moved"})"), "409 ended_already");
  EXPECT_EQ(ended("/api/v1/grants/g-009999/end", R"({"reason": "moved"})"), "404 unknown");
  EXPECT_EQ(ended("/api/v1/grants/g-000001/end", R"({"reason": "moved"})"),
            "409 last_administrator");
  EXPECT_EQ(call("POST", "/api/v1/values", &anna, one_value("w26734", "7")).status(), 201);
  EXPECT_EQ(ended("/api/v1/grants/g-000002/end", R"({"last_day": "2024-01-15", "reason": "x"})"),
            "204 ");
  EXPECT_EQ(call("POST", "/api/v1/values", &anna, one_value("w26734", "8")).status(), 403);
}

TEST_P(GrantsApi, ADelegationIsMadeByThePersonAloneAndEnds) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const Person binh = person("binh", Role::Department, below("w26734"));
  const Person veri = person("veri", Role::Verifier, below("d760"));
  const auto delegate = [&](const Person& who, const std::string& grant, const std::string& to,
                            const std::string& powers, const std::string& more) {
    return call("POST", "/api/v1/delegations", &who,
                R"({"grant": ")" + grant + R"(", "to": ")" + to + R"(", "powers": [)" + powers +
                    R"(], "form": "kt", "until": "2024-02-01", "reason": "nghỉ phép")" + more +
                    "}");
  };
  EXPECT_EQ(call("POST", "/api/v1/values", &binh, one_value("w26734", "7")).status(), 403);
  const Answer made = delegate(anna, "g-000001", "BINH", R"("save_values")", "");
  ASSERT_EQ(made.status(), 201) << made.response.body;
  EXPECT_EQ(told(1)[0], "delegation.made delegation/" + made.at("/id"));
  EXPECT_EQ(call("POST", "/api/v1/values", &binh, one_value("w26734", "7")).status(), 201);
  const Answer mine = call("GET", "/api/v1/delegations", &anna);
  EXPECT_EQ(mine.at("/delegations/0/given"), "true");
  EXPECT_EQ(mine.at("/delegations/0/other_name"), "Tên binh");
  EXPECT_EQ(call("GET", "/api/v1/delegations", &veri).at("/delegations/0"), "");

  const auto code = [](const Answer& answer) {
    return std::to_string(answer.status()) + " " + answer.at("/code");
  };
  EXPECT_EQ(code(delegate(binh, "g-000001", "veri", R"("save_values")", "")), "422 grant_unknown");
  EXPECT_EQ(code(delegate(anna, "g-000001", "veri", R"("save_values")", "")), "409 incompatible");
  EXPECT_EQ(code(delegate(anna, "g-000001", "anna", R"("save_values")", "")), "409 to_self");
  EXPECT_EQ(code(delegate(anna, "g-000001", "nobody", R"("save_values")", "")),
            "422 account_unknown");
  EXPECT_EQ(code(delegate(anna, "g-000001", "binh", R"("verify")", "")), "422 not_in_grant");
  EXPECT_EQ(code(delegate(anna, "g-000001", "binh", "", "")), "422 malformed_body");
  EXPECT_EQ(code(delegate(anna, "g-000001", "binh", R"("everything")", "")), "422 malformed_body");
  EXPECT_EQ(
      code(delegate(anna, "g-000001", "binh", R"("save_values")", R"(, "from": "2024-01-01")")),
      "422 before_today");

  const std::string end = "/api/v1/delegations/" + made.at("/id") + "/end";
  EXPECT_EQ(call("POST", end, &veri, R"({"last_day": "2024-01-15"})").at("/code"), "not_yours");
  EXPECT_EQ(call("POST", end, &binh, R"({"last_day": "2024-01-15"})").status(), 204);
  EXPECT_EQ(told(1)[0], "delegation.ended delegation/" + made.at("/id"));
  EXPECT_EQ(call("POST", "/api/v1/values", &binh, one_value("w26734", "8")).status(), 403);
  EXPECT_EQ(call("POST", end, &anna, "{}").at("/code"), "ended_already");
}

INSTANTIATE_TEST_SUITE_P(Both, GrantsApi, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
