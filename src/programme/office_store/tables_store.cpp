#include "programme/office_store/tables_store.hpp"

#include "programme/audit/checkpoint_store.hpp"
#include "programme/demonstration/demonstration_store.hpp"
#include "programme/job/job_store.hpp"
#include "programme/single_sign_on/sign_on_tables_store.hpp"
#include "programme/user/user_tables_store.hpp"

namespace exemplar::programme {

namespace {

// A word is an id as a pack writes it: of an indicator, a unit, a source, or a category.
// A definition file is a file of the pack as it stood from a revision on; without content, it ended.
// A fact is one reported value: nothing in it is ever changed, a correction is another one. Its place
// in the order in which values were recorded is (revision, position).
constexpr std::string_view kDefinitionsAndFacts = R"(
CREATE TABLE word (
  id bigint NOT NULL PRIMARY KEY,
  text text NOT NULL UNIQUE
);
CREATE TABLE definition_file (
  path text NOT NULL,
  revision bigint NOT NULL REFERENCES ledger (revision),
  content bytea,
  PRIMARY KEY (path, revision)
);
CREATE TABLE fact (
  indicator bigint NOT NULL REFERENCES word (id),
  first_day bigint NOT NULL,
  length_unit bigint NOT NULL,
  length_count bigint NOT NULL,
  unit bigint NOT NULL REFERENCES word (id),
  category bigint NOT NULL REFERENCES word (id),
  revision bigint NOT NULL REFERENCES ledger (revision),
  position bigint NOT NULL,
  kind bigint NOT NULL,
  number bigint,
  digits bigint,
  text text,
  reported_on bigint,
  verified_on bigint,
  decided_on bigint,
  source bigint NOT NULL REFERENCES word (id),
  reporter text NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (indicator, first_day, length_unit, length_count, unit, category, revision, position)
) {clustered};
CREATE INDEX fact_revision ON fact (revision);
)";

// A form shows a unit's values of a time, and a saved value asks for the newest of its cell.
constexpr std::string_view kValuesByUnit =
    "CREATE INDEX fact_unit ON fact (unit, first_day, indicator, category);";

// What a request that carried a key of the client's own was answered (idempotency_store.hpp).
constexpr std::string_view kIdempotencyKeys = R"(
CREATE TABLE idempotency_key (
  account text NOT NULL REFERENCES account (id),
  key text NOT NULL,
  digest bytea NOT NULL,
  revision bigint NOT NULL REFERENCES ledger (revision),
  at bigint NOT NULL,
  status bigint,
  content_type text,
  body text,
  PRIMARY KEY (account, key)
);
CREATE INDEX idempotency_key_at ON idempotency_key (at);
)";

constexpr std::string_view kOwnTables[] = {
    "schema_step", "ledger", "word", "definition_file", "fact", "audit_entry", "audit_payload"};
constexpr std::string_view kJobTables[] = {"job_lease", "job_day", "checkpoint"};
constexpr std::string_view kLaterTables[] = {"idempotency_key"};

}  // namespace

std::span<const std::string_view> office_tables() {
  static const std::vector<std::string_view> kTables = [] {
    std::vector<std::string_view> tables(std::begin(kOwnTables), std::end(kOwnTables));
    tables.insert(tables.end(), std::begin(kUserTables), std::end(kUserTables));
    tables.insert(tables.end(), std::begin(kJobTables), std::end(kJobTables));
    tables.insert(tables.end(), std::begin(kSignOnTables), std::end(kSignOnTables));
    tables.insert(tables.end(), std::begin(kLaterTables), std::end(kLaterTables));
    tables.insert(tables.end(), std::begin(kDemonstrationTables), std::end(kDemonstrationTables));
    return tables;
  }();
  return kTables;
}

std::span<const store::Migration> office_steps() {
  static const std::string kJobsAndCheckpoints =
      std::string(job_tables_sql()) + std::string(checkpoint_tables_sql());
  static const store::Migration kSteps[] = {
      {1, "definitions and facts", kDefinitionsAndFacts},
      {2, "audit", audit_tables_sql()},
      {3, kUserTablesName, kUserTablesSql},
      {4, "idempotency keys", kIdempotencyKeys},
      {5, "the clock of a demonstration", kDemonstrationTablesSql},
      {6, "jobs and checkpoints", kJobsAndCheckpoints},
      {7, kSignOnTablesName, kSignOnTablesSql},
      {8, "values by unit", kValuesByUnit},
  };
  return kSteps;
}

}  // namespace exemplar::programme
