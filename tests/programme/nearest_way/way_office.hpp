// An office in memory whose ways are known by hand: wards "w0", "w1", … of one district, each of a
// class, with values of 2022 and 2023.
#pragma once

#include "programme/nearest_way/step_text.hpp"
#include "programme/nearest_way/written_changes.hpp"
#include "programme/pack/pack.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

struct WayWard {
  std::string ward_class = "I";
  std::map<std::string, std::string> before = {};  // values of 2022 by indicator
  std::map<std::string, std::string> now = {};  // of 2023; "2023-11" after a space: of that month
};

struct WayOffice {
  std::vector<WayWard> wards = {};
  std::vector<std::string> criteria = {};  // each the formula of `met`
  std::string level = "all(criteria)";
  std::string more_indicators = {};  // TOML
  std::string more_levels = {};      // TOML, after the main level
  std::string assessable = {};       // TOML
};

inline std::string amount_indicator(const std::string& id, const std::string& rest) {
  return fmt::format(
      "[[indicator]]\nid = \"{0}\"\nname = {{ vi = \"Số {0}\", en = \"The {0}\" }}\n"
      "kind = \"amount\"\n{1}\n",
      id, rest);
}

inline PackFiles::Content content_of(const WayOffice& office) {
  PackFiles::Content files;
  files["office.toml"] =
      "[office]\nid = \"o\"\nname = \"Office\"\nzone = \"Asia/Ho_Chi_Minh\"\ndecimal_sign = \".\"\n"
      "records_from = 2020-01-01\n[[source]]\nid = \"made\"\nname = \"Made\"\nsynthetic = true\n"
      "[[calendar]]\nid = \"civil\"\nname = \"civil\"\n"
      "[[hierarchy]]\nid = \"territory\"\nname = \"Territory\"\nroots = [\"district\"]\n"
      "kinds = [\"ward\"]\n[[kind]]\nid = \"district\"\nname = \"quận\"\n"
      "[[kind]]\nid = \"ward\"\nname = \"phường\"\n"
      "[[attribute]]\nid = \"class\"\nname = \"Class\"\ntype = \"text\"\n";
  std::string units = "id,code,name,name_en,kind,from,until\nd,D,Quận 1,,district,,\n";
  std::string links = "hierarchy,unit,parent,from,until\n";
  std::string attributes = "unit,attribute,value,from,until\n";
  std::string values =
      "indicator,period,unit,category,value,reported_on,verified_on,decided_on,source,by,note\n";
  for (size_t i = 0; i < office.wards.size(); ++i) {
    const WayWard& ward = office.wards[i];
    units += fmt::format("w{0},{1},Phường {0},,ward,,\n", i, 1000 + i);
    links += fmt::format("territory,w{},d,,\n", i);
    if (!ward.ward_class.empty()) {
      attributes += fmt::format("w{},class,{},,\n", i, ward.ward_class);
    }
    const auto write = [&](const auto& of_year, const std::string& year) {
      for (const auto& [indicator, value] : of_year) {
        const size_t space = indicator.find(' ');
        const std::string period = space == std::string::npos ? year : indicator.substr(space + 1);
        values += fmt::format("{},{},w{},,{},2024-01-05,,,made,,\n", indicator.substr(0, space),
                              period, i, value);
      }
    };
    write(ward.before, "2022");
    write(ward.now, "2023");
  }
  files["units.csv"] = units;
  files["hierarchies.csv"] = links;
  files["unit_attributes.csv"] = attributes;
  files["values/all.csv"] = values;
  files["indicators.toml"] =
      amount_indicator("area", "unit = \"m²\"\ndigits = 1\nat_most = 10000\nlever = \"raise\"") +
      amount_indicator("bikes", "at_most = 20\nlever = \"raise\"") +
      amount_indicator("desks", "at_most = 20\nlever = \"raise\"") +
      amount_indicator("kits", "at_most = 20\nlever = \"raise\"") +
      amount_indicator("late", "at_most = 1000\nlever = \"lower\"") +
      amount_indicator("done", "at_most = 1000\nlever = \"raise\"") +
      amount_indicator("due", "at_most = 1000") + amount_indicator("answers", "at_most = 10000") +
      amount_indicator("content", "at_most = 10000") +
      amount_indicator("sessions",
                       "at_most = 1000\nlever = \"raise\"\ncollected = \"P1M\"\n"
                       "over_time = \"sum\"") +
      office.more_indicators;
  files["programmes/p/programme.toml"] =
      "[programme]\nname = \"P\"\ncalendar = \"civil\"\nhierarchy = \"territory\"\n"
      "participants = 'unit.kind = \"ward\"'\nmain_level = \"main\"\n";
  std::string criteria = "[set]\nid = \"s\"\nname = \"S\"\nfrom = 2020-01-01\n";
  for (size_t i = 0; i < office.criteria.size(); ++i) {
    criteria += fmt::format(
        "[[criterion]]\nid = \"{}\"\ntitle = \"T\"\nbasis = \"none\"\n"
        "when_not_applicable = \"unknown\"\n{}{}{}\n",
        i + 1, office.criteria[i].find("points =") == 0 ? "" : "met = '''", office.criteria[i],
        office.criteria[i].find("points =") == 0 ? "" : "'''");
  }
  files["programmes/p/criteria/s.toml"] =
      criteria + "[[level]]\nid = \"main\"\nname = \"Main\"\nwhen = '''" + office.level + "'''\n" +
      office.more_levels + office.assessable;
  return files;
}

