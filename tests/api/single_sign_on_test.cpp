// Signing in by a provider over the API: addresses, cookies, pages, and who may link whom.
#include "api/api_office.hpp"
#include "programme/single_sign_on/fake_provider.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

class ByProvider : public ApiOffice {
 protected:
  void configure(Api::Options& options) override {
    provider_.now = clock_ / kSecondUs;
    options.secure = true;
    options.single_sign_on = SignOnSettings{provider_.issuer, provider_.client, "", "City ID", 900};
    options.fetch = provider_.fetch();
  }

  static std::string cookie_of(const Answer& answer, const std::string& name) {
    for (const auto& header : answer.response.headers) {
      if (!http::equal_ignoring_case(header.name, "Set-Cookie")) continue;
      if (header.value.starts_with(name + "=")) {
        return header.value.substr(name.size() + 1, header.value.find(';') - name.size() - 1);
      }
    }
    return {};
  }
  Answer get(const std::string& target, const std::string& cookies = {},
             const std::string& accept = {}) {
    http::Request request;
    request.method = "GET";
    request.target = target;
    const auto parsed = http::parse_target(target);
    request.path = parsed->path;
    request.query = parsed->query;
    request.remote_address = fmt::format("2001:db8:1::{:x}", ++calls_);
    request.headers.add("Host", "office.example");
    if (!accept.empty()) request.headers.add("Accept", accept);
    request.cookies = http::parse_cookies(cookies);
    return {api_->handle(request)};
  }
  Answer start(const std::string& return_to = "/units") {
    return get("/api/v1/session/oidc?return_to=" + http::percent_encoded(return_to));
  }
  std::string flow_cookie(const Answer& started) {
    return "__Host-exemplar-sign-in=" + cookie_of(started, "__Host-exemplar-sign-in");
  }
  std::string callback_of(const std::string& location) {
    return "/api/v1/session/oidc/callback?state=" + FakeProvider::query_of(location, "state") +
           "&code=" + provider_.signed_in_at(location);
  }
  // As a browser goes, which sends no cookie of a session along when it comes from elsewhere.
  Answer sign_on() {
    const Answer started = start();
    EXPECT_EQ(started.status(), 303);
    return get(callback_of(started.header("Location")), flow_cookie(started));
  }
  // Signed in at this API, whose cookies have another name.
  Answer as(const Person& who, const std::string& method, const std::string& target,
            const std::string& body = {}) {
    http::Headers headers;
    headers.add("Host", "office.example");
    headers.add(std::string(kCsrfHeader), who.csrf);
    http::Request request;
    request.method = method;
    request.target = "/api/v1" + target;
    const auto parsed = http::parse_target(request.target);
    request.path = parsed->path;
    request.query = parsed->query;
    request.remote_address = "10.0.0.1";
    request.body = body;
    request.headers = std::move(headers);
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    request.cookies.push_back({"__Host-exemplar", who.cookie});
    return {api_->handle(request)};
  }

  FakeProvider provider_;
};

TEST_P(ByProvider, TheBrowserIsSentThereAndComesBackSignedIn) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const std::string an = add("lan", Role::Officer, below("w26734"));
  EXPECT_EQ(as(admin, "POST", "/accounts/" + an + "/identities", R"({"subject": "s-42"})").status(),
            201);
  EXPECT_EQ(get("/api/v1/session/ways").at("/ways/1/name"), "City ID");
  const Answer started = start();
  ASSERT_EQ(started.status(), 303);
  EXPECT_EQ(FakeProvider::query_of(started.header("Location"), "redirect_uri"),
            "https://office.example/api/v1/session/oidc/callback");
  const std::string set = started.header("Set-Cookie");
  for (const char* part : {"__Host-exemplar-sign-in=", "; Path=/", "; Max-Age=600", "; Secure",
                           "; HttpOnly", "; SameSite=Lax"}) {
    EXPECT_NE(set.find(part), std::string::npos) << part << " in " << set;
  }
  const Answer done = get(callback_of(started.header("Location")), flow_cookie(started));
  ASSERT_EQ(done.status(), 303);
  EXPECT_EQ(done.header("Location"), "/units");
  EXPECT_EQ(cookie_of(done, "__Host-exemplar-sign-in"), "");  // taken away
  const std::string token = cookie_of(done, "__Host-exemplar");
  ASSERT_EQ(token.size(), 43U);
  const Answer session = get("/api/v1/session", "__Host-exemplar=" + token);
  EXPECT_EQ(session.at("/account"), an);
  EXPECT_EQ(session.at("/state"), "open");
}

