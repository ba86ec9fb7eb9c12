#include "programme/office_store/audit_export.hpp"

#include "base/json.hpp"
#include "base/zone.hpp"
#include "programme/audit/audit_file.hpp"

namespace exemplar::programme {

void record_audit_export(store::Connection& connection, const AuditExport& what,
                         const WriteBy& by) {
  store::Write write(connection, by.now);
  Json payload = Json::object();
  payload.add("from", what.from ? Json::string(iso(*what.from)) : Json());
  payload.add("until", what.until ? Json::string(iso(*what.until)) : Json());
  append_audit(write, {by.actor, "audit.exported", "audit", payload.compact()}, by.random);
  write.commit();
}

Result<AuditExported> export_audit(const OfficeAddress& address, const AuditExport& what,
                                   const WriteBy& by,
                                   const std::function<void(std::string_view bytes)>& sink) {
  const auto opened = open_office(address, Access::Use);
  if (!opened) return opened.refusal();
  try {
    store::Connection& connection = **opened;
    const Definitions definitions =
        read_office(*opened, store::newest_revision(connection), {.reading = Reading::Outline})
            .office.definitions;
    const auto zone = Zone::named(definitions.zone);
    if (!zone) return zone.refusal();
    if (what.payloads) record_audit_export(connection, what, by);
    store::Transaction reading(connection, store::Transaction::Kind::Read);
    AuditExported done;
    std::optional<InstantUs> from, until;
    if (what.from) from = zone->begin_of(*what.from);
    if (what.until) until = zone->end_of(*what.until);
    done.range = audit_between(connection, from, until);
    AuditFileWriter writer(sink, definitions.office_id);
    each_audit(
        connection,
        [&](const AuditEntry& entry, const AuditPayload* payload) {
          if (!what.payloads) payload = nullptr;
          writer.write(entry, payload);
          ++done.entries;
          done.payloads += payload != nullptr ? 1 : 0;
        },
        done.range);
    return done;
  } catch (const store::Failure& failure) {
    return refusal_of(failure, address);
  }
}

}  // namespace exemplar::programme
