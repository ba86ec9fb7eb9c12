// The tables of single sign-on, as one step of an office's tables.
//
//   identity       account ↔ (issuer, subject): ended, never changed and never removed; one that
//                  has not ended is of one account
//   sign_in_flow   a person on the way to the provider and back: one row until it is used, of any
//                  node; of what the browser carries only hashes. Not copied with an office.
#pragma once

#include <string_view>

namespace exemplar::programme {

inline constexpr std::string_view kSignOnTablesName = "single sign-on";

inline constexpr std::string_view kSignOnTablesSql = R"(
CREATE TABLE identity (
  number bigint NOT NULL PRIMARY KEY,
  account text NOT NULL REFERENCES account (id),
  issuer text NOT NULL,
  subject text NOT NULL,
  linked_at bigint NOT NULL,
  linked_by text NOT NULL,
  ended_at bigint,
  revision bigint NOT NULL REFERENCES ledger (revision),
  ended_revision bigint REFERENCES ledger (revision)
);
CREATE UNIQUE INDEX identity_open ON identity (issuer, subject) WHERE ended_at IS NULL;
CREATE INDEX identity_account ON identity (account);
CREATE TABLE sign_in_flow (
  state_hash bytea NOT NULL PRIMARY KEY,
  browser_hash bytea NOT NULL,
  purpose text NOT NULL,
  account text REFERENCES account (id),
  session bigint,
  redirect text NOT NULL,
  return_to text NOT NULL,
  begun bigint NOT NULL,
  expires bigint NOT NULL
);
CREATE INDEX sign_in_flow_expires ON sign_in_flow (expires);
)";

// Those that a copy of an office holds.
inline constexpr std::string_view kSignOnTables[] = {"identity"};

}  // namespace exemplar::programme
