// Who may call what, of whom: every route × role × (a unit of one's own, one below it, one above, a
// stranger), and nobody, against tests/api/access.csv, which people read. A route that is not in the table
// fails, and so does a role.
//
//   EXEMPLAR_UPDATE_EXPECTED=1 writes the table anew; read the difference before keeping it.
#include <fstream>

#include "api/api_office.hpp"
#include "programme/single_sign_on/fake_provider.hpp"
#include "programme/user/role.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

constexpr const char* kTable = EXEMPLAR_ROOT "/tests/api/access.csv";

// Where each role is held.
Reach reach_of(Role role) {
  switch (role) {
    case Role::Officer:
    case Role::Chief:
      return {Reach::Extent::Below, "territory", {"w26734"}};
    case Role::Verifier:
    case Role::Leader:
    case Role::ProcuracyReader:
      return {Reach::Extent::Below, "territory", {"d760"}};
    case Role::Inspector:
      return {Reach::Extent::Units, {}, {"w26734"}};
    default:
      return {Reach::Extent::Everything, {}, {}};
  }
}

// The units that a call may be about: of the officer's own ward, its district, the city, and of
// another district.
constexpr std::pair<const char*, const char*> kUnits[] = {
    {"ward", "w26734"}, {"district", "d760"}, {"city", "c79"}, {"another ward", "w27139"}};

struct Template {
  std::string target;
  std::string body = {};
  bool of_unit = false;  // {} stands for the unit
  std::string type = "application/json";
};
const std::map<std::string, Template>& templates() {
  static const std::map<std::string, Template> kTemplates = {
      {"read_office", {"/office"}},
      {"list_units", {"/units?at=2024-01-16"}},
      {"read_unit", {"/units/{}?at=2024-01-16", "", true}},
      {"list_indicators", {"/indicators"}},
      {"list_values", {"/values?period=2023&indicator=motorbikes&unit={}", "", true}},
      {"save_values",
       {"/values",
        R"({{"values": [{{"indicator": "motorbikes", "period": "2023", "unit": "{}", "value": "7",)"
        R"( "source": "generator"}}]}})",
        true}},
      {"list_assessments", {"/assessments?period=2023"}},
      {"read_assessment", {"/assessments/{}?period=2023", "", true}},
      {"read_explanation", {"/explanations/{}?period=2023", "", true}},
      {"list_targets", {"/targets?period=2023"}},
      {"import_values",
       {"/imports", "indicator,period,unit,value,source\nmotorbikes,2022,{},7,generator\n", true,
        "text/csv"}},
      {"list_audit", {"/audit"}},
      {"list_checkpoints", {"/checkpoints"}},
      {"make_checkpoint", {"/checkpoints"}},
      {"open_events", {"/events"}},
      {"read_demonstration", {"/demonstration"}},
      {"enter_door", {"/demonstration/doors/can-bo"}},
      {"move_clock", {"/demonstration/clock", R"({"to": "next_day"})"}},
      {"sign_in", {"/session", R"({"login": "nobody", "password": "nothing"})"}},
      {"read_session", {"/session"}},
      {"sign_out", {"/session"}},
      {"list_sign_in_ways", {"/session/ways"}},
      {"start_single_sign_on", {"/session/oidc?return_to=/"}},
      {"finish_single_sign_on", {"/session/oidc/callback?state=s&code=c"}},
      {"start_identity_link", {"/session/oidc/link", R"({"return_to": "/"})"}},
      {"list_own_identities", {"/session/identities"}},
      {"unlink_own_identity", {"/session/identities/1"}},
      {"list_identities", {"/accounts/u-000001/identities"}},
      {"link_identity", {"/accounts/u-000001/identities", R"({"subject": "s-42"})"}},
      {"unlink_identity", {"/accounts/u-000001/identities/1"}},
      {"lock_session", {"/session/lock"}},
      {"unlock_session", {"/session/unlock", R"({"password": "nothing of it"})"}},
      {"give_code", {"/session/code", R"({"code": "123456"})"}},
      {"change_password",
       {"/session/password", R"({"old_password": "nothing", "new_password": "nothing"})"}},
      {"list_sessions", {"/sessions"}},
      {"end_other_sessions", {"/sessions"}},
      {"end_session", {"/sessions/1"}},
      {"list_account_sessions", {"/accounts/u-000001/sessions"}},
      {"end_account_sessions", {"/accounts/u-000001/sessions"}},
      {"read_second_factor", {"/session/second_factor"}},
      {"begin_second_factor", {"/session/second_factor"}},
      {"confirm_second_factor", {"/session/second_factor/confirm", R"({"code": "123456"})"}},
      {"renew_recovery_codes",
       {"/session/second_factor/recovery_codes", R"({"password": "nothing", "code": "123456"})"}},
      {"remove_second_factor",
       {"/session/second_factor/remove", R"({"password": "nothing", "code": "123456"})"}},
      {"list_accounts", {"/accounts"}},
      {"read_account", {"/accounts/u-000001"}},
      {"make_account", {"/accounts", R"({"login": "newcomer", "name": "Người mới"})"}},
      {"rename_account", {"/accounts/u-000001", R"({"name": "Tên khác"})"}},
      {"disable_account", {"/accounts/u-000003/disable"}},
      {"enable_account", {"/accounts/u-000003/enable"}},
      {"reset_password", {"/accounts/u-000001/password", "{}"}},
      {"reset_second_factor", {"/accounts/u-000001/second_factor"}},
      {"list_grants", {"/grants?unit={}", "", true}},
      {"make_grant",
       {"/grants",
        R"({{"account": "u-000001", "role": "department", "extent": "units", "units": ["{}"],)"
        R"( "reason": "as ordered"}})",
        true}},
      {"end_grant", {"/grants/g-000003/end", R"({"reason": "as ordered"})"}},
      {"list_delegations", {"/delegations"}},
      {"make_delegation",
       {"/delegations",
        R"({"grant": "g-000001", "to": "u-000002", "powers": ["read_values"], "form": "kt",)"
        R"( "until": "2024-02-01", "reason": "as ordered"})"}},
      {"end_delegation", {"/delegations/d-000001/end", "{}"}},
      {"list_open_items", {"/accounts/u-000001/open_items"}},
      {"make_hand_over",
       {"/hand_overs",
        R"({"leaving": "u-000001", "taking": "u-000002", "day": "2024-01-16", "reason": "moved"})"}},
      {"list_hand_overs", {"/hand_overs?account=u-000001"}},
      {"read_hand_over", {"/hand_overs/h-000001"}},
      {"list_tokens", {"/tokens"}},
      {"make_token",
       {"/tokens", R"({"name": "nightly", "powers": ["read_units"], "until": "2024-02-01"})"}},
      {"revoke_token", {"/tokens/1"}},
  };
  return kTemplates;
}

