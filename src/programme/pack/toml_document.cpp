#include "programme/pack/toml_document.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "base/text.hpp"

namespace exemplar::programme {

namespace {

// Depth of [ and {, and dots outside texts on one line: together they bound how deep tables nest.
constexpr int kDepthMax = 32;
constexpr int kDotsMax = 50;

// Passes over the text of a TOML file outside its strings and comments, counting what nests.
class NestingScan {
 public:
  explicit NestingScan(std::string_view bytes) : bytes_(bytes) {}

  // The first place that nests too deeply; none where all is well.
  std::optional<std::pair<int, int>> too_deep() {
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == '"' || c == '\'') {
        skip_text(c);
        continue;
      }
      if (c == '#') {
        while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
        continue;
      }
      if (c == '\n') next_line();
      if (c == '[' || c == '{') ++depth_;
      if (c == ']' || c == '}') --depth_;
      if (c == '.') ++dots_;
      ++at_;
      if (depth_ > kDepthMax || dots_ > kDotsMax) {
        const std::string_view before = bytes_.substr(line_start_, at_ - line_start_);
        const auto begins = [](char b) { return (static_cast<unsigned char>(b) & 0xC0U) != 0x80; };
        return std::pair(line_,
                         static_cast<int>(std::count_if(before.begin(), before.end(), begins)));
      }
    }
    return std::nullopt;
  }

 private:
  void next_line() {
    ++line_;
    line_start_ = at_ + 1;
    dots_ = 0;
  }

  void skip_text(char quote) {
    const std::string fence(3, quote);
    const bool long_text = bytes_.substr(at_, 3) == fence;
    at_ += long_text ? 3 : 1;
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == '\n') {
        if (!long_text) return;  // not closed: the parser says so
        next_line();
      }
      if (c == '\\' && quote == '"') {
        at_ += 2;
        continue;
      }
      if (c == quote && (!long_text || bytes_.substr(at_, 3) == fence)) {
        at_ += long_text ? 3 : 1;
        return;
      }
      ++at_;
    }
  }

  std::string_view bytes_;
  size_t at_ = 0;
  size_t line_start_ = 0;
  int line_ = 1;
  int depth_ = 0;
  int dots_ = 0;
};

// Byte offsets of lines, to look at what stands at a place.
class Lines {
 public:
  explicit Lines(std::string_view bytes) : bytes_(bytes), starts_{0} {
    for (size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] == '\n') starts_.push_back(i + 1);
    }
  }

  std::string_view from(int line, int column) const {
    if (line < 1 || static_cast<size_t>(line) > starts_.size()) return {};
    size_t at = starts_[static_cast<size_t>(line) - 1];
    for (int passed = 1; passed < column && at < bytes_.size(); ++passed) {
      ++at;
      while (at < bytes_.size() && (static_cast<unsigned char>(bytes_[at]) & 0xC0U) == 0x80) ++at;
    }
    return bytes_.substr(std::min(at, bytes_.size()));
  }

 private:
  std::string_view bytes_;
  std::vector<size_t> starts_;
};

constexpr std::string_view kFence = "\"\"\"";

// Passes over a text between " and ", once as the file has it and once as it is meant:
//
//   file   f = "kind = \"ward\" and x"        one character meant by two: the columns part here,
//   meant       kind = "ward" and x           and again at the second escape
class EscapeScan {
 public:
  // From the first character behind the quotes, which stands at `begin`.
  EscapeScan(std::string_view bytes, const Place& begin, bool long_text)
      : bytes_(bytes), long_text_(long_text), file_line_(begin.line), file_column_(begin.column) {}

  std::vector<engine::FormulaJump> jumps() {
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == '"' && (!long_text_ || bytes_.substr(at_).starts_with(kFence))) break;
      if (c == '\\') {
        escape();
        jumps_.push_back({line_, column_, file_line_, file_column_});
        continue;
      }
      meant(c == '\n');
      pass(1);
    }
    return std::move(jumps_);
  }

 private:
  // A character of the text as it is meant; the bytes behind a character's first are none.
  void meant(bool line_break) {
    if (at_ < bytes_.size() && continues(bytes_[at_])) return;
    column_ = line_break ? 1 : column_ + 1;
    if (line_break) ++line_;
  }

  void pass(size_t bytes) {
    for (; bytes > 0 && at_ < bytes_.size(); --bytes, ++at_) {
      if (bytes_[at_] == '\n') {
        ++file_line_;
        file_column_ = 1;
      } else if (!continues(bytes_[at_])) {
        ++file_column_;
      }
    }
  }

  // \" is one character, \u00B2 too; a backslash at a line's end joins the lines and is none.
  void escape() {
    const char kind = at_ + 1 < bytes_.size() ? bytes_[at_ + 1] : '"';
    if (kind == ' ' || kind == '\t' || kind == '\r' || kind == '\n') {
      pass(1);
      while (at_ < bytes_.size() &&
             std::string_view(" \t\r\n").find(bytes_[at_]) != std::string_view::npos) {
        pass(1);
      }
      return;
    }
    const size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : kind == 'x' ? 2 : 0;
    const std::string_view code = bytes_.substr(std::min(at_ + 2, bytes_.size()), digits);
    meant(kind == 'n' || (digits > 0 && (code.ends_with('A') || code.ends_with('a')) &&
                          code.find_first_not_of('0') == digits - 1));
    pass(2 + digits);
  }

  static bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

  std::string_view bytes_;
  bool long_text_;
  size_t at_ = 0;
  int line_ = 1;  // of the text as it is meant
  int column_ = 1;
  int file_line_;
  int file_column_;
  std::vector<engine::FormulaJump> jumps_;
};

