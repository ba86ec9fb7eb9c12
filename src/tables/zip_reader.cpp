#include "tables/zip_reader.hpp"

#include <zlib.h>

#include <algorithm>

namespace exemplar::tables {

namespace {

constexpr uint32_t kLocalSignature = 0x04034b50;
constexpr uint32_t kEntrySignature = 0x02014b50;
constexpr uint32_t kEndSignature = 0x06054b50;
constexpr size_t kLocalBytes = 30;
constexpr size_t kEntryBytes = 46;
constexpr size_t kEndBytes = 22;
constexpr size_t kCommentMax = 0xffff;
constexpr uint16_t kStored = 0;
constexpr uint16_t kDeflated = 8;
constexpr size_t kPiece = 64 << 10;

Refusal not_whole() {
  return {msg("the workbook is damaged: it is not a whole ZIP archive"),
          msg("save it again, or fetch it again whole")};
}

uint32_t number_at(std::string_view bytes, size_t at, int size) {
  uint32_t number = 0;
  for (int i = size - 1; i >= 0; --i) {
    number = number << 8 | static_cast<uint8_t>(bytes[at + static_cast<size_t>(i)]);
  }
  return number;
}
uint16_t two_at(std::string_view bytes, size_t at) {
  return static_cast<uint16_t>(number_at(bytes, at, 2));
}
uint32_t four_at(std::string_view bytes, size_t at) {
  return number_at(bytes, at, 4);
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      name.find('\0') != std::string_view::npos) {
    return false;
  }
  for (size_t begin = 0; begin <= name.size();) {
    const size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part == ".." || part == ".") return false;
    begin = end + 1;
  }
  return true;
}

// The record at the end, behind which only its own comment lies.
std::optional<size_t> find_end(std::string_view bytes) {
  if (bytes.size() < kEndBytes) return std::nullopt;
  const size_t last = bytes.size() - kEndBytes;
  const size_t first = last > kCommentMax ? last - kCommentMax : 0;
  for (size_t at = last + 1; at-- > first;) {
    if (four_at(bytes, at) != kEndSignature) continue;
    if (two_at(bytes, at + 20) == last - at) return at;
  }
  return std::nullopt;
}

}  // namespace

Result<ZipReader> ZipReader::open(std::string_view bytes, const Limits& limits) {
  constexpr std::string_view kCompound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
  if (bytes.starts_with(kCompound)) {
    return Refusal{msg("the workbook is encrypted with a password, or an .xls from before 2007"),
                   msg("save it as .xlsx without a password")};
  }
  if (!bytes.starts_with("PK")) {
    return Refusal{msg("this is no workbook (.xlsx)"), msg("save it as .xlsx, or as CSV in UTF-8")};
  }
  const auto end = find_end(bytes);
  if (!end) return not_whole();
  const uint16_t count = two_at(bytes, *end + 10);
  const uint64_t size = four_at(bytes, *end + 12);
  const uint64_t at = four_at(bytes, *end + 16);
  const bool one_disc = two_at(bytes, *end + 4) == 0 && two_at(bytes, *end + 6) == 0 &&
                        two_at(bytes, *end + 8) == count;
  if (!one_disc || at + size > *end) return not_whole();
  if (count > limits.files_max) {
    return Refusal{msg("the workbook has {} parts, more than {}", count, limits.files_max),
                   msg("keep the sheet with the table alone, and save it again")};
  }
  ZipReader reader;
  reader.bytes_ = bytes;
  reader.budget_ = std::make_shared<uint64_t>(limits.unpacked_bytes_max);
  if (auto refusal = reader.read_directory(at, count)) return *refusal;
  return reader;
}

std::optional<Refusal> ZipReader::read_directory(uint64_t at, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (at + kEntryBytes > bytes_.size() || four_at(bytes_, at) != kEntrySignature) {
      return not_whole();
    }
    const uint16_t flags = two_at(bytes_, at + 8);
    const size_t name_size = two_at(bytes_, at + 28);
    const size_t more = size_t{two_at(bytes_, at + 30)} + two_at(bytes_, at + 32);
    if (at + kEntryBytes + name_size + more > bytes_.size()) return not_whole();
    const std::string name(bytes_.substr(at + kEntryBytes, name_size));
    if ((flags & 1U) != 0) {
      return Refusal{msg("the workbook is encrypted"), msg("save it without a password")};
    }
    if (!is_plain_name(name)) {
      return Refusal{msg("the workbook has a part whose name leads out of it"),
                     msg("save it again with a spreadsheet program")};
    }
    const File file{four_at(bytes_, at + 42), four_at(bytes_, at + 20), four_at(bytes_, at + 24),
                    four_at(bytes_, at + 16), two_at(bytes_, at + 10)};
    if (!files_.emplace(name, file).second) {
      return Refusal{msg("the workbook has two parts of one name"),
                     msg("save it again with a spreadsheet program")};
    }
    at += kEntryBytes + name_size + more;
  }
  return std::nullopt;
}

