// Lists on their way out: labels in every row, numbers as numbers, texts that are no formulas.
#include "tables/listing.hpp"

#include <gtest/gtest.h>

#include "tables/xlsx_reader.hpp"

namespace exemplar::tables {
namespace {

Listing listing() {
  using Kind = ListCell::Kind;
  Listing list;
  list.name = "values";
  list.labels = {"số liệu mô phỏng", "tiêu chí minh họa"};
  list.columns = {"unit", "value", "sound", "kinds", "note"};
  list.rows = {
      {"w1", {Kind::Number, "-7.50"}, true, std::vector<std::string>{"a", "b"}, "=1+1"},
      {"w2", {}, false, std::vector<std::string>{}, "@x"},
      {"w3", {Kind::Number, "123456789012345678"}, true, std::vector<std::string>{"-a"}, "'q"}};
  return list;
}

TEST(Listing, CsvHoldsFormulasAndKeepsNumbers) {
  EXPECT_EQ(csv_of(listing()),
            "label,unit,value,sound,kinds,note\n"
            "số liệu mô phỏng · tiêu chí minh họa,w1,-7.50,true,a;b,'=1+1\n"
            "số liệu mô phỏng · tiêu chí minh họa,w2,,false,,'@x\n"
            "số liệu mô phỏng · tiêu chí minh họa,w3,123456789012345678,true,'-a,''q\n");
  for (const char* text : {"=a", "+a", "-a", "@a", "\ta", "\ra", "\na", "'a"}) {
    Listing one;
    one.columns = {"a"};
    one.rows = {{text}};
    EXPECT_NE(csv_of(one).find("'" + std::string(text)), std::string::npos) << text;
  }
}

TEST(Listing, JsonIsAnArrayOfObjects) {
  EXPECT_EQ(json_of(listing()).compact(),
            R"([{"unit":"w1","value":-7.50,"sound":true,"kinds":["a","b"],"note":"=1+1"},)"
            R"({"unit":"w2","value":null,"sound":false,"kinds":[],"note":"@x"},)"
            R"({"unit":"w3","value":123456789012345678,"sound":true,"kinds":["-a"],"note":"'q"}])");
}

TEST(Listing, AWorkbookReadsBackAsItWas) {
  const auto bytes = xlsx_of(listing());
  ASSERT_TRUE(bool(bytes));
  const auto book = XlsxBook::open(*bytes);
  ASSERT_TRUE(bool(book));
  EXPECT_EQ(book->sheets(), std::vector<std::string>{"values"});
  Problems problems;
  const auto sheet = book->sheet("", "t.xlsx", DecimalSign::Point, problems);
  Record record;
  std::vector<std::string> rows;
  while ((*sheet)->next(record)) {
    std::string row;
    for (const Field& field : record.fields) row += std::string(field.text) + "|";
    rows.push_back(row);
  }
  const std::string label = "số liệu mô phỏng · tiêu chí minh họa|";
  EXPECT_EQ(rows, (std::vector<std::string>{
                      "label|unit|value|sound|kinds|note|", label + "w1|-7.5|true|a;b|=1+1|",
                      label + "w2||false||@x|", label + "w3|123456789012345678|true|-a|'q|"}));
  EXPECT_TRUE(problems.empty());
  // The same list, the same bytes.
  EXPECT_EQ(*xlsx_of(listing()), *bytes);
}

TEST(Listing, AWorkbookRefusesWhatACellDoesNotHold) {
  Listing list;
  list.name = "a";
  list.columns = {"a"};
  list.rows = {{std::string(32'768, 'x')}};
  EXPECT_FALSE(bool(xlsx_of(list)));
  list.rows = {{std::string(32'767, 'x')}};
  EXPECT_TRUE(bool(xlsx_of(list)));
}

}  // namespace
}  // namespace exemplar::tables
