// How tables read on a terminal.
#include "cli/report.hpp"

#include "cli/run_exemplar.hpp"

namespace exemplar::tests {

namespace {

std::vector<std::string> text_of(cli::Table table) {
  cli::Report report;
  report.table(std::move(table));
  std::istringstream stream(render(report, cli::Format::Table));
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST(TextTable, ALongCellGoesOnBelowAndNothingIsCut) {
  cli::Table table{
      "", "", {{"", "title", Align::Left, 12}, {"", "so many units", Align::Right, 8}}, {}};
  table.row({cli::text("premises under conditions, all"), cli::text("7")});
  table.row({cli::text("premises under conditions, inspected"), cli::text("6")});
  table.row({cli::text("unbreakableword"), cli::text("5")});
  EXPECT_EQ(text_of(table), (std::vector<std::string>{
                                "  title            so many",
                                "                     units",
                                "  ───────────────  ───────",
                                "  premises               7",
                                "  under",
                                "  conditions,",
                                "  all",
                                "  premises               6",
                                "  under",
                                "  conditions,",
                                "  inspected",
                                "  unbreakableword        5",
                            }));
}

TEST(TextTable, NothingOfTheReferencePackIsCut) {
  for (const std::vector<std::string>& verb :
       {std::vector<std::string>{"compare", root("packs/hcmc-ward-police"), "--to", "2023"},
        std::vector<std::string>{"assess", root("packs/hcmc-ward-police"), "--period", "2023"}}) {
    const Said said = run_exemplar(verb);
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(said.out.find("…  "), std::string::npos) << said.out;
  }
}

}  // namespace exemplar::tests
