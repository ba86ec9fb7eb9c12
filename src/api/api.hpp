// The office over HTTP: a request finds its route, its caller is known and may, a state of the office
// is taken, the handler answers.
//
//   request ─▶ route ─▶ caller (cookie or token) ─▶ may? ─▶ body ─▶ OfficeNow ─▶ handler ─▶ response
//               404 405        401                  403     422        409
#pragma once

#include "api/metrics.hpp"
#include "api/office_clock.hpp"
#include "api/rate_limit.hpp"
#include "api/route.hpp"
#include "http/server.hpp"
#include "programme/audit/checkpoint.hpp"
#include "programme/live_office/office_jobs.hpp"
#include "programme/single_sign_on/single_sign_on_service.hpp"
#include "programme/user/account_service.hpp"
#include "programme/user/sign_in_service.hpp"

namespace exemplar::api {

class Api {
 public:
  struct Options {
    programme::OfficeAddress address;
    programme::SignInPolicy sign_in;
    std::function<programme::InstantUs()> now;
    programme::FillRandom random;
    Language language = Language::Vietnamese;
    // Over TLS, so that cookies may say so.
    bool secure = false;
    programme::SealingKey sealing_key{};
    programme::SigningKey checkpoint_key{};
    // The names by which it may be asked for, whatever the port; none: any. A page that makes its
    // own name mean this machine is not among them.
    std::vector<std::string> hosts;
    std::function<http::ServerCounts()> server_counts;             // for the metrics
    std::function<programme::OfficeJobCounts()> job_counts;        // the same
    std::optional<programme::SignOnSettings> single_sign_on = {};  // with `fetch`
    programme::Fetch fetch = {};
    // Of a demonstration, where it is one; outlives this.
    OfficeClock* clock = nullptr;
    // What happens of its own accord when a day of a demonstration has come.
    std::function<void(programme::InstantUs)> on_day;
    // Of one account, whatever it asks; and of one address, for whoever is not signed in.
    RateLimit::Rate account_rate{100, 400};
    RateLimit::Rate address_rate{30, 300};
  };

  // Both must outlive it.
  Api(programme::LiveOffice& office, Options options);
  ~Api();

  http::Response handle(http::Request& request);
  const std::vector<ApiRoute>& routes() const { return routes_; }
  // How large the body of such a request may be: as its route says, else `otherwise`.
  uint64_t body_bytes_max(const http::Head& head, uint64_t otherwise) const;
  // Ends streams; what comes after is told to come again.
  void stop();

  programme::LiveOffice& office() { return office_; }
  const Options& options() const { return options_; }
  const programme::SignIn& sign_in() const { return sign_in_; }
  // Null where the office has no provider.
  programme::SingleSignOn* single_sign_on() { return single_sign_on_.get(); }
  // For one call.
  programme::AccountService accounts() { return {hasher_, gate_}; }
  std::shared_ptr<store::Connection> connection() { return pool_.borrow(); }
  // A stream of what changes, of what the caller may see.
  std::shared_ptr<http::EventStream> stream_for(const Call& call);

 private:
  struct Streams {
    struct One {
      std::weak_ptr<http::EventStream> stream;
      programme::Powers powers;
    };
    std::mutex mutex;
    std::vector<One> open;
    bool stopped = false;
    int64_t listener = 0;
  };

  bool is_for_us(const http::Request& request) const;
  void start_streams();
  Caller caller_of(const http::Request& request, programme::InstantUs instant);
  void check_rate(const Call& call);
  void check_powers(const ApiRoute& route, const Call& call) const;
  void check_origin(const ApiRoute& route, const Call& call) const;
  std::shared_ptr<const programme::OfficeNow> state_for(const Call& call);
  http::Response answer(const ApiRoute& route, http::Request& request);
  http::Response called(const ApiRoute& route, Call& call);
  // The handler's, or what it answered to the same request before.
  http::Response handled(const ApiRoute& route, Call& call);
  // /healthz, /readyz, /metrics and the description: nothing of the office is in them.
  std::optional<http::Response> about_itself(const http::Request& request);

  programme::LiveOffice& office_;
  Options options_;
  store::Pool pool_;
  programme::PasswordHasher hasher_;
  programme::HashGate gate_;
  programme::SignIn sign_in_;
  std::unique_ptr<programme::SingleSignOn> single_sign_on_;
  std::vector<ApiRoute> routes_;
  std::unique_ptr<http::Router> router_;
  Streams streams_;
  Metrics metrics_;
  RateLimit accounts_rate_;
  RateLimit addresses_rate_;
};

// Behind a front end the client is whoever it took the request from, which it adds at the end of
// X-Forwarded-For.
void take_forwarded_address(http::Request& request);

// What a page sends with every change, beside the cookie.
inline constexpr std::string_view kCsrfHeader = "X-CSRF-Token";
// The cookie's name: over TLS with the prefix that binds it to this host.
std::string_view cookie_name(bool secure);

}  // namespace exemplar::api
