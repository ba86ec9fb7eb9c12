// Archives made by hand, so that tests can make wrong ones too.
#pragma once

#include <zlib.h>

#include <string>
#include <vector>

namespace exemplar::tables {

struct ZipFile {
  std::string name;
  std::string content;
  bool deflate = false;
  uint16_t flags = 0;
  int64_t said_size = -1;  // what the directory says; -1: the truth
};

inline void little(std::string& to, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(i < 8 ? number >> (8 * i) & 0xff : 0);
}

inline std::string deflated(const std::string& content) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string small_zip(const std::vector<ZipFile>& files) {
  std::string bytes, directory;
  for (const ZipFile& file : files) {
    const std::string packed = file.deflate ? deflated(file.content) : file.content;
    const uint64_t size =
        file.said_size < 0 ? file.content.size() : static_cast<uint64_t>(file.said_size);
    const uint64_t sum = crc32(0, reinterpret_cast<const Bytef*>(file.content.data()),
                               static_cast<uInt>(file.content.size()));
    const auto common = [&](std::string& to) {
      little(to, 20, 2);
      little(to, file.flags, 2);
      little(to, file.deflate ? 8 : 0, 2);
      little(to, 0, 4);
      little(to, sum, 4);
      little(to, packed.size(), 4);
      little(to, size, 4);
      little(to, file.name.size(), 2);
      little(to, 0, 2);
    };
    const size_t at = bytes.size();
    little(bytes, 0x04034b50, 4);
    common(bytes);
    bytes += file.name + packed;
    little(directory, 0x02014b50, 4);
    little(directory, 20, 2);
    common(directory);
    little(directory, 0, 2 + 2 + 2 + 4);
    little(directory, at, 4);
    directory += file.name;
  }
  const size_t at = bytes.size();
  bytes += directory;
  little(bytes, 0x06054b50, 4);
  little(bytes, 0, 4);
  little(bytes, files.size(), 2);
  little(bytes, files.size(), 2);
  little(bytes, directory.size(), 4);
  little(bytes, at, 4);
  little(bytes, 0, 2);
  return bytes;
}

// A workbook of one sheet with those <row> elements, and of what else is given by name.
inline std::vector<ZipFile> small_workbook(const std::string& rows, const std::string& texts = {},
                                           const std::string& styles = {}) {
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  return {{"_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"" + office +
                              "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
          {"xl/workbook.xml",
           "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Số liệu\" sheetId=\"1\" r:id=\"s\"/>"
           "</sheets></workbook>"},
          {"xl/_rels/workbook.xml.rels",
           "<Relationships><Relationship Id=\"s\" Type=\"" + office +
               "worksheet\" Target=\"sheet.xml\"/><Relationship Id=\"t\" Type=\"" + office +
               "sharedStrings\" Target=\"/xl/texts.xml\"/><Relationship Id=\"u\" Type=\"" + office +
               "styles\" Target=\"../xl/styles.xml\"/></Relationships>"},
          {"xl/texts.xml", "<sst>" + texts + "</sst>"},
          {"xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>"},
          {"xl/sheet.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}};
}

}  // namespace exemplar::tables
