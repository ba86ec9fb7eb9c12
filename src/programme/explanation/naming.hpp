// What an explanation calls indicators, measures and attributes: by their ids, as formulas write them
// and authors look for them, or by their names, as everybody else does.
#pragma once

namespace exemplar::programme {

enum class Naming { Ids, Names };

}  // namespace exemplar::programme
