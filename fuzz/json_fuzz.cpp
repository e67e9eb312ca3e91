// Any bytes as JSON: nothing may crash, and what is accepted must be the same value after writing and reading again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/assert.hpp"
#include "foundation/wire/json.hpp"
#include "foundation/wire/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);

    const auto json = spark::wire::parse_json(text);
    if (!json) {
        SPARK_ASSERT(!json.error().message.empty() && spark::wire::is_utf8(json.error().message));
        return 0;
    }
    const std::string compact = spark::wire::to_text(*json);
    SPARK_ASSERT(spark::wire::is_utf8(compact));
    const auto again = spark::wire::parse_json(compact);
    SPARK_ASSERT(again.has_value() && spark::wire::to_text(*again) == compact);
    const auto pretty = spark::wire::parse_json(spark::wire::to_pretty_text(*json));
    SPARK_ASSERT(pretty.has_value() && *pretty == *again);
    return 0;
}
