// Which indicators are an audit: another body looked at what a unit reports.
//
//   offences      from = "register"  audited_by = "audit_share" ─┐
//   audit_share   value = audit_right / audit_sample             │ audits = ["offences"]
//   audit_right, audit_sample        from = "audit"    ◀─────────┘ both sides say it
#pragma once

#include <functional>
#include <string_view>

#include "programme/indicator/indicator.hpp"

namespace exemplar::programme {

// The indicator of that id; nullptr: none.
using FindIndicator = std::function<const Indicator*(std::string_view)>;

// Reported by an audit, or computed from at least one value, all of them reported by audits.
bool is_audit(const Indicator& indicator, const FindIndicator& find);
// Does the audit say that it looked at that indicator?
bool audits(const Indicator& audit, std::string_view indicator);

}  // namespace exemplar::programme
