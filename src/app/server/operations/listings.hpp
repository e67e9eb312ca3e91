#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "app/server/house.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/outcome.hpp"

namespace spark::server {

/// The data sets there are, as the API lists them. Reads the disk.
Result<std::vector<wire::Json>> data_set_rows(const House& house);

/// A page of runs, newest first. Reads the disk. Errors: invalid_input for a cursor that is none.
Result<http::Page> run_page(const House& house, std::size_t limit, std::string_view cursor);

}  // namespace spark::server
