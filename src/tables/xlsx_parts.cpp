#include "tables/xlsx_parts.hpp"

#include <charconv>

#include "base/text.hpp"

namespace exemplar::tables {

namespace {

Refusal damaged() {
  return {msg("the workbook is damaged: its parts do not fit together"),
          msg("save it again with a spreadsheet program")};
}

// "../worksheets/sheet1.xml" seen from "xl/x/y.xml"; nothing where it leads out.
std::optional<std::string> resolved(const std::string& from, std::string_view target) {
  std::vector<std::string> parts;
  if (!target.starts_with('/')) {
    for (const std::string_view part : split(from, '/')) parts.emplace_back(part);
    parts.pop_back();
  }
  for (const std::string_view part : split(target, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.emplace_back(part);
    } else if (parts.empty()) {
      return std::nullopt;
    } else {
      parts.pop_back();
    }
  }
  std::string path;
  for (const std::string& part : parts) path += (path.empty() ? "" : "/") + part;
  return path;
}

// Of the first plane.
void append_utf8(std::string& to, uint32_t code) {
  if (code < 0x80) {
    to += static_cast<char>(code);
  } else if (code < 0x800) {
    to += {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 0x3f))};
  } else {
    to += {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3f)),
           static_cast<char>(0x80 | (code & 0x3f))};
  }
}

class RelationEvents final : public XmlEvents {
 public:
  explicit RelationEvents(std::string from) : from_(std::move(from)) {}
  void begin(std::string_view name, const char** attributes) override {
    if (name != "Relationship" || found_.size() > kMost) return;
    Relation one;
    one.id = attribute(attributes, "Id");
    const std::string_view type = attribute(attributes, "Type");
    one.type = type.substr(std::min(type.rfind('/') + 1, type.size()));
    if (attribute(attributes, "TargetMode") != "External") {
      const auto path = resolved(from_, attribute(attributes, "Target"));
      if (!path) leads_out_ = true;
      one.part = path.value_or("");
    }
    found_.push_back(std::move(one));
  }
  void text(std::string_view) override {}
  void end(std::string_view) override {}

  bool leads_out() const { return leads_out_ || found_.size() > kMost; }
  std::vector<Relation> take() { return std::move(found_); }

 private:
  static constexpr size_t kMost = 20'000;
  std::string from_;
  bool leads_out_ = false;
  std::vector<Relation> found_;
};

}  // namespace

std::optional<Refusal> read_part(const ZipReader& zip, const std::string& name, XmlEvents& events) {
  auto unpacker = zip.unpack(name);
  if (!unpacker) return unpacker.refusal();
  XmlStream xml(events);
  std::string piece;
  for (;;) {
    piece.clear();
    const auto more = (*unpacker).next(piece);
    if (!more) return more.refusal();
    if (!*more) break;
    if (auto refusal = xml.feed(piece)) return refusal;
  }
  return xml.finish();
}

Result<std::vector<Relation>> relations_of(const ZipReader& zip, const std::string& part) {
  const size_t slash = part.rfind('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  const std::string file = part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
  RelationEvents events(part);
  if (auto refusal = read_part(zip, file, events)) return *refusal;
  if (events.leads_out()) return damaged();
  return events.take();
}

void TextRuns::begin(std::string_view name) {
  if (name == "rPh") ++phonetic_;
  if (name == "t") taking_ = true;
}

void TextRuns::end(std::string_view name) {
  if (name == "rPh") --phonetic_;
  if (name == "t") taking_ = false;
}

std::string unescaped(std::string_view text) {
  constexpr size_t kLength = 7;  // _x000D_
  std::string result;
  while (!text.empty()) {
    uint32_t code = 0;
    if (text.size() >= kLength && text[0] == '_' && text[1] == 'x' && text[6] == '_') {
      const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
      const bool surrogate = code >= 0xd800 && code < 0xe000;
      if (error == std::errc() && end == text.data() + 6 && code != 0 && !surrogate) {
        append_utf8(result, code);
        text.remove_prefix(kLength);
        continue;
      }
    }
    result += text.front();
    text.remove_prefix(1);
  }
  return result;
}

void FormatEvents::begin(std::string_view name, const char** attributes) {
  const auto number = [&](std::string_view of) {
    int value = 0;
    const std::string_view text = attribute(attributes, of);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  if (name == "numFmt" && own_.size() < most_) {
    own_[number("numFmtId")] = XlsxBook::shown_by(attribute(attributes, "formatCode"));
  } else if (name == "cellXfs") {
    cells_ = true;
  } else if (name == "xf" && cells_ && shown_.size() < most_) {
    const int id = number("numFmtId");
    XlsxBook::Shown shown = XlsxBook::Shown::Number;
    if (const auto own = own_.find(id); own != own_.end()) {
      shown = own->second;
    } else if (id == 17) {  // mmm-yy
      shown = XlsxBook::Shown::Month;
    } else if ((id >= 14 && id <= 16) || id == 22 || (id >= 27 && id <= 31) || id == 36) {
      shown = XlsxBook::Shown::Day;
    }
    shown_.push_back(shown);
  }
}

void FormatEvents::end(std::string_view name) {
  if (name == "cellXfs") cells_ = false;
}

}  // namespace exemplar::tables
