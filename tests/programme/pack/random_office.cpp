#include "random_office.hpp"

namespace exemplar::programme {

namespace {

std::string csv_text(const std::string& text) {
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? "\"\"" : std::string(1, c);
  return field + "\"";
}

struct Unit {
  std::string id;
  std::string code;
  bool ended = false;  // with 30 June 2024
  bool begun = false;  // on 1 July 2024
};

struct Figure {
  std::string id = {};
  std::string kind = {};
  std::string collected = {};
  int digits = 0;
  bool may_be_not_applicable = false;
  bool by_category = false;
};

class OfficeWriter {
 public:
  explicit OfficeWriter(Chance& chance) : chance_(chance), comma_(chance.one_in(2)) {}

  PackFiles::Content write() {
    write_office();
    write_units();
    write_attributes();
    write_indicators();
    write_values();
    write_programme();
    write_quotas();
    write_records();
    return std::move(content_);
  }

 private:
  std::string name() {
    static const std::vector<std::string> words = {"Phường", "Đa Kao",    "\"mới\"", "1, 2",
                                                   "Ưu Đàm", "hai\ndòng", "#",       "a=b;c"};
    std::string text = "Tên " + chance_.of(words);
    while (chance_.one_in(2)) text += " " + chance_.of(words);
    return text;
  }
  std::string toml_name() {
    std::string text = name();
    for (char& c : text) c = c == '\n' || c == '"' ? ' ' : c;
    if (chance_.one_in(2)) return "\"" + text + "\"";
    return "{ vi = \"" + text + "\", en = \"N " + std::to_string(chance_.below(9)) + "\" }";
  }
  std::string day() {
    return fmt::format("20{}-{:02}-{:02}", 22 + chance_.below(4), 1 + chance_.below(12),
                       1 + chance_.below(28));
  }
  std::string day_or_none() { return chance_.one_in(2) ? day() : ""; }
  std::string number(int digits) {
    std::string text = std::to_string(chance_.below(1000));
    if (digits == 0 || chance_.one_in(3)) return text;
    text += (comma_ ? "," : ".") + std::to_string(1 + chance_.below(9));
    return comma_ ? csv_text(text) : text;
  }
  std::string source() { return fmt::format("s{}", chance_.below(sources_)); }

  void write_office() {
    std::string& text = content_["office.toml"];
    text = "[office]\nid = \"o\"\nname = " + toml_name() +
           "\nzone = \"Asia/Ho_Chi_Minh\"\nrecords_from = 2022-01-01\ndecimal_sign = \"" +
           (comma_ ? "," : ".") + "\"\n";
    sources_ = 1 + chance_.below(3);
    for (size_t i = 0; i < sources_; ++i) {
      text += fmt::format("[[source]]\nid = \"s{}\"\nname = {}\nsynthetic = {}\n", i, toml_name(),
                          chance_.one_in(2));
    }
    text += "[[calendar]]\nid = \"civil\"\nname = \"C\"\n";
    text += "[[calendar]]\nid = \"other\"\nname = \"O\"\nyear_starts = \"" +
            std::string(chance_.one_in(2) ? "12-15" : "04-01") + "\"\n";
    text +=
        "[[hierarchy]]\nid = \"t\"\nname = \"T\"\nroots = [\"city\"]\n"
        "kinds = [\"district\", \"ward\"]\n";
    for (const char* kind : {"city", "district", "ward"}) {
      text += fmt::format("[[kind]]\nid = \"{}\"\nname = {}\n", kind, toml_name());
    }
    for (const char* type : {"number", "text", "truth", "date"}) {
      text += fmt::format("[[attribute]]\nid = \"{0}_a\"\nname = \"{0}\"\ntype = \"{0}\"\n", type);
      if (std::string(type) == "number") text += "digits = 1\nat_least = 0\nat_most = 5000\n";
    }
    text +=
        "[[category]]\nid = \"c\"\nname = \"C\"\nvalues = [\"x\", \"y\"]\n"
        "[[category]]\nid = \"d\"\nname = \"D\"\nvalues = [\"u\", \"v v\"]\n";
  }

