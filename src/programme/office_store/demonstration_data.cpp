#include "programme/office_store/demonstration_data.hpp"

#include "base/zone.hpp"
#include "programme/demonstration/demonstration_store.hpp"

namespace exemplar::programme {

namespace {

Result<LoadReport> load_there(const OfficeAddress& address, const PackFiles& files,
                              const Office& pack, const FillRandom& random, LoadRun run) {
  const Demonstration& demonstration = pack.demonstration;
  const auto zone = Zone::named(pack.definitions.zone);
  if (!zone) return zone.refusal();
  store::Instant at = demonstration_instant(demonstration.day, demonstration.hour, *zone);
  if (const auto there = open_office(address, Access::Use)) {
    const auto stands = demonstration_clock(**there);
    if (!stands && store::newest_revision(**there) > 0) {
      return Refusal{msg("the office in {} is no demonstration", address.shown()),
                     msg("load the pack into a folder or a database without an office")};
    }
    at = stands.value_or(at);
  }
  const WriteBy by{at, "system", random};
  auto report = load_pack(address, files, by, run);
  if (!report || !report->loaded || run == LoadRun::Try) return report;
  const auto connection = open_office(address, Access::Use);
  if (!connection) return connection.refusal();
  const auto added = set_up_demonstration(**connection, demonstration, pack.definitions.units,
                                          zone->day_of(at), by);
  if (!added) return added.refusal();
  return report;
}

}  // namespace

Result<LoadReport> load_demonstration(const OfficeAddress& address, const PackFiles& files,
                                      const FillRandom& random, LoadRun run) {
  const PackReading pack = read_pack(files, {.reading = Reading::Outline});
  if (pack.problems.has_errors()) return LoadReport{pack.problems, std::nullopt};
  if (!pack.office.demonstration.declared()) {
    return Refusal{msg("the pack declares no demonstration"),
                   msg("add [demonstration] and its doors to office.toml; see docs/pack.md")};
  }
  try {
    return load_there(address, files, pack.office, random, run);
  } catch (const store::Failure& failure) {
    return refusal_of(failure, address);
  }
}

store::Instant instant_of(const OfficeAddress& address, store::Instant now) {
  if (!address.given()) return now;
  const auto connection = open_office(address, Access::Use);
  if (!connection) return now;
  try {
    return demonstration_clock(**connection).value_or(now);
  } catch (const store::Failure&) {
    return now;
  }
}

}  // namespace exemplar::programme
