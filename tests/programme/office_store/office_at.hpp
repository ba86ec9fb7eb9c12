// An office for one test, in a folder of its own or in a schema of its own of the PostgreSQL server.
#pragma once

#include "programme/office_store/office_data.hpp"
#include "programme/office_store/small_office.hpp"
#include "store/new_database.hpp"

namespace exemplar::programme {

inline constexpr int64_t kDay = 86'400'000'000;

inline PackFiles small_pack() {
  return PackFiles::in_memory(small());
}

class OfficeAt : public store::NewDatabase {
 protected:
  void SetUp() override {
    NewDatabase::SetUp();
    if (IsSkipped()) return;
    std::string pattern =
        (std::filesystem::temp_directory_path() / "exemplar-data-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    own_ = pattern;
    address_ = address("office");
  }
  void TearDown() override {
    std::error_code ignored;
    if (!own_.empty()) std::filesystem::remove_all(own_, ignored);
    NewDatabase::TearDown();
  }

  // A folder of that name; or the schema of this test.
  OfficeAddress address(const std::string& name) const {
    OfficeAddress one;
    if (GetParam() == store::Engine::Sqlite) {
      one.folder = (own_ / name).string();
    } else {
      one.database = name_ + (name_.find('?') == std::string::npos ? "?" : "&") +
                     "options=-csearch_path%3D" + schema_;
    }
    return one;
  }
  static WriteBy by(store::Instant now) { return {now, "system", system_random()}; }
  Result<LoadReport> load(const PackFiles& files, store::Instant now = kDay,
                          LoadRun run = LoadRun::Keep) {
    return load_pack(address_, files, by(now), run);
  }
  // Behind the office's back.
  void alter(const std::string& sql) {
    const auto connection = open_office(address_, Access::Use);
    ASSERT_TRUE(bool(connection));
    (*connection)->script(sql);
  }
  std::string file(const std::string& name) const { return (own_ / name).string(); }
  OfficeVerdict verdict() { return verify_office(address_, AuditVerifier()).take(); }
  void expect_no_office(const OfficeAddress& at) {
    const auto read = read_office(at, {}, std::nullopt);
    ASSERT_FALSE(bool(read));
    EXPECT_EQ(render(read.refusal().what, Language::English),
              "there is no office in " + at.shown());
  }

  std::filesystem::path own_;
  OfficeAddress address_;
};

}  // namespace exemplar::programme
