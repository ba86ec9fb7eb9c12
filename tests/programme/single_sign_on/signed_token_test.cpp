// Signatures of tokens: the examples of the standard, and everything that may not pass for one.
#include "programme/single_sign_on/signed_token.hpp"

#include "programme/single_sign_on/fake_provider.hpp"

namespace exemplar::programme {
namespace {

std::optional<SignOnRefusal> checked(const std::string& token, const boost::json::array& keys) {
  const auto parsed = SignedToken::parse(token);
  if (!parsed) return SignOnRefusal::TokenMalformed;
  return refusal_of_signature(
      *parsed, parse_keys(boost::json::serialize(boost::json::object{{"keys", keys}})).value());
}
std::string said(const std::optional<SignOnRefusal>& refusal) {
  return refusal ? std::string(name_of(*refusal)) : "holds";
}

// RFC 7515, appendices A.2 and A.3.
constexpr const char* kPayload =
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q"
    ".";
TEST(SignedTokens, HoldAsTheStandardsExamplesDo) {
  const boost::json::object rsa = {
      {"kty", "RSA"},
      {"n",
       "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
       "4qPCJrcS2mJPMEzP1Pt0Bm4d"
       "4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
       "bSf63kpaSHSXndS5z5rexM"
       "dbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_"
       "I5IhlJH7aGhyxXFvU"
       "K-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"},
      {"e", "AQAB"}};
  const std::string by_rsa = std::string("eyJhbGciOiJSUzI1NiJ9") + kPayload +
                             "cC4hiUPoj9Eetdgtv3hF80EGrhuB__"
                             "dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujG"
                             "bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
                             "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
                             "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
                             "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6"
                             "LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
  EXPECT_EQ(said(checked(by_rsa, {rsa})), "holds");
  const boost::json::object elliptic = {{"kty", "EC"},
                                        {"crv", "P-256"},
                                        {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
                                        {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}};
  const std::string by_elliptic =
      std::string("eyJhbGciOiJFUzI1NiJ9") + kPayload +
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
  EXPECT_EQ(said(checked(by_elliptic, {elliptic})), "holds");
  EXPECT_EQ(said(checked(by_elliptic, {rsa, elliptic})), "holds");
  EXPECT_EQ(said(checked(by_elliptic, {rsa})), "token_key");
}

TEST(SignedTokens, OfEachAlgorithmHoldOnlyAsTheyWereSigned) {
  const boost::json::array keys = {rsa_key().jwk("k1"), elliptic_key().jwk("e1")};
  for (const std::string algorithm : {"RS256", "PS256", "ES256"}) {
    const bool is_rsa = algorithm != "ES256";
    const FakeKey& key = is_rsa ? rsa_key() : elliptic_key();
    const char* id = is_rsa ? "k1" : "e1";
    const std::string token = token_of({{"alg", algorithm}, {"kid", id}}, "{}", key);
    EXPECT_EQ(said(checked(token, keys)), "holds") << algorithm;
    // A bit of the signature, a bit of what is signed.
    const auto parsed = SignedToken::parse(token);
    const auto known = parse_keys(boost::json::serialize(boost::json::object{{"keys", keys}}));
    for (size_t i = 0; i < parsed->signature.size(); ++i) {
      SignedToken altered = *parsed;
      altered.signature[i] = static_cast<char>(altered.signature[i] ^ 1);
      EXPECT_EQ(said(refusal_of_signature(altered, *known)), "token_signature") << i;
    }
    SignedToken altered = *parsed;
    altered.signed_part[5] = static_cast<char>(altered.signed_part[5] ^ 1);
    EXPECT_EQ(said(refusal_of_signature(altered, *known)), "token_signature");
    altered = *parsed;
    altered.signature.pop_back();
    EXPECT_EQ(said(refusal_of_signature(altered, *known)), "token_signature");
    altered.signature.clear();
    EXPECT_EQ(said(refusal_of_signature(altered, *known)), "token_signature");
  }
  // A salt of another length than RFC 7518 §3.5 says.
  const std::string text = "eyJhbGciOiJQUzI1NiIsImtpZCI6ImsxIn0.e30";
  for (const auto& [salt, what] : {std::pair(32, "holds"), std::pair(20, "token_signature")}) {
    EXPECT_EQ(said(checked(text + "." + to_base64url(rsa_key().signature(text, true, salt)), keys)),
              what)
        << salt;
  }
  // Signed as another algorithm than the header says.
  SignedToken crossed =
      *SignedToken::parse(token_of({{"alg", "PS256"}, {"kid", "k1"}}, "{}", rsa_key()));
  crossed.algorithm = "RS256";
  const auto known = parse_keys(boost::json::serialize(boost::json::object{{"keys", keys}}));
  EXPECT_EQ(said(refusal_of_signature(crossed, *known)), "token_signature");
}

TEST(SignedTokens, OfOtherAlgorithmsNeverHold) {
  const boost::json::array keys = {rsa_key().jwk("k1")};
  for (const char* algorithm : {"none", "HS256", "None", "nOnE", "RS512", "RS1", "", "rs256"}) {
    const std::string signed_as = algorithm == std::string("HS256") ? "HS256" : "none";
    std::string token = token_of({{"alg", signed_as}, {"kid", "k1"}}, "{}", rsa_key());
    const std::string header =
        boost::json::serialize(boost::json::object{{"alg", algorithm}, {"kid", "k1"}});
    if (signed_as == "none") token.replace(0, token.find('.'), to_base64url(header));
    EXPECT_EQ(said(checked(token, keys)), "token_algorithm") << algorithm;
  }
}

TEST(SignedTokens, NeedTheKeyThatTheyName) {
  const std::string token = token_of({{"alg", "RS256"}, {"kid", "k1"}}, "{}", rsa_key());
  const std::string nameless = token_of({{"alg", "RS256"}}, "{}", rsa_key());
  boost::json::object for_encryption = rsa_key().jwk("k1");
  for_encryption["use"] = "enc";
  boost::json::object for_another = rsa_key().jwk("k1");
  for_another["alg"] = "PS256";
  boost::json::object short_one = rsa_key().jwk("k1");
  short_one["n"] = to_base64url(std::string(128, 'n'));
  EXPECT_EQ(said(checked(token, {})), "token_key");
  EXPECT_EQ(said(checked(token, {other_rsa_key().jwk("k2")})), "token_key");
  EXPECT_EQ(said(checked(token, {elliptic_key().jwk("k1")})), "token_key");
  EXPECT_EQ(said(checked(token, {for_encryption})), "token_key");
  EXPECT_EQ(said(checked(token, {for_another})), "token_key");
  EXPECT_EQ(said(checked(token, {short_one})), "token_key");
  EXPECT_EQ(said(checked(token, {other_rsa_key().jwk("k1")})), "token_signature");
  EXPECT_EQ(said(checked(nameless, {rsa_key().jwk("k1")})), "holds");
  EXPECT_EQ(said(checked(nameless, {rsa_key().jwk("k1"), other_rsa_key().jwk("k2")})), "token_key");
}

TEST(SignedTokens, AreThreePartsOfBase64url) {
  const std::string good = token_of({{"alg", "RS256"}}, "{}", rsa_key());
  ASSERT_TRUE(SignedToken::parse(good));
  const std::string critical =
      token_of({{"alg", "RS256"}, {"crit", boost::json::array{"x"}}, {"x", 1}}, "{}", rsa_key());
  for (const std::string& wrong :
       {std::string(), std::string("."), std::string(".."), std::string("a.b"), good + ".",
        good + "=", good + " ", "=" + good, critical, std::string("e30.e30.e30"),
        "bm8." + good.substr(good.find('.') + 1), std::string(40'000, 'a') + ".."}) {
    EXPECT_FALSE(SignedToken::parse(wrong)) << wrong.substr(0, 80);
  }
  for (const char* wrong : {"A", "AB=", "AB+", "AB/", "AB", "A A", "AAB"}) {
    EXPECT_FALSE(from_base64url(wrong)) << wrong;
  }
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    bytes += static_cast<char>(i * 37);
  }
}

}  // namespace
}  // namespace exemplar::programme
