#include "programme/office_store/office_store.hpp"

#include <algorithm>
#include <thread>

#include "base/json.hpp"
#include "programme/office_store/fact_store.hpp"
#include "programme/office_store/tables_store.hpp"
#include "programme/pack/memory_needed.hpp"
#include "programme/pack/pack_content.hpp"

namespace exemplar::programme {

namespace {

// Their lines are facts.
bool holds_values(const std::string& path) {
  const PackFileKind kind = kind_of_file(path);
  return kind == PackFileKind::Values || kind == PackFileKind::Quotas;
}

PackFiles::Content definition_files(store::Connection& connection, int64_t revision) {
  PackFiles::Content content;
  connection.each(
      "SELECT path, content FROM definition_file d WHERE content IS NOT NULL AND revision = "
      "(SELECT "
      "max(revision) FROM definition_file WHERE path = d.path AND revision <= $1) ORDER BY path",
      {revision}, [&](const store::Row& row) {
        content[std::string(row.text(0))] = std::string(row.bytes(1));
      });
  return content;
}

void compare_files(const PackFiles::Content& before, const PackFiles::Content& after,
                   OfficeDifference& difference) {
  for (const auto& [path, text] : after) {
    const auto found = before.find(path);
    if (found == before.end()) {
      difference.added.push_back(path);
    } else if (found->second != text) {
      difference.changed.push_back(path);
    }
  }
  for (const auto& [path, text] : before) {
    if (!after.contains(path)) difference.ended.push_back(path);
  }
}

// A fact in words, which stay the same whatever the definitions' order is.
std::string in_words(const Office& office, const Fact& fact) {
  const auto day = [](const std::optional<Date>& one) { return one ? iso(*one) : std::string(); };
  const std::string source = fact.source.valid() ? office.sources[fact.source.index()].id : "";
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{} {} {} {}\n{}\n{} {} {}\n{}\n{}\n{}",
                     office.definitions[fact.indicator].id, to_string(fact.period),
                     office.definitions.units.id_of(fact.unit), fact.category,
                     static_cast<int>(fact.kind), fact.number.units, fact.number.digits,
                     fact.truth ? 1 : 0, fact.date.days, fact.text, day(fact.reported_on),
                     day(fact.verified_on), day(fact.decided_on), source, fact.by, fact.note);
}

// Those of the pack that the office has not, in the pack's order; a value that stands twice in the
// pack is there twice.
std::vector<const Fact*> new_facts(const Office& before, const Office& pack,
                                   OfficeDifference& difference) {
  std::unordered_map<std::string, size_t> has;
  for (const Fact& fact : before.facts.all()) ++has[in_words(before, fact)];
  std::vector<const Fact*> order;
  for (const Fact& fact : pack.facts.all()) order.push_back(&fact);
  std::stable_sort(order.begin(), order.end(),
                   [](const Fact* a, const Fact* b) { return a->revision < b->revision; });
  std::vector<const Fact*> added;
  for (const Fact* fact : order) {
    const auto found = has.find(in_words(pack, *fact));
    if (found == has.end() || found->second == 0) {
      added.push_back(fact);
    } else {
      --found->second;
    }
  }
  difference.facts_added = added.size();
  difference.facts_kept = before.facts.all().size() - (order.size() - added.size());
  return added;
}

void write_files(store::Write& write, const PackFiles::Content& content,
                 const OfficeDifference& difference) {
  const auto put = [&](const std::string& path, store::Value bytes) {
    write.connection().run(
        "INSERT INTO definition_file (path, revision, content) VALUES ($1, $2, $3)",
        {path, write.revision(), std::move(bytes)});
  };
  for (const auto& paths : {difference.added, difference.changed}) {
    for (const std::string& path : paths) put(path, store::Bytes{content.at(path)});
  }
  for (const std::string& path : difference.ended) put(path, {});
}

std::string told(const OfficeDifference& difference) {
  Json json = Json::object();
  const auto paths = [&](std::string_view name, const std::vector<std::string>& of) {
    Json list = Json::array();
    for (const std::string& path : of) list.add(Json::string(path));
    json.add(name, std::move(list));
  };
  paths("added", difference.added);
  paths("changed", difference.changed);
  paths("ended", difference.ended);
  json.add("facts_added", Json::integer(static_cast<int64_t>(difference.facts_added)));
  return json.compact();
}

}  // namespace

