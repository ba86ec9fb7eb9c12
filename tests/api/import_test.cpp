// Files of values over HTTP, and lists as files: what goes out can come in again.

#include "api/api_office.hpp"
#include "api/listing.hpp"

namespace exemplar::api {
namespace {

using store::Engine;

class ImportApi : public ApiOffice {
 protected:
  Answer send(const Person& who, const std::string& body, const std::string& query = {},
              const std::string& type = "text/csv", http::Headers headers = {}) {
    headers.set("Content-Type", type);
    return call("POST", "/api/v1/imports" + query, &who, body, std::move(headers));
  }
  static std::string rows(const std::string& more) {
    return "indicator,period,unit,value,source\n" + more;
  }
  static std::string form(const std::string& file, const std::string& fields = {}) {
    return fields +
           "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../t.csv\"\r\n"
           "Content-Type: text/csv\r\n\r\n" +
           file + "\r\n--B--\r\n";
  }
  static std::string field(const std::string& name, const std::string& value) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }
  int64_t newest() { return store::newest_revision(*api_->connection()); }
};

constexpr const char* kForm = "multipart/form-data; boundary=B";

TEST_P(ImportApi, AFileIsTakenInAndTold) {
  const Person chi = person("chi", Role::Officer, below("w26734"));
  const std::string file = rows("motorbikes,2022,w26734,7,generator\n");
  const Answer dry = send(chi, file, "?dry_run=true");
  EXPECT_EQ(dry.status(), 200) << dry.response.body;
  EXPECT_EQ(dry.at("/written"), "false");
  const Answer done = send(chi, file);
  ASSERT_EQ(done.status(), 201) << done.response.body;
  EXPECT_EQ(done.at("/accepted"), "1");
  EXPECT_EQ(done.at("/cells/0/outcome"), "accepted");
  EXPECT_EQ(done.at("/labels/0"), "simulated values");
  const Answer again = send(chi, file);
  EXPECT_EQ(again.status(), 200);
  EXPECT_EQ(again.at("/unchanged"), "1");
  const Answer read = call("GET",
                           "/api/v1/values?period=2022&unit=w26734&indicator=motorbikes&at_least=" +
                               done.at("/revision"),
                           &chi);
  EXPECT_EQ(read.at("/values/0/value"), "7");
  EXPECT_EQ(read.at("/values/0/version"), done.at("/revision"));
  // Another value is a conflict, until its version is named.
  const std::string other = rows("motorbikes,2022,w26734,8,generator\n");
  const Answer conflict = send(chi, other);
  EXPECT_EQ(conflict.status(), 422);
  EXPECT_EQ(conflict.header("Content-Type"), "application/problem+json; charset=utf-8");
  EXPECT_EQ(conflict.at("/code"), "wrong_values");
  EXPECT_EQ(conflict.at("/cells/0/version"), done.at("/revision"));
  EXPECT_EQ(send(chi, other, "?overwrite=corrections").status(), 201);
  const auto entries = find_audit(*api_->connection(), {.action = "values.imported"});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].entry.actor, chi.account);
}

TEST_P(ImportApi, AFormCarriesFileAndFields) {
  const Person chi = person("chi", Role::Officer, below("w26734"));
  const std::string file = rows("motorbikes,2022,w26734,7,generator\nmotorbikes,2022,w26734,x,y\n");
  const Answer refused = send(chi, form(file), "", kForm);
  EXPECT_EQ(refused.status(), 422) << refused.response.body;
  const Answer done = send(chi, form(file, field("mode", "what_is_right")), "", kForm);
  EXPECT_EQ(done.status(), 201) << done.response.body;
  const auto entries = find_audit(*api_->connection(), {.action = "values.imported"});
  EXPECT_NE(entries.at(0).payload->text.find(R"("name":"t.csv")"), std::string::npos);
  for (const std::string& body :
       {std::string("--B--"), form(file, field("other", "x")), form(file, form(file)),
        form(file, field("mode", "x")), form(file, field("dry_run", "1")), std::string("none")}) {
    EXPECT_EQ(send(chi, body, "", kForm).status(), 422) << body;
  }
}

