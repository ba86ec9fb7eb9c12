// A workbook opened: which sheets it has, its texts, and which formats of cells show days.
#include <algorithm>

#include "base/text.hpp"
#include "tables/xlsx_parts.hpp"
#include "tables/xlsx_reader.hpp"

namespace exemplar::tables {

namespace {

class WorkbookEvents final : public XmlEvents {
 public:
  struct Named {
    std::string name;
    std::string relation;
    bool hidden = false;
  };
  explicit WorkbookEvents(size_t most) : most_(most) {}
  void begin(std::string_view name, const char** attributes) override {
    if (name == "workbookPr") {
      const std::string_view value = attribute(attributes, "date1904");
      from_1904 = value == "1" || value == "true";
    } else if (name == "sheet" && sheets.size() <= most_) {
      const std::string_view state = attribute(attributes, "state");
      sheets.push_back({nfc(attribute(attributes, "name")),
                        std::string(attribute(attributes, "id")),
                        state == "hidden" || state == "veryHidden"});
    }
  }
  void text(std::string_view) override {}
  void end(std::string_view) override {}

  bool from_1904 = false;
  std::vector<Named> sheets;

 private:
  size_t most_;
};

// One text after the other.
class TextEvents final : public XmlEvents {
 public:
  TextEvents(const XlsxLimits& limits, std::string& texts, std::vector<uint32_t>& ends)
      : limits_(limits), texts_(texts), ends_(ends) {}
  void begin(std::string_view name, const char**) override {
    runs_.begin(name);
    if (name == "si") one_.clear();
  }
  void text(std::string_view part) override {
    if (!runs_.takes() || too_much_) return;
    one_ += part;
    too_much_ = one_.size() > limits_.cell_bytes_max;
  }
  void end(std::string_view name) override {
    runs_.end(name);
    if (name != "si" || too_much_) return;
    texts_ += nfc(unescaped(one_));
    ends_.push_back(static_cast<uint32_t>(texts_.size()));
    too_much_ = texts_.size() > limits_.texts_bytes_max || ends_.size() > limits_.texts_max;
  }
  bool too_much() const { return too_much_; }

 private:
  const XlsxLimits& limits_;
  std::string& texts_;
  std::vector<uint32_t>& ends_;
  std::string one_;
  TextRuns runs_;
  bool too_much_ = false;
};

Refusal too_much(const Message& what) {
  return {msg("the workbook holds too much: {}", what),
          msg("keep the sheet with the table alone, or hand in the table as CSV")};
}

}  // namespace

Result<XlsxBook> XlsxBook::open(std::string_view bytes, const XlsxLimits& limits) {
  auto zip = ZipReader::open(bytes, limits.zip);
  if (!zip) return zip.refusal();
  XlsxBook book;
  book.limits_ = limits;
  book.zip_ = std::make_unique<ZipReader>(zip.take());
  if (auto refusal = book.read_parts()) return *refusal;
  return book;
}

std::optional<Refusal> XlsxBook::read_parts() {
  const auto roots = relations_of(*zip_, "");
  if (!roots) return roots.refusal();
  const auto root = std::find_if(roots->begin(), roots->end(), [](const Relation& one) {
    return one.type == "officeDocument" && !one.part.empty();
  });
  if (root == roots->end()) {
    return Refusal{msg("this is an archive, and no workbook (.xlsx)"),
                   msg("save it as .xlsx, or as CSV in UTF-8")};
  }
  WorkbookEvents workbook(limits_.sheets_max);
  if (auto refusal = read_part(*zip_, root->part, workbook)) return refusal;
  if (workbook.sheets.size() > limits_.sheets_max) {
    return too_much(msg("more than {} sheets", limits_.sheets_max));
  }
  from_1904_ = workbook.from_1904;
  const auto relations = relations_of(*zip_, root->part);
  if (!relations) return relations.refusal();
  std::map<std::string, std::string> parts;
  for (const Relation& one : *relations) {
    parts[one.id] = one.part;
    if (one.part.empty()) continue;
    std::optional<Refusal> refusal;
    if (one.type == "sharedStrings") refusal = read_texts(one.part);
    if (one.type == "styles") refusal = read_formats(one.part);
    if (refusal) return refusal;
  }
  for (const WorkbookEvents::Named& one : workbook.sheets) {
    sheets_.push_back({one.name, parts[one.relation], one.hidden});
  }
  return std::nullopt;
}

std::optional<Refusal> XlsxBook::read_texts(const std::string& part) {
  texts_.clear();
  text_ends_.clear();
  TextEvents events(limits_, texts_, text_ends_);
  if (auto refusal = read_part(*zip_, part, events)) return refusal;
  if (events.too_much()) return too_much(msg("its texts"));
  return std::nullopt;
}

std::optional<Refusal> XlsxBook::read_formats(const std::string& part) {
  FormatEvents events(limits_.formats_max);
  if (auto refusal = read_part(*zip_, part, events)) return refusal;
  formats_ = events.take();
  return std::nullopt;
}

std::string_view XlsxBook::text(size_t index) const {
  const size_t begin = index == 0 ? 0 : text_ends_[index - 1];
  return std::string_view(texts_).substr(begin, text_ends_[index] - begin);
}

std::vector<std::string> XlsxBook::sheets() const {
  std::vector<std::string> names;
  for (const Sheet& one : sheets_) names.push_back(one.name);
  return names;
}

// Codes are of parts by sign, with texts in quotes, escaped characters, and colours, places and
// elapsed times in brackets: "[$-42A]dd/mm/yyyy;@", "[h]:mm".
XlsxBook::Shown XlsxBook::shown_by(std::string_view code) {
  bool year = false, month = false, day = false, clock = false;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    switch (code[i]) {
      case '"':
        i = std::min(code.find('"', i + 1), code.size());
        break;
      case '[':
        clock = clock || (i + 1 < code.size() &&
                          std::string_view("hHmMsS").find(code[i + 1]) != std::string_view::npos);
        i = std::min(code.find(']', i + 1), code.size());
        break;
      case '\\':
      case '_':
      case '*':
        ++i;
        break;
      case 'y':
      case 'Y':
        year = true;
        break;
      case 'm':
      case 'M':
        month = true;
        break;
      case 'd':
      case 'D':
        day = true;
        break;
      case 'h':
      case 'H':
      case 's':
      case 'S':
        clock = true;
        break;
      default:
        break;
    }
  }
  if (day) return Shown::Day;
  if (year) return month ? Shown::Month : Shown::Year;
  return month && !clock ? Shown::Month : Shown::Number;
}

}  // namespace exemplar::tables
