// The API: who is let in, what is read and saved, what is refused and how it is said.
#include "api/api_office.hpp"
#include "base/zone.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/secret.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

class OfficeApi : public ApiOffice {};

TEST_P(OfficeApi, SignsInAndOut) {
  const std::string id = add("anna", Role::Officer, below("w26734"));
  const Answer wrong =
      call("POST", "/api/v1/session", nullptr, R"({"login": "anna", "password": "nothing of it"})");
  EXPECT_EQ(wrong.status(), 401);
  EXPECT_EQ(wrong.header("Set-Cookie"), "");
  const std::string body = std::string(R"({"login": "ANNA", "password": ")") + kPassword + R"("})";
  const Answer in = call("POST", "/api/v1/session", nullptr, body);
  ASSERT_EQ(in.status(), 201) << in.response.body;
  EXPECT_EQ(in.at("/account"), id);
  EXPECT_EQ(in.at("/state"), "open");
  const std::string cookie = in.header("Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos) << cookie;
  EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos) << cookie;
  const size_t begin = cookie.find('=') + 1;
  const Person anna{id, cookie.substr(begin, cookie.find(';') - begin), in.at("/csrf_token")};
  EXPECT_EQ(call("GET", "/api/v1/session", &anna).at("/login"), "anna");
  EXPECT_EQ(call("DELETE", "/api/v1/session", &anna).status(), 204);
  EXPECT_EQ(call("GET", "/api/v1/session", &anna).status(), 401);
  // No password and no token is in the log.
  std::string payloads;
  each_audit(*api_->connection(),
             [&](const AuditEntry&, const AuditPayload* payload) { payloads += payload->text; });
  EXPECT_EQ(payloads.find(kPassword), std::string::npos);
  EXPECT_EQ(payloads.find(anna.cookie), std::string::npos);
}

TEST_P(OfficeApi, ASignInAlwaysMakesAnotherSession) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const std::string body = std::string(R"({"login": "anna", "password": ")") + kPassword + R"("})";
  const Answer in = call("POST", "/api/v1/session", &anna, body);
  ASSERT_EQ(in.status(), 201);
  EXPECT_EQ(in.header("Set-Cookie").find(anna.cookie), std::string::npos);
  EXPECT_EQ(call("GET", "/api/v1/session", &anna).status(),
            401);  // the one brought along has ended
}

TEST_P(OfficeApi, ALockedSessionDoesNothingUntilThePasswordIsGiven) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  EXPECT_EQ(call("POST", "/api/v1/session/lock", &anna).status(), 204);
  EXPECT_EQ(call("GET", "/api/v1/office", &anna).status(), 403);
  EXPECT_EQ(call("GET", "/api/v1/office", &anna).at("/code"), "locked");
  EXPECT_EQ(
      call("POST", "/api/v1/session/unlock", &anna, R"({"password": "not that one"})").status(),
      401);
  const Answer open = call("POST", "/api/v1/session/unlock", &anna,
                           std::string(R"({"password": ")") + kPassword + R"("})");
  EXPECT_EQ(open.status(), 201);
  EXPECT_EQ(open.header("Set-Cookie").find(anna.cookie), std::string::npos);
}

// What changes nothing takes no revision: each one has its entry in the audit log.
TEST_P(OfficeApi, LockingWhatIsLockedWritesNothing) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  ASSERT_EQ(call("POST", "/api/v1/session/lock", &anna).status(), 204);
  const int64_t before = store::newest_revision(*api_->connection());
  EXPECT_EQ(call("POST", "/api/v1/session/lock", &anna).status(), 204);
  EXPECT_EQ(store::newest_revision(*api_->connection()), before);
  EXPECT_EQ(call("DELETE", "/api/v1/session", &anna).status(), 204);
  EXPECT_EQ(store::newest_revision(*api_->connection()), before + 1);
  EXPECT_TRUE(verdict().silent_revisions.empty());
  EXPECT_TRUE(verdict().clean());
}

