// A table of any length is read in the same small memory: 1 million lines, 10 million with
// EXEMPLAR_ALL=1 in the environment.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <cstring>

#include "tables/table.hpp"

namespace exemplar::tables {
namespace {

long memory_peak_kib() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// Makes the lines as they are asked for; every hundred-thousandth is spoilt.
class GeneratedTable {
 public:
  explicit GeneratedTable(int lines) : lines_(lines) {}

  size_t operator()(char* to, size_t most) {
    while (pending_.size() < most && next_ < lines_) {
      if (next_ == 0) pending_ += "code,name,value\n";
      const bool spoilt = ++next_ % 100'000 == 0;
      pending_ += fmt::format("{:08},Phường {}{},{}\n", next_, next_, spoilt ? "," : "", next_);
    }
    const size_t count = std::min(most, pending_.size());
    std::memcpy(to, pending_.data(), count);
    pending_.erase(0, count);
    return count;
  }

 private:
  std::string pending_;
  int next_ = 0;
  int lines_;
};

TEST(LongStream, IsReadInBoundedMemory) {
  const int lines = std::getenv("EXEMPLAR_ALL") != nullptr ? 10'000'000 : 1'000'000;
  const long before = memory_peak_kib();
  Problems problems;
  TableReader reader(GeneratedTable(lines), "long.csv", {.required = {"code", "name", "value"}},
                     problems);
  TableRow row;
  int rows = 0;
  int64_t sum = 0;
  while (reader.next(row)) {
    ++rows;
    sum += std::atoi(row[2].c_str());
    ASSERT_EQ(row.line, std::atoi(row[2].c_str()) + 1);
  }
  const int spoilt = lines / 100'000;
  EXPECT_EQ(problems.size(), static_cast<size_t>(std::min(spoilt, 100) + (spoilt >= 100 ? 1 : 0)));
  EXPECT_EQ(rows, lines - spoilt);
  const int64_t n = lines;
  EXPECT_EQ(sum, n * (n + 1) / 2 - int64_t{100'000} * spoilt * (spoilt + 1) / 2);
  EXPECT_LT(memory_peak_kib() - before, 16 * 1024);
}

}  // namespace
}  // namespace exemplar::tables
