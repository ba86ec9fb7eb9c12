// Loading reported values from CSV: how fast, and what they take in memory.
//
//   a pack in a temporary folder: 10,000 units × 100 indicators × 40 months, one line a value
//   ─▶ read_pack, values alone ─▶ MB/s, beside reading the same bytes and doing nothing with them
//                              ─▶ bytes a value: at rest by the allocator, and the process's peak
//
// Once with every cell filled, once with one in ten, in no order. One JSON object a file.
//
//   bench_load [--values=N] [--repeat=N]   about N values in the full file (default 40,000,000);
//                                          each file is loaded so often, with a line each time
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include "programme/pack/pack.hpp"

namespace {

using namespace exemplar;
using namespace exemplar::programme;
namespace fs = std::filesystem;

struct Extent {
  int units = 10'000;
  int indicators = 100;
  int months = 40;
  int one_in = 1;  // so many cells is filled one
};

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Of all threads: on a busy machine, what tells the work from the waiting.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// A folder that goes with the program.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "exemplar-load-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write_definitions(const fs::path& folder, const Extent& extent) {
  fs::create_directories(folder / "values");
  std::ofstream(folder / "office.toml") << R"([office]
id = "load"
name = "Load"
zone = "Asia/Ho_Chi_Minh"
decimal_sign = "."
records_from = 2021-01-01

[[source]]
id = "generator"
name = "Generator"
synthetic = true

[[calendar]]
id = "civil"
name = "Civil"
year_starts = "01-01"
week_starts = "monday"

[[hierarchy]]
id = "territory"
name = "Territory"
roots = ["ward"]
kinds = []

[[kind]]
id = "ward"
name = "ward"
)";
  std::ofstream indicators(folder / "indicators.toml");
  for (int i = 0; i < extent.indicators; ++i) {
    indicators << fmt::format(
        "[[indicator]]\nid = \"figure_{:03}\"\nname = \"Figure {}\"\nkind = \"count\"\n"
        "at_most = 1000000\nover_time = \"sum\"\ncollected = \"P1M\"\n\n",
        i, i);
  }
  std::ofstream units(folder / "units.csv");
  units << "id,code,name,name_en,kind,from,until\n";
  for (int u = 0; u < extent.units; ++u) {
    units << fmt::format("w{0:05},{0:05},Ward {0},,ward,,\n", u);
  }
}

// The same numbers on every machine.
uint64_t mixed(uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ x >> 27) * 0x94D049BB133111EBULL;
  return x ^ x >> 31;
}

// Month by month, of each unit all its figures, as they come in. One value in eight is only
// reported, one in a hundred a draft. Returns how many.
uint64_t write_values(const fs::path& file, const Extent& extent) {
  std::ofstream out(file, std::ios::binary);
  out << "indicator,period,unit,value,reported_on,verified_on,source\n";
  std::string text;
  uint64_t cell = 0;
  uint64_t count = 0;
  for (int month = 0; month < extent.months; ++month) {
    const int year = 2021 + month / 12;
    const int next_year = 2021 + (month + 1) / 12;
    const int next = (month + 1) % 12 + 1;
    for (int unit = 0; unit < extent.units; ++unit) {
      for (int indicator = 0; indicator < extent.indicators; ++indicator, ++cell) {
        const uint64_t chance = mixed(cell);
        if (extent.one_in > 1 && chance % static_cast<uint64_t>(extent.one_in) != 0) continue;
        const uint64_t kind = chance >> 32;
        fmt::format_to(std::back_inserter(text), "figure_{:03},{}-{:02},w{:05},{}", indicator, year,
                       month % 12 + 1, unit, (chance >> 20) % 5000);
        const auto day = static_cast<int>((chance >> 40) % 9);
        if (kind % 100 == 0) {
          text += ",,,generator\n";
        } else if (kind % 8 == 0) {
          fmt::format_to(std::back_inserter(text), ",{}-{:02}-{:02},,generator\n", next_year, next,
                         day + 1);
        } else {
          fmt::format_to(std::back_inserter(text),
                         ",{0}-{1:02}-{2:02},{0}-{1:02}-{3:02},generator\n", next_year, next,
                         day + 1, day + 8);
        }
        ++count;
      }
      if (text.size() > 1 << 20) {
        out << text;
        text.clear();
      }
    }
  }
  out << text;
  return count;
}

// The bytes, read and let go.
double seconds_to_read(const fs::path& file) {
  std::vector<char> piece(1 << 20);
  std::ifstream in;
  in.rdbuf()->pubsetbuf(nullptr, 0);
  in.open(file, std::ios::binary);
  const double start = seconds();
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
  }
  return seconds() - start;
}