TEST_P(OfficeApi, APageOfAnotherOriginChangesNothing) {
  Person anna = person("anna", Role::Officer, below("w26734"));
  const std::string body = one_value("w26734", "7");
  const Answer cross =
      call("POST", "/api/v1/values", &anna, body, {{"Sec-Fetch-Site", "cross-site"}});
  EXPECT_EQ(cross.status(), 403);
  EXPECT_EQ(cross.at("/code"), "other_origin");
  Person blind = anna;
  blind.csrf = "";
  EXPECT_EQ(call("POST", "/api/v1/values", &blind, body).at("/code"), "csrf_token");
  blind.csrf = csrf_token("another session");
  EXPECT_EQ(call("POST", "/api/v1/values", &blind, body).at("/code"), "csrf_token");
  EXPECT_EQ(call("POST", "/api/v1/values", &anna, body, {{"Content-Type", "text/plain"}}).status(),
            415);
  EXPECT_EQ(call("GET", "/api/v1/office", &anna, "", {{"Host", "evil.example"}}).status(), 421);
  EXPECT_EQ(call("POST", "/api/v1/values", &anna, body).status(), 201);
}

TEST_P(OfficeApi, WhatIsSavedIsReadAtOnce) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const std::string values = "/api/v1/values?period=2023&unit=26734&indicator=motorbikes";
  const Answer before = call("GET", values, &anna);
  ASSERT_EQ(before.status(), 200) << before.response.body;
  const Answer saved = call("POST", "/api/v1/values", &anna, one_value("w26734", "7"));
  ASSERT_EQ(saved.status(), 201) << saved.response.body;
  const Answer after = call("GET", values + "&at_least=" + saved.at("/revision"), &anna);
  EXPECT_EQ(std::stoi(after.at("/total")), std::stoi(before.at("/total")) + 1);
  const std::string last = "/values/" + before.at("/total");
  EXPECT_EQ(after.at(last + "/value"), "7");
  EXPECT_EQ(after.at(last + "/reported_on"), "2024-01-16");
  EXPECT_EQ(call("GET", values + "&known_on=2024-01-16", &anna).at("/total"), after.at("/total"));
  const auto found = find_audit(*api_->connection(), {.action = "values.saved"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].entry.actor, anna.account);
}

TEST_P(OfficeApi, ADraftIsSeenByThoseWhoEnterAlone) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const Person binh = person("binh", Role::Verifier, below("d760"));
  const std::string values = "/api/v1/values?period=2023&unit=26734&indicator=motorbikes";
  const int before = std::stoi(call("GET", values, &binh).at("/total"));
  const std::string standing =
      call("GET", "/api/v1/assessments/26734?period=2023", &binh).at("/assessment");
  ASSERT_EQ(call("POST", "/api/v1/values", &anna, one_value("w26734", "0", R"(, "draft": true)"))
                .status(),
            201);
  EXPECT_EQ(std::stoi(call("GET", values, &anna).at("/total")), before + 1);
  EXPECT_EQ(std::stoi(call("GET", values, &binh).at("/total")), before);
  EXPECT_EQ(call("GET", "/api/v1/assessments/26734?period=2023", &binh).at("/assessment"),
            standing);
}

TEST_P(OfficeApi, EverythingThatIsWrongIsToldAtOnce) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const Answer malformed = call("POST", "/api/v1/values", &anna, R"({"values": [{"indicator": 7,
      "period": "2023", "unit": "w26734", "vaule": "7", "source": ""}], "more": 1})");
  EXPECT_EQ(malformed.status(), 422);
  std::set<std::string> pointers;
  for (int i = 0; !malformed.at("/errors/" + std::to_string(i) + "/pointer").empty(); ++i) {
    pointers.insert(malformed.at("/errors/" + std::to_string(i) + "/pointer"));
  }
  EXPECT_EQ(pointers, (std::set<std::string>{"/more", "/values/0/indicator", "/values/0/source",
                                             "/values/0/value", "/values/0/vaule"}));
  const Answer wrong = call("POST", "/api/v1/values", &anna, one_value("w26734", "seven"));
  EXPECT_EQ(wrong.status(), 422);
  EXPECT_EQ(wrong.at("/errors/0/pointer"), "/values/0/value");
  for (const char* body : {"", "[]", "{", R"({"values": []})", R"({"values": [], "values": []})",
                           "{\"values\": \"\xff\"}"}) {
    const Answer answer =
        call("POST", "/api/v1/values", &anna, body, {{"Content-Type", "application/json"}});
    EXPECT_EQ(answer.status(), 422) << body;
    EXPECT_EQ(answer.at("/code"), "malformed_body") << body;
  }
  EXPECT_EQ(office_->now()->facts().values().size(),
            read_pack(small_pack()).office.facts.values().size());
}

