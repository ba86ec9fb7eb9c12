#include "http/target.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exemplar::http {

namespace {

enum class Plus { Itself, Blank };

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_path_character(char c) {  // pchar of RFC 3986 §3.3 and the '%' of an escape
  return is_unreserved(c) ||
         (c != '\0' && std::string_view("%!$&'()*+,;=:@").find(c) != std::string_view::npos);
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

Result<std::string> decoded(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::Blank) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hexadecimal(text[i + 1]) : -1;
      const int low = high >= 0 ? hexadecimal(text[i + 2]) : -1;
      if (low < 0) {
        return Refusal{msg("the address holds a '%' that begins no escape"),
                       msg("write a percent sign as %25")};
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (first_invalid_utf8(out)) {
    return Refusal{msg("the address is not UTF-8"), msg("escape the bytes of its UTF-8 form")};
  }
  if (out.find('\0') != std::string::npos) {
    return Refusal{msg("the address holds a NUL"), msg("leave it out")};
  }
  return out;
}

// Whether a decoded segment, read as a path by somebody careless, would climb.
bool climbs(std::string_view segment) {
  while (true) {
    const size_t end = segment.find_first_of("/\\");
    const std::string_view piece = segment.substr(0, end);
    if (piece == "." || piece == "..") return true;
    if (end == std::string_view::npos) return false;
    segment.remove_prefix(end + 1);
  }
}

Result<std::vector<std::string>> parse_path(std::string_view path) {
  std::vector<std::string> segments;
  if (path.empty() || path[0] != '/') {
    return Refusal{msg("the request names no path on this server"),
                   msg("ask for a path that begins with '/'")};
  }
  path.remove_prefix(1);
  if (path.empty()) return segments;
  while (true) {
    const size_t end = path.find('/');
    const std::string_view written = path.substr(0, end);
    if (!std::all_of(written.begin(), written.end(), is_path_character)) {
      return Refusal{msg("the path holds a character that must be escaped"),
                     msg("write it as %XX, byte by byte of its UTF-8 form")};
    }
    auto segment = decoded(written, Plus::Itself);
    if (!segment) return segment.refusal();
    if (std::any_of(segment->begin(), segment->end(), is_control)) {
      return Refusal{msg("the path holds a control character"), msg("leave it out")};
    }
    if (climbs(*segment)) {
      return Refusal{msg("the path holds '.' or '..'"), msg("write the path that is meant")};
    }
    segments.push_back(segment.take());
    if (end == std::string_view::npos) return segments;
    path.remove_prefix(end + 1);
  }
}

}  // namespace

Result<std::vector<Parameter>> parse_parameters(std::string_view text) {
  std::vector<Parameter> parameters;
  while (!text.empty()) {
    const size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    if (parameters.size() == kParametersMax) {
      return Refusal{msg("more than {} parameters", kParametersMax),
                     msg("ask in several requests")};
    }
    const size_t equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals), Plus::Blank);
    if (!name) return name.refusal();
    auto value =
        decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1),
                Plus::Blank);
    if (!value) return value.refusal();
    parameters.push_back({name.take(), value.take()});
  }
  return parameters;
}

Result<Target> parse_target(std::string_view target) {
  const size_t question = target.find('?');
  auto path = parse_path(target.substr(0, question));
  if (!path) return path.refusal();
  Target result{path.take(), {}};
  if (question == std::string_view::npos) return result;
  const std::string_view query = target.substr(question + 1);
  const bool clean = std::all_of(query.begin(), query.end(), [](char c) {
    return c > 0x20 && c < 0x7F && c != '#' && c != '"' && c != '<' && c != '>';
  });
  if (!clean) {
    return Refusal{msg("the query holds a character that must be escaped"),
                   msg("write it as %XX, byte by byte of its UTF-8 form")};
  }
  auto parameters = parse_parameters(query);
  if (!parameters) return parameters.refusal();
  result.query = parameters.take();
  return result;
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

}  // namespace exemplar::http
