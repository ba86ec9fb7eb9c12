// Two nodes of one office, and people, slow and fast, who write on both while others read: drawn anew
// with each seed. Whatever the order in which writes begin and end,
//
//   one revision is one state, whoever shows it and whenever     nothing becomes visible late
//   what was known on a day that is over stays what it was       though clocks differ
//   revisions, ETags and the ids of streams never go back        on a node, nor behind what was seen
#include <thread>

#include "api/api_office.hpp"
#include "http/etag.hpp"
#include "random/seed.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

constexpr InstantUs kSecond = 1'000'000;
constexpr InstantUs kHour = 3'600 * kSecond;
constexpr const char* kValues = "/api/v1/values?period=2023&unit=w26734&indicator=motorbikes";

class TwoNodes : public ApiOffice {
 protected:
  struct Node {
    std::unique_ptr<LiveOffice> office;
    std::unique_ptr<Api> api;
    std::atomic<int64_t> told = 0;  // the id of the newest event
    std::atomic<bool> told_back = false;
  };

  void SetUp() override {
    ApiOffice::SetUp();
    if (IsSkipped()) return;
    anna_ = person("anna", Role::Officer, below("w26734"));
    for (int i = 0; i < 2; ++i) nodes_.push_back(node(i));
  }
  void TearDown() override {
    nodes_.clear();
    ApiOffice::TearDown();
  }

  // Their clocks are hours apart, and go forward by hours with each write.
  std::unique_ptr<Node> node(int number) {
    auto made = std::make_unique<Node>();
    const auto clock = [this, number] { return clock_ + passed_.load() + number * 7 * kHour; };
    made->office =
        LiveOffice::open({address_, random_, clock, std::chrono::milliseconds(60)}).take();
    Api::Options options;
    options.address = address_;
    options.now = clock;
    options.random = random_;
    options.account_rate = {};  // they ask as fast as they can
    options.sign_in.session = {kHour * 1'000'000, kHour * 1'000'000, kHour * 1'000'000, kHour,
                               kHour * 1'000'000};
    made->api = std::make_unique<Api>(*made->office, std::move(options));
    made->office->listen([one = made.get()](const OfficeEvent& event) {
      if (event.revision <= one->told) one->told_back = true;
      one->told = event.revision;
    });
    return made;
  }

  http::Response ask(Node& node, const std::string& method, const std::string& target,
                     const std::string& body = {}) const {
    http::Request request;
    request.method = method;
    request.target = target;
    const auto parsed = http::parse_target(target);
    request.path = parsed->path;
    request.query = parsed->query;
    request.remote_address = "10.0.0.1";
    request.body = body;
    request.headers.add("Host", "office.example");
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    request.cookies.push_back({"exemplar", anna_.cookie});
    request.headers.add(std::string(kCsrfHeader), anna_.csrf);
    return node.api->handle(request);
  }
  void fault(const std::string& what) {
    const std::lock_guard lock(finding_);
    if (faults_.size() < 5) faults_.push_back(what);
  }