  void add_unit(const std::string& id, const std::string& code, const char* kind,
                const std::string& parent, const char* from, const char* until) {
    units_csv_ +=
        fmt::format("{},{},{},,{},{},{}\n", id, code, csv_text(name()), kind, from, until);
    if (!parent.empty()) links_csv_ += fmt::format("t,{},{},{},{}\n", id, parent, from, until);
    units_.push_back({id, code, *until != 0, *from != 0});
  }

  // A ward that stays, is renamed, moves, ends, or becomes one or two new ones on 1 July 2024.
  void add_ward(size_t i) {
    static constexpr const char* kLast = "2024-06-30";
    static constexpr const char* kFirst = "2024-07-01";
    const std::string id = fmt::format("w{}", i);
    const std::string code = chance_.one_in(4) ? "" : fmt::format("{:05}", 100 + i);
    const std::string district = fmt::format("q{}", chance_.below(districts_));
    const auto event = [&](const std::string& what, const std::string& shares) {
      events_csv_ += fmt::format("{},{},{},{},{}\n", kFirst, what, shares, "NQ 1",
                                 chance_.one_in(2) ? csv_text(name()) : "");
    };
    const size_t fate = chance_.below(6);
    if (fate == 0) {
      add_unit(id, code, "ward", district, "", "");
    } else if (fate == 1) {
      units_csv_ += fmt::format("{},{},Tên trước,,ward,,{}\n", id, code, kLast);
      units_csv_ += fmt::format("{},{},Tên sau,,ward,{},\n", id, code, kFirst);
      links_csv_ += fmt::format("t,{},{},,\n", id, district);
      units_.push_back({id, code, false, false});
      event("rename", id + ",,,");
    } else if (fate == 2 && districts_ > 1) {
      units_csv_ += fmt::format("{},{},{},,ward,,\n", id, code, csv_text(name()));
      links_csv_ += fmt::format("t,{0},q0,,{1}\nt,{0},q1,{2},\n", id, kLast, kFirst);
      units_.push_back({id, code, false, false});
      event("move", id + ",,,");
    } else if (fate == 3) {
      add_unit(id, code, "ward", district, "", kLast);
      if (chance_.one_in(2)) event("end", id + ",,,");
    } else {
      const bool weighted = chance_.one_in(2);
      add_unit(id, code, "ward", district, "", kLast);
      add_unit(id + "a", code, "ward", district, kFirst, "");  // the code goes on
      add_unit(id + "b", "", "ward", district, kFirst, "");
      event("split", id + "," + id + "a" + (weighted ? ",300,1000" : ",,"));
      event("split", id + "," + id + "b" + (weighted ? ",700,1000" : ",,"));
    }
  }

  void write_units() {
    add_unit("p", "79", "city", "", "", "");
    districts_ = 1 + chance_.below(3);
    for (size_t i = 0; i < districts_; ++i) {
      add_unit(fmt::format("q{}", i), fmt::format("7{}", 60 + i), "district", "p", "", "");
    }
    const size_t wards = 2 + chance_.below(6);
    for (size_t i = 0; i < wards; ++i) add_ward(i);
    content_["units.csv"] = "id,code,name,name_en,kind,from,until\n" + units_csv_;
    content_["hierarchies.csv"] = "hierarchy,unit,parent,from,until\n" + links_csv_;
    content_["unit_events.csv"] =
        "date,event,from_unit,to_unit,weight,total,document,note\n" + events_csv_;
  }

  void write_attributes() {
    std::string& text = content_["unit_attributes.csv"];
    text = "unit,attribute,value,from,until\n";
    for (const Unit& unit : units_) {
      if (chance_.one_in(2)) text += unit.id + ",number_a," + number(1) + ",,\n";
      if (!unit.begun && chance_.one_in(3))
        text += unit.id + ",text_a," + csv_text(name()) + ",,2024-01-31\n";
      if (!unit.ended && chance_.one_in(3)) text += unit.id + ",truth_a,có,2024-02-01,\n";
      if (chance_.one_in(3)) text += unit.id + ",date_a," + day() + ",,\n";
    }
  }

