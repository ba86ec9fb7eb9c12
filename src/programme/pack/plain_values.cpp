#include "programme/pack/plain_values.hpp"

#include <algorithm>

#include "base/on_threads.hpp"
#include "programme/pack/plain_file.hpp"

namespace exemplar::programme {

bool PlainValues::File::read_header() {
  auto source = files_.open(name_);
  if (!source) return false;
  const bool quotas = kind_of_file(name_) == PackFileKind::Quotas;
  Problems& problems = all_.problems_;
  problems = {};
  tables::TableReader reader(source.take(), name_, quotas ? quotas_format() : values_format(),
                             problems);
  if (!reader.usable()) return false;
  shape_ = quotas ? ValueRows::Shape{ValueRows::Shape::Quotas, {}} : all_.rows_.shape_of(reader);
  if (!problems.empty() || !reader.header().lacking.empty()) return false;
  header_ = reader.shared_header();
  separator_ = reader.separator();
  for (size_t i = 0; i < kColumns; ++i) {
    field_of_[i] = header_->find(kColumnNames[i]).value_or(std::string::npos);
  }
  for (const ValueRows::Column& column : shape_.columns) {
    value_columns_.push_back(
        {*header_->find(column.name), static_cast<uint32_t>(column.indicator)});
  }
  return true;
}

bool PlainValues::File::find_first_line(const PackBytes& bytes) {
  std::string start(PlainLine::kLineMax, '\0');
  start.resize(bytes.read(0, start.data(), start.size()));
  size_t at = start.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < start.size() && (start[at] == '\n' || start[at] == '\r')) ++at;
  const size_t end = start.find('\n', at);
  const std::string_view line = std::string_view(start).substr(at, end - at);
  // A quoted name may hold a line end; a CR alone is one.
  if (line.find('"') != line.npos || line.substr(0, line.size() - 1).find('\r') != line.npos) {
    return false;
  }
  if (end == start.npos && start.size() < bytes.size()) return false;
  // A CR alone would be a line end too.
  for (size_t i = 0; i < at; ++i) {
    if (start[i] == '\r' && start[i + 1] != '\n') return false;
  }
  lines_before_ = static_cast<int>(std::count(
      start.begin(),
      start.begin() + static_cast<std::ptrdiff_t>(std::min(end, start.size() - 1) + 1), '\n'));
  first_line_ = end == start.npos ? bytes.size() : end + 1;
  return true;
}

void PlainValues::File::read_pieces(size_t pieces) {
  on_threads(all_.threads_, pieces, [&] {
    return [piece = std::make_unique<Piece>(*this)](size_t index) { piece->read(index); };
  });
}

PlainValues::PlainValues(const DefinitionDraft& draft, const UnitRegister& units,
                         ReportedValuesBuilder& builder, std::vector<bool>& sources,
                         unsigned threads, size_t piece_bytes)
    : draft_(draft),
      builder_(builder),
      sources_(sources),
      threads_(threads),
      piece_bytes_(piece_bytes),
      vocabulary_(draft, units),
      rows_(draft, units, problems_, [this](Fact fact) { facts_.push_back(std::move(fact)); }) {}

PlainValues::~PlainValues() = default;

bool PlainValues::read(const PackFiles& files, const std::string& name) {
  return File(*this, files, name).read();
}

}  // namespace exemplar::programme
