// A post handed over over HTTP: what is open beforehand, the one action, its minutes as JSON and as a
// page, and who may read them.
#include <fstream>
#include <regex>

#include "api/hand_over_page.hpp"
#include "api/people_office.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

class HandingOverApi : public PeopleOffice {
 protected:
  static std::string body(const std::string& leaving, const std::string& taking,
                          const std::string& day = "2024-01-16",
                          const std::string& reason = "QĐ 12/2024") {
    return R"({"leaving": ")" + leaving + R"(", "taking": ")" + taking + R"(", "day": ")" + day +
           R"(", "reason": ")" + reason + R"("})";
  }
};

TEST_P(HandingOverApi, EverythingOpenIsListedMovedAndWrittenDown) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const Person anna = person("anna", Role::Officer, below("w26734"));
  const Person binh = person("binh", Role::Department, below("w26734"));
  const Person chi = person("chi", Role::Officer, below("w26740"));
  const Person here = person("here", Role::Administrator, below("d760"));
  const Person there = person("there", Role::Administrator, below("d761"));
  const Answer token =
      call("POST", "/api/v1/tokens", &anna,
           R"({"name": "nightly", "powers": ["save_values"], "until": "2024-06-01"})");
  is_secret(token.at("/token"));
  ASSERT_EQ(call("POST", "/api/v1/delegations", &anna,
                 R"({"grant": "g-000002", "to": "binh", "powers": ["save_values"], "form": "tuq",)"
                 R"( "until": "2024-02-01", "reason": "nghỉ phép"})")
                .status(),
            201);
  const std::string items = "/api/v1/accounts/" + anna.account + "/open_items?day=2024-01-16";
  const Answer open = call("GET", items, &admin);
  ASSERT_EQ(open.status(), 200) << open.response.body;
  std::string kinds;
  for (int i = 0; !open.at("/items/" + std::to_string(i) + "/kind").empty(); ++i) {
    kinds += open.at("/items/" + std::to_string(i) + "/kind") + " ";
  }
  EXPECT_EQ(kinds, "grant delegation_given token session ");
  EXPECT_EQ(told(1)[0], "personal.read account/" + anna.account + "/open_items");
  EXPECT_EQ(call("GET", items, &anna).status(), 403);
  EXPECT_EQ(call("GET", items + "x", &admin).at("/code"), "malformed_day");

  const Answer done = call("POST", "/api/v1/hand_overs", &admin, body("anna", "chi"));
  ASSERT_EQ(done.status(), 201) << done.response.body;
  const std::string id = done.at("/id");
  EXPECT_EQ(told(1)[0], "post.handed_over hand_over/" + id);
  EXPECT_EQ(done.at("/items/1/text"), open.at("/items/1/text"));
  // The old powers have ended, the new one has them.
  EXPECT_EQ(call("GET", "/api/v1/session", &anna).status(), 401);
  EXPECT_EQ(call("POST", "/api/v1/values", nullptr, one_value("w26734", "7"),
                 {{"Authorization", "Bearer " + token.at("/token")}})
                .status(),
            401);
  EXPECT_EQ(call("POST", "/api/v1/values", &binh, one_value("w26734", "7")).status(), 403);
  EXPECT_EQ(call("POST", "/api/v1/values", &chi, one_value("w26734", "7")).status(), 201);
  const Person anna_again = signed_in("anna", kPassword);
  EXPECT_EQ(call("POST", "/api/v1/values", &anna_again, one_value("w26734", "8")).status(), 403);

  // Those whom it is about read the minutes, and those who see their accounts.
  const std::string at = "/api/v1/hand_overs/" + id;
  for (const Person* one : {&admin, &chi, &anna_again, &here}) {
    EXPECT_EQ(call("GET", at, one).at("/reason"), "QĐ 12/2024");
    EXPECT_EQ(told(1)[0], "personal.read hand_over/" + id);
  }
  for (const Person* one : {&binh, &there}) {
    EXPECT_EQ(call("GET", at, one).status(), 403);
    EXPECT_EQ(call("GET", "/api/v1/hand_overs?account=" + chi.account, one).at("/hand_overs/0"),
              "");
  }
  EXPECT_EQ(call("GET", "/api/v1/hand_overs/h-000009", &admin).status(), 404);
  EXPECT_EQ(call("GET", "/api/v1/hand_overs", &chi).at("/hand_overs/0/id"), id);
  EXPECT_EQ(call("GET", "/api/v1/hand_overs", &binh).at("/hand_overs/0"), "");
  EXPECT_EQ(call("GET", "/api/v1/hand_overs?account=" + chi.account, &admin).at("/hand_overs/0/id"),
            id);
  EXPECT_EQ(call("GET", "/api/v1/hand_overs?account=" + chi.account, &binh).status(), 403);
  EXPECT_EQ(call("GET", at, &admin, "", {{"Accept", "image/png"}}).status(), 406);
}

