#pragma once

#include <memory>

#include "app/server/operations/run_shelves.hpp"
#include "surface/http/operations.hpp"

namespace spark::server {

/// Wires what is below `/api/v1/backtests/{id}`. `house` outlives the operations; `shelves` is theirs together.
void add_report_operations(House& house, const std::shared_ptr<RunShelves>& shelves, http::Operations& operations);

/// Wires `…/reconcile` and `…/rerun`, which are jobs.
void add_repeat_operations(House& house, const std::shared_ptr<RunShelves>& shelves, http::Operations& operations);

}  // namespace spark::server
