#include "published.hpp"

#include <cmath>
#include <cstdlib>

namespace exemplar::programme::published {

namespace {

std::string utf8_of_latin1(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | (byte >> 6));
      text += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return text;
}

std::string letters_of(const std::string& name) {
  std::string letters;
  for (const char c : search_key(name)) {
    if (c >= 'a' && c <= 'z') letters += c;
  }
  return letters;
}

// Short forms and other spellings in the tables of 2006–2016, by letters alone.
const std::map<std::string, std::string> kOtherNames = {{"baccan", "Bắc Kạn"},
                                                        {"brvt", "Bà Rịa - Vũng Tàu"},
                                                        {"daclak", "Đắk Lắk"},
                                                        {"hcmc", "Thành phố Hồ Chí Minh"},
                                                        {"tthue", "Thừa Thiên Huế"},
                                                        {"tphcm", "Thành phố Hồ Chí Minh"},
                                                        {"tphochiminh", "Thành phố Hồ Chí Minh"}};

}  // namespace

fs::path pack_for_tests(const std::string& name) {
  return fs::path(EXEMPLAR_ROOT) / "tests" / "published" / "packs" / name;
}

tables::Table read_published(const fs::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(input)), {});
  if (first_invalid_utf8(text)) text = utf8_of_latin1(text);
  Problems problems;
  tables::TableFormat format;
  format.others = tables::OtherColumns::Keep;
  tables::Table table = tables::read_table_text(text, file.filename().string(), format, problems);
  EXPECT_EQ(told(problems), "");
  return table;
}

PackCopy::PackCopy(const fs::path& pack) {
  std::string pattern = (fs::temp_directory_path() / "exemplar-published-XXXXXX").string();
  const char* made = mkdtemp(pattern.data());
  EXPECT_NE(made, nullptr);
  folder_ = pattern;
  fs::copy(pack, folder_, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  fs::remove_all(folder_ / "values");
  fs::create_directory(folder_ / "values");
}

PackCopy::~PackCopy() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void PackCopy::add_values(const std::string& name, const std::string& content) const {
  std::ofstream file(values_file(name), std::ios::binary);
  file << content;
  EXPECT_TRUE(file.good()) << name;
}

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_string(problem, Language::English) + "\n";
  return text;
}

std::unique_ptr<AssessmentRun> assess(const Office& office, const std::string& programme, int year,
                                      const std::string& set) {
  const Programme* found = office.definitions.programme(programme);
  EXPECT_NE(found, nullptr) << programme;
  if (found == nullptr) return nullptr;
  const Calendar* calendar = office.definitions.calendar(found->calendar);
  EXPECT_NE(calendar, nullptr);
  if (calendar == nullptr) return nullptr;
  const auto period = parse_period(std::to_string(year), *calendar);
  EXPECT_TRUE(period) << year;
  if (!period) return nullptr;
  AssessmentRequest request;
  request.programme = programme;
  request.period = *period;
  request.criteria_set = set;
  auto run = AssessmentRun::make(office.definitions, office.facts, request);
  EXPECT_TRUE(run) << (run ? "" : render(run.refusal().what, Language::English));
  return run ? run.take() : nullptr;
}

const engine::CellVector* column_of(AssessmentRun& run, std::string_view measure) {
  const engine::NodeId node = run.rules().measure(measure);
  EXPECT_TRUE(node.valid()) << measure;
  return node.valid() ? &run.evaluation().cells(node, run.period()) : nullptr;
}

std::string with_at_most(const std::string& published, int digits) {
  if (published.empty()) return {};
  char* end = nullptr;
  const long double value = std::strtold(published.c_str(), &end);
  EXPECT_EQ(*end, '\0') << published;
  const auto scaled =
      static_cast<int64_t>(std::llround(value * static_cast<long double>(power_of_ten(digits))));
  return plain({scaled, digits});
}

void Comparison::take(const std::string& where, const engine::Cell& cell, engine::ValueType type,
                      const std::string& published, double tolerance) {
  ++compared;
  const double expected = std::strtod(published.c_str(), nullptr);
  const bool known = cell.answer == engine::kKnown;
  const double value = type == engine::ValueType::Real ? cell.real : cell.exact.to_double();
  const double difference = known ? std::abs(value - expected) : INFINITY;
  if (known) largest = std::max(largest, difference);
  if (difference <= tolerance) return;
  if (mismatches++ == 0) {
    first = known ? fmt::format("{}: {} and not {}", where, value, published)
                  : fmt::format("{}: unknown and not {}", where, published);
  }
}

ProvinceNames::ProvinceNames(const UnitRegister& units) {
  for (size_t i = 0; i < units.size(); ++i) {
    for (const UnitVersion& version : units.versions(OrganisationUnitId(i))) {
      codes_[letters_of(version.name.vi)] = version.code;
    }
  }
}

std::string ProvinceNames::code(const std::string& name) const {
  const std::string letters = letters_of(name);
  const auto other = kOtherNames.find(letters);
  const auto found = codes_.find(other == kOtherNames.end() ? letters : letters_of(other->second));
  return found == codes_.end() ? "" : found->second;
}

}  // namespace exemplar::programme::published
