// What a database could not do: never the fault of what a user typed.
#pragma once

#include <stdexcept>
#include <string>

namespace exemplar::store {

class Failure : public std::runtime_error {
 public:
  enum class Kind {
    Busy,         // another writer held it for too long; the same again may do
    Constraint,   // a row is there already, or one it names is not
    Lost,         // the connection: nothing of the open transaction stands
    Full,         // no room on the disk
    ReadOnly,     // may not be written to
    Damaged,      // the file is not what it was, or none of ours
    Unsupported,  // settings or a version under which we do not serve
    Other,
  };

  Failure(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

}  // namespace exemplar::store