TEST_P(ImportApi, OtherTypesAndTextsAreRefused) {
  const Person chi = person("chi", Role::Officer, below("w26734"));
  const int64_t before = newest();
  const std::string file = rows("motorbikes,2022,w26734,7,generator\n");
  EXPECT_EQ(send(chi, file, "", "application/json").status(), 415);
  EXPECT_EQ(send(chi, file, "", "text/csv; charset=windows-1258").status(), 415);
  EXPECT_EQ(send(chi, file, "", "multipart/form-data").status(), 422);
  EXPECT_EQ(send(chi, file, "", std::string(kXlsxType)).at("/code"), "unreadable_file");
  const Answer legacy = send(chi, "indicator,\xc0\xe0\n");
  EXPECT_EQ(legacy.at("/code"), "unreadable_file");
  EXPECT_NE(legacy.at("/detail").find("exemplar convert"), std::string::npos);
  EXPECT_EQ(send(chi, file, "", "text/csv", {{"Accept", "image/png"}}).status(), 406);
  EXPECT_EQ(newest(), before);
  EXPECT_EQ(send(chi, "\xef\xbb\xbf" + file, "", "text/csv; charset=UTF-8").status(), 201);
}

TEST_P(ImportApi, UnitsOfOthersAreNotWritten) {
  const Person chi = person("chi", Role::Officer, below("w26734"));
  const int64_t before = newest();
  const Answer others = send(chi, rows("motorbikes,2022,w27139,7,generator\n"));
  EXPECT_EQ(others.status(), 403);
  EXPECT_EQ(others.at("/code"), "other_units");
  const Answer both = send(chi,
                           rows("motorbikes,2022,w27139,7,generator\n"
                                "motorbikes,2022,w26734,7,generator\n"),
                           "?mode=what_is_right");
  EXPECT_EQ(both.status(), 201);
  EXPECT_EQ(both.at("/refused"), "1");
  EXPECT_EQ(newest(), before + 1);
}

