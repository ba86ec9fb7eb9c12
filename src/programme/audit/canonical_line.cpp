#include "programme/audit/canonical_line.hpp"

#include <algorithm>
#include <climits>

#include "base/json.hpp"
#include "base/text.hpp"
#include "programme/audit/canonical_bytes.hpp"

namespace exemplar::programme {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string quoted(std::string_view text) {
  return Json::string(text).compact();
}

CanonicalLine& CanonicalLine::fail(Message what, size_t at) {
  if (failed()) return *this;
  what_ = std::move(what);
  failed_at_ = at;
  return *this;
}

int CanonicalLine::column() const {
  const auto before = line_.substr(0, failed_at_);
  const auto characters = std::count_if(before.begin(), before.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  });
  return static_cast<int>(std::min<ptrdiff_t>(characters, INT_MAX - 1)) + 1;
}

bool CanonicalLine::next_is(std::string_view expected) const {
  return !failed() && line_.substr(at_).starts_with(expected);
}

CanonicalLine& CanonicalLine::literal(std::string_view expected) {
  if (failed()) return *this;
  if (!next_is(expected)) return fail(msg("here should stand {}", expected), at_);
  at_ += expected.size();
  return *this;
}

CanonicalLine& CanonicalLine::number(uint64_t& to) {
  if (failed()) return *this;
  uint64_t value = 0;
  size_t end = at_;
  for (; end < line_.size() && is_digit(line_[end]); ++end) {
    const auto digit = static_cast<uint64_t>(line_[end] - '0');
    if (value > (UINT64_MAX - digit) / 10) return fail(msg("this number is too large"), at_);
    value = value * 10 + digit;
  }
  const bool leading_zero = end - at_ > 1 && line_[at_] == '0';
  if (end == at_ || leading_zero) {
    return fail(msg("here should stand a whole number without leading zeros"), at_);
  }
  at_ = end;
  to = value;
  return *this;
}

// What stands after the reverse solidus; only where nothing shorter would do.
bool CanonicalLine::escape(std::string& to) {
  static constexpr std::string_view kNamed = "\"\\ntr";
  static constexpr std::string_view kMeant = "\"\\\n\t\r";
  const std::string_view rest = line_.substr(at_);
  if (rest.empty()) return false;
  if (const size_t named = kNamed.find(rest[0]); named != std::string_view::npos) {
    to += kMeant[named];
    ++at_;
    return true;
  }
  std::array<uint8_t, 2> code{};
  if (rest[0] != 'u' || !read_hex(rest.substr(1, 4), code)) return false;
  const bool control = code[0] == 0 && code[1] < 0x20;
  const auto meant = static_cast<char>(code[1]);
  if (!control || kMeant.find(meant) != std::string_view::npos) return false;
  to += meant;
  at_ += 5;
  return true;
}

bool CanonicalLine::quoted_text(std::string& to, size_t bytes_max) {
  if (!next_is("\"")) return false;
  const size_t start = at_ + 1;
  to.clear();
  for (++at_; at_ < line_.size() && to.size() <= bytes_max;) {
    const char c = line_[at_];
    if (static_cast<unsigned char>(c) < 0x20) return false;
    ++at_;
    if (c == '"') {
      const auto invalid = first_invalid_utf8(line_.substr(start, at_ - 1 - start));
      if (invalid) at_ = start + *invalid;
      return !invalid;
    }
    if (c != '\\') {
      to += c;
    } else if (!escape(to)) {
      --at_;
      return false;
    }
  }
  return false;
}

CanonicalLine& CanonicalLine::text(std::string& to, size_t bytes_max) {
  if (failed()) return *this;
  const size_t start = at_;
  if (quoted_text(to, bytes_max)) return *this;
  if (to.size() > bytes_max) {
    return fail(msg("this text is longer than {} bytes", bytes_max), start);
  }
  return fail(msg("here should stand a text in quotation marks, in UTF-8, with no escapes but "
                  "those that are needed"),
              at_);
}

CanonicalLine& CanonicalLine::instant(InstantUs& to) {
  if (failed()) return *this;
  const auto at =
      line_.substr(at_).size() < 29 ? std::nullopt : parse_iso_instant(line_.substr(at_ + 1, 27));
  if (!at || line_[at_] != '"' || line_[at_ + 28] != '"') {
    return fail(msg("here should stand an instant like {}", "\"2024-01-16T01:00:00.000000Z\""),
                at_);
  }
  to = *at;
  at_ += 29;
  return *this;
}

CanonicalLine& CanonicalLine::hexadecimal(std::span<uint8_t> to) {
  if (failed()) return *this;
  const size_t digits = to.size() * 2;
  const std::string_view rest = line_.substr(at_);
  if (rest.size() < digits + 2 || rest[0] != '"' || rest[digits + 1] != '"' ||
      !read_hex(rest.substr(1, digits), to)) {
    return fail(
        msg("here should stand {} hexadecimal digits (0–9, a–f) in quotation marks", digits), at_);
  }
  at_ += digits + 2;
  return *this;
}

CanonicalLine& CanonicalLine::end() {
  if (failed() || at_ == line_.size()) return *this;
  return fail(msg("here the line should end"), at_);
}

}  // namespace exemplar::programme
