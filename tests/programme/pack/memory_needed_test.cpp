// How many values a pack holds is estimated before they are read, and what does not fit is refused.
#include "programme/pack/memory_needed.hpp"

namespace exemplar::programme {
namespace {

constexpr uint64_t kMega = 1'000'000;

// The rich pack with a file of values of so many lines.
PackFiles::Content with_values(std::string header, const std::string& line, size_t lines) {
  PackFiles::Content content;
  Problems problems;
  const PackFiles files =
      PackFiles::in_folder(EXEMPLAR_ROOT "/tests/programme/pack/rich", problems);
  for (const std::string& name : files.names()) {
    const bool values = kind_of_file(name) == PackFileKind::Values;
    if (!values && name != "quotas.csv") content[name] = *files.text(name);
  }
  std::string& text = content["values/many.csv"] = std::move(header);
  for (size_t i = 0; i < lines; ++i) text += line;
  return content;
}

TEST(MemoryNeeded, EstimatesValuesFromSizesAndAFewLines) {
  struct Case {
    const char* header;
    const char* line;
    double values_in_line;
  };
  const Case cases[] = {
      {"indicator,period,unit,value,source\n", "area,2023,u12345,17.5,generator\n", 1},
      {"period,unit,source,a,b,c,d\n", "2023,u12345,generator,1,22,,333\n", 3},
      {"period;unit;source;a;b\n", "2023;u12345;generator;1;\"2;2\"\n", 2},
      {"indicator,period,unit,value,source,note\n", "area,2023,u1,1,s,\"a \"\"b\"\" c\"\n", 1},
  };
  for (const Case& c : cases) {
    const PackFiles files = PackFiles::in_memory(with_values(c.header, c.line, 50'000));
    const auto estimated = static_cast<double>(estimated_values(files));
    EXPECT_NEAR(estimated / (50'000 * c.values_in_line), 1, 0.02) << c.header;
  }
}

TEST(MemoryNeeded, NeverFallsOverOddFiles) {
  for (const char* text : {"", "\n", "period", "\"", "period,unit,source,a\n", "\xFF\xFE\n\n1,2\n",
                           "indicator,indicator,value\na,b\n,,\n"}) {
    estimated_values(PackFiles::in_memory(with_values(text, "", 0)));
  }
  EXPECT_EQ(estimated_values(PackFiles::in_memory({})), 0U);
}

TEST(MemoryNeeded, TheMachineSaysWhatItCanGive) {
  const auto available = bytes_available();
  if (!available) GTEST_SKIP() << "the system does not say";
  EXPECT_GT(*available, 10 * kMega);
  EXPECT_LT(*available, uint64_t{1} << 50);
}

TEST(MemoryNeeded, APackThatDoesNotFitIsRefusedBeforeItsValuesAreRead) {
  // The values themselves are faulty: whoever read them would say so.
  const PackFiles files = PackFiles::in_memory(with_values(
      "indicator,period,unit,value,source\n", "ratio,2023,nobody,1,generator\n", 200'000));
  const PackReading reading = read_pack(files, {.memory_max = 150 * kMega});
  ASSERT_EQ(reading.problems.size(), 1U);
  const Problem& problem = reading.problems.list().front();
  EXPECT_EQ(
      to_string(problem, Language::English),
      "values: about 200000 values do not fit: they need about 155 MB of memory, and 150 MB can "
      "be had; assess them inside a database: exemplar export writes them as tables and exemplar "
      "sql the assessment, whatever their number (docs/scale-out.md)");
  EXPECT_EQ(problem.code, kTooLargeCode);
  EXPECT_EQ(to_string(problem, Language::Vietnamese).find("memory"), std::string::npos);
  EXPECT_EQ(problem.severity, Severity::Error);
  EXPECT_TRUE(reading.definitions_read);
  EXPECT_EQ(reading.office.facts.values().size(), 0U);
  // The same memory holds them without who reported them.
  const PackReading alone =
      read_pack(files, {.reading = Reading::ValuesAlone, .memory_max = 150 * kMega});
  EXPECT_NE(to_string(alone.problems.list().front(), Language::English).find("nobody"),
            std::string::npos);
}

TEST(MemoryNeeded, NoPackIsTooLargeForItsOutline) {
  const PackFiles files = PackFiles::in_memory(
      with_values("indicator,period,unit,value,source\n", "area,2023,x,1,generator\n", 200'000));
  EXPECT_TRUE(refusal_of_size(files, {.reading = Reading::ValuesAlone, .memory_max = 1}));
  EXPECT_FALSE(refusal_of_size(files, {.reading = Reading::Outline, .memory_max = 1}));
}

TEST(MemoryNeeded, WhatFitsIsRead) {
  const PackFiles::Content content = with_values("indicator,period,unit,value,source\n", "", 0);
  EXPECT_FALSE(refusal_of_size(PackFiles::in_memory(content), {.memory_max = 100 * kMega}));
  EXPECT_FALSE(refusal_of_size(PackFiles::in_memory(content), {}));
  EXPECT_TRUE(refusal_of_size(PackFiles::in_memory(content), {.memory_max = kMega}));
}

}  // namespace
}  // namespace exemplar::programme