size_t allocated() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Of the process since the last reset, in bytes; `what`: VmHWM (the most) or VmRSS (now).
size_t resident(std::string_view what) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(what))
      return std::strtoull(line.c_str() + what.size() + 1, nullptr, 10) * 1024;
  }
  return 0;
}

void reset_peak() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";
}

// Loads a file of so many values once and prints what it took; 0 when all was read.
int measure(const char* name, const fs::path& folder, uint64_t written, Reading reading) {
  const fs::path file = folder / "values" / "values.csv";
  const double megabytes = static_cast<double>(fs::file_size(file)) / 1e6;
  seconds_to_read(file);
  const double merely = seconds_to_read(file);
  reset_peak();
  const size_t before = allocated();
  const size_t resident_before = resident("VmRSS:");
  const double start = seconds();
  const double processor_start = processor_seconds();
  PackReading pack = read_pack(folder, {.reading = reading});
  const double loading = seconds() - start;
  const double processor = processor_seconds() - processor_start;
  const size_t peak = resident("VmHWM:");
  if (pack.problems.has_errors()) {
    std::fprintf(stderr, "%s\n",
                 to_string(pack.problems.list().front(), Language::English).c_str());
    return 1;
  }
  const Facts facts = std::move(pack.office.facts);
  pack = {};
  const size_t at_rest = allocated() - before;
  const auto values = static_cast<double>(facts.values().size());
  if (facts.values().size() != written) {
    std::fprintf(stderr, "%zu of %zu values\n", facts.values().size(),
                 static_cast<size_t>(written));
    return 1;
  }
  std::string line = fmt::format("{{\"file\": \"{}\", \"values\": {}, \"threads\": {}", name,
                                 written, std::thread::hardware_concurrency());
  const auto add = [&](const char* key, double number) {
    line += fmt::format(", \"{}\": {:.2f}", key, number);
  };
  add("megabytes", megabytes);
  add("load_s", loading);
  add("load_processor_s", processor);
  add("load_mb_per_s", megabytes / loading);
  add("load_mb_per_processor_s", megabytes / processor);
  add("read_mb_per_s", megabytes / merely);
  add("bytes_per_value_at_rest", static_cast<double>(at_rest) / values);
  add("bytes_per_value_counted", static_cast<double>(facts.values().bytes()) / values);
  add("bytes_per_value_peak", static_cast<double>(peak - resident_before) / values);
  add("peak_megabytes", static_cast<double>(peak) / 1e6);
  std::printf("%s}\n", line.c_str());
  std::fflush(stdout);
  return 0;
}

int load(const char* name, const Extent& extent, Reading reading, int repeat) {
  const Folder folder;
  constexpr uint64_t kLineBytes = 70;
  const uint64_t cells = static_cast<uint64_t>(extent.units) *
                         static_cast<uint64_t>(extent.indicators) *
                         static_cast<uint64_t>(extent.months);
  const uint64_t room = fs::space(folder.path()).available;
  if (room < cells / static_cast<uint64_t>(extent.one_in) * kLineBytes) {
    std::fprintf(stderr, "%s: too little room for %zu values\n", folder.path().c_str(),
                 static_cast<size_t>(cells));
    return 1;
  }
  write_definitions(folder.path(), extent);
  const uint64_t written = write_values(folder.path() / "values" / "values.csv", extent);
  for (int i = 0; i < repeat; ++i) {
    if (const int failed = measure(name, folder.path(), written, reading); failed != 0)
      return failed;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Extent full;
  Reading reading = Reading::ValuesAlone;
  int repeat = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    constexpr std::string_view kValues = "--values=";
    if (word.starts_with(kValues)) {
      const long long values = std::atoll(word.data() + kValues.size());
      full.months = static_cast<int>(std::clamp(values / 1'000'000, 1LL, 40LL));
      full.units =
          static_cast<int>(std::clamp(values / full.months / full.indicators, 1LL, 10'000LL));
    }
    constexpr std::string_view kRepeat = "--repeat=";
    if (word.starts_with(kRepeat)) repeat = std::max(1, std::atoi(word.data() + kRepeat.size()));
    if (word == "--facts") reading = Reading::Facts;
  }
  Extent sparse = full;
  sparse.one_in = 10;
  const int failed = load("full", full, reading, repeat);
  return failed != 0 ? failed : load("one in ten", sparse, reading, repeat);
}
