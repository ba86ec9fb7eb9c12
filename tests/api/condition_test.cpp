// Requests that are sent twice, and changes of what others have changed meanwhile.
#include <thread>

#include "api/api_office.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

class Condition : public ApiOffice {
 protected:
  void SetUp() override {
    ApiOffice::SetUp();
    if (IsSkipped()) return;
    anna_ = person("anna", Role::Officer, below("w26734"));
  }
  Answer save(const Person& who, const std::string& value, const http::Headers& headers,
              const std::string& more = {}) {
    return call("POST", "/api/v1/values", &who, one_value("w26734", value, more), headers);
  }
  int64_t revision() { return store::newest_revision(*api_->connection()); }

  Person anna_;
};

TEST_P(Condition, ARequestThatIsSentAgainIsNotDoneAgain) {
  const http::Headers key = {{"Idempotency-Key", "a-1"}};
  const Answer first = save(anna_, "7", key);
  ASSERT_EQ(first.status(), 201) << first.response.body;
  EXPECT_EQ(first.header("Idempotent-Replayed"), "");
  const int64_t after = revision();
  const Answer again = save(anna_, "7", key);
  EXPECT_EQ(again.status(), 201);
  EXPECT_EQ(again.response.body, first.response.body);
  EXPECT_EQ(again.header("Content-Type"), first.header("Content-Type"));
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(revision(), after);
  // Without the key, or with another, it is another request.
  EXPECT_EQ(save(anna_, "7", {{"Idempotency-Key", "a-2"}}).status(), 201);
  EXPECT_EQ(save(anna_, "7", {}).status(), 201);
  EXPECT_EQ(revision(), after + 2);
  EXPECT_TRUE(verdict().clean());
}

TEST_P(Condition, AKeyIsOfOneRequestOfOneAccount) {
  const http::Headers key = {{"Idempotency-Key", "a-1"}};
  ASSERT_EQ(save(anna_, "7", key).status(), 201);
  const int64_t after = revision();
  const Answer other = save(anna_, "8", key);
  EXPECT_EQ(other.status(), 422);
  EXPECT_EQ(other.at("/code"), "key_of_another_request");
  EXPECT_EQ(revision(), after);
  const Person binh = person("binh", Role::Officer, below("w26734"));
  EXPECT_EQ(save(binh, "8", key).status(), 201);
  for (const char* malformed : {"", "with blank", "tiếng"}) {
    const Answer refused = save(anna_, "8", {{"Idempotency-Key", malformed}});
    EXPECT_EQ(refused.at("/code"), "malformed_key") << malformed;
  }
  EXPECT_EQ(save(anna_, "8", {{"Idempotency-Key", std::string(201, 'k')}}).status(), 400);
}

TEST_P(Condition, WhatWasRefusedMayBeSentAgainWithItsKey) {
  const http::Headers key = {{"Idempotency-Key", "a-1"}};
  EXPECT_EQ(save(anna_, "many", key).status(), 422);
  EXPECT_EQ(save(anna_, "7", key, R"(, "expected": 0)").status(), 409);
  EXPECT_EQ(save(anna_, "7", key).status(), 201);
}

TEST_P(Condition, AnAnswerWithASecretIsNotKept) {
  const std::string body = std::string(R"({"old_password": ")") + kPassword +
                           R"(", "new_password": "ngày mai trời còn đẹp hơn"})";
  const http::Headers key = {{"Idempotency-Key", "a-1"}};
  const Answer first = call("POST", "/api/v1/session/password", &anna_, body, key);
  ASSERT_EQ(first.status(), 201) << first.response.body;
  const std::string cookie = first.header("Set-Cookie");
  const size_t begin = cookie.find('=') + 1;
  const Person now{anna_.account, cookie.substr(begin, cookie.find(';') - begin),
                   first.at("/csrf_token")};
  const Answer again = call("POST", "/api/v1/session/password", &now, body, key);
  EXPECT_EQ(again.status(), 409);
  EXPECT_EQ(again.at("/code"), "done_before");
  const auto kept = api_->connection()->text("SELECT body FROM idempotency_key");
  EXPECT_FALSE(kept.has_value()) << *kept;
}