  void write_indicators() {
    static const std::vector<std::string> kinds = {"count", "amount", "share", "number",
                                                   "mark",  "truth",  "date",  "text"};
    std::string& text = content_["indicators.toml"];
    for (size_t i = 0; i < kinds.size(); ++i) {
      Figure figure{.id = fmt::format("f{}", i), .kind = kinds[i]};
      const bool numeric = i < 5;
      figure.collected = chance_.of<std::string>({"P1Y", "P3M", "P1M", "P1W", "P1D"});
      figure.digits = numeric && kinds[i] != "count" ? static_cast<int>(chance_.below(4)) : 0;
      figure.may_be_not_applicable = chance_.one_in(2);
      figure.by_category = numeric && chance_.one_in(2);
      text += fmt::format("[[indicator]]\nid = \"{}\"\nname = \"Số {}\"\nkind = \"{}\"\n",
                          figure.id, i, figure.kind);
      text += fmt::format("collected = \"{}\"\ncalendar = \"{}\"\n", figure.collected, "civil");
      if (numeric) {
        text += fmt::format("at_most = 100000\ndigits = {}\n", figure.digits);
        text += chance_.one_in(2) ? "direction = \"higher\"\n" : "";
        text += kinds[i] == "mark" ? "judged_by = \"panel\"\n" : "";
      }
      if (figure.may_be_not_applicable) text += "may_be_not_applicable = true\n";
      if (figure.by_category) text += "categories = [\"d\", \"c\"]\n";
      if (chance_.one_in(3)) text += "context = true\nnote = " + toml_name() + "\n";
      if (chance_.one_in(3)) {
        text +=
            "[[indicator.version]]\nid = \"2\"\nfrom = 2024-01-01\ncomparable = false\n"
            "reason = \"đổi cách tính\"\n";
      }
      figures_.push_back(figure);
    }
    for (const std::string id : {"assigned_q", "done_q"}) {
      text += fmt::format(
          "[[indicator]]\nid = \"{0}\"\nname = \"{0}\"\nkind = \"count\"\ncalendar = \"civil\"\n"
          "assigned = {1}\n",
          id, id[0] == 'a');
      // Facts of a quota may stand in values/ as well, and between others.
      figures_.push_back({.id = id, .kind = "count", .collected = "P1Y"});
    }
    text += "[[quota]]\nid = \"q\"\nname = " + toml_name() +
            "\nassigned = \"assigned_q\"\ndone = \"done_q\"\n";
    text +=
        "[[indicator]]\nid = \"derived\"\nname = \"Tính\"\nvalue = 'f0 / (f0 + 1)'\n"
        "round = 2\nrounding = \"half_even\"\n";
  }

  std::string period(const Figure& figure) {
    const size_t year = 2023 + chance_.below(3);
    const size_t month = 1 + chance_.below(12);
    if (figure.collected == "P1Y") return fmt::format("{}", year);
    if (figure.collected == "P3M") return fmt::format("{}-Q{}", year, 1 + month % 4);
    if (figure.collected == "P1M") return fmt::format("{}-{:02}", year, month);
    if (figure.collected == "P1W") return fmt::format("{}-W{:02}", year, 1 + chance_.below(52));
    return fmt::format("{}-{:02}-{:02}", year, month, 1 + chance_.below(28));
  }

  // A unit that is there on a day of the period, by its id or, where that is its alone, its code.
  std::string unit_in(const std::string& period) {
    for (;;) {
      const Unit& unit = chance_.of(units_);
      const std::string year = period.substr(0, 4);
      const bool over_all = period.size() == 4 && year == "2024";
      if (unit.ended && year != "2023" && !over_all) continue;
      if (unit.begun && year != "2025" && !over_all) continue;
      const bool by_code = !unit.code.empty() && !over_all && chance_.one_in(2);
      return by_code ? unit.code : unit.id;
    }
  }

  std::string value(const Figure& figure) {
    if (figure.may_be_not_applicable && chance_.one_in(4)) return "n/a";
    if (figure.kind == "truth") return chance_.one_in(2) ? "yes" : "no";
    if (figure.kind == "date") return day();
    if (figure.kind == "text") return csv_text(name());
    if (figure.kind == "share") return comma_ ? "\"0,5\"" : chance_.one_in(2) ? "1" : "0";
    return number(figure.digits);
  }

