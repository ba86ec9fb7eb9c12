// The API over a small office with one account for each role: called as the server calls it, without a
// connection between.
#pragma once

#include <boost/json.hpp>

#include "api/api.hpp"
#include "base/zone.hpp"
#include "programme/office_store/office_at.hpp"
#include "programme/user/secret.hpp"
#include "programme/user/set_up_service.hpp"

namespace exemplar::api {

using namespace programme;

inline constexpr const char* kPassword = "trời hôm nay rất đẹp";

struct Answer {
  http::Response response;

  int status() const { return response.status; }
  std::string header(std::string_view name) const { return response.headers.joined(name); }
  // Of the body, by a JSON pointer; empty where there is no such thing.
  std::string at(std::string_view pointer) const {
    boost::system::error_code error;
    const auto json = boost::json::parse(response.body, error);
    if (error) return {};
    const boost::json::value* found = json.find_pointer(pointer, error);
    if (found == nullptr) return {};
    return found->is_string() ? std::string(found->get_string().c_str())
                              : boost::json::serialize(*found);
  }
};

// A person at a browser.
struct Person {
  std::string account;
  std::string cookie;
  std::string csrf;
};

class ApiOffice : public OfficeAt {
 protected:
  void SetUp() override {
    OfficeAt::SetUp();
    if (IsSkipped()) return;
    ASSERT_TRUE(bool(load(small_pack(), clock_)));
    open_api();
  }
  void TearDown() override {
    api_.reset();
    office_.reset();
    OfficeAt::TearDown();
  }

  void open_api() {
    api_.reset();
    office_ = LiveOffice::open(
                  {address_, random_, [this] { return now(); }, std::chrono::milliseconds(0)})
                  .take();
    Api::Options options;
    options.address = address_;
    options.now = [this] { return now(); };
    options.random = random_;
    options.language = Language::English;
    options.hosts = {"office.example"};
    options.account_rate = account_rate_;
    options.address_rate = address_rate_;
    api_ = std::make_unique<Api>(*office_, std::move(options));
  }

  InstantUs now() const { return clock_; }
  Date today() const {
    return Zone::named(office_->now()->office().definitions.zone)->day_of(now());
  }
  static Reach below(const std::string& unit) {
    return {Reach::Extent::Below, "territory", {unit}};
  }
  static Reach everywhere() { return {Reach::Extent::Everything, {}, {}}; }

  std::string add(const std::string& login, Role role, Reach reach) {
    static const PasswordHasher hasher({1, 8'192}, random_);
    NewPerson person;
    person.login = login;
    person.name = "Tên " + login;
    person.password = kPassword;
    person.must_change_password = false;
    person.role = role;
    person.reach = std::move(reach);
    person.days = {today(), role == Role::Inspector ? today() + 30 : kOpenFuture};
    const auto account = set_up_person(*api_->connection(), person, hasher,
                                       office_->now()->office().definitions.units, today(),
                                       {now(), "system", random_});
    EXPECT_TRUE(bool(account)) << login << ": "
                               << render(account.refusal().what, Language::English);
    return account->id;
  }
  // Signed in, without the password.
  Person person(const std::string& login, Role role, Reach reach) {
    Person one;
    one.account = add(login, role, std::move(reach));
    const auto connection = api_->connection();
    const WriteBy by{now(), one.account, random_};
    store::Write write(*connection, now());
    one.cookie =
        start_session({write, by}, one.account, Factor::NotNeeded, {"password", "", ""}).token;
    write.commit();
    one.csrf = csrf_token(one.cookie);
    return one;
  }

  Answer call(const std::string& method, const std::string& target, const Person* who = nullptr,
              const std::string& body = {}, http::Headers headers = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    const auto parsed = http::parse_target(target);
    EXPECT_TRUE(bool(parsed)) << target;
    request.path = parsed->path;
    request.query = parsed->query;
    // Nobody is slowed down by others, unless it is of that.
    request.remote_address = from_.empty() ? fmt::format("2001:db8:{:x}::1", ++calls_) : from_;
    request.body = body;
    request.headers = std::move(headers);
    if (!request.headers.has("Host")) request.headers.add("Host", "office.example:8080");
    if (!body.empty() && !request.headers.has("Content-Type")) {
      request.headers.add("Content-Type", "application/json");
    }
    if (who != nullptr) {
      request.cookies.push_back({"exemplar", who->cookie});
      if (!request.headers.has(kCsrfHeader)) {
        request.headers.add(std::string(kCsrfHeader), who->csrf);
      }
    }
    return {api_->handle(request)};
  }

  static std::string one_value(const std::string& unit, const std::string& value,
                               const std::string& more = {}) {
    return R"({"values": [{"indicator": "motorbikes", "period": "2023", "unit": ")" + unit +
           R"(", "value": ")" + value + R"(", "source": "generator")" + more + "}]}";
  }

  InstantUs clock_ = InstantUs{1'705'366'800} * 1'000'000;  // 16 January 2024, 08:00
  FillRandom random_ = system_random();
  std::atomic<int> calls_ = 0;
  std::string from_;
  RateLimit::Rate account_rate_{100, 400};
  RateLimit::Rate address_rate_{30, 300};
  std::unique_ptr<LiveOffice> office_;
  std::unique_ptr<Api> api_;
};

}  // namespace exemplar::api