TEST_P(Condition, OfManyAtOnceWithOneKeyOneIsDone) {
  const int64_t before = revision();
  std::vector<Answer> answers(8);
  std::vector<std::thread> threads;
  for (Answer& answer : answers) {
    threads.emplace_back([&] { answer = save(anna_, "7", {{"Idempotency-Key", "all-at-once"}}); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(revision(), before + 1);
  for (const Answer& answer : answers) {
    // Where the answer of the first is not kept yet, a repetition is told that it is done.
    const bool told = answer.status() == 201 || answer.at("/code") == "done_before";
    EXPECT_TRUE(told) << answer.status() << answer.response.body;
  }
  EXPECT_TRUE(verdict().clean());
}

TEST_P(Condition, NothingIsChangedThatOthersHaveChangedSince) {
  const std::string values = "/api/v1/values?period=2023&unit=26734&indicator=motorbikes";
  const std::string seen = call("GET", values, &anna_).header("ETag");
  ASSERT_NE(seen, "");
  EXPECT_EQ(save(anna_, "7", {{"If-Match", seen}}).status(), 201);
  const Answer stale = save(anna_, "8", {{"If-Match", seen}});
  EXPECT_EQ(stale.status(), 412);
  EXPECT_EQ(stale.at("/code"), "changed_meanwhile");
  const std::string newer = call("GET", values, &anna_).header("ETag");
  // Another cell has changed, not this one.
  const std::string area =
      R"({"values": [{"indicator": "office_area", "period": "2023", "unit": "w26734", )"
      R"("value": "300", "source": "generator"}]})";
  ASSERT_EQ(call("POST", "/api/v1/values", &anna_, area).status(), 201);
  EXPECT_EQ(save(anna_, "8", {{"If-Match", newer}}).status(), 201);
  EXPECT_EQ(save(anna_, "9", {{"If-Match", "*"}}).status(), 201);
  EXPECT_EQ(save(anna_, "9", {{"If-Match", "W/" + newer}}).status(), 412);
  EXPECT_EQ(save(anna_, "9", {{"If-Match", "\"something\""}}).status(), 412);
  EXPECT_EQ(save(anna_, "9", {{"If-Match", "r7"}}).status(), 400);
  // A version of the entry's own counts for it.
  EXPECT_EQ(save(anna_, "9", {{"If-Match", seen}}, R"(, "expected": 999999)").status(), 201);
}

// Accounts, roles: what was read has the tag of its revision; what was changed since is left alone.
TEST_P(Condition, NothingOfPeopleIsChangedThatOthersHaveChangedSince) {
  const Person keeper = person("keeper", Role::Administrator, {Reach::Extent::Everything, {}, {}});
  const std::string account = "/api/v1/accounts/" + anna_.account;
  const Answer read = call("GET", account, &keeper);
  ASSERT_EQ(read.status(), 200) << read.response.body;
  EXPECT_EQ(read.header("Cache-Control"), "no-store");
  const std::string seen = read.header("ETag");
  ASSERT_TRUE(seen.starts_with("\"r")) << seen;
  const auto rename = [&](const std::string& tag, const char* name) {
    return call("PATCH", account, &keeper, std::string(R"({"name": ")") + name + "\"}",
                {{"If-Match", tag}});
  };
  // That it was read, and that she signed in, changes nothing of it.
  ASSERT_EQ(call("GET", account, &keeper).status(), 200);
  EXPECT_EQ(call("POST", "/api/v1/session", nullptr,
                 std::string(R"({"login": "anna", "password": ")") + kPassword + "\"}")
                .status(),
            201);
  EXPECT_EQ(rename(seen, "Another").status(), 204);
  // Now it does.
  const int64_t before = revision();
  const Answer stale = rename(seen, "A third");
  EXPECT_EQ(stale.status(), 412);
  EXPECT_EQ(stale.at("/code"), "changed_meanwhile");
  for (const char* act : {"/disable", "/enable", "/password"}) {
    const std::string body = std::string(act) == "/password" ? "{}" : "";
    const Answer refused =
        call("POST", account + act, &keeper, body, {{"If-Match", seen}, {"Idempotency-Key", act}});
    EXPECT_EQ(refused.status(), 412) << act << refused.response.body;
  }
  EXPECT_EQ(revision(), before);
  const std::string newer = call("GET", account, &keeper).header("ETag");
  const http::Headers keyed = {{"If-Match", newer}, {"Idempotency-Key", "once"}};
  EXPECT_EQ(call("POST", account + "/disable", &keeper, "", keyed).status(), 204);
  // Sent again it is answered as before, not refused for what it did itself.
  const Answer again = call("POST", account + "/disable", &keeper, "", keyed);
  EXPECT_EQ(again.status(), 204);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(call("POST", account + "/enable", &keeper, "", {{"If-Match", newer}}).status(), 412);
  EXPECT_EQ(call("POST", account + "/enable", &keeper, "", {{"If-Match", "*"}}).status(), 204);
  EXPECT_EQ(call("POST", account + "/enable", &keeper, "", {{"If-Match", "r7"}}).status(), 400);
  // A role is a thing of its own: the account's changes are none of it, its end is.
  const std::string grant = call("GET", account, &keeper).at("/holds/grants/0/id");
  const auto end = [&](const std::string& tag) {
    return call("POST", "/api/v1/grants/" + grant + "/end", &keeper, R"({"reason": "x"})",
                {{"If-Match", tag}});
  };
  EXPECT_EQ(end(newer).status(), 204);
  EXPECT_EQ(end(newer).status(), 412);
  EXPECT_TRUE(verdict().clean());
}

INSTANTIATE_TEST_SUITE_P(Both, Condition, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