TEST_P(ImportApi, LargeBodiesAreForThoseWhoShowSomething) {
  http::Head head;
  head.method = "POST";
  head.target = "/api/v1/imports?mode=what_is_right";
  EXPECT_EQ(api_->body_bytes_max(head, 1'000), 1'000U);
  head.headers.set("Cookie", "exemplar=x");
  EXPECT_EQ(api_->body_bytes_max(head, 1'000), 64U << 20);
  head.target = "/api/v1/values";
  EXPECT_EQ(api_->body_bytes_max(head, 1'000), 1'000U);
  head.target = "/api/v1/..";
  EXPECT_EQ(api_->body_bytes_max(head, 1'000), 1'000U);
}

// ── Lists ────────────────────────────────────────────────────────────────────────────────────────

TEST_P(ImportApi, EveryListIsGivenInThreeForms) {
  const Person chi = person("chi", Role::Officer, below("w26734"));
  const Person auditor = person("kiem", Role::Auditor, everywhere());
  const std::pair<const char*, const Person*> lists[] = {{"/units?at=2024-01-16", &chi},
                                                         {"/indicators", &chi},
                                                         {"/values?period=2023&unit=w26734", &chi},
                                                         {"/assessments?period=2023", &chi},
                                                         {"/explanations/w26734?period=2023", &chi},
                                                         {"/targets?period=2023", &chi},
                                                         {"/audit", &auditor}};
  for (const auto& [path, who] : lists) {
    const std::string target = std::string("/api/v1") + path;
    const Answer json = call("GET", target, who, "", {{"Accept", "application/json"}});
    EXPECT_EQ(json.status(), 200) << path << json.response.body;
    EXPECT_EQ(json.at("/labels/0"), "simulated values") << path;
    const Answer csv = call("GET", target, who, "", {{"Accept", "text/csv"}});
    EXPECT_EQ(csv.status(), 200) << path;
    EXPECT_TRUE(csv.header("Content-Type").starts_with("text/csv")) << path;
    EXPECT_TRUE(csv.response.body.starts_with("label,")) << path;
    const size_t line = csv.response.body.find('\n') + 1;
    EXPECT_TRUE(csv.response.body.substr(line).starts_with("simulated values")) << path;
    const Answer xlsx = call("GET", target, who, "", {{"Accept", std::string(kXlsxType)}});
    EXPECT_EQ(xlsx.status(), 200) << path;
    EXPECT_TRUE(xlsx.response.body.starts_with("PK")) << path;
    EXPECT_EQ(call("GET", target, who, "", {{"Accept", "image/png"}}).status(), 406) << path;
    if (std::string_view(path) == "/audit") continue;
    // The tag of one form is not that of another.
    EXPECT_NE(json.header("ETag"), csv.header("ETag")) << path;
    EXPECT_NE(csv.header("Vary").find("Accept,"), std::string::npos) << path;
    EXPECT_EQ(call("GET", target, who, "",
                   {{"Accept", "text/csv"}, {"If-None-Match", json.header("ETag")}})
                  .status(),
              200)
        << path;
    EXPECT_EQ(call("GET", target, who, "",
                   {{"Accept", "text/csv"}, {"If-None-Match", csv.header("ETag")}})
                  .status(),
              304)
        << path;
  }
}

// Formulas, in a note, come out held and go in as they were.
TEST_P(ImportApi, WhatGoesOutComesInAgain) {
  const Person chi = person("chi", Role::Officer, below("w26734"));
  const std::string head = "indicator,period,unit,value,source,note\n";
  ASSERT_EQ(send(chi, head + "motorbikes,2022,w26734,7,generator,=SUM(A1)\n").status(), 201);
  const std::string target = "/api/v1/values?period=2022&unit=w26734&newest=true";
  const Answer csv = call("GET", target, &chi, "", {{"Accept", "text/csv"}});
  EXPECT_NE(csv.response.body.find(",'=SUM(A1),"), std::string::npos) << csv.response.body;
  const Answer same = send(chi, csv.response.body);
  EXPECT_EQ(same.at("/unchanged"), "1") << same.response.body;
  EXPECT_EQ(same.at("/refused"), "0") << same.response.body;
  const Answer xlsx = call("GET", target, &chi, "", {{"Accept", std::string(kXlsxType)}});
  EXPECT_EQ(send(chi, xlsx.response.body, "", std::string(kXlsxType)).at("/unchanged"), "1");
  // Corrected in the spreadsheet, with the version that the list has.
  std::string corrected = csv.response.body;
  const size_t at = corrected.find(",7,");
  ASSERT_NE(at, std::string::npos);
  corrected.replace(at, 3, ",8,");
  EXPECT_EQ(send(chi, corrected).at("/changed"), "1");
  EXPECT_EQ(send(chi, csv.response.body).at("/conflict"), "1");
}

TEST_P(ImportApi, ValuesComeInPages) {
  const Person binh = person("binh", Role::Appraiser, everywhere());
  std::string after = "0";
  size_t values = 0, pages = 0;
  while (!after.empty() && after != "null" && pages < 1'000) {
    const Answer page =
        call("GET", "/api/v1/values?period=2023&newest=true&limit=17&after=" + after, &binh);
    ASSERT_EQ(page.status(), 200) << page.response.body;
    while (!page.at("/values/" + std::to_string(values % 17) + "/indicator").empty()) {
      ++values;
      if (values % 17 == 0) break;
    }
    after = page.at("/next");
    ++pages;
  }
  const Answer whole = call("GET", "/api/v1/values?period=2023&newest=true", &binh);
  EXPECT_EQ(std::to_string(values), whole.at("/total"));
  EXPECT_EQ(whole.at("/total"), whole.at("/cells"));
  EXPECT_GT(pages, 5U);
  const Answer verified =
      call("GET", "/api/v1/values?period=2023&newest=true&status=decided", &binh);
  EXPECT_LE(std::stoi(verified.at("/total")), std::stoi(whole.at("/total")));
  EXPECT_EQ(call("GET", "/api/v1/values?period=2023&status=x", &binh).status(), 422);
}

TEST_P(ImportApi, TargetsAreCountedInEveryWay) {
  const Person chi = person("chi", Role::Officer, below("w26734"));
  const Person an = person("dung", Role::Leader, everywhere());
  const Answer all = call("GET", "/api/v1/targets?period=2023", &an);
  ASSERT_EQ(all.status(), 200) << all.response.body;
  EXPECT_FALSE(all.at("/targets/0/version").empty());
  EXPECT_FALSE(all.at("/targets/0/readings/0/denominator").empty());
  EXPECT_FALSE(all.at("/targets/0/groups/0/group").empty());
  // The whole is everybody's; a district's share is not the ward's.
  const Answer few = call("GET", "/api/v1/targets?period=2023", &chi);
  EXPECT_EQ(few.at("/targets/0/reached"), all.at("/targets/0/reached"));
  EXPECT_EQ(few.at("/targets/0/groups"), "[]");
  EXPECT_EQ(call("GET", "/api/v1/targets?period=2023&known_on=2024-01-16", &an).status(), 200);
  EXPECT_EQ(call("GET", "/api/v1/targets?period=2023&at=x", &an).status(), 422);
  EXPECT_EQ(call("GET", "/api/v1/targets", &an).status(), 422);
}

INSTANTIATE_TEST_SUITE_P(Both, ImportApi, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::api
