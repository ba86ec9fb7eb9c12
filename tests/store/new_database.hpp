// An empty database for one test: a SQLite file in a folder of its own, or a schema of its own in the
// PostgreSQL server of EXEMPLAR_POSTGRESQL (tests/sql/with_postgresql.py).
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "store/connection.hpp"

namespace exemplar::store {

inline void PrintTo(Engine engine, std::ostream* to) {
  *to << (engine == Engine::Sqlite ? "sqlite" : "postgresql");
}

class NewDatabase : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == Engine::Sqlite) {
      std::string pattern =
          (std::filesystem::temp_directory_path() / "exemplar-store-XXXXXX").string();
      ASSERT_NE(mkdtemp(pattern.data()), nullptr);
      folder_ = pattern;
      name_ = (folder_ / "office.db").string();
      return;
    }
    const char* address = std::getenv("EXEMPLAR_POSTGRESQL");
    if (address == nullptr) GTEST_SKIP() << "no PostgreSQL server (EXEMPLAR_POSTGRESQL)";
    static int number = 0;
    schema_ = "test_" + std::to_string(getpid()) + "_" + std::to_string(++number);
    name_ = address;
    store::open({Engine::Postgresql, name_})->script("CREATE SCHEMA " + schema_);
  }

  void TearDown() override {
    if (!schema_.empty()) {
      store::open({Engine::Postgresql, name_})->script("DROP SCHEMA " + schema_ + " CASCADE");
    }
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }

  std::unique_ptr<Connection> open(OpenOptions options = {}) const {
    options.create = true;
    auto connection = store::open({GetParam(), name_}, options);
    if (!schema_.empty()) connection->script("SET search_path = " + schema_);
    return connection;
  }

  std::filesystem::path folder_;
  std::string name_;
  std::string schema_;
};

inline std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::Sqlite ? "sqlite" : "postgresql";
}

}  // namespace exemplar::store
