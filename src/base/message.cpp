#include "base/message.hpp"

#include <unordered_map>

namespace exemplar {

// Generated from translations/vi.po by the build.
extern const char* const kVietnamesePo;

namespace {

// The text between the quotes of one po line, escapes resolved.
std::string unquoted(std::string_view line) {
  const size_t open = line.find('"');
  const size_t close = line.rfind('"');
  std::string text;
  for (size_t i = open + 1; i < close; ++i) {
    if (line[i] == '\\' && i + 1 < close) {
      ++i;
      text += line[i] == 'n' ? '\n' : line[i];
    } else {
      text += line[i];
    }
  }
  return text;
}

using Catalogue = std::unordered_map<std::string, std::string>;

Catalogue read_po(std::string_view po) {
  Catalogue catalogue;
  std::string key;
  std::string value;
  std::string* current = nullptr;
  const auto finish = [&] {
    if (!key.empty() && !value.empty()) catalogue[key] = value;
    key.clear();
    value.clear();
  };
  while (!po.empty()) {
    const size_t end = po.find('\n');
    const std::string_view line = po.substr(0, end);
    po = end == std::string_view::npos ? std::string_view{} : po.substr(end + 1);
    if (line.starts_with("msgid ")) {
      finish();
      current = &key;
      key = unquoted(line);
    } else if (line.starts_with("msgstr ")) {
      current = &value;
      value = unquoted(line);
    } else if (line.starts_with("\"") && current != nullptr) {
      *current += unquoted(line);
    }
  }
  finish();
  return catalogue;
}

const Catalogue& vietnamese_catalogue() {
  static const Catalogue catalogue = read_po(kVietnamesePo);
  return catalogue;
}

}  // namespace

std::string_view vietnamese_of(std::string_view english_pattern) {
  const auto found = vietnamese_catalogue().find(std::string(english_pattern));
  return found == vietnamese_catalogue().end() ? std::string_view{} : found->second;
}

namespace {

std::string shown(const MessageArgument& argument, Language language) {
  return argument.message.empty() ? argument.text : render(argument.message.front(), language);
}

}  // namespace

std::string render(const Message& message, Language language) {
  std::string_view pattern = message.pattern;
  if (language == Language::Vietnamese) {
    const std::string_view translated = vietnamese_of(pattern);
    if (!translated.empty()) pattern = translated;
  }
  // {} takes the next argument, {0} a numbered one (word order differs between languages).
  std::string text;
  size_t next = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if ((c == '{' || c == '}') && i + 1 < pattern.size() && pattern[i + 1] == c) {
      text += c;
      ++i;
    } else if (c == '{') {
      const size_t close = pattern.find('}', i);
      if (close == std::string_view::npos) break;
      size_t index = next;
      if (close > i + 1)
        index = static_cast<size_t>(pattern[i + 1] - '0');
      else
        ++next;
      if (index < message.arguments.size()) text += shown(message.arguments[index], language);
      i = close;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace exemplar