class Access : public ApiOffice {
 protected:
  void configure(Api::Options& options) override {
    options.single_sign_on = SignOnSettings{provider_.issuer, provider_.client, "", "", 900};
    options.fetch = provider_.fetch();
  }
  FakeProvider provider_;

  std::string status_of(const ApiRoute& route, const Template& how, const std::string& unit,
                        const Person* who) {
    const std::string target =
        how.of_unit && how.body.empty() ? fmt::format(fmt::runtime(how.target), unit) : how.target;
    const std::string body =
        how.of_unit && !how.body.empty() ? fmt::format(fmt::runtime(how.body), unit) : how.body;
    http::Headers headers;
    if (!body.empty()) headers.set("Content-Type", how.type);
    const int status =
        call(route.method, "/api/v1" + target, who, body, std::move(headers)).status();
    return status / 100 == 2 ? "2xx" : std::to_string(status);
  }
};

TEST_P(Access, IsAsTheTableSays) {
  std::vector<std::string> lines = {"route,about,nobody"};
  for (const Role role : all_roles()) lines[0] += "," + std::string(name_of(role));
  // Those whom calls are about: an officer, who takes over, and one who may be disabled.
  for (const char* login : {"first", "second", "third"}) add(login, Role::Officer, below("w26740"));
  for (const ApiRoute& route : api_->routes()) {
    const auto how = templates().find(route.id);
    ASSERT_NE(how, templates().end()) << "no call of the route " << route.id;
    for (const auto& [name, unit] : kUnits) {
      if (!how->second.of_unit && name != kUnits[0].first) continue;
      std::string line = route.id + "," + (how->second.of_unit ? name : "") + "," +
                         status_of(route, how->second, unit, nullptr);
      for (const Role role : all_roles()) {
        // A person for each call: some end the session.
        static int number = 0;
        const Person who =
            person(fmt::format("{}{}", name_of(role), ++number), role, reach_of(role));
        line += "," + status_of(route, how->second, unit, &who);
      }
      lines.push_back(line);
    }
  }
  std::string table;
  for (const std::string& line : lines) table += line + "\n";
  if (std::getenv("EXEMPLAR_UPDATE_EXPECTED") != nullptr) std::ofstream(kTable) << table;
  std::ifstream in(kTable);
  EXPECT_EQ(table, std::string(std::istreambuf_iterator<char>(in), {}));
}

INSTANTIATE_TEST_SUITE_P(Both, Access, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
