// The tables of people and their powers, as one step of an office's tables.
//
//   account ─┬─ password            apart, so that nothing that lists accounts reads it
//            ├─ second_factor ── recovery_code
//            ├─ account_session     a row a session, its token's hash
//            ├─ api_token
//            ├─ role_grant ── delegation ── account
//            └─ hand_over ── hand_over_item
//   sign_in_failure                 counted by hashes, with or without an account
//
// Grants and delegations are ended, never changed and never removed.
#pragma once

#include <string_view>

namespace exemplar::programme {

inline constexpr std::string_view kUserTablesName = "people and powers";

inline constexpr std::string_view kUserTablesSql = R"(
CREATE TABLE account (
  id text NOT NULL PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  login text NOT NULL,
  login_key text NOT NULL UNIQUE,
  name text NOT NULL,
  created bigint NOT NULL,
  disabled_from bigint,
  revision bigint NOT NULL REFERENCES ledger (revision)
);
CREATE TABLE password (
  account text NOT NULL PRIMARY KEY REFERENCES account (id),
  hash text NOT NULL,
  must_change bigint NOT NULL,
  set_at bigint NOT NULL
);
CREATE TABLE second_factor (
  account text NOT NULL PRIMARY KEY REFERENCES account (id),
  sealed bytea NOT NULL,
  confirmed_at bigint,
  last_step bigint NOT NULL
);
CREATE TABLE recovery_code (
  account text NOT NULL REFERENCES account (id),
  position bigint NOT NULL,
  hash bytea NOT NULL,
  used_at bigint,
  PRIMARY KEY (account, position)
);
CREATE TABLE account_session (
  number bigint NOT NULL PRIMARY KEY,
  account text NOT NULL REFERENCES account (id),
  token_hash bytea NOT NULL UNIQUE,
  way text NOT NULL,
  factor text NOT NULL,
  address text NOT NULL,
  agent text NOT NULL,
  created bigint NOT NULL,
  last_used bigint NOT NULL,
  locked_at bigint,
  ended_at bigint,
  end_reason text
);
CREATE INDEX account_session_account ON account_session (account);
CREATE TABLE api_token (
  number bigint NOT NULL PRIMARY KEY,
  account text NOT NULL REFERENCES account (id),
  token_hash bytea NOT NULL UNIQUE,
  shown text NOT NULL,
  name text NOT NULL,
  powers text NOT NULL,
  created bigint NOT NULL,
  expires bigint NOT NULL,
  last_used bigint,
  revoked_at bigint,
  revision bigint NOT NULL REFERENCES ledger (revision)
);
CREATE INDEX api_token_account ON api_token (account);
CREATE TABLE role_grant (
  id text NOT NULL PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  account text NOT NULL REFERENCES account (id),
  role text NOT NULL,
  extent text NOT NULL,
  hierarchy text NOT NULL,
  first_day bigint NOT NULL,
  last_day bigint NOT NULL,
  ended_on bigint,
  follows text NOT NULL,
  reason text NOT NULL,
  revision bigint NOT NULL REFERENCES ledger (revision),
  ended_revision bigint REFERENCES ledger (revision)
);
CREATE INDEX role_grant_account ON role_grant (account);
CREATE TABLE role_grant_unit (
  role_grant text NOT NULL REFERENCES role_grant (id),
  position bigint NOT NULL,
  unit text NOT NULL,
  PRIMARY KEY (role_grant, position)
);
CREATE TABLE delegation (
  id text NOT NULL PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  role_grant text NOT NULL REFERENCES role_grant (id),
  delegator text NOT NULL REFERENCES account (id),
  delegate text NOT NULL REFERENCES account (id),
  powers text NOT NULL,
  form text NOT NULL,
  first_day bigint NOT NULL,
  last_day bigint NOT NULL,
  ended_on bigint,
  reason text NOT NULL,
  revision bigint NOT NULL REFERENCES ledger (revision),
  ended_revision bigint REFERENCES ledger (revision)
);
CREATE INDEX delegation_delegator ON delegation (delegator);
CREATE INDEX delegation_delegate ON delegation (delegate);
CREATE TABLE hand_over (
  id text NOT NULL PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  leaving text NOT NULL REFERENCES account (id),
  taking text NOT NULL REFERENCES account (id),
  first_day bigint NOT NULL,
  reason text NOT NULL,
  by_whom text NOT NULL,
  at bigint NOT NULL,
  revision bigint NOT NULL REFERENCES ledger (revision)
);
CREATE TABLE hand_over_item (
  hand_over text NOT NULL REFERENCES hand_over (id),
  position bigint NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  text_vi text NOT NULL,
  text_en text NOT NULL,
  PRIMARY KEY (hand_over, position)
);
CREATE TABLE sign_in_failure (
  subject text NOT NULL PRIMARY KEY,
  failures bigint NOT NULL,
  first_at bigint NOT NULL,
  last_at bigint NOT NULL
);
CREATE INDEX sign_in_failure_last_at ON sign_in_failure (last_at);
)";

// Each after those whose rows it names.
inline constexpr std::string_view kUserTables[] = {
    "account",         "password",  "second_factor",  "recovery_code",
    "account_session", "api_token", "role_grant",     "role_grant_unit",
    "delegation",      "hand_over", "hand_over_item", "sign_in_failure"};

}  // namespace exemplar::programme
