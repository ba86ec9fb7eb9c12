// The rules as tables: what may be changed in something good, and which refusal that brings.
#include "programme/single_sign_on/oidc_rules.hpp"

#include "programme/single_sign_on/fake_provider.hpp"

namespace exemplar::programme {
namespace {

std::string said(const std::optional<SignOnRefusal>& refusal) {
  return refusal ? std::string(name_of(*refusal)) : "";
}

constexpr int64_t kNow = 1'709'258'400;

IdTokenClaims good() {
  IdTokenClaims claims;
  claims.issuer = "https://id.example";
  claims.audience = {"exemplar"};
  claims.authorized_party = "exemplar";
  claims.expires = kNow + 300;
  claims.issued = kNow - 1;
  claims.not_before = kNow;
  claims.authenticated = kNow - 100;
  claims.nonce = "n";
  claims.subject = "s-42";
  // OpenID Connect Core 1.0, appendix A.3.
  claims.access_token_hash = "77QmUPtjPfzWtF2AnpK9RQ";
  return claims;
}
IdTokenExpectation expected() {
  return {"https://id.example",
          "exemplar",
          "n",
          "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y",
          kNow - 60,
          900};
}

struct Case {
  std::string what;
  std::function<void(IdTokenClaims&)> change;
  std::string refusal;
};
const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = {
      {"nothing", [](auto&) {}, ""},
      {"no issuer", [](auto& c) { c.issuer.reset(); }, "token_issuer"},
      {"another issuer", [](auto& c) { c.issuer = "https://id.example/"; }, "token_issuer"},
      {"no audience", [](auto& c) { c.audience = {}; }, "token_audience"},
      {"another audience", [](auto& c) { c.audience = {"other"}; }, "token_audience"},
      {"one more audience",
       [](auto& c) {
         c.audience = {"exemplar", "other"};
       },
       "token_audience"},
      {"the same twice",
       [](auto& c) {
         c.audience = {"exemplar", "exemplar"};
       },
       ""},
      {"no party", [](auto& c) { c.authorized_party.reset(); }, ""},
      {"another party", [](auto& c) { c.authorized_party = "other"; }, "token_party"},
      {"no end", [](auto& c) { c.expires.reset(); }, "token_expired"},
      {"ended within the skew", [](auto& c) { c.expires = kNow - 59; }, ""},
      {"ended", [](auto& c) { c.expires = kNow - 60; }, "token_expired"},
      {"no begin", [](auto& c) { c.issued.reset(); }, "token_issued_at"},
      {"of soon", [](auto& c) { c.issued = kNow + 60; }, ""},
      {"of the future", [](auto& c) { c.issued = kNow + 61; }, "token_issued_at"},
      {"of just before", [](auto& c) { c.issued = kNow - 120; }, ""},
      {"of before it was asked for", [](auto& c) { c.issued = kNow - 121; }, "token_issued_at"},
      {"not yet", [](auto& c) { c.not_before = kNow + 61; }, "token_not_yet"},
      {"no nonce", [](auto& c) { c.nonce.reset(); }, "token_nonce"},
      {"another nonce", [](auto& c) { c.nonce = "N"; }, "token_nonce"},
      {"no subject", [](auto& c) { c.subject.reset(); }, "token_subject"},
      {"an empty subject", [](auto& c) { c.subject = ""; }, "token_subject"},
      {"a long subject", [](auto& c) { c.subject = std::string(256, 'a'); }, "token_subject"},
      {"the longest subject", [](auto& c) { c.subject = std::string(255, 'a'); }, ""},
      {"not ASCII", [](auto& c) { c.subject = "ế"; }, "token_subject"},
      {"a control character", [](auto& c) { c.subject = "a\nb"; }, "token_subject"},
      {"signed in when?", [](auto& c) { c.authenticated.reset(); }, "token_authenticated_at"},
      {"just young", [](auto& c) { c.authenticated = kNow - 960; }, ""},
      {"too long ago", [](auto& c) { c.authenticated = kNow - 961; }, "token_authenticated_at"},
      {"tomorrow", [](auto& c) { c.authenticated = kNow + 61; }, "token_authenticated_at"},
      {"no hash", [](auto& c) { c.access_token_hash.reset(); }, ""},
      {"another hash", [](auto& c) { c.access_token_hash = "77QmUPtjPfzWtF2AnpK9RR"; },
       "token_access_hash"},
  };
  return kCases;
}

TEST(IdTokens, AreRefusedAsTheTableSays) {
  for (const Case& one : cases()) {
    IdTokenClaims claims = good();
    one.change(claims);
    EXPECT_EQ(said(refusal_of(claims, expected(), kNow)), one.refusal) << one.what;
  }
}

// Of two things wrong the one that comes first is told, whichever they are.
TEST(IdTokens, AreRefusedInAFixedOrder) {
  for (size_t a = 1; a < cases().size(); ++a) {
    for (size_t b = 1; b < cases().size(); ++b) {
      if (cases()[a].refusal.empty() || cases()[b].refusal.empty()) continue;
      IdTokenClaims claims = good();
      cases()[b].change(claims);
      cases()[a].change(claims);
      const std::string told = said(refusal_of(claims, expected(), kNow));
      EXPECT_EQ(told, cases()[std::min(a, b)].refusal)
          << cases()[a].what << ", " << cases()[b].what;
    }
  }
}

TEST(IdTokens, NeedNoTimeOfSigningInWhereNoneWasAskedFor) {
  IdTokenClaims claims = good();
  claims.authenticated.reset();
  IdTokenExpectation any = expected();
  any.longest_age.reset();
  EXPECT_EQ(said(refusal_of(claims, any, kNow)), "");
}

TEST(Claims, AreOfTheirKinds) {
  const auto read = read_claims(R"({"iss": "i", "aud": ["a", 1, "b"], "exp": 12.9, "iat": 1e3,
      "amr": ["pwd", "mfa"], "email": "whoever@example"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->audience, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read->expires, 12);
  EXPECT_EQ(read->issued, 1'000);
  EXPECT_TRUE(read->has_several_factors());
  EXPECT_FALSE(read_claims(R"({"amr": ["pwd", "MFA"]})")->has_several_factors());
  for (const char* wrong :
       {"", "[]", "1", "{", R"({"iss": 1})", R"({"sub": ["s"]})", R"({"exp": "12"})",
        R"({"exp": 1e300})", R"({"exp": null})", R"({"iat": true})", R"({"nonce": {}})",
        R"({"auth_time": "1"})", R"({"at_hash": 1})", R"({"azp": 1})", R"({"nbf": []})"}) {
    EXPECT_FALSE(read_claims(wrong)) << wrong;
  }
}

TEST(Answers, AreRefusedInAFixedOrder) {
  const AnswerExpectation fine{false, true};
  ProviderDescription plain;
  plain.issuer = "https://id.example";
  ProviderDescription naming = plain;
  naming.names_itself_in_answers = true;
  struct Row {
    ProviderAnswer answer;
    std::optional<AnswerExpectation> known;
    std::string refusal;
    bool names = false;
  };
  const std::vector<Row> rows = {
      {{{}, "c", {}, {}}, fine, "state_missing"},
      {{"s", "c", {}, {}}, {}, "state_unknown"},
      {{"s", "c", {}, {}}, AnswerExpectation{true, false}, "state_expired"},
      {{"s", "c", {}, {}}, AnswerExpectation{false, false}, "other_browser"},
      {{"s", "c", {}, {}}, fine, ""},
      {{"s", "c", {}, "https://id.example"}, fine, "", true},
      {{"s", "c", {}, {}}, fine, "response_issuer", true},
      {{"s", "c", {}, "https://other.example"}, fine, "response_issuer"},
      {{"s", {}, "access_denied", "https://other.example"}, fine, "response_issuer"},
      {{"s", {}, "access_denied", {}}, fine, "denied"},
      {{"s", "c", "access_denied", {}}, fine, "denied"},
      {{"s", {}, "login_required", {}}, fine, "provider_error"},
      {{"s", {}, {}, {}}, fine, "code_missing"},
      {{"s", "", {}, {}}, fine, "code_missing"},
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    auto refusal = refusal_of(rows[i].answer, rows[i].known);
    if (!refusal) refusal = refusal_of_answer(rows[i].answer, rows[i].names ? naming : plain);
    EXPECT_EQ(said(refusal), rows[i].refusal) << i;
  }
}

TEST(Descriptions, AreOfTheirIssuerAndOverTls) {
  const std::string issuer = "https://id.example";
  const auto read = [&](const std::function<void(boost::json::object&)>& change,
                        const std::string& asked) {
    boost::json::object json = {{"issuer", asked},
                                {"authorization_endpoint", asked + "/a"},
                                {"token_endpoint", asked + "/t"},
                                {"jwks_uri", asked + "/k"}};
    change(json);
    return read_description(boost::json::serialize(json), asked);
  };
  EXPECT_EQ(read([](auto&) {}, issuer).wrong, "");
  EXPECT_EQ(read([](auto&) {}, issuer).description.token, issuer + "/t");
  EXPECT_FALSE(read([](auto&) {}, issuer).description.secret_in_form);
  using Change = std::function<void(boost::json::object&)>;
  for (const auto& [change, wrong] : std::vector<std::pair<Change, std::string>>{
           {[](auto& j) { j["issuer"] = "https://id.example/"; }, "another issuer"},
           {[](auto& j) { j.erase("issuer"); }, "another issuer"},
           {[](auto& j) { j.erase("token_endpoint"); }, "token_endpoint"},
           {[](auto& j) { j["token_endpoint"] = "http://id.example/t"; }, "token_endpoint"},
           {[](auto& j) { j["token_endpoint"] = "http://127.0.0.1/t"; }, "token_endpoint"},
           {[](auto& j) { j["jwks_uri"] = "file:///etc/passwd"; }, "jwks_uri"},
           {[](auto& j) { j["authorization_endpoint"] = "javascript:alert(1)"; },
            "authorization_endpoint"},
           {[](auto& j) {
              j["response_types_supported"] = {"id_token", "token"};
            },
            "response_types_supported"},
           {[](auto& j) {
              j["code_challenge_methods_supported"] = {"plain", "other"};
            },
            "code_challenge_methods_supported"},
           {[](auto& j) {
              j["id_token_signing_alg_values_supported"] = {"HS256", "none"};
            },
            "id_token_signing_alg_values_supported"}}) {
    EXPECT_EQ(read(change, issuer).wrong, wrong);
  }
  // On this machine, for demonstrations: without TLS, but nowhere else.
  const std::string here = "http://127.0.0.1:9000";
  EXPECT_EQ(read([](auto&) {}, here).wrong, "");
  EXPECT_EQ(read([](auto& j) { j["jwks_uri"] = "http://id.example/k"; }, here).wrong, "jwks_uri");
  EXPECT_TRUE(read(
                  [](auto& j) {
                    j["token_endpoint_auth_methods_supported"] = {"client_secret_post", "none"};
                  },
                  issuer)
                  .description.secret_in_form);
  EXPECT_EQ(read_description("no JSON", issuer).wrong, "no JSON object");
}

TEST(ErrorCodes, AreCodesAndNothingElse) {
  EXPECT_EQ(error_code("invalid_grant"), "invalid_grant");
  for (const std::string& wrong : {std::string("a b"), std::string("<b>"), std::string("A"),
                                   std::string("é"), std::string(65, 'a')}) {
    EXPECT_EQ(error_code(wrong), "");
  }
}

TEST(Pkce, IsThatOfTheStandardsExample) {
  // RFC 7636, appendix B.
  EXPECT_EQ(pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

}  // namespace
}  // namespace exemplar::programme
