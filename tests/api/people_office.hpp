// An office whose people are kept over HTTP. Whatever was secret is looked for in every payload of the
// audit log when the test ends.
#pragma once

#include "api/api_office.hpp"
#include "programme/user/personal_read_service.hpp"

namespace exemplar::api {

class PeopleOffice : public ApiOffice {
 protected:
  void TearDown() override {
    if (api_) {
      secrets_.push_back(kPassword);
      secrets_.push_back("argon2id");
      size_t payloads = 0;
      each_audit(*api_->connection(), [&](const AuditEntry& entry, const AuditPayload* payload) {
        ++payloads;
        const std::string all = entry.subject + " " + payload->text;
        for (const std::string& secret : secrets_) {
          EXPECT_EQ(all.find(secret), std::string::npos) << entry.action << ": " << secret;
        }
        // What tells of people by name is known to: reading it is told.
        if (all.find("Tên ") != std::string::npos || all.find("2001:db8") != std::string::npos) {
          EXPECT_TRUE(payload_is_personal(entry.action)) << entry.action << " " << all;
        }
      });
      EXPECT_GT(payloads, 0U);
      api_->connection()->each("SELECT coalesce(body, '') FROM idempotency_key",
                               [&](const store::Row& row) {
                                 for (const std::string& secret : secrets_) {
                                   EXPECT_EQ(row.text(0).find(secret), std::string::npos) << secret;
                                 }
                               });
      EXPECT_TRUE(verdict().silent_revisions.empty());
    }
    ApiOffice::TearDown();
  }

  void is_secret(const std::string& text) {
    EXPECT_GE(text.size(), 6U);
    secrets_.push_back(text);
  }

  // By the login and password.
  Person signed_in(const std::string& login, const std::string& password) {
    const Answer in = call("POST", "/api/v1/session", nullptr,
                           R"({"login": ")" + login + R"(", "password": ")" + password + R"("})");
    EXPECT_EQ(in.status(), 201) << in.response.body;
    return from(in);
  }
  // Of an answer that gave a new token.
  Person from(const Answer& answer) {
    const std::string cookie = answer.header("Set-Cookie");
    const size_t begin = cookie.find('=') + 1;
    Person one{answer.at("/account"), cookie.substr(begin, cookie.find(';') - begin),
               answer.at("/csrf_token")};
    is_secret(one.cookie);
    is_secret(one.csrf);
    return one;
  }

  // `extent`: the rest of the body's value, such as "units", "units": ["w26734"].
  Answer grant(const Person& giver, const std::string& account, const std::string& role,
               const std::string& extent) {
    return call("POST", "/api/v1/grants", &giver,
                R"({"account": ")" + account + R"(", "role": ")" + role +
                    R"(", "reason": "QĐ 12", "extent": )" + extent + "}");
  }

  // The newest entries, newest last: "action subject".
  std::vector<std::string> told(size_t last) {
    std::vector<std::string> entries;
    for (const KeptAudit& one : find_audit(*api_->connection(), {.limit = last})) {
      entries.insert(entries.begin(), one.entry.action + " " + one.entry.subject);
    }
    return entries;
  }
  std::string newest_payload() {
    return find_audit(*api_->connection(), {.limit = 1}).at(0).payload->text;
  }
  int64_t revision() { return store::newest_revision(*api_->connection()); }

  std::vector<std::string> secrets_;
};

}  // namespace exemplar::api
