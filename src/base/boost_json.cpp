// The one translation unit that compiles Boost.JSON, which is used as headers: whoever includes
// <boost/json.hpp> is linked with this.
#include <boost/json/src.hpp>
