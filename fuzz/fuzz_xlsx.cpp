// Any bytes are read as a workbook without a crash and within the bounds: as they come, and with each
// part of a whole workbook in its turn replaced by them, so that what lies behind the archive is
// reached.
#include <cstdint>
#include <cstdlib>

#include "tables/table.hpp"
#include "tables/xlsx_reader.hpp"

using namespace exemplar;

namespace {

void little(std::string& to, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(i < 8 ? number >> (8 * i) & 0xff : 0);
}

uint32_t checksum(std::string_view bytes) {
  uint32_t sum = ~0U;
  for (const char c : bytes) {
    sum ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ ((sum & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~sum;
}

constexpr size_t kParts = 6;

// A workbook, stored without compression, in which that part is `bytes`.
std::string workbook_with(size_t part, std::string_view bytes) {
  const std::string type = "Type=\"o/";
  const std::pair<const char*, std::string> parts[kParts] = {
      {"_rels/.rels",
       "<r><Relationship Id=\"a\" " + type + "officeDocument\" Target=\"xl/workbook.xml\"/></r>"},
      {"xl/workbook.xml", "<w><sheets><sheet name=\"a\" id=\"s\"/></sheets></w>"},
      {"xl/_rels/workbook.xml.rels",
       "<r><Relationship Id=\"s\" " + type +
           "worksheet\" Target=\"sheet.xml\"/><Relationship "
           "Id=\"t\" " +
           type + "sharedStrings\" Target=\"texts.xml\"/><Relationship Id=\"u\" " + type +
           "styles\" Target=\"styles.xml\"/></r>"},
      {"xl/texts.xml", "<sst><si><t>a</t></si></sst>"},
      {"xl/styles.xml", "<s><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></s>"},
      {"xl/sheet.xml",
       "<w><sheetData><row><c t=\"s\"><v>0</v></c><c "
       "s=\"1\"><v>45307</v></c></row></sheetData></w>"}};
  std::string archive, directory;
  for (size_t i = 0; i < kParts; ++i) {
    const std::string name = parts[i].first;
    const std::string content = i == part ? std::string(bytes) : parts[i].second;
    const auto common = [&](std::string& to) {
      little(to, 20, 2);
      little(to, 0, 2 + 2 + 4);
      little(to, checksum(content), 4);
      little(to, content.size(), 4);
      little(to, content.size(), 4);
      little(to, name.size(), 2);
      little(to, 0, 2);
    };
    const size_t at = archive.size();
    little(archive, 0x04034b50, 4);
    common(archive);
    archive += name + content;
    little(directory, 0x02014b50, 4);
    little(directory, 20, 2);
    common(directory);
    little(directory, 0, 2 + 2 + 2 + 4);
    little(directory, at, 4);
    directory += name;
  }
  const size_t at = archive.size();
  archive += directory;
  little(archive, 0x06054b50, 4);
  little(archive, 0, 4);
  little(archive, kParts, 2);
  little(archive, kParts, 2);
  little(archive, directory.size(), 4);
  little(archive, at, 4);
  little(archive, 0, 2);
  return archive;
}

void read(std::string_view bytes) {
  tables::XlsxLimits limits;
  limits.zip.unpacked_bytes_max = 4 << 20;
  limits.record_fields_max = 500;
  const auto book = tables::XlsxBook::open(bytes, limits);
  if (!book) {
    if (render(book.refusal().what, Language::Vietnamese).empty()) std::abort();
    return;
  }
  for (const std::string& sheet : book->sheets()) {
    Problems problems;
    auto records = book->sheet(sheet, "fuzz.xlsx", DecimalSign::Comma, problems);
    if (!records) continue;
    tables::TableReader table(records.take(), {.required = {"a"},
                                               .others = tables::OtherColumns::Keep,
                                               .faulty = tables::FaultyHeader::ReadCells});
    tables::TableRow row;
    while (table.next(row)) {
      if (row.cells.size() > limits.record_fields_max) std::abort();
      for (const tables::Cell& cell : row.cells) {
        if (cell.line < 1 || cell.column < 1) std::abort();
      }
    }
    if (problems.size() > limits.problems_max + 1) std::abort();
    for (const Problem& problem : problems) to_string(problem, Language::Vietnamese);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (const size_t part = data[0] % (kParts + 1); part < kParts) {
    read(workbook_with(part, bytes));
  } else {
    read(bytes);
  }
  return 0;
}