TEST_P(OfficeApi, TwoWhoWriteOneCellAreToldOfEachOther) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const Person binh = person("binh", Role::Officer, below("w26734"));
  const Answer first =
      call("POST", "/api/v1/values", &anna, one_value("w26734", "7", R"(, "expected": 1)"));
  ASSERT_EQ(first.status(), 201) << first.response.body;
  const Answer second =
      call("POST", "/api/v1/values", &binh, one_value("w26734", "8", R"(, "expected": 1)"));
  EXPECT_EQ(second.status(), 409);
  EXPECT_EQ(second.at("/code"), "changed_meanwhile");
  EXPECT_EQ(second.at("/errors/0/pointer"), "/values/0/expected");
}

TEST_P(OfficeApi, AnAnswerIsSentOnceForEachRevision) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const std::string target = "/api/v1/assessments?period=2023";
  const Answer first = call("GET", target, &anna);
  ASSERT_EQ(first.status(), 200) << first.response.body;
  const std::string etag = first.header("ETag");
  EXPECT_EQ(call("GET", target, &anna, "", {{"If-None-Match", etag}}).status(), 304);
  EXPECT_EQ(
      call("GET", target, &anna, "", {{"If-None-Match", etag}, {"Accept-Language", "vi"}}).status(),
      200);
  ASSERT_EQ(call("POST", "/api/v1/values", &anna, one_value("w26734", "7")).status(), 201);
  const Answer again = call("GET", target, &anna, "", {{"If-None-Match", etag}});
  EXPECT_EQ(again.status(), 200);
  EXPECT_NE(again.header("ETag"), etag);
}

// What the API says of every unit is what an assessment of the exported pack says.
TEST_P(OfficeApi, StandingsAreThoseOfTheExportedPack) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const Person lead = person("lead", Role::Leader, everywhere());
  ASSERT_EQ(call("POST", "/api/v1/values", &anna, one_value("w26734", "7")).status(), 201);
  ASSERT_TRUE(bool(export_office_pack(address_, std::nullopt, file("pack"))));
  const Office pack = read_pack(file("pack")).office;
  for (const std::string status : {"reported", "verified", "decided"}) {
    const Status floor = status == "reported"   ? Status::Reported
                         : status == "verified" ? Status::Verified
                                                : Status::Decided;
    const Answer answer = call("GET", "/api/v1/assessments?period=2023&status=" + status, &lead);
    ASSERT_EQ(answer.status(), 200) << answer.response.body;
    const Programme& programme = pack.definitions.programmes.front();
    const auto run = AssessmentRun::make(
        pack.definitions, pack.facts,
        {programme.id, {*make_date(2023, 1, 1), {1, Length::Years}}, "", {floor, {}}});
    ASSERT_TRUE(bool(run));
    const Assessment& result = (*run)->result();
    EXPECT_EQ(answer.at("/total"), std::to_string(result.participants.size()));
    for (const Standing standing : kStandings) {
      EXPECT_EQ(answer.at("/counts/" + std::string(name_of(standing))),
                std::to_string(result.count(standing)));
    }
    for (size_t i = 0; i < result.participants.size(); i += 20) {
      const UnitAssessment& unit = result.units[result.participants[i]];
      const std::string at = "/units/" + std::to_string(i);
      EXPECT_EQ(answer.at(at + "/unit"), pack.definitions.units.id_of(unit.unit));
      EXPECT_EQ(answer.at(at + "/standing"), name_of(result.standing(unit)));
      EXPECT_EQ(answer.at(at + "/met"), std::to_string(unit.met));
    }
  }
}

TEST_P(OfficeApi, AnExplanationAndAUnitAreRead) {
  const Person lead = person("lead", Role::Leader, everywhere());
  const Answer explained = call("GET", "/api/v1/explanations/26734?period=2023", &lead);
  ASSERT_EQ(explained.status(), 200) << explained.response.body;
  EXPECT_NE(explained.at("/text").find("office_area"), std::string::npos);
  EXPECT_EQ(call("GET", "/api/v1/explanations/26734?period=2023&criterion=99", &lead).status(),
            404);
  EXPECT_EQ(call("GET", "/api/v1/explanations/nobody?period=2023", &lead).status(), 404);
  EXPECT_EQ(call("GET", "/api/v1/assessments/26734?period=20233", &lead).status(), 422);
  const Answer units = call("GET", "/api/v1/units?at=2024-01-16&limit=3", &lead);
  EXPECT_EQ(units.at("/next"), "3");
  EXPECT_EQ(call("GET", "/api/v1/units/26734?at=2024-01-16", &lead).at("/id"), "w26734");
  EXPECT_EQ(call("GET", "/api/v1/units?at=yesterday", &lead).status(), 422);
  EXPECT_EQ(call("GET", "/api/v1/units?limit=-3", &lead).status(), 422);
  EXPECT_EQ(call("GET", "/api/v1/units?at=2024-01-16&after=99999999", &lead).at("/next"), "null");
}

