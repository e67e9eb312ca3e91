// Any bytes as the body of an order for a backtest: nothing may crash, and what is taken names no path.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/verbs/backtest_order.hpp"
#include "foundation/base/assert.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto order = spark::verbs::read_backtest_body({reinterpret_cast<const char*>(data), size});
    SPARK_ASSERT(!order || spark::verbs::is_plain_name(order->strategy));
    return 0;
}
