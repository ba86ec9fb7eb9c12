// Which addresses a provider may have, and which pages a browser may be sent back to.
#include "programme/single_sign_on/provider_url.hpp"

#include <gtest/gtest.h>

namespace exemplar::programme {
namespace {

TEST(ProviderUrls, AreReadStrictly) {
  const auto url = ProviderUrl::parse("https://id.example:8443/realms/office?a=b");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "id.example");
  EXPECT_EQ(url->port, "8443");
  EXPECT_EQ(url->rest, "/realms/office?a=b");
  for (const char* wrong :
       {"", "https://", "ftp://id.example", "HTTPS://id.example", "file:///etc/passwd",
        "https://user@id.example", "https://user:word@id.example", "https://id.example#a",
        "https://id.example:", "https://id.example:80a", "https://id.example:123456",
        "https://id.example/a b", "https://id.example/\n", "https://id.example\\@other",
        "https://[::1", "//id.example", "https:/id.example", "https://ví.example"}) {
    EXPECT_FALSE(ProviderUrl::parse(wrong)) << wrong;
  }
}

TEST(ProviderUrls, AreSafeOverTlsOrOnThisMachine) {
  for (const auto& [text, safe] :
       std::vector<std::pair<const char*, bool>>{{"https://id.example", true},
                                                 {"http://id.example", false},
                                                 {"http://127.0.0.1:9000/a", true},
                                                 {"http://localhost:9000", true},
                                                 {"http://[::1]:9000", true},
                                                 {"http://127.0.0.1.id.example", false},
                                                 {"http://localhost.example", false},
                                                 {"http://10.0.0.1", false}}) {
    const auto url = ProviderUrl::parse(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->is_safe(), safe) << text;
  }
}

TEST(ProviderUrls, QueriesAreEscaped) {
  EXPECT_EQ(with_query("https://a/b", {{"x", "a b&c=d"}, {"y", "ế+/~"}}),
            "https://a/b?x=a%20b%26c%3Dd&y=%E1%BA%BF%2B%2F~");
  EXPECT_EQ(with_query("https://a/b?realm=r", {{"x", "1"}}), "https://a/b?realm=r&x=1");
}

// No open redirect: whatever a browser may take for another server's address is refused.
TEST(LocalPages, AreOfThisServer) {
  for (const char* good : {"/", "/units", "/units?at=2024-01-16&q=a%20b", "/a//b", "/#top",
                           "/apidocs", "/units/..%2F"}) {
    EXPECT_TRUE(is_local_page(good)) << good;
  }
  for (const char* wrong :
       {"", "units", "//other.example", "///other.example", "/\\other.example", "\\\\other",
        "https://other.example", "javascript:alert(1)", "/\tother", "/\n/other",
        "/a\r\nSet-Cookie: a", "/a b", "/ế", "/api", "/api/v1/session/oidc", " /a"}) {
    EXPECT_FALSE(is_local_page(wrong)) << wrong;
  }
  EXPECT_FALSE(is_local_page(std::string("/a\0b", 4)));
  EXPECT_FALSE(is_local_page("/" + std::string(500, 'a')));
}

}  // namespace
}  // namespace exemplar::programme