TEST_P(HandingOverApi, IsRefusedWithTheReason) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  const Person part = person("part", Role::Administrator, below("d760"));
  person("anna", Role::Officer, below("w26734"));
  person("veri", Role::Verifier, below("d760"));
  const Person gone = person("gone", Role::Officer, below("w26740"));
  person("beyond", Role::Officer, below("w27139"));
  add("fresh", Role::Officer, below("w26740"));
  ASSERT_EQ(call("POST", "/api/v1/accounts/" + gone.account + "/disable", &admin).status(), 204);
  const auto refused = [&](const Person& who, const std::string& what) {
    const Answer answer = call("POST", "/api/v1/hand_overs", &who, what);
    return std::to_string(answer.status()) + " " + answer.at("/code");
  };
  const int64_t before = revision();
  EXPECT_EQ(refused(admin, body("nobody", "anna")), "422 leaving_unknown");
  EXPECT_EQ(refused(admin, body("anna", "nobody")), "422 taking_unknown");
  EXPECT_EQ(refused(admin, body("anna", "gone")), "409 taking_disabled");
  EXPECT_EQ(refused(admin, body("anna", "anna")), "422 same_person");
  EXPECT_EQ(refused(admin, body("anna", "admin")), "409 to_self");
  EXPECT_EQ(refused(admin, body("anna", "fresh", "2024-01-16", " ")), "422 without_reason");
  EXPECT_EQ(refused(admin, body("anna", "fresh", "2024-01-15")), "422 in_the_past");
  EXPECT_EQ(refused(admin, body("anna", "veri")), "409 incompatible");
  EXPECT_EQ(refused(part, body("beyond", "fresh")), "403 beyond_giver");
  EXPECT_EQ(refused(admin, body("anna", "fresh", "16/01/2024")), "422 malformed_day");
  EXPECT_EQ(refused(gone, body("anna", "fresh")), "401 ended");
  EXPECT_EQ(revision(), before);
}

// What may be typed is text in the page, never part of it.
TEST_P(HandingOverApi, ItsPageIsPrintedWithoutScriptUnderItsOwnPolicy) {
  const Person admin = person("admin", Role::Administrator, everywhere());
  person("anna", Role::Officer, below("w26734"));
  add("chi", Role::Officer, below("w26740"));
  ASSERT_EQ(call("PATCH", "/api/v1/accounts/u-000002", &admin,
                 R"({"name": "Nguyễn <script>alert('An')</script> & \"Anna\""})")
                .status(),
            204);
  const Answer done = call("POST", "/api/v1/hand_overs", &admin,
                           body("anna", "chi", "2024-01-16", "Quyết định số 12/QĐ <b>đậm</b>"));
  ASSERT_EQ(done.status(), 201) << done.response.body;
  for (const std::string language : {"vi", "en"}) {
    const Answer page = call("GET", "/api/v1/hand_overs/" + done.at("/id"), &admin, "",
                             {{"Accept", "text/html"}, {"Accept-Language", language}});
    ASSERT_EQ(page.status(), 200);
    const std::string& html = page.response.body;
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("<b>"), std::string::npos);
    EXPECT_EQ(html.find("style=\""), std::string::npos);
    EXPECT_EQ(html.find("http"), std::string::npos);  // nothing from elsewhere
    EXPECT_NE(html.find("Nguyễn &lt;script&gt;alert(&#39;An&#39;)&lt;/script&gt; &amp; &quot;Anna"),
              std::string::npos);
    const auto has = [&](const std::string& text) {
      EXPECT_NE(html.find(text), std::string::npos) << text;
    };
    has("<html lang=\"" + language + "\">");
    has("12/QĐ &lt;b&gt;");
    has(language == "vi" ? "Biên bản bàn giao nhiệm vụ" : "Minutes of handing over a post");
    has(language == "vi" ? "NGƯỜI NHẬN BÀN GIAO" : "TAKEN OVER BY");
    // The policy lets in the page's own style sheet and nothing else.
    const size_t begin = html.find("<style>") + 7;
    const std::string style = html.substr(begin, html.find("</style>") - begin);
    EXPECT_EQ(page.header("Content-Security-Policy"),
              "default-src 'none'; style-src 'sha256-" + sha256_base64(style) +
                  "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    if (const char* folder = std::getenv("EXEMPLAR_PAGES")) {
      std::ofstream(std::string(folder) + "/hand-over-" + language + ".html") << html;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Both, HandingOverApi,
                         ::testing::Values(Engine::Sqlite, Engine::Postgresql), store::engine_name);

}  // namespace
}  // namespace exemplar::api