PackReading read_facts_at(store::Connection& connection, int64_t revision) {
  PackReading reading = read_pack(PackFiles::in_memory(definition_files(connection, revision)));
  std::vector<Fact> facts = read_facts(connection, reading.office, revision, reading.problems);
  reading.office.facts = Facts(std::move(facts));
  return reading;
}

std::optional<Loaded> load(store::Connection& connection, const PackFiles& files, const WriteBy& by,
                           LoadRun run, Problems& problems) {
  const PackReading pack = read_pack(files);
  problems.add(pack.problems);
  if (problems.has_errors()) return std::nullopt;
  PackFiles::Content content;
  for (const std::string& name : files.names()) {
    if (holds_values(name)) continue;
    auto text = files.text(name);
    if (!text) {
      problems.error({name, 0, 0}, text.refusal().what, text.refusal().remedy);
      return std::nullopt;
    }
    content[name] = text.take();
  }
  Loaded loaded;
  store::Write write(connection, by.now);
  const int64_t before = write.revision() - 1;
  compare_files(definition_files(connection, before), content, loaded.difference);
  const Office office = read_facts_at(connection, before).office;
  const std::vector<const Fact*> added = new_facts(office, pack.office, loaded.difference);
  loaded.revision = before;
  if (loaded.difference.empty()) return loaded;
  write_files(write, content, loaded.difference);
  if (const auto refusal = append_facts(write, pack.office, added)) {
    problems.error({"values", 0, 0}, refusal->what, refusal->remedy);
    return std::nullopt;
  }
  // What was there before has to be understood by the new definitions too.
  if (before > 0) {
    const PackReading all = read_facts_at(connection, write.revision());
    if (all.problems.has_errors()) {
      problems.add(all.problems);
      return std::nullopt;
    }
  }
  if (run == LoadRun::Try) return loaded;
  append_audit(write, {by.actor, "office.loaded", "office", told(loaded.difference)}, by.random);
  write.commit();
  loaded.revision = write.revision();
  return loaded;
}

PackReading read_office(const std::shared_ptr<store::Connection>& connection, int64_t revision,
                        const ReadOptions& options) {
  store::Transaction reading(*connection, store::Transaction::Kind::Read);
  PackReading read =
      read_pack(PackFiles::in_memory(definition_files(*connection, revision)), options);
  Office& office = read.office;
  if (const auto refusal = refusal_of_values(count_facts(*connection, revision), options)) {
    read.problems.add({{"values", 0, 0},
                       Severity::Error,
                       refusal->what,
                       refusal->remedy,
                       std::string(kTooLargeCode)});
    return read;
  }
  read.recorded = std::make_shared<FactsInDatabase>(
      [connection] { return connection; }, FactsInDatabase::Readers::OneAtATime, terms_of(office),
      std::make_shared<WordCache>(), revision);
  if (options.reading == Reading::Facts) {
    office.facts = Facts(read_facts(*connection, office, revision, read.problems));
    return read;
  }
  const auto keep = options.reading == Reading::Outline ? ReportedValuesBuilder::Keep::Outline
                                                        : ReportedValuesBuilder::Keep::All;
  const unsigned threads =
      options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  office.facts = read_fact_values(*connection, office, revision, keep, threads, read.problems);
  return read;
}

bool definitions_changed(store::Connection& connection, int64_t after, int64_t up_to) {
  return connection.number(
             "SELECT count(*) FROM definition_file WHERE revision > $1 AND revision <= $2",
             {after, up_to}) != 0;
}

std::string zone_of_office(store::Connection& connection, int64_t revision) {
  return read_pack(PackFiles::in_memory(definition_files(connection, revision)),
                   {.reading = Reading::Outline})
      .office.definitions.zone;
}

Result<PackFiles::Content> office_content(store::Connection& connection, int64_t revision) {
  store::Transaction reading(connection, store::Transaction::Kind::Read);
  PackFiles::Content content = definition_files(connection, revision);
  const Office office = read_facts_at(connection, revision).office;
  if (const auto refusal = write_values(office, draft_of(office), content)) return *refusal;
  return content;
}

}  // namespace exemplar::programme
