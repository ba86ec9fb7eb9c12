#include "http/multipart.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/headers.hpp"

namespace exemplar::http {

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr size_t kBoundaryMax = 70;

Refusal malformed(Message what) {
  return {std::move(what), msg("send the form as RFC 7578 describes it")};
}

bool is_boundary_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

// ; name="value" or ; name=value, one after the other: a quoted value may hold \" and \\.
struct Parameters {
  std::string_view rest;

  // False at the end; `fault` where what is left is no parameter.
  bool next(std::string& name, std::string& value, bool& fault) {
    rest = trimmed(rest);
    if (rest.empty()) return false;
    fault = true;
    if (rest.front() != ';') return false;
    rest = trimmed(rest.substr(1));
    const size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return false;
    name = rest.substr(0, equals);
    if (!is_token(name)) return false;
    rest.remove_prefix(equals + 1);
    value.clear();
    if (rest.empty() || rest.front() != '"') {
      const size_t end = std::min(rest.find_first_of("; \t"), rest.size());
      value = rest.substr(0, end);
      rest.remove_prefix(end);
      fault = value.empty() || value.find('"') != std::string::npos;
      return !fault;
    }
    size_t i = 1;
    for (; i < rest.size() && rest[i] != '"'; ++i) {
      // Browsers escape nothing but the quote; a backslash before anything else is itself.
      if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) {
        ++i;
      }
      value += rest[i];
    }
    if (i == rest.size()) return false;
    rest.remove_prefix(i + 1);
    fault = false;
    return true;
  }
};

// What follows the last "/" or "\", without what could disturb a line or a terminal.
std::string harmless_name(std::string_view given) {
  const size_t slash = given.find_last_of("/\\");
  if (slash != std::string_view::npos) given.remove_prefix(slash + 1);
  std::string name;
  for (const char c : given) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) name += c;
  }
  if (name == "." || name == ".." || first_invalid_utf8(name)) return "";
  return name;
}

std::optional<Refusal> read_disposition(std::string_view value, FormPart& part) {
  const size_t end = std::min(value.find(';'), value.size());
  if (!equal_ignoring_case(trimmed(value.substr(0, end)), "form-data")) {
    return malformed(msg("a part of the form is no form-data"));
  }
  Parameters parameters{value.substr(end)};
  std::string name, text;
  bool fault = false, named = false;
  while (parameters.next(name, text, fault)) {
    if (equal_ignoring_case(name, "name")) {
      if (named) return malformed(msg("a part of the form has two names"));
      named = true;
      part.name = text;
    } else if (equal_ignoring_case(name, "filename")) {
      if (part.file_name) return malformed(msg("a part of the form has two names of a file"));
      part.file_name = harmless_name(text);
    }
  }
  if (fault || !named || part.name.empty() || first_invalid_utf8(part.name)) {
    return malformed(msg("a part of the form has no name, or a name that cannot be read"));
  }
  return std::nullopt;
}

// The header fields of a part, without the empty line.
std::optional<Refusal> read_part_head(std::string_view head, FormPart& part) {
  bool disposed = false;
  while (!head.empty()) {
    const size_t end = head.find(kLineEnd);
    const std::string_view line = head.substr(0, end);
    head = end == std::string_view::npos ? std::string_view() : head.substr(end + 2);
    const size_t colon = line.find(':');
    const bool plain = std::all_of(line.begin(), line.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0x20 || c == '\t';
    });
    if (colon == std::string_view::npos || !plain || !is_token(line.substr(0, colon))) {
      return malformed(msg("a part of the form has a header that cannot be read"));
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (equal_ignoring_case(name, "Content-Disposition")) {
      if (disposed) return malformed(msg("a part of the form has two names"));
      disposed = true;
      if (auto refusal = read_disposition(value, part)) return refusal;
    } else if (equal_ignoring_case(name, "Content-Type")) {
      part.content_type = value;
    } else if (equal_ignoring_case(name, "Content-Transfer-Encoding") &&
               !equal_ignoring_case(value, "binary") && !equal_ignoring_case(value, "8bit") &&
               !equal_ignoring_case(value, "7bit")) {
      return malformed(msg("a part of the form has a transfer encoding of its own"));
    }
  }
  if (!disposed)
    return malformed(msg("a part of the form has no name, or a name that cannot be read"));
  return std::nullopt;
}

}  // namespace

std::optional<std::string> boundary_of(std::string_view content_type) {
  const size_t end = std::min(content_type.find(';'), content_type.size());
  if (!equal_ignoring_case(trimmed(content_type.substr(0, end)), "multipart/form-data")) {
    return std::nullopt;
  }
  Parameters parameters{content_type.substr(end)};
  std::string name, value;
  std::optional<std::string> boundary;
  bool fault = false;
  while (parameters.next(name, value, fault)) {
    if (!equal_ignoring_case(name, "boundary")) continue;
    if (boundary) return std::nullopt;
    boundary = value;
  }
  if (fault || !boundary || boundary->empty() || boundary->size() > kBoundaryMax ||
      boundary->back() == ' ' ||
      !std::all_of(boundary->begin(), boundary->end(), is_boundary_character)) {
    return std::nullopt;
  }
  return boundary;
}

Result<std::vector<FormPart>> read_multipart(std::string_view body, std::string_view boundary,
                                             const MultipartLimits& limits) {
  const std::string first = "--" + std::string(boundary);
  const std::string next = "\r\n" + first;
  if (!body.starts_with(first)) {
    return malformed(msg("the form does not begin with its boundary"));
  }
  body.remove_prefix(first.size());
  std::vector<FormPart> parts;
  for (;;) {
    if (body.starts_with("--")) {
      body.remove_prefix(2);
      if (!body.empty() && body != kLineEnd) {
        return malformed(msg("something follows the end of the form"));
      }
      return parts;
    }
    if (!body.starts_with(kLineEnd)) return malformed(msg("the form is cut off"));
    if (parts.size() == limits.parts_max) {
      return malformed(msg("the form has more than {} parts", limits.parts_max));
    }
    // The line end of the boundary is that before the first header.
    const size_t head_end = body.substr(0, limits.header_bytes_max + 4).find("\r\n\r\n");
    if (head_end == std::string_view::npos) {
      return malformed(
          msg("a part of the form has no head of at most {} bytes", limits.header_bytes_max));
    }
    FormPart part;
    if (head_end == 0)
      return malformed(msg("a part of the form has no name, or a name that cannot be read"));
    if (auto refusal = read_part_head(body.substr(2, head_end - 2), part)) return *refusal;
    body.remove_prefix(head_end + 4);
    // An empty content is followed at once by the boundary, whose line end the head has.
    size_t end = body.find(next);
    if (end == std::string_view::npos) return malformed(msg("the form is cut off"));
    part.content = body.substr(0, end);
    body.remove_prefix(end + next.size());
    const bool doubled = std::any_of(parts.begin(), parts.end(),
                                     [&](const FormPart& one) { return one.name == part.name; });
    if (doubled) return malformed(msg("the form has two parts of the name '{}'", part.name));
    parts.push_back(std::move(part));
  }
}

}  // namespace exemplar::http