TEST_P(ByProvider, WhoIsUnknownIsToldWhatToDo) {
  const Answer unknown = sign_on();
  EXPECT_EQ(unknown.status(), 403);
  EXPECT_EQ(unknown.at("/code"), "identity_unknown");
  EXPECT_NE(unknown.at("/detail").find("s-42"), std::string::npos);
  EXPECT_EQ(cookie_of(unknown, "__Host-exemplar"), "");
  // A page for people, in which nothing of the provider's is anything but text.
  provider_.subject = "<script>alert(1)</script>\"&";
  const Answer started = start();
  const Answer page = get(callback_of(started.header("Location")), flow_cookie(started),
                          "text/html,application/xhtml+xml,*/*;q=0.8");
  EXPECT_EQ(page.status(), 403);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.response.body.find("<script>"), std::string::npos);
  EXPECT_NE(page.response.body.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;"),
            std::string::npos);
}

TEST_P(ByProvider, NobodyIsSentElsewhere) {
  for (const char* elsewhere : {"//other.example", "https://other.example", "/\\other.example",
                                "/api/v1/session/oidc", "javascript:alert(1)"}) {
    const Answer refused = start(elsewhere);
    EXPECT_EQ(refused.status(), 422) << elsewhere;
    EXPECT_EQ(refused.at("/code"), "return_to_not_local");
    EXPECT_FALSE(refused.response.headers.has("Location"));
  }
  EXPECT_EQ(get("/api/v1/session/oidc/callback").at("/code"), "state_missing");
  EXPECT_EQ(get("/api/v1/session/oidc/callback?state=a&state=b").at("/code"), "doubled_parameter");
}

TEST_P(ByProvider, AProviderThatIsDownIsToldAtOnce) {
  provider_.in_its_place = [](const FetchRequest&) { return FetchAnswer{0, "", "timed out"}; };
  const Answer refused = start();
  EXPECT_EQ(refused.status(), 503);
  EXPECT_EQ(refused.at("/code"), "provider_unreachable");
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_NE(refused.at("/detail").find("(timed out)"), std::string::npos);
  EXPECT_FALSE(refused.response.headers.has("Set-Cookie"));
}

TEST_P(ByProvider, IdentitiesAreLinkedByThePersonOrAnAdministrator) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const Person auditor = person("auditor", Role::Auditor, everywhere());
  const Person an = person("lan", Role::Officer, below("w26734"));
  const std::string of_an = "/accounts/" + an.account + "/identities";
  // By the person, who has signed in with the password.
  const Answer started = as(an, "POST", "/session/oidc/link", R"({"return_to": "/me"})");
  ASSERT_EQ(started.status(), 201);
  const Answer linked = get(callback_of(started.at("/location")), flow_cookie(started));
  EXPECT_EQ(linked.status(), 303);
  EXPECT_EQ(linked.header("Location"), "/me");
  EXPECT_EQ(cookie_of(linked, "__Host-exemplar"), "");  // nobody has signed in by that
  EXPECT_EQ(as(an, "GET", "/session/identities").at("/identities/0/subject"), "s-42");
  // Not by whoever came by the provider.
  const std::string token = cookie_of(sign_on(), "__Host-exemplar");
  const Person by_provider = {an.account, token, csrf_token(token)};
  EXPECT_EQ(as(by_provider, "POST", "/session/oidc/link", "{}").at("/code"), "password_needed");
  // Without the page's own token nothing is begun.
  EXPECT_EQ(as({an.account, an.cookie, "forged"}, "POST", "/session/oidc/link", "{}").status(),
            403);
  // What an administrator sees of others is noted.
  EXPECT_EQ(as(admin, "GET", of_an).at("/identities/0/linked_by"), an.account);
  EXPECT_EQ(as(auditor, "GET", "/audit?action=personal.read").at("/entries/0/subject"),
            "account/" + an.account);
  EXPECT_EQ(as(auditor, "POST", of_an, R"({"subject": "s-43"})").status(), 403);
  EXPECT_EQ(as(admin, "POST", of_an, R"({"subject": "s-42"})").at("/code"), "identity_linked");
  EXPECT_EQ(
      as(admin, "POST", "/accounts/" + admin.account + "/identities", R"({"subject": "s-42"})")
          .at("/code"),
      "identity_linked_elsewhere");
  EXPECT_EQ(as(admin, "POST", of_an, R"({"subject": "ế"})").status(), 422);
  EXPECT_EQ(as(admin, "POST", "/accounts/u-999999/identities", R"({"subject": "s"})").status(),
            404);
  // Taken off, its sessions end.
  EXPECT_EQ(as(admin, "DELETE", of_an + "/7").status(), 404);
  EXPECT_EQ(as(admin, "DELETE", of_an + "/1").status(), 204);
  EXPECT_EQ(as(by_provider, "GET", "/session").status(), 401);
  EXPECT_EQ(sign_on().at("/code"), "identity_unknown");
  const std::string log = as(auditor, "GET", "/audit?subject=account/" + an.account).response.body;
  for (const char* action : {"identity.linked", "identity.unlinked"}) {
    EXPECT_NE(log.find(action), std::string::npos) << action;
  }
}

INSTANTIATE_TEST_SUITE_P(Both, ByProvider, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
