// The tables of an office, as steps that are only ever added to.
#pragma once

#include <span>
#include <string_view>

#include "store/migration.hpp"

namespace exemplar::programme {

std::span<const store::Migration> office_steps();
// All tables, each after those whose rows it names.
std::span<const std::string_view> office_tables();

}  // namespace exemplar::programme
