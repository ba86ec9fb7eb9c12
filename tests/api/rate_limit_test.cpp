// Limits of requests, of one account and of one address, and whose address it is.
#include "api/api_office.hpp"

namespace exemplar::api {
namespace {

using std::chrono::milliseconds;
using store::Engine;

RateLimit::Clock::time_point at(int ms) {
  return RateLimit::Clock::time_point() + std::chrono::hours(1) + milliseconds(ms);
}

TEST(RateLimit, LetsABurstInAndThenSoManyASecond) {
  RateLimit limit({10, 3});
  struct Step {
    int ms;
    int wait_ms;
  };
  for (const Step step : {Step{0, 0}, Step{0, 0}, Step{0, 0}, Step{0, 100}, Step{40, 60},
                          Step{100, 0}, Step{100, 100}, Step{300, 0}, Step{300, 0}, Step{300, 100},
                          Step{5'000, 0}, Step{5'000, 0}, Step{5'000, 0}, Step{5'000, 100}}) {
    EXPECT_EQ(limit.take("a", at(step.ms)), milliseconds(step.wait_ms)) << step.ms;
  }
  EXPECT_EQ(limit.take("b", at(0)), milliseconds(0));
}

TEST(RateLimit, KeepsNoMoreCallersThanItMay) {
  RateLimit limit({10, 1}, 100);
  for (int i = 0; i < 1'000; ++i) limit.take("caller " + std::to_string(i), at(0));
  EXPECT_EQ(limit.callers(), 101U);  // and one place for all others
  EXPECT_GT(limit.take("caller 2000", at(0)), milliseconds(0));
  EXPECT_EQ(limit.take("caller 2000", at(200)), milliseconds(0));
  EXPECT_EQ(limit.callers(), 1U);
}

TEST(RateLimit, OfNothingIsNone) {
  RateLimit limit({0, 0});
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(limit.take("a", at(0)), milliseconds(0));
}

TEST(ForwardedAddress, IsTheLastThatTheFrontEndAdded) {
  struct Case {
    const char* header;
    const char* address;
  };
  for (const Case& one :
       {Case{"203.0.113.7", "203.0.113.7"}, Case{"10.0.0.1, 203.0.113.7", "203.0.113.7"},
        Case{"evil, 2001:db8::1", "2001:db8::1"}, Case{"203.0.113.7, unknown", "127.0.0.1"},
        Case{"", "127.0.0.1"}, Case{"203.0.113.7,", "127.0.0.1"}}) {
    http::Request request;
    request.remote_address = "127.0.0.1";
    request.headers.add("X-Forwarded-For", one.header);
    take_forwarded_address(request);
    EXPECT_EQ(request.remote_address, one.address) << one.header;
  }
}

class Rates : public ApiOffice {};

TEST_P(Rates, OneAccountDoesNotTakeThePlaceOfOthers) {
  account_rate_ = {0.01, 3};
  open_api();
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const Person binh = person("binh", Role::Officer, below("w26734"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(call("GET", "/api/v1/office", &anna).status(), 200);
  const Answer refused = call("GET", "/api/v1/office", &anna);
  EXPECT_EQ(refused.status(), 429);
  EXPECT_EQ(refused.at("/code"), "too_many_requests");
  EXPECT_GT(std::stoi(refused.header("Retry-After")), 0);
  EXPECT_EQ(call("GET", "/api/v1/office", &binh).status(), 200);
}

TEST_P(Rates, WhoeverIsNotSignedInIsCountedByAddress) {
  address_rate_ = {0.01, 2};
  open_api();
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const auto ask = [&](const std::string& from, const Person* who) {
    from_ = from;
    return call("GET", "/api/v1/office", who).status();
  };
  EXPECT_EQ(ask("192.0.2.1", nullptr), 401);
  EXPECT_EQ(ask("192.0.2.1", nullptr), 401);
  EXPECT_EQ(ask("192.0.2.1", nullptr), 429);
  EXPECT_EQ(ask("192.0.2.1", &anna), 200);
  EXPECT_EQ(ask("192.0.2.2", nullptr), 401);
  // Nor does whoever tries tokens go on for ever.
  from_ = "192.0.2.3";
  for (const int status : {401, 401, 429}) {
    EXPECT_EQ(
        call("GET", "/api/v1/office", nullptr, "", {{"Authorization", "Bearer exm_x"}}).status(),
        status);
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Rates, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
