#include "programme/pack/memory_needed.hpp"

#include <algorithm>
#include <fstream>

#include "base/text.hpp"
#include "programme/pack/plain_line.hpp"
#include "programme/pack/value_files.hpp"

namespace exemplar::programme {

namespace {

constexpr uint64_t kMega = 1'000'000;

// Measured (benchmarks/bench_load): values alone take 9 to 12 bytes at rest, and while they are read 13
// where every cell is filled and 20 where one in ten is; facts keep texts, days and places of each. What
// an assessment makes of a period is small beside either, and counted with the fixed part.
constexpr uint64_t kBytesOfValue = 20;
constexpr uint64_t kBytesOfFact = 450;
constexpr uint64_t kBytesFixed = 64 * kMega;
// Nobody needs to be asked about a pack so small.
constexpr uint64_t kFilesSmall = 4 * kMega;

constexpr size_t kSampleBytes = 1 << 16;
constexpr uint64_t kSamples = 4;

// How many values the lines of a file hold, as far as its columns tell.
class LineSample {
 public:
  LineSample(const tables::Header& header, char separator, PackFileKind kind)
      : line_(separator, header.names.size()) {
    const bool is_long = header.find("indicator") || header.find("value");
    for (size_t i = 0; i < header.names.size() && !is_long; ++i) {
      const std::string& name = header.names[i];
      const auto& fixed = fixed_value_columns();
      const bool is_value = kind == PackFileKind::Quotas
                                ? name == "assigned" || name == "done"
                                : std::find(fixed.begin(), fixed.end(), name) == fixed.end();
      if (is_value) columns_.push_back(i);
    }
    if (is_long) columns_.push_back(*header.find(header.find("value") ? "value" : "indicator"));
  }

  // Whole lines of the piece that begins with one.
  void look(std::string piece) {
    const size_t length = piece.rfind('\n') + 1;
    piece.resize(std::max(piece.size(), length) + PlainLine::kPadding, '\0');
    const char* const end = piece.data() + length;
    for (const char* at = piece.data(); at < end;) {
      const PlainLine::Kind kind = line_.cut(at);
      const char* next = line_.next();
      if (kind == PlainLine::Kind::NotPlain) next = std::find(at, end, '\n') + 1;
      bytes_ += static_cast<uint64_t>(next - at);
      for (const size_t column : columns_) {
        if (kind != PlainLine::Kind::Plain || !line_[column].empty()) ++values_;
      }
      at = next;
    }
  }

  uint64_t values_in(uint64_t bytes) const {
    return bytes_ == 0
               ? 0
               : static_cast<uint64_t>(static_cast<double>(bytes) * static_cast<double>(values_) /
                                       static_cast<double>(bytes_));
  }

 private:
  PlainLine line_;
  std::vector<size_t> columns_;
  uint64_t bytes_ = 0;
  uint64_t values_ = 0;
};

uint64_t estimated_values(const PackFiles& files, const std::string& name) {
  const auto bytes = files.bytes(name);
  auto source = files.open(name);
  if (!bytes || !source) return 0;
  Problems ignored;
  const tables::TableReader reader(source.take(), name, values_format(), ignored);
  if (reader.header().names.empty()) return 0;
  LineSample sample(reader.header(), reader.separator(), kind_of_file(name));
  for (uint64_t i = 0; i < kSamples; ++i) {
    const uint64_t from = bytes->size() / kSamples * i;
    std::string piece(kSampleBytes, '\0');
    piece.resize(bytes->read(from, piece.data(), piece.size()));
    // What stands before the first line end is the header, or half a line.
    const size_t begin = piece.find('\n');
    if (begin != piece.npos) sample.look(piece.substr(begin + 1));
  }
  return sample.values_in(bytes->size());
}

// To three digits: it is an estimate.
uint64_t rounded(uint64_t values) {
  uint64_t unit = 1;
  while (values / unit >= 1000) unit *= 10;
  return (values + unit / 2) / unit * unit;
}

std::optional<uint64_t> number_in(const std::string& path, std::string_view word) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(word)) continue;
    const size_t digit = line.find_first_of("0123456789", word.size());
    if (digit == line.npos) return std::nullopt;
    return std::strtoull(line.c_str() + digit, nullptr, 10);
  }
  return std::nullopt;
}

// What a group and those above it leave; `most`, `used`: the files that say it.
void limit_by_group(std::string folder, const std::string& root, const char* most, const char* used,
                    const char* cached, uint64_t& available) {
  for (;;) {
    const auto limit = number_in(folder + most, "");
    const auto taken = number_in(folder + used, "");
    if (limit && taken) {
      const uint64_t copies = number_in(folder + "/memory.stat", cached).value_or(0);
      const uint64_t held = *taken - std::min(*taken, copies);
      available = std::min(available, *limit - std::min(*limit, held));
    }
    if (folder.size() <= root.size()) return;
    folder.resize(std::max(root.size(), folder.find_last_of('/')));
  }
}

}  // namespace

uint64_t estimated_values(const PackFiles& files) {
  uint64_t values = 0;
  for (const std::string& name : value_files(files)) values += estimated_values(files, name);
  return values;
}

uint64_t bytes_needed(uint64_t values, Reading reading) {
  switch (reading) {
    case Reading::Facts:
      return kBytesFixed + values * kBytesOfFact;
    case Reading::ValuesAlone:
      return kBytesFixed + values * kBytesOfValue;
    case Reading::Outline:
      break;
  }
  return kBytesFixed;
}

std::optional<uint64_t> bytes_available() {
  const auto free = number_in("/proc/meminfo", "MemAvailable:");
  if (!free) return std::nullopt;
  uint64_t available = *free * 1024;
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const std::vector<std::string_view> parts = split(line, ':');  // 0::/path, 4:memory:/path
    if (parts.size() < 3) continue;
    const std::string path = parts[2] == "/" ? std::string() : std::string(parts[2]);
    if (parts[0] == "0") {
      const std::string root = "/sys/fs/cgroup";
      limit_by_group(root + path, root, "/memory.max", "/memory.current", "file ", available);
    } else if (parts[1] == "memory") {
      const std::string root = "/sys/fs/cgroup/memory";
      limit_by_group(root + path, root, "/memory.limit_in_bytes", "/memory.usage_in_bytes",
                     "total_cache ", available);
    }
  }
  return available;
}

std::optional<Refusal> refusal_of_values(uint64_t values, const ReadOptions& options) {
  if (options.reading == Reading::Outline) return std::nullopt;
  const auto available =
      options.memory_max > 0 ? std::optional(options.memory_max) : bytes_available();
  const uint64_t needed = bytes_needed(values, options.reading);
  if (!available || needed <= *available) return std::nullopt;
  const auto megabytes = [](uint64_t bytes) { return (bytes + kMega - 1) / kMega; };
  return Refusal{
      msg("about {} values do not fit: they need about {} MB of memory, and {} MB can be had",
          rounded(values), megabytes(needed), megabytes(*available)),
      msg("assess them inside a database: exemplar export writes them as tables and exemplar sql "
          "the assessment, whatever their number (docs/scale-out.md)")};
}

std::optional<Refusal> refusal_of_size(const PackFiles& files, const ReadOptions& options) {
  if (options.reading == Reading::Outline) return std::nullopt;
  uint64_t total = 0;
  for (const std::string& name : value_files(files)) {
    if (const auto bytes = files.bytes(name)) total += bytes->size();
  }
  if (options.memory_max == 0 && total <= kFilesSmall) return std::nullopt;
  return refusal_of_values(estimated_values(files), options);
}

}  // namespace exemplar::programme
