#pragma once

#include <functional>
#include <string>

#include "adapters/intake/detail/candle_collector.hpp"
#include "adapters/intake/detail/layout.hpp"
#include "adapters/intake/intake.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/byte_source.hpp"

namespace spark::intake::detail {

/// Reads all rows of one file into the collector and says what layout it had. `on_block` is called after every block.
/// Errors: invalid_input with `file:line` as place; the source's.
Result<Layout> read_file(const IntakeRequest& request, const std::string& name, wire::ByteSource& source,
                         CandleCollector& collector, const std::function<void()>& on_block);

}  // namespace spark::intake::detail
