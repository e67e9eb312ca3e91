// Decimal text and ISO-8601 against independent readings: digits moved by hand, and what was read written and read
// again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/assert.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/base/wall_time.hpp"

namespace {

using spark::Int128;

/// What the format says, written as one plain loop over the characters.
bool is_decimal(std::string_view text) {
    if (text.empty() || text.size() > 128) return false;
    std::size_t at = text[0] == '-' || text[0] == '+' ? 1 : 0;
    std::size_t digits = 0;
    bool point = false;
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && !point && digits > 0) {
            point = true;
            digits = 0;
        } else if (text[at] >= '0' && text[at] <= '9') {
            ++digits;
        } else {
            return false;
        }
    }
    return digits > 0;
}

void check_decimal(std::string_view text) {
    const auto wide = spark::parse_wide_units(text);
    const auto narrow = spark::parse_units(text);
    if (!is_decimal(text)) {
        SPARK_ASSERT(!wide && !narrow);
        SPARK_ASSERT(wide.error().fault == spark::Fault::invalid_input && wide.error().message.size() < 400);
        return;
    }
    SPARK_ASSERT(!narrow || wide);
    SPARK_ASSERT(narrow.has_value() == (wide && spark::fits_int64(wide->units)));
    if (!wide) return;
    if (narrow) SPARK_ASSERT(narrow->units == wide->units && narrow->rounded == wide->rounded);

    const std::string canonical = spark::format_wide_units(wide->units);
    const auto again = spark::parse_wide_units(canonical);
    SPARK_ASSERT(again && again->units == wide->units && !again->rounded);
    if (narrow) SPARK_ASSERT(spark::format_units(narrow->units) == canonical);
}

void check_time(std::string_view text) {
    const auto time = spark::parse_iso8601(text);
    if (!time) return;
    const auto again = spark::parse_iso8601(spark::format_iso8601(*time));
    // A zone may carry the instant past the years that are read back.
    if (again)
        SPARK_ASSERT(*again == *time);
    else
        SPARK_ASSERT(spark::format_iso8601(*time).starts_with("1677-12-31") ||
                     spark::format_iso8601(*time).starts_with("2262-01-01"));
}

void check_shown(std::string_view text) {
    const std::string shown = spark::shown(text, 64);
    SPARK_ASSERT(shown.size() <= 64 * 4 + 3);
    for (const char c : shown) SPARK_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_decimal(text);
    check_time(text);
    check_shown(text);
    return 0;
}
