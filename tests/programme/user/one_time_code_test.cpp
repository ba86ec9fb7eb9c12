// One-time codes against the vectors of their RFCs, once each, and what is kept of recovery codes.
#include "programme/user/one_time_code.hpp"

#include "small_office.hpp"

namespace exemplar::programme {
namespace {

std::span<const uint8_t> bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
constexpr std::string_view kSecret = "12345678901234567890";

// RFC 4226, appendix D.
TEST(OneTimeCode, CountsAsTheRfcDoes) {
  const char* expected[] = {"755224", "287082", "359152", "969429", "338314",
                            "254676", "287922", "162583", "399871", "520489"};
  for (uint64_t i = 0; i < 10; ++i) EXPECT_EQ(hotp(bytes(kSecret), i), expected[i]);
}

// RFC 6238, appendix B, SHA-1.
TEST(OneTimeCode, TellsTheTimeAsTheRfcDoes) {
  struct Case {
    int64_t seconds;
    std::string_view code;
  };
  for (const auto& [seconds, code] : {Case{59, "94287082"},
                                      {1111111109, "07081804"},
                                      {1111111111, "14050471"},
                                      {1234567890, "89005924"},
                                      {2000000000, "69279037"},
                                      {20000000000, "65353130"}}) {
    const int64_t step = code_step(seconds * 1'000'000);
    EXPECT_EQ(hotp(bytes(kSecret), static_cast<uint64_t>(step), 8), code) << seconds;
    EXPECT_EQ(step_of_code(bytes(kSecret), code.substr(2), seconds * 1'000'000, 0), step);
  }
}

TEST(OneTimeCode, IsTakenOneStepEarlyOrLateAndOnce) {
  const InstantUs now = InstantUs{1'700'000'000} * 1'000'000;
  const int64_t step = code_step(now);
  const auto taken = [&](int64_t which, int64_t last) {
    return step_of_code(bytes(kSecret), hotp(bytes(kSecret), static_cast<uint64_t>(which)), now,
                        last);
  };
  EXPECT_EQ(taken(step, 0), step);
  EXPECT_EQ(taken(step - 1, 0), step - 1);
  EXPECT_EQ(taken(step + 1, 0), step + 1);
  EXPECT_EQ(taken(step - 2, 0), std::nullopt);
  EXPECT_EQ(taken(step + 2, 0), std::nullopt);
  EXPECT_EQ(taken(step, step), std::nullopt);
  EXPECT_EQ(taken(step - 1, step), std::nullopt);
  EXPECT_EQ(taken(step + 1, step), step + 1);
  std::string spaced = hotp(bytes(kSecret), static_cast<uint64_t>(step));
  spaced.insert(3, " ");
  EXPECT_EQ(step_of_code(bytes(kSecret), spaced, now, 0), step);
  for (const char* text : {"", "12345", "1234567", "abcdef"}) {
    EXPECT_EQ(step_of_code(bytes(kSecret), text, now, 0), std::nullopt) << text;
  }
}

// RFC 4648, section 10, without padding.
TEST(OneTimeCode, WritesBase32AsTheRfcDoes) {
  struct Case {
    std::string_view text, expected;
  };
  for (const auto& [text, expected] : {Case{"", ""},
                                       {"f", "MY"},
                                       {"fo", "MZXQ"},
                                       {"foo", "MZXW6"},
                                       {"foob", "MZXW6YQ"},
                                       {"fooba", "MZXW6YTB"},
                                       {"foobar", "MZXW6YTBOI"}}) {
    EXPECT_EQ(base32(bytes(text)), expected);
  }
}

TEST(OneTimeCode, IsHandedOutAsAnAddress) {
  EXPECT_EQ(code_uri(bytes(kSecret), "Thành phố", "an.nv@q1"),
            "otpauth://totp/Th%C3%A0nh%20ph%E1%BB%91:an.nv%40q1?"
            "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Th%C3%A0nh%20ph%E1%BB%91&"
            "algorithm=SHA1&digits=6&period=30");
}

TEST(RecoveryCode, IsReadHoweverItIsTyped) {
  const auto codes = new_recovery_codes(repeatable(1));
  ASSERT_EQ(codes.size(), kRecoveryCodes);
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), kRecoveryCodes);
  std::string code = codes[0];
  ASSERT_EQ(code.size(), 19U);
  EXPECT_EQ(code[4], '-');
  const AuditHash kept = recovery_hash("u-1", code);
  std::erase(code, '-');
  for (char& c : code) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(recovery_hash("u-1", " " + code), kept);
  EXPECT_NE(recovery_hash("u-2", code), kept);
  EXPECT_NE(recovery_hash("u-1", codes[1]), kept);
}

}  // namespace
}  // namespace exemplar::programme