  // Saves, and in between holds a write open for a while, to end it or give it up.
  void write_on(uint64_t seed, int writes) {
    std::mt19937_64 chance(seed);
    const auto own = open_office(address_, Access::Use).take();
    for (int i = 0; i < writes; ++i) {
      passed_ += static_cast<InstantUs>(chance() % 8) * kHour;
      if (chance() % 4 == 0) {
        const WriteBy by{clock_ + passed_ + static_cast<InstantUs>(chance() % 9) * kHour, "system",
                         random_};
        store::Write slow(*own, by.now);
        const auto until =
            std::chrono::steady_clock::now() + std::chrono::microseconds(chance() % 20'000);
        while (std::chrono::steady_clock::now() < until) std::this_thread::yield();
        append_audit(slow, {"system", "test.slow", "test", "{}"}, by.random);
        if (chance() % 3 != 0) slow.commit();
        continue;
      }
      const http::Response saved = ask(*nodes_[chance() % 2], "POST", "/api/v1/values",
                                       one_value("w26734", std::to_string(chance() % 1'000)));
      if (saved.status != 201) fault("not saved: " + saved.body);
    }
  }

  // What was seen of a key is what is seen of it ever after.
  void expect_same(const std::string& key, const std::string& seen) {
    const std::lock_guard lock(finding_);
    const auto [before, added] = seen_.emplace(key, seen);
    if (!added && before->second != seen && faults_.size() < 5) {
      faults_.push_back(key + ": " + before->second.substr(0, 200) + "\n  is now " +
                        seen.substr(0, 200));
    }
  }

  void read_on(uint64_t seed, size_t number) {
    std::mt19937_64 chance(seed);
    Node& node = *nodes_[number];
    const auto own = open_office(address_, Access::Use).take();
    const Zone zone = Zone::named("Asia/Ho_Chi_Minh").take();
    int64_t newest = 0;
    while (!written_) {
      ++readings_;
      const int64_t seen_anywhere = seen_anywhere_;
      const bool fresh = chance() % 2 == 0;
      const std::string asked =
          fresh ? "&at_least=" + std::to_string(seen_anywhere) : std::string();
      const http::Response answer = ask(node, "GET", kValues + asked);
      const int64_t revision = std::atoll(answer.headers.joined("X-Revision").c_str());
      const std::string etag = answer.headers.joined("ETag");
      if (answer.status != 200) fault(answer.body);
      if (revision < newest) fault(fmt::format("revision {} after {}", revision, newest));
      if (fresh && revision < seen_anywhere) fault("older than what was seen on the other node");
      if (etag.find(fmt::format("r{}-", revision)) == std::string::npos) fault("ETag " + etag);
      expect_same("revision " + std::to_string(revision), answer.body);
      newest = revision;
      for (int64_t seen = seen_anywhere_; seen < revision;) {
        if (seen_anywhere_.compare_exchange_weak(seen, revision)) break;
      }
      // A day that is over, by the ledger, which is the last word.
      const Date last = zone.day_of(*own->number("SELECT max(at) FROM ledger"));
      const int back = 1 + static_cast<int>(chance() % 4);
      const std::string day = iso(last - back);
      const http::Response known = ask(node, "GET", kValues + ("&known_on=" + day));
      expect_same("known on " + day,
                  std::to_string(known.status) + known.headers.joined("X-Revision") + known.body);
    }
  }

  Person anna_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::atomic<InstantUs> passed_ = 0;
  std::atomic<int64_t> seen_anywhere_ = 0;
  std::atomic<bool> written_ = false;
  std::atomic<int64_t> readings_ = 0;
  std::mutex finding_;
  std::vector<std::string> faults_;
  std::map<std::string, std::string> seen_;
};

TEST_P(TwoNodes, NothingIsSeenLateAndNothingGoesBack) {
  const uint64_t seed = tests::moved_seed(77);
  const int writes = static_cast<int>(tests::short_or_long(40, 500));
  std::vector<std::thread> writers, readers;
  for (uint64_t i = 0; i < 4; ++i) {
    writers.emplace_back([this, seed, i, writes] { write_on(seed * 100 + i, writes); });
  }
  for (uint64_t i = 0; i < 4; ++i) {
    readers.emplace_back([this, seed, i] { read_on(seed * 100 + 10 + i, i % 2); });
  }
  for (std::thread& one : writers) one.join();
  written_ = true;
  for (std::thread& one : readers) one.join();
  for (const std::string& one : faults_) ADD_FAILURE() << "seed " << seed << ": " << one;
  const auto own = open_office(address_, Access::Use).take();
  const int64_t newest = store::newest_revision(*own);
  for (const auto& node : nodes_) {
    EXPECT_EQ(ask(*node, "GET", kValues + ("&at_least=" + std::to_string(newest)))
                  .headers.joined("X-Revision"),
              std::to_string(newest));
    EXPECT_FALSE(node->told_back);
    EXPECT_EQ(node->told, newest);
  }
  // Each state that was shown has what the ledger says it has, and nothing else.
  size_t states = 0;
  for (const auto& [key, body] : seen_) {
    if (!key.starts_with("revision ")) continue;
    ++states;
    const auto rows = own->number(
        "SELECT count(*) FROM fact f JOIN word u ON u.id = f.unit JOIN word i ON i.id = "
        "f.indicator "
        "WHERE u.text = 'w26734' AND i.text = 'motorbikes' AND f.first_day = $1 AND f.revision <= "
        "$2",
        {int64_t{make_date(2023, 1, 1)->days}, int64_t{std::atoll(key.c_str() + 9)}});
    EXPECT_EQ(static_cast<int64_t>(boost::json::parse(body).at("values").as_array().size()), rows)
        << key;
  }
  EXPECT_GT(states, 10U);
  EXPECT_TRUE(verify_audit(*own, AuditVerifier()).clean());
  tests::say_proof(
      "api, {}: {} revisions by 4 writers on 2 nodes, {} readings of {} states, seed {}",
      store::engine_name({GetParam(), 0}), newest, readings_.load(), seen_.size(), seed);
}

INSTANTIATE_TEST_SUITE_P(Both, TwoNodes, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
