// convert: a file from before Unicode (TCVN3, VNI, Windows-1258), first shown as it would become,
// then, when a person has named the encoding, written as UTF-8 beside it. Nothing is guessed.
#include "cli/convert.hpp"

#include "cli/words.hpp"
#include "tables/atomic_file.hpp"

namespace exemplar::cli {

namespace {

Table preview_table(const std::vector<EncodingPreview>& previews, const Say& say) {
  Table table{"preview",
              "",
              {{"encoding", say(msg("encoding"))},
               {"now", say(msg("as it stands"))},
               {"then", say(msg("as it would become"))}},
              {}};
  for (const EncodingPreview& preview : previews) {
    for (const auto& [now, then] : preview.samples) {
      table.row({text(std::string(name_of(preview.encoding))), text(now), text(then)});
    }
  }
  return table;
}

}  // namespace

Result<Report> convert(std::string_view bytes, const ConvertOptions& options,
                       const Common& common) {
  const Say say{common.language};
  Report report;
  report.title = options.file;
  report.csv_table = "preview";
  if (options.encoding.empty()) {
    if (!options.out.empty()) {
      return Refusal{msg("--out needs --encoding: nothing is converted by guess"),
                     msg("look at the preview first, then name the encoding")};
    }
    const auto previews = suspect_encoding(bytes);
    if (previews.empty()) {
      report.line(say(msg("nothing here looks like TCVN3, VNI or Windows-1258")));
    }
    for (const EncodingPreview& preview : previews) {
      report.line(say(msg("it looks like {}: {} of {} words with marks become Vietnamese",
                          name_of(preview.encoding), preview.plausible_words, preview.words)));
    }
    if (!previews.empty()) {
      report.table(preview_table(previews, say));
      report.line(say(msg("to convert: exemplar convert {} --encoding {} --out NEW_FILE",
                          options.file, name_of(previews.front().encoding))));
    }
    return report;
  }
  const auto encoding = encoding_named(options.encoding);
  if (!encoding) {
    return Refusal{msg("there is no encoding '{}'", options.encoding),
                   msg("write tcvn3, tcvn3_capitals, vni, windows1258 or utf8")};
  }
  const auto converted = exemplar::convert(bytes, *encoding);
  if (!converted) return converted.refusal();
  if (options.out.empty()) {
    for (const std::string_view line : split(std::string_view(*converted).substr(0, 2'000), '\n')) {
      report.line(std::string(line));
    }
    return report;
  }
  auto file = tables::AtomicFile::create(options.out);
  if (!file) return file.refusal();
  (*file).write(*converted);
  if (const auto refusal = (*file).commit()) return *refusal;
  report.line(say(msg("written: {}", options.out)));
  return report;
}

}  // namespace exemplar::cli
