// The verbs that read a pack or an office, and those about the criteria language and files.
#include "cli/command_line_parser.hpp"

namespace exemplar::cli {

void Parser::reading_verbs(CLI::App& app) {
  CLI::App* check = verb(app, "check",
                         msg("every problem of a pack, each with file, line and column: what is "
                             "wrong; what would be right"));
  check->footer(say(msg("Exit code 1 where there are errors, 0 where there are only warnings.")));

  CLI::App* overview = verb(app, "overview", msg("where the programme stands, on one page"));
  overview
      ->add_option("--period", line_.overview.period,
                   say(msg("default: the latest year with values that a criteria set judges")))
      ->check(well_formed(malformed_period));
  programme_option(overview);

  CLI::App* assess = verb(app, "assess",
                          msg("who meets the criteria, by criterion and by group, and what "
                              "changed since the year before"));
  view_options(assess, line_.assess.view);
  assess->add_option("--unit", line_.assess.unit,
                     say(msg("one unit, by its code on the period's last day")));
  assess->add_flag("--units", line_.assess.list_units,
                   say(msg("list every unit taking part as well")));
  assess->footer(
      say(msg("CSV: one line for each unit taking part, its standing and counts, and a column "
              "for each criterion; with --unit one line for each criterion.")));

  CLI::App* explain = verb(
      app, "explain", msg("why a unit stands where it stands: rule, values, status and source"));
  view_options(explain, line_.explain.view);
  explain
      ->add_option("--unit", line_.explain.unit,
                   needed(msg("one unit, by its code on the period's last day")))
      ->required();
  explain->add_option("--criterion", line_.explain.criterion, say(msg("only this criterion")));
  explain->footer(say(msg("CSV: one line for each node of the tree, with its depth.")));

  CLI::App* targets =
      verb(app, "targets", msg("progress against every version of the target, and by group"));
  view_options(targets, line_.targets.view);
  targets
      ->add_option(
          "--at", line_.targets.at,
          say(msg("day on which titles and units are counted; default: the period's last day")))
      ->check(well_formed(malformed_day));
  targets
      ->add_option("--known-on", line_.targets.known_on,
                   say(msg("as known on that day: decisions dated later are left out, and of an "
                           "office what was recorded later; default: everything recorded")))
      ->check(well_formed(malformed_day));
  targets->footer(say(msg(
      "CSV: of each version and date of the target first the whole, then a line for each group, "
      "by every way of counting. What is missing is shared among groups in proportion to their "
      "units not yet there: a reading, no assignment.")));

  CLI::App* compare =
      verb(app, "compare",
           msg("a period against another, indicator by indicator, always with the raw values"));
  compare
      ->add_option("--to", line_.compare.to,
                   needed(msg("the period, like 2023, 2023-Q1 or 2022-12-15/P1Y")))
      ->required()
      ->check(well_formed(malformed_period));
  compare
      ->add_option("--from", line_.compare.from,
                   say(msg("its base; default: as the programme declares, else the year "
                           "before, which is always shown too")))
      ->check(well_formed(malformed_period));
  compare->add_option("--unit", line_.compare.unit,
                      say(msg("one unit in place of the total of all taking part")));
  status_options(compare, line_.compare.status, line_.compare.geography);
  programme_option(compare);
  compare->footer(say(msg("CSV: one line for each indicator and base.")));

  CLI::App* units = verb(
      app, "units", msg("the units of a day, and where a unit came from and what became of it"));
  units
      ->add_option("--at", line_.units.at,
                   say(msg("the day, like 2024-01-16 or 16/01/2024; default: today")))
      ->check(well_formed(malformed_day));
  units->add_option("--under", line_.units.under, say(msg("only units below this one")));
  units->add_option("--hierarchy", line_.units.hierarchy,
                    say(msg("which line of units above and below; default: the programme's")));
  units->add_option("--trace", line_.units.trace, say(msg("this unit's ancestors and successors")));
  programme_option(units);
}

void Parser::page_verbs(CLI::App& app) {
  CLI::App* review = verb(app, "review",
                          msg("the review of a period as one page to show, print and click "
                              "through"));
  view_options(review, line_.review.view);
  out_option(review);

  CLI::App* report = verb(app, "report", msg("one unit's page, in the same style"));
  view_options(report, line_.review.view);
  report
      ->add_option("--unit", line_.review.unit,
                   needed(msg("one unit, by its code on the period's last day")))
      ->required();
  out_option(report);

  CLI::App* workbook = verb(app, "workbook",
                            msg("the assessment as a workbook (XLSX) whose formulas lead from each "
                                "result back to the reported values"));
  view_options(workbook, line_.workbook.view);
  workbook->add_option("--under", line_.workbook.under, say(msg("only units below this one")));
  workbook->add_option("--out", line_.workbook.out, needed(msg("the XLSX file to write")))
      ->required();
}

void Parser::sql_verbs(CLI::App& app) {
  CLI::App* exported =
      verb(app, "export", msg("units, periods and facts as five tables (CSV) for a database"));
  exported->add_option("--out", line_.exported.out, needed(msg("the folder to write to")))
      ->required();
  exported
      ->add_option("--period", line_.exported.period,
                   say(msg("one more period to assess, beside those with values")))
      ->check(well_formed(malformed_period));
  programme_option(exported);

  CLI::App* sql = verb(app, "sql",
                       msg("a criteria set as one SQL script that makes the assessment from the "
                           "tables of export"));
  sql->remove_option(sql->get_option("--format"));
  sql->add_option("--dialect", line_.sql.database,
                  needed(msg("for which database: postgresql or duckdb")))
      ->type_name("postgresql|duckdb")
      ->required()
      ->check(one_of({"postgresql", "duckdb"}));
  sql->add_option("--criteria-set", line_.sql.criteria_set,
                  say(msg("default: the newest for which the pack holds values")));
  sql->add_option("--period", line_.sql.period,
                  say(msg("default: the latest year with values that a criteria set judges")))
      ->check(well_formed(malformed_period));
  status_options(sql, line_.sql.status, line_.sql.geography);
  programme_option(sql);
}

void Parser::functions_verb(CLI::App& app) {
  CLI::App* functions =
      verb(app, "functions", msg("the functions of the criteria language"), Reads::Nothing);
  functions->add_option("NAME", line_.functions.name, say(msg("only this function")));
  functions->remove_option(functions->get_option("--format"));
  functions
      ->add_option_function<std::string>(
          "--format",
          [this](const std::string& word) {
            line_.functions.markdown = word == "markdown";
            if (!line_.functions.markdown) line_.format = format_named(word);
          },
          say(msg("table (default), json, csv or markdown: the page docs/functions.md")))
      ->type_name("table|json|csv|markdown")
      ->check(one_of({"table", "json", "csv", "markdown"}));
}

void Parser::convert_verb(CLI::App& app) {
  CLI::App* convert = verb(
      app, "convert", msg("a file from before Unicode, shown or written as UTF-8"), Reads::Nothing);
  convert->add_option("FILE", line_.convert.file, needed(msg("the file to look at")))->required();
  convert->add_option("--encoding", line_.convert.encoding,
                      say(msg("tcvn3, tcvn3_capitals, vni, windows1258 or utf8; default: show "
                              "what it looks like")));
  convert->add_option("--out", line_.convert.out,
                      say(msg("write the converted text here; default: show its beginning")));
}

}  // namespace exemplar::cli
