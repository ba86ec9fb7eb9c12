#include "programme/pack/plain_line.hpp"

#include "programme/pack/findings.hpp"
#include "tables/text_stream.hpp"

namespace exemplar::programme {

PlainLine::PlainLine(char separator, size_t width) : fields_(width) {
  for (size_t byte = 0x80; byte < class_of_.size(); ++byte) class_of_[byte] = Beyond;
  class_of_[0] = Nul;
  class_of_['\n'] = LineFeed;
  class_of_['\r'] = Return;
  class_of_['"'] = Quote;
  class_of_[static_cast<unsigned char>(separator)] = Separator;
}

PlainLine::Kind PlainLine::cut(const char* begin) {
  beyond_ascii_ = false;
  escaped_ = false;
  size_t count = 0;
  const char* field = begin;
  const char* at = begin;
  bool quoted = false;
  for (;;) {
    unsigned char kind = class_of_[static_cast<unsigned char>(*at)];
    while (kind == Ordinary) kind = class_of_[static_cast<unsigned char>(*++at)];
    switch (kind) {
      case Separator:
      case LineFeed:
      case Return: {
        if (kind == Return && at[1] != '\n') return Kind::NotPlain;
        if (count == fields_.size()) return Kind::NotPlain;
        fields_[count++] =
            quoted ? quoted_ : std::string_view(field, static_cast<size_t>(at - field));
        quoted = false;
        if (kind != Separator) {
          next_ = at + (kind == Return ? 2 : 1);
          return finish(begin, at, count);
        }
        field = ++at;
        break;
      }
      case Quote:
        if (at != field) return Kind::NotPlain;
        at = cut_quoted(at);
        if (at == nullptr || class_of_[static_cast<unsigned char>(*at)] < Separator ||
            class_of_[static_cast<unsigned char>(*at)] > Return) {
          return Kind::NotPlain;
        }
        quoted = true;
        break;
      case Beyond: {
        const size_t length = tables::utf8_length({at, kPadding});
        if (length == 0) return Kind::NotPlain;
        beyond_ascii_ = true;
        at += length;
        break;
      }
      default:
        return Kind::NotPlain;
    }
  }
}

// From the opening quote to behind the closing one; null where it is not closed on the line.
const char* PlainLine::cut_quoted(const char* at) {
  const char* const first = ++at;
  for (;;) {
    switch (class_of_[static_cast<unsigned char>(*at)]) {
      case Ordinary:
      case Separator:
        ++at;
        break;
      case Quote:
        if (at[1] != '"') {
          quoted_ = {first, static_cast<size_t>(at - first)};
          return at + 1;
        }
        escaped_ = true;
        at += 2;
        break;
      case Beyond: {
        const size_t length = tables::utf8_length({at, kPadding});
        if (length == 0) return nullptr;
        beyond_ascii_ = true;
        at += length;
        break;
      }
      default:
        return nullptr;
    }
  }
}

PlainLine::Kind PlainLine::finish(const char* begin, const char* end, size_t count) {
  if (begin == end) return Kind::Empty;
  if (count != fields_.size() || end - begin > kLineMax) return Kind::NotPlain;
  if (escaped_) return Kind::Odd;
  if (!beyond_ascii_) return Kind::Plain;
  // A byte order mark, or a place left open.
  if (static_cast<unsigned char>(*begin) == 0xEF) return Kind::NotPlain;
  for (const std::string_view field : fields_) {
    if (field.starts_with(kToFill.front())) return Kind::Odd;
  }
  return Kind::Plain;
}

}  // namespace exemplar::programme