  void write_values() {
    std::string& text = content_["values/a.csv"];
    text =
        "note,indicator,period,unit,category,value,reported_on,verified_on,decided_on,source,by\n";
    const size_t lines = chance_.below(60);
    for (size_t i = 0; i < lines; ++i) {
      const Figure& figure = chance_.of(figures_);
      const std::string when = period(figure);
      const std::string category =
          figure.by_category && chance_.one_in(2)
              ? chance_.of<std::string>({"c=x", "d=v v", "c=y;d=u", "d = u; c = x"})
              : "";
      std::string days = day_or_none() + ",,";
      if (chance_.one_in(3))
        days = "2025-01-02,2025-01-03," + std::string(chance_.one_in(2) ? "2025-02-01" : "");
      std::string what = value(figure);
      if (figure.kind == "share" && figure.digits == 0) what = "1";
      text += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_text(name()), figure.id, when,
                          unit_in(when), category, what, days, source(),
                          chance_.one_in(2) ? csv_text(name()) : "");
    }
    content_["values/b.csv"] = "period;unit;source;note;f5;f6\n";
    for (size_t i = 0; i < 3; ++i) {
      if (figures_[5].collected != figures_[6].collected) break;
      const std::string when = period(figures_[5]);
      content_["values/b.csv"] += fmt::format("{};{};{};x;{};{}\n", when, unit_in(when), source(),
                                              value(figures_[5]), value(figures_[6]));
    }
  }

  // Rows of both sides and of one.
  void write_quotas() {
    std::string& text = content_["quotas.csv"];
    text = "quota,period,unit,assigned,done,reported_on,source,by\n";
    const size_t lines = chance_.below(12);
    for (size_t i = 0; i < lines; ++i) {
      const size_t side = chance_.below(4);  // 0: assigned only, 1: done only
      const std::string when = std::to_string(2023 + chance_.below(3));
      text += fmt::format("q,{},{},{},{},{},{},{}\n", when, unit_in(when),
                          side == 1 ? "" : number(0), side == 0 ? "" : number(0), day_or_none(),
                          source(), chance_.one_in(2) ? csv_text(name()) : "");
    }
  }

  std::string unit_of_all_years() {
    for (;;) {
      const Unit& unit = chance_.of(units_);
      if (!unit.ended && !unit.begun) return unit.id;
    }
  }

  void write_records() {
    const size_t documents = 1 + chance_.below(4);
    std::string& text = content_["documents.csv"];
    text =
        "id,kind,number,symbol,date,issuer,issuer_en,subject,in_force_until,replaced_by,source\n";
    for (size_t i = 0; i < documents; ++i) {
      text += fmt::format(
          "d{},{},{},QĐ,{},{},,{},{},{},{}\n", i,
          chance_.of<std::string>({"", "document", "conference"}), i, i == 0 ? "2023-05-06" : "",
          csv_text(name()), csv_text(name()), chance_.one_in(3) ? "2029-01-01" : "",
          i + 1 < documents && chance_.one_in(2) ? fmt::format("d{}", i + 1) : "", source());
    }
    std::string& directives = content_["directives.csv"];
    directives = "id,document,reference,clause,clause_en,lead,co_operating,due,state,source\n";
    for (size_t i = 0; !chance_.one_in(4); ++i) {
      const bool led = chance_.one_in(2);
      const std::string lead = led ? unit_of_all_years() : "";
      directives += fmt::format(
          "x{},{},{},{},,{},{},{},{},{}\n", i,
          led ? "d0" : fmt::format("d{}", chance_.below(documents)),
          chance_.one_in(2) ? csv_text(name()) : "", csv_text(name()), lead,
          led && lead != "p" ? "p" : "", chance_.one_in(2) ? "2026-01-01" : "",
          chance_.of<std::string>({"given", "reported", "accepted", "returned", "cancelled"}),
          source());
    }
    std::string& obstacles = content_["obstacles.csv"];
    obstacles =
        "id,kind,unit,criteria,department,what,what_en,cost,funds,state,since,solved_on,document,"
        "source\n";
    for (size_t i = 0; !chance_.one_in(4); ++i) {
      const bool solved = chance_.one_in(3);
      const bool dated = solved || chance_.one_in(2);
      obstacles += fmt::format(
          "o{},{},{},{},{},{},,{},{},{},{},{},{},{}\n", i,
          chance_.of<std::string>(
              {"land", "office", "building", "repair", "equipment", "staff", "rule"}),
          unit_of_all_years(), chance_.of<std::string>({"", "1", "p:1"}),
          chance_.one_in(2) ? unit_of_all_years() : "", csv_text(name()),
          chance_.one_in(2) ? std::to_string(chance_.below(1'000'000) * 1'000'000) : "",
          chance_.one_in(2) ? csv_text(name()) : "",
          solved ? "solved" : chance_.of<std::string>({"reported", "approved_unfunded", "refused"}),
          dated ? "2023-02-03" : "", solved ? "2024-02-03" : "", dated ? "" : "d0", source());
    }
  }

