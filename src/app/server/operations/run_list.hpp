#pragma once

#include "app/server/operations/run_shelves.hpp"
#include "surface/http/call.hpp"
#include "surface/http/outcome.hpp"

namespace spark::server {

/// A page of backtests by the call's filters (`strategy`, `dataset`, `from`, `to`, `q`), order (`sort`) and `cursor`.
/// A cursor names the last run of the page before, so runs that are made meanwhile move nothing. Errors: invalid_input.
Result<http::Page> run_rows(RunShelves& shelves, const http::Call& call);

/// Rows of a list with its cursor: those behind the row of `cursor` (an index into them), at most `limit`, sorted by
/// the column of `sort` (`-net_pnl`) with the index behind it. Errors: invalid_input.
Result<http::Page> sorted_page(std::vector<wire::Json> rows, const http::Call& call);

}  // namespace spark::server
