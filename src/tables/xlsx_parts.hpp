// The small parts of a workbook: which parts belong to which, its sheets, its texts, its formats.
#pragma once

#include <map>

#include "tables/xlsx_reader.hpp"
#include "tables/xml_stream.hpp"

namespace exemplar::tables {

// Unpacks a part into the events.
std::optional<Refusal> read_part(const ZipReader& zip, const std::string& name, XmlEvents& events);

// What a part refers to.
struct Relation {
  std::string id;
  std::string type;  // the last word of its address: "worksheet"
  std::string part;  // empty: outside of the workbook
};
Result<std::vector<Relation>> relations_of(const ZipReader& zip, const std::string& part);

// <si> with its runs, in order; and the whole text of an inline one. Phonetic readings are left out.
class TextRuns {
 public:
  void begin(std::string_view name);
  void end(std::string_view name);
  bool takes() const { return taking_ && phonetic_ == 0; }

 private:
  bool taking_ = false;
  int phonetic_ = 0;
};

// "_x000D_" as the character that it stands for.
std::string unescaped(std::string_view text);

// The formats of cells, by their number: which show a day.
class FormatEvents final : public XmlEvents {
 public:
  explicit FormatEvents(size_t most) : most_(most) {}
  void begin(std::string_view name, const char** attributes) override;
  void text(std::string_view) override {}
  void end(std::string_view name) override;

  std::vector<XlsxBook::Shown> take() { return std::move(shown_); }

 private:
  size_t most_;
  bool cells_ = false;
  std::map<int, XlsxBook::Shown> own_;
  std::vector<XlsxBook::Shown> shown_;
};

}  // namespace exemplar::tables