TEST_P(OfficeApi, StreamsTellWhatTheCallerMaySee) {
  const Person own = person("own", Role::Officer, below("w26734"));
  const Person other = person("other", Role::Officer, below("w26740"));
  const Answer at_own = call("GET", "/api/v1/events", &own);
  const Answer at_other = call("GET", "/api/v1/events", &other);
  ASSERT_TRUE(at_own.response.stream && at_other.response.stream);
  EXPECT_NE(at_own.response.stream->take().text.find("event: now\n"), std::string::npos);
  at_other.response.stream->take();
  const Answer saved = call("POST", "/api/v1/values", &own, one_value("w26734", "7"));
  ASSERT_EQ(saved.status(), 201);
  const std::string told = at_own.response.stream->take().text;
  EXPECT_NE(told.find("id: " + saved.at("/revision") + "\nevent: changed\n"), std::string::npos)
      << told;
  EXPECT_NE(told.find("\"unit\":\"w26734\",\"indicator\":\"motorbikes\""), std::string::npos)
      << told;
  const std::string hidden = at_other.response.stream->take().text;
  EXPECT_NE(hidden.find("event: changed"), std::string::npos);
  EXPECT_EQ(hidden.find("w26734"), std::string::npos) << hidden;
}

TEST_P(OfficeApi, ATokenDoesWhatItsScopeSays) {
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const auto connection = api_->connection();
  const WriteBy by{now(), anna.account, random_};
  store::Write write(*connection, now());
  const auto made =
      add_token({write, by}, {"nightly", {Power::ReadStandings}, now() + 1'000'000'000}, today());
  ASSERT_TRUE(bool(made));
  write.commit();
  const http::Headers bearer = {{"Authorization", "Bearer " + made->text}};
  EXPECT_EQ(call("GET", "/api/v1/assessments?period=2023", nullptr, "", bearer).status(), 200);
  const Answer out = call("GET", "/api/v1/values?period=2023&unit=26734", nullptr, "", bearer);
  EXPECT_EQ(out.status(), 403);
  EXPECT_EQ(out.at("/code"), "out_of_scope");
  EXPECT_EQ(
      call("GET", "/api/v1/office", nullptr, "", {{"Authorization", "Bearer exm_x"}}).status(),
      401);
  clock_ += 2'000'000'000;
  EXPECT_EQ(call("GET", "/api/v1/assessments?period=2023", nullptr, "", bearer).status(), 401);
}

TEST_P(OfficeApi, DescribesItself) {
  EXPECT_EQ(call("GET", "/healthz").status(), 200);
  EXPECT_EQ(call("GET", "/readyz").status(), 200);
  const Answer described = call("GET", "/api/v1/openapi.json");
  EXPECT_EQ(described.at("/openapi"), "3.1.0");
  for (const ApiRoute& route : api_->routes()) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    std::string path;
    for (const char c : route.pattern) path += c == '/' ? std::string("~1") : std::string(1, c);
    EXPECT_EQ(described.at("/paths/" + path + "/" + method + "/operationId"), route.id);
  }
  const Person lead = person("lead", Role::Leader, everywhere());
  call("GET", "/api/v1/office", &lead);
  const std::string metrics = call("GET", "/metrics").response.body;
  EXPECT_NE(metrics.find("exemplar_requests_total{route=\"read_office\",status=\"200\"} 1\n"),
            std::string::npos)
      << metrics;
  EXPECT_EQ(call("GET", "/api/v1/nothing", &lead).status(), 404);
  EXPECT_EQ(call("PUT", "/api/v1/office", &lead).status(), 405);
}

INSTANTIATE_TEST_SUITE_P(Both, OfficeApi, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
