// The tables of an office, as steps that are only ever added to.
#pragma once

#include <span>

#include "store/migration.hpp"

namespace exemplar::programme {

std::span<const store::Migration> office_steps();

}  // namespace exemplar::programme