// ── Unpacking ────────────────────────────────────────────────────────────────────────────────────

struct ZipReader::Unpacker::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (deflated) inflateEnd(&stream);
  }

  std::string name;
  std::string_view packed;
  uint64_t left = 0;  // of the size that it should have
  uint32_t checksum = 0;
  uint32_t checksum_so_far = 0;
  bool deflated = false;
  bool ended = false;
  z_stream stream{};
  std::shared_ptr<uint64_t> budget;
  std::string piece;
};

ZipReader::Unpacker::Unpacker(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipReader::Unpacker::Unpacker(Unpacker&&) noexcept = default;
ZipReader::Unpacker::~Unpacker() = default;

Result<ZipReader::Unpacker> ZipReader::unpack(const std::string& name) const {
  const auto found = files_.find(name);
  if (found == files_.end()) {
    return Refusal{msg("the workbook lacks its part {}", name),
                   msg("save it again with a spreadsheet program")};
  }
  const File& file = found->second;
  if (file.header_at + kLocalBytes > bytes_.size() ||
      four_at(bytes_, file.header_at) != kLocalSignature) {
    return not_whole();
  }
  const uint64_t begin = file.header_at + kLocalBytes + two_at(bytes_, file.header_at + 26) +
                         two_at(bytes_, file.header_at + 28);
  if (begin + file.packed > bytes_.size()) return not_whole();
  auto state = std::make_unique<Unpacker::State>();
  state->name = name;
  state->packed = bytes_.substr(begin, file.packed);
  state->left = file.unpacked;
  state->checksum = file.checksum;
  state->budget = budget_;
  if (file.method == kDeflated) {
    if (inflateInit2(&state->stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    state->deflated = true;
    state->stream.next_in =
        reinterpret_cast<Bytef*>(const_cast<char*>(state->packed.data()));  // only read
    state->stream.avail_in = static_cast<uInt>(state->packed.size());
  } else if (file.method != kStored || file.packed != file.unpacked) {
    return Refusal{msg("the workbook is packed in a way that is not read"),
                   msg("save it again with a spreadsheet program")};
  }
  return Unpacker(std::move(state));
}

Result<bool> ZipReader::Unpacker::next(std::string& to) {
  State& state = *state_;
  if (state.ended) return false;
  state.piece.resize(kPiece);
  size_t made = 0;
  if (state.deflated) {
    state.stream.next_out = reinterpret_cast<Bytef*>(state.piece.data());
    state.stream.avail_out = kPiece;
    const int code = inflate(&state.stream, Z_NO_FLUSH);
    made = kPiece - state.stream.avail_out;
    state.ended = code == Z_STREAM_END;
    if (code != Z_OK && code != Z_STREAM_END) return not_whole();
    if (made == 0 && !state.ended && state.stream.avail_in == 0) return not_whole();
  } else {
    made = std::min(kPiece, state.packed.size());
    state.packed.copy(state.piece.data(), made);
    state.packed.remove_prefix(made);
    state.ended = state.packed.empty();
  }
  if (made > state.left) return not_whole();
  state.left -= made;
  if (made > *state.budget) {
    return Refusal{msg("the workbook becomes too large when it is unpacked"),
                   msg("keep the sheet with the table alone, or hand in the table as CSV")};
  }
  *state.budget -= made;
  state.checksum_so_far = static_cast<uint32_t>(
      crc32(state.checksum_so_far, reinterpret_cast<const Bytef*>(state.piece.data()),
            static_cast<uInt>(made)));
  if (state.ended && (state.left != 0 || state.checksum_so_far != state.checksum)) {
    return not_whole();
  }
  to.append(state.piece.data(), made);
  return true;
}

}  // namespace exemplar::tables
