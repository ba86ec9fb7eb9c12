#include "programme/single_sign_on/provider_url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace exemplar::programme {

namespace {

constexpr size_t kUrlMost = 2'000;
constexpr size_t kPathMost = 500;

bool is_visible(char c) {
  return c > 0x20 && c < 0x7f;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace

std::optional<ProviderUrl> ProviderUrl::parse(std::string_view text) {
  if (text.size() > kUrlMost || !std::all_of(text.begin(), text.end(), is_visible)) return {};
  if (text.find_first_of("\\#\"<>^`{|}") != std::string_view::npos) return {};
  ProviderUrl url;
  for (const std::string_view scheme : {"https", "http"}) {
    if (text.starts_with(std::string(scheme) + "://")) url.scheme = scheme;
  }
  if (url.scheme.empty()) return {};
  text.remove_prefix(url.scheme.size() + 3);
  const size_t end = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, end);
  url.rest = text.substr(end);
  const size_t closed = authority.starts_with('[') ? authority.find(']') : 0;
  if (closed == std::string_view::npos) return {};
  const size_t colon = authority.find(':', closed);
  if (colon != std::string_view::npos) {
    url.port = authority.substr(colon + 1);
    if (url.port.empty() || url.port.size() > 5) return {};
    if (!std::all_of(url.port.begin(), url.port.end(), is_digit)) return {};
    authority = authority.substr(0, colon);
  }
  url.host = authority;
  const auto of_host = [&](char c) {
    return (is_unreserved(c) && c != '~') || (closed != 0 && (c == '[' || c == ']' || c == ':'));
  };
  if (url.host.empty() || !std::all_of(url.host.begin(), url.host.end(), of_host)) return {};
  return url;
}

bool ProviderUrl::is_loopback() const {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

std::string form_encoded(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    out += (out.empty() ? "" : "&") + escaped(name) + "=" + escaped(value);
  }
  return out;
}

std::string with_query(std::string_view url,
                       const std::vector<std::pair<std::string, std::string>>& fields) {
  const char joint = url.find('?') == std::string_view::npos ? '?' : '&';
  return std::string(url) + joint + form_encoded(fields);
}

bool is_local_page(std::string_view path) {
  if (path.empty() || path.size() > kPathMost || path.front() != '/') return false;
  if (path.starts_with("//") || path.starts_with("/api/") || path == "/api") return false;
  return std::all_of(path.begin(), path.end(), [](char c) { return is_visible(c) && c != '\\'; });
}

}  // namespace exemplar::programme
