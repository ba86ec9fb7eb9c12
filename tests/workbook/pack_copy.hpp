// A pack in a temporary folder, with values of the test's own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "programme/pack/pack.hpp"

namespace exemplar::tests {

class PackCopy {
 public:
  explicit PackCopy(const std::string& name) {
    std::string place = (std::filesystem::temp_directory_path() / "exemplar-pack-XXXXXX").string();
    folder_ = mkdtemp(place.data());
    std::filesystem::copy(std::filesystem::path(EXEMPLAR_ROOT) / "packs" / name, folder_,
                          std::filesystem::copy_options::recursive);
  }
  ~PackCopy() { std::filesystem::remove_all(folder_); }
  PackCopy(const PackCopy&) = delete;
  PackCopy& operator=(const PackCopy&) = delete;

  std::string text(const std::string& file) const {
    std::ostringstream bytes;
    bytes << std::ifstream(folder_ / file, std::ios::binary).rdbuf();
    return bytes.str();
  }
  void write(const std::string& file, const std::string& bytes) const {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file, std::ios::binary) << bytes;
  }
  programme::Office office() const {
    programme::PackReading reading = programme::read_pack(folder_);
    std::string told;
    for (const Problem& one : reading.problems) {
      if (one.severity == Severity::Error) told += to_string(one, Language::English) + "\n";
    }
    EXPECT_EQ(told, "");
    return std::move(reading.office);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace exemplar::tests
