// How the provider is asked: what is kept and how long, keys that change, a provider in trouble.
#include "programme/single_sign_on/provider_client.hpp"

#include <thread>

#include "programme/single_sign_on/fake_provider.hpp"
#include "programme/user/throttle_rules.hpp"

namespace exemplar::programme {
namespace {

class AskingTheProvider : public ::testing::Test {
 protected:
  AskingTheProvider() { provider_.now = now_ / kSecondUs; }

  SignOnSettings settings(const std::string& secret = "") const {
    return {provider_.issuer, provider_.client, secret, "ID", 900};
  }
  CodeExchange exchange() {
    const std::string redirect = "https://office.example/callback";
    const std::string location = "?nonce=n&code_challenge=" + pkce_challenge("v") +
                                 "&redirect_uri=https%3A%2F%2Foffice.example%2Fcallback";
    return {provider_.signed_in_at(location), "v", redirect, "n", now_ / kSecondUs};
  }
  std::string said(const Decided<ProvedIdentity, SignOnRefused>& decided) {
    return decided ? decided->subject
                   : std::string(name_of(decided.why().why)) + " " + decided.why().note;
  }
  std::string identity() { return said(client_.identity(exchange(), now_)); }

  InstantUs now_ = InstantUs{1'709'258'400} * kSecondUs;
  FakeProvider provider_;
  ProviderClient client_{settings(), provider_.fetch()};
};

TEST_F(AskingTheProvider, AnIdentityIsProvedByEachAlgorithm) {
  EXPECT_EQ(identity(), "s-42");
  provider_.algorithm = "PS256";
  EXPECT_EQ(identity(), "s-42");
  provider_.algorithm = "ES256";
  provider_.key_id = "e1";
  provider_.key = &elliptic_key();
  EXPECT_EQ(identity(), "s-42");
  // Asked once for each that is kept.
  EXPECT_EQ(provider_.times_asked("openid-configuration"), 1U);
  EXPECT_EQ(provider_.times_asked("/keys"), 1U);
  now_ += 3'600 * kSecondUs;
  provider_.now += 3'600;
  EXPECT_EQ(identity(), "s-42");
  EXPECT_EQ(provider_.times_asked("openid-configuration"), 2U);
  EXPECT_EQ(provider_.times_asked("/keys"), 2U);
}

TEST_F(AskingTheProvider, ACodeIsGoodOnceWithItsVerifierAtItsAddress) {
  CodeExchange one = exchange();
  EXPECT_EQ(said(client_.identity(one, now_)), "s-42");
  EXPECT_EQ(said(client_.identity(one, now_)), "code_refused invalid_grant");
  one = exchange();
  one.verifier = "w";
  EXPECT_EQ(said(client_.identity(one, now_)), "code_refused invalid_grant");
  one = exchange();
  one.redirect = "https://other.example/callback";
  EXPECT_EQ(said(client_.identity(one, now_)), "code_refused invalid_grant");
}

TEST_F(AskingTheProvider, KeysThatChangeAreFetchedButNotForEveryToken) {
  EXPECT_EQ(identity(), "s-42");
  provider_.keys = {other_rsa_key().jwk("k2")};
  provider_.key = &other_rsa_key();
  provider_.key_id = "k2";
  EXPECT_EQ(identity(), "token_key ");  // asked for only just now
  EXPECT_EQ(provider_.times_asked("/keys"), 1U);
  now_ += 31 * kSecondUs;
  provider_.now += 31;
  EXPECT_EQ(identity(), "s-42");
  EXPECT_EQ(provider_.times_asked("/keys"), 2U);
  // The key that was taken away is good no longer.
  provider_.key = &rsa_key();
  provider_.key_id = "k1";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(identity(), "token_key ");
  EXPECT_EQ(provider_.times_asked("/keys"), 2U);
  // Another key under the same name.
  provider_.key_id = "k2";
  provider_.keys = {rsa_key().jwk("k2")};
  EXPECT_EQ(identity(), "token_signature ");
  now_ += 31 * kSecondUs;
  provider_.now += 31;
  EXPECT_EQ(identity(), "s-42");
}

TEST_F(AskingTheProvider, AWithdrawnKeyIsForgottenWithinTenMinutes) {
  EXPECT_EQ(identity(), "s-42");
  provider_.keys = {};
  now_ += 599 * kSecondUs;
  provider_.now += 599;
  EXPECT_EQ(identity(), "s-42");
  now_ += kSecondUs;
  EXPECT_EQ(identity(), "token_key ");
}

TEST_F(AskingTheProvider, FaultsOfTheTokenAreTold) {
  using Claims = boost::json::object;
  for (const auto& [change, why] :
       std::vector<std::pair<std::function<void(Claims&)>, std::string>>{
           {[](Claims& c) { c["iss"] = "https://other.example"; }, "token_issuer "},
           {[](Claims& c) { c["aud"] = "other"; }, "token_audience "},
           {[](Claims& c) { c["nonce"] = "other"; }, "token_nonce "},
           {[](Claims& c) { c["exp"] = 1; }, "token_expired "},
           {[](Claims& c) { c["at_hash"] = "other"; }, "token_access_hash "},
           {[](Claims& c) { c["sub"] = 42; }, "token_malformed claims"}}) {
    provider_.change_claims = change;
    EXPECT_EQ(identity(), why);
  }
  provider_.change_claims = {};
  for (const char* algorithm : {"none", "HS256"}) {
    provider_.algorithm = algorithm;
    EXPECT_EQ(identity(), "token_algorithm ");
  }
  EXPECT_EQ(provider_.times_asked("/keys"), 1U);  // not even asked for
}

TEST_F(AskingTheProvider, TroubleIsToldAndNotAskedForAtOnceAgain) {
  provider_.in_its_place = [](const FetchRequest&) { return FetchAnswer{0, "", "timed out"}; };
  EXPECT_EQ(identity(), "provider_unreachable timed out");
  EXPECT_EQ(identity(), "provider_unreachable timed out");
  EXPECT_EQ(provider_.asked.size(), 1U);
  now_ += 5 * kSecondUs;
  provider_.in_its_place = [](const FetchRequest&) { return FetchAnswer{502, "", {}}; };
  EXPECT_EQ(identity(), "provider_unreachable HTTP 502");
  now_ += 5 * kSecondUs;
  provider_.in_its_place = [](const FetchRequest&) { return FetchAnswer{301, "", {}}; };
  EXPECT_EQ(identity(), "provider_misconfigured HTTP 301");  // no redirect is followed
  now_ += 5 * kSecondUs;
  provider_.in_its_place = {};
  provider_.change_description = [](boost::json::object& json) { json["issuer"] = "other"; };
  EXPECT_EQ(identity(), "provider_misconfigured another issuer");
  now_ += 5 * kSecondUs;
  provider_.now = now_ / kSecondUs;
  provider_.change_description = {};
  provider_.in_its_place = [](const FetchRequest& request) {
    return request.url.ends_with("/keys") ? FetchAnswer{200, "[]", {}} : FetchAnswer{};
  };
  EXPECT_EQ(identity(), "provider_misconfigured jwks_uri");
  provider_.in_its_place = [](const FetchRequest& request) {
    return request.url.ends_with("/token") ? FetchAnswer{401, R"({"error": "invalid_client"})", {}}
                                           : FetchAnswer{};
  };
  EXPECT_EQ(identity(), "provider_misconfigured invalid_client");
  provider_.in_its_place = [](const FetchRequest& request) {
    return request.url.ends_with("/token")
               ? FetchAnswer{400, R"({"error": "<script>alert(1)</script>"})", {}}
               : FetchAnswer{};
  };
  EXPECT_EQ(identity(), "code_refused HTTP 400");
}

TEST_F(AskingTheProvider, TheSecretIsGivenAsTheProviderTakesIt) {
  const auto last_form = [&] {
    std::map<std::string, std::string> form;
    for (const FetchRequest& request : provider_.asked) {
      if (request.url.ends_with("/token")) form = {request.form.begin(), request.form.end()};
    }
    return form;
  };
  EXPECT_EQ(identity(), "s-42");
  EXPECT_EQ(last_form()["client_id"], "exemplar");
  EXPECT_FALSE(last_form().contains("client_secret"));
  ProviderClient with_secret(settings("a:b c"), provider_.fetch());
  EXPECT_EQ(said(with_secret.identity(exchange(), now_)), "s-42");
  EXPECT_FALSE(last_form().contains("client_secret"));
  EXPECT_EQ(provider_.asked[provider_.asked.size() - 2].password, "a%3Ab%20c");
  provider_.change_description = [](boost::json::object& json) {
    json["token_endpoint_auth_methods_supported"] = boost::json::array{"client_secret_post"};
  };
  ProviderClient in_form(settings("a:b c"), provider_.fetch());
  EXPECT_EQ(said(in_form.identity(exchange(), now_)), "s-42");
  EXPECT_EQ(last_form()["client_secret"], "a:b c");
}

// Three wait for a provider that is slow; the fourth is told at once, and what is kept is given.
TEST_F(AskingTheProvider, ASlowProviderHoldsFewOnly) {
  ASSERT_TRUE(bool(client_.description(now_)));
  std::mutex mutex;
  std::condition_variable changed;
  int waiting = 0;
  bool go_on = false;
  provider_.in_its_place = [&](const FetchRequest&) {
    std::unique_lock lock(mutex);
    ++waiting;
    changed.notify_all();
    changed.wait(lock, [&] { return go_on; });
    return FetchAnswer{0, "", "timed out"};
  };
  // One after the other up to the wait, so that the list of what was asked is written by one.
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, one = exchange()] {
      EXPECT_EQ(said(client_.identity(one, now_)), "provider_unreachable timed out");
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return waiting == i + 1; });
  }
  EXPECT_EQ(identity(), "busy ");
  EXPECT_TRUE(bool(client_.description(now_)));
  {
    const std::lock_guard lock(mutex);
    go_on = true;
  }
  changed.notify_all();
  for (std::thread& thread : threads) thread.join();
  provider_.in_its_place = {};
  EXPECT_EQ(identity(), "s-42");
}

TEST(SignOnSettingsGiven, AreRefusedWhereTheyCannotBeUsed) {
  const auto wrong = [](SignOnSettings settings) {
    const auto refusal = refusal_of(settings);
    return refusal ? render(refusal->what, Language::English) : "";
  };
  EXPECT_EQ(wrong({"https://id.example/realms/a", "c", "", "", 900}), "");
  EXPECT_EQ(wrong({"http://127.0.0.1:9000", "c", "", "", {}}), "");
  EXPECT_EQ(wrong({"http://id.example", "c", "", "", 900}),
            "'http://id.example' is no issuer of identities");
  EXPECT_EQ(wrong({"https://id.example?a=b", "c", "", "", 900}),
            "'https://id.example?a=b' is no issuer of identities");
  EXPECT_EQ(wrong({"https://id.example", "", "", "", 900}),
            "the provider's name for this server is missing");
  EXPECT_EQ(wrong({"https://id.example", "c", "", "", -1}),
            "a sign-in cannot be younger than nothing");
}

}  // namespace
}  // namespace exemplar::programme