  void write_programme() {
    const std::string folder = "programmes/p/";
    content_[folder + "programme.toml"] = "[programme]\nname = " + toml_name() +
                                          "\ncalendar = \"civil\"\nhierarchy = \"t\"\n"
                                          "participants = 'unit.kind = \"ward\"'\n"
                                          "main_level = \"all\"\n";
    for (const int year : {2023, 2024}) {
      std::string& set = content_[folder + fmt::format("criteria/{}.toml", year)];
      set = fmt::format(
          "[set]\nid = \"{0}\"\nname = {1}\nfrom = {0}-01-01\nuntil = {0}-12-31\n"
          "illustrative = {2}\n",
          year, toml_name(), chance_.one_in(2));
      const size_t criteria = 1 + chance_.below(3);
      for (size_t i = 0; i < criteria; ++i) {
        set += fmt::format(
            "[[criterion]]\nid = \"{}\"\ntitle = {}\nbasis = \"none: illustrative\"\n"
            "met = 'f0 >= {} and known(f3)'\nwhen_not_applicable = \"unknown\"\n",
            i + 1, toml_name(), chance_.below(50));
        if (chance_.one_in(2)) set += "knock_out = true\nevidence = " + toml_name() + "\n";
      }
      set += "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = 'all(criteria)'\n";
    }
    std::string& decisions = content_[folder + "decisions.csv"];
    decisions = "decision,period,unit,date,number,issuer,valid_until,source,note\n";
    std::string& targets = content_[folder + "targets.csv"];
    targets =
        "version,document,date,issuer,issuer_en,by,counts,share,strictly_more,count,denominator,"
        "kind,note,note_en\n";
    while (!chance_.one_in(4)) {
      const std::string when = std::to_string(2023 + chance_.below(3));
      decisions +=
          fmt::format("{},{},{},2025-03-01,{},,{},{},{}\n",
                      chance_.of<std::string>({"registered", "proposed", "recognised", "revoked"}),
                      when, unit_in(when), chance_.below(99), chance_.one_in(2) ? "2027-01-01" : "",
                      source(), csv_text(name()));
      const bool share = chance_.one_in(2);
      targets += fmt::format(
          "v{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", chance_.below(3), csv_text(name()),
          day_or_none(), chance_.one_in(2) ? csv_text(name()) : "",
          chance_.one_in(2) ? csv_text(name()) : "", day(),
          chance_.of<std::string>({"meets_all", "title_of_year", "title_in_force", "title_ever"}),
          share ? (comma_ ? "\"0,40\"" : "0.40") : "", chance_.one_in(2) ? "yes" : "no",
          share ? "" : "7", chance_.one_in(2) ? "249" : "units_on_date",
          chance_.of<std::string>({"assigned", "committed", "striven_for"}), csv_text(name()),
          chance_.one_in(2) ? csv_text(name()) : "");
    }
  }

  Chance& chance_;
  bool comma_;
  size_t sources_ = 0;
  size_t districts_ = 0;
  std::string units_csv_;
  std::string links_csv_;
  std::string events_csv_;
  std::vector<Unit> units_;
  std::vector<Figure> figures_;
  PackFiles::Content content_;
};

}  // namespace

PackFiles::Content random_office(Chance& chance) {
  return OfficeWriter(chance).write();
}

}  // namespace exemplar::programme