class Conversion {
 public:
  Conversion(std::string_view bytes, const std::string& file) : lines_(bytes), file_(file) {}

  TomlNode convert(const toml::node& from) const {
    TomlNode node;
    node.place = place(from.source());
    if (const auto* text = from.as_string()) {
      node.kind = TomlNode::Kind::Text;
      node.text = nfc(text->get());
      node.content = content_of(node.place);
      if (lines_.from(node.place.line, node.place.column).starts_with('"')) {
        node.jumps = EscapeScan(lines_.from(node.content.line, node.content.column), node.content,
                                lines_.from(node.place.line, node.place.column).starts_with(kFence))
                         .jumps();
      }
    } else if (const auto* whole = from.as_integer()) {
      node.kind = TomlNode::Kind::Whole;
      node.whole = whole->get();
    } else if (const auto* fraction = from.as_floating_point()) {
      node.kind = TomlNode::Kind::Fraction;
      node.fraction = fraction->get();
    } else if (const auto* truth = from.as_boolean()) {
      node.kind = TomlNode::Kind::Truth;
      node.truth = truth->get();
    } else if (const auto* day = from.as_date()) {
      const auto date = make_date(day->get().year, day->get().month, day->get().day);
      node.kind = date ? TomlNode::Kind::Day : TomlNode::Kind::Other;
      if (date) node.day = *date;
    } else if (const auto* list = from.as_array()) {
      node.kind = TomlNode::Kind::List;
      for (const toml::node& item : *list) node.items.push_back(convert(item));
    } else if (const auto* table = from.as_table()) {
      for (const auto& [key, value] : *table) {
        node.entries.push_back({nfc(key.str()), place(key.source()), convert(value)});
      }
      std::stable_sort(node.entries.begin(), node.entries.end(),
                       [](const TomlEntry& a, const TomlEntry& b) { return a.place < b.place; });
    } else {
      node.kind = TomlNode::Kind::Other;
    }
    return node;
  }

  Place place(const toml::source_region& region) const {
    return {file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
  }

 private:
  Place content_of(const Place& place) const {
    const std::string_view text = lines_.from(place.line, place.column);
    Place content = place;
    if (!text.starts_with("'''") && !text.starts_with("\"\"\"")) {
      ++content.column;
    } else if (text.substr(3).starts_with("\n") || text.substr(3).starts_with("\r\n")) {
      ++content.line;  // the line break right behind the quotes belongs to nobody
      content.column = 1;
    } else {
      content.column += 3;
    }
    return content;
  }

  Lines lines_;
  std::string file_;
};

// The library's English, in our words where we know what to propose.
void report_syntax(const Place& place, std::string_view said, Problems& problems) {
  const auto says = [&](std::string_view part) { return said.find(part) != said.npos; };
  if (says("cannot redefine")) {
    problems.error(place, msg("this key or table stands here twice"),
                   msg("keep one of the two; a list of tables is written [[name]]"));
  } else if (says("encountered end-of-line") || says("control character")) {
    problems.error(place, msg("a text is not closed on its line"),
                   msg("close it with the quote it began with; texts over several lines stand "
                       "between ''' and '''"));
  } else if (says("encountered end-of-file")) {
    problems.error(place, msg("the file ends in the middle of a value"),
                   msg("close the text, list or table that was begun"));
  } else if (says("escape sequence")) {
    problems.error(place, msg("a backslash has a meaning in a text between \" and \""),
                   msg("write the text between ' and ', or double the backslash"));
  } else if (says("could not determine value type")) {
    problems.error(
        place, msg("this is no value"),
        msg("texts stand between quotes, days are 2024-01-16, truths are true or false"));
  } else {
    const size_t behind = said.find(": ");  // the library's "Error while parsing …: "
    problems.error(place,
                   msg("this is not TOML: {}", said.substr(behind == said.npos ? 0 : behind + 2)),
                   msg("each line is key = value, [table] or [[list of tables]]"));
  }
}

Place place_of_byte(std::string_view bytes, size_t offset, const std::string& file) {
  Place place{file, 1, 1};
  for (size_t i = 0; i < offset; ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (c == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((c & 0xC0U) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

}  // namespace

const TomlEntry* TomlNode::find(std::string_view key) const {
  for (const TomlEntry& entry : entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

std::optional<TomlNode> parse_toml(std::string_view bytes, const std::string& file,
                                   Problems& problems) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (const auto bad = first_invalid_utf8(bytes)) {
    problems.error(
        place_of_byte(bytes, *bad, file), msg("these bytes are not UTF-8"),
        msg("save the file as UTF-8; exemplar convert shows what a file in TCVN3, VNI or "
            "Windows-1258 would become"));
    return std::nullopt;
  }
  if (const auto deep = NestingScan(bytes).too_deep()) {
    problems.error({file, deep->first, deep->second}, msg("lists and tables nest too deeply here"),
                   msg("no file of a pack needs more than {} levels", kDepthMax));
    return std::nullopt;
  }
  const Conversion conversion(bytes, file);
  try {
    const toml::table table = toml::parse(bytes, file);
    return conversion.convert(table);
  } catch (const toml::parse_error& error) {
    report_syntax(conversion.place(error.source()), error.description(), problems);
    return std::nullopt;
  }
}

}  // namespace exemplar::programme
