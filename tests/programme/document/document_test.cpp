// Which document holds on a day, and what stands at the end of its replacements.
#include "programme/document/document.hpp"

namespace exemplar::programme {
namespace {

Date on(int year, int month, int day) {
  return *make_date(year, month, day);
}

Document document(const char* id, std::optional<Date> date, const char* replaced_by) {
  Document one;
  one.id = id;
  one.date = date;
  one.replaced_by = replaced_by;
  return one;
}

TEST(Document, NumberAndSymbolAreWhatIsKnownOfThem) {
  Document one;
  EXPECT_EQ(one.number_and_symbol(), "");
  one.number = "5764";
  EXPECT_EQ(one.number_and_symbol(), "5764");
  one.symbol = "QĐ-BCA-V05";
  EXPECT_EQ(one.number_and_symbol(), "5764/QĐ-BCA-V05");
  one.number.clear();
  EXPECT_EQ(one.number_and_symbol(), "QĐ-BCA-V05");
}

TEST(Document, TheCurrentOneStandsAtTheEndOfTheReplacements) {
  const std::vector<Document> documents = {document("a", {}, "b"), document("b", {}, "c"),
                                           document("c", {}, ""),  document("d", {}, "e"),
                                           document("e", {}, "d"), document("f", {}, "gone")};
  const std::pair<const char*, const char*> cases[] = {
      {"a", "c"}, {"b", "c"}, {"c", "c"}, {"f", "f"}};
  for (const auto& [id, expected] : cases) {
    EXPECT_EQ(current(documents, *document_named(documents, id)).id, expected) << id;
  }
  current(documents, *document_named(documents, "d"));  // a circle comes to an end
  EXPECT_EQ(document_named(documents, "x"), nullptr);
  EXPECT_EQ(document_named(documents, ""), nullptr);
}

TEST(Document, IsInForceFromItsDayUntilItsTermOrItsReplacement) {
  std::vector<Document> documents = {document("a", on(2022, 1, 15), "b"),
                                     document("b", on(2024, 3, 1), ""), document("c", {}, "d"),
                                     document("d", {}, "")};
  documents[1].in_force_until = on(2024, 12, 31);
  struct Case {
    size_t document;
    Date day;
    bool expected;
  };
  for (const Case& c : std::initializer_list<Case>{
           {0, on(2022, 1, 14), false},
           {0, on(2022, 1, 15), true},
           {0, on(2024, 2, 29), true},
           {0, on(2024, 3, 1), false},  // replaced
           {1, on(2024, 12, 31), true},
           {1, on(2025, 1, 1), false},  // its term is over
           {2, on(2024, 1, 1), false},  // replaced, nobody knows since when
           {3, on(1999, 1, 1), true},   // nothing is known against it
       }) {
    EXPECT_EQ(in_force(documents, documents[c.document], c.day), c.expected)
        << documents[c.document].id << " " << iso(c.day);
  }
}

}  // namespace
}  // namespace exemplar::programme
