// A message for people: an English pattern and its arguments, put into words only when shown.
//
// Code writes   msg("unknown indicator '{}'", id)   and nothing else; the pattern is the key under
// which translations/vi.po keeps the Vietnamese. A test walks every msg("...") in src/ and fails
// when a translation is missing or its placeholders differ.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace exemplar {

enum class Language { Vietnamese, English };

struct MessageArgument;

struct Message {
  std::string pattern;  // English, with {} placeholders
  std::vector<MessageArgument> arguments;

  bool operator==(const Message&) const;
};

// What fills a placeholder: text already formatted, or a message that is put into words with the
// one around it.
struct MessageArgument {
  std::string text;
  std::vector<Message> message;  // none or one

  bool operator==(const MessageArgument&) const = default;
};

inline bool Message::operator==(const Message& other) const {
  return pattern == other.pattern && arguments == other.arguments;
}

namespace detail {
inline MessageArgument message_argument(const Message& message) {
  return {{}, {message}};
}
template <typename T>
MessageArgument message_argument(const T& value) {
  return {fmt::format("{}", value), {}};
}
}  // namespace detail

// Builds a message. Arguments may be strings, integers, anything fmt formats, or messages.
template <typename... Args>
Message msg(std::string_view pattern, const Args&... args) {
  return Message{std::string(pattern), {detail::message_argument(args)...}};
}

// Puts the message into words. A pattern without a translation is shown in English.
std::string render(const Message& message, Language language);

// The Vietnamese of an English pattern, or an empty view where there is none.
std::string_view vietnamese_of(std::string_view english_pattern);

// A text that exists in both languages as data (names in packs). Either may be empty.
struct Text {
  std::string vi;
  std::string en;

  bool operator==(const Text&) const = default;
  // The wanted language, else the other one.
  const std::string& in(Language language) const {
    const std::string& wanted = language == Language::Vietnamese ? vi : en;
    return wanted.empty() ? (language == Language::Vietnamese ? en : vi) : wanted;
  }
};

}  // namespace exemplar