// Kept together because the run points into the office.
struct WayRun {
  PackReading pack;
  std::unique_ptr<AssessmentRun> run;

  OrganisationUnitId unit(size_t ward) const {
    return pack.office.definitions.units.find_by_id(fmt::format("w{}", ward)).value();
  }
  const Definitions& definitions() const { return pack.office.definitions; }
  NearestWay way(size_t ward = 0) const { return nearest_way(*run, unit(ward)); }
  IndicatorId indicator(const std::string& id) const { return *definitions().indicator(id); }
};

inline std::unique_ptr<AssessmentRun> assessed_2023(const Definitions& definitions,
                                                    const Facts& facts) {
  auto run = AssessmentRun::make(
      definitions, facts,
      {definitions.programmes.at(0).id, *parse_period("2023", civil_calendar()), {}, {}});
  EXPECT_TRUE(run) << render(run.refusal().what, Language::English) << " "
                   << (run ? "" : render(run.refusal().remedy, Language::English));
  return run ? run.take() : nullptr;
}

inline std::unique_ptr<WayRun> assessed(const WayOffice& office) {
  auto result = std::make_unique<WayRun>();
  result->pack = read_pack(PackFiles::in_memory(content_of(office)));
  for (const Problem& problem : result->pack.problems) {
    EXPECT_NE(problem.severity, Severity::Error) << to_string(problem, Language::English);
  }
  result->run = assessed_2023(result->pack.office.definitions, result->pack.office.facts);
  return result;
}

// "1: area +138.0 to 335.0", "2: data +132 answers", "3: no_lever", … one for each step.
inline std::vector<std::string> said(const WayRun& office, const NearestWay& way) {
  std::vector<std::string> all;
  for (const NearestWayStep& step : way.steps) {
    std::string text = office.run->result().set->criteria[step.criterion].id + ": ";
    const auto id_of = [&](IndicatorId id) { return office.definitions()[id].id; };
    switch (step.kind) {
      case StepKind::Change:
        text += fmt::format("{} {}{} to {}", id_of(step.indicator),
                            step.direction == Lever::Raise ? "+" : "-", plain(*step.change),
                            plain(*step.to));
        break;
      case StepKind::GiveData:
        text += "data";
        if (step.change) text += fmt::format(" +{}", plain(*step.change));
        for (const MissingData& missing : step.missing) {
          text += " " + (missing.indicator.valid() ? id_of(missing.indicator) : missing.attribute);
          if (missing.other_period) text += " (another period)";
          if (missing.elsewhere) text += " (other units)";
        }
        break;
      case StepKind::NotSolvable:
        text += name_of(step.why_not);
        for (const IndicatorId lever : step.levers) text += " " + id_of(lever);
        break;
    }
    all.push_back(std::move(text));
  }
  return all;
}

}  // namespace exemplar::programme
