#pragma once

#include <map>
#include <string>
#include <string_view>

#include "surface/http/outcome.hpp"

namespace spark::http {

/// The work behind each route by the operation's name (`backtests.create`). Filled once, before the first request.
class Operations {
  public:
    /// Precondition (asserted): a route has this operation, and it has no work yet.
    void add(std::string_view name, Operation work);
    /// Null where nothing is wired.
    const Operation* find(std::string_view name) const;

  private:
    std::map<std::string, Operation, std::less<>> work_;
};

}  // namespace spark::http
