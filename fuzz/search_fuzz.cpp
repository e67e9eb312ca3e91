// Any bytes as the text of an axis (first line), a condition (second) and an objective (third): refused with a message,
// or an axis that says itself as it may be given again, whose values the parameter may have, and a condition that can
// be asked about them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/search/condition.hpp"
#include "engine/search/objective.hpp"
#include "engine/search/space.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/wire/utf8.hpp"

namespace {

using spark::strategy::ParameterKind;
using spark::strategy::ParameterSpec;

std::vector<ParameterSpec> some_specs() {
    std::vector<ParameterSpec> specs(4);
    specs[0].name = "fast";
    specs[0].least = -5;
    specs[0].most = 1'000'000'000'000;
    specs[1].name = "pct";
    specs[1].kind = ParameterKind::decimal;
    specs[1].most = 9'000'000'000'000'000'000;
    specs[2].name = "on";
    specs[2].kind = ParameterKind::flag;
    specs[2].most = 1;
    specs[3].name = "type";
    specs[3].kind = ParameterKind::choice;
    specs[3].most = 1;
    specs[3].choices = {"sma", "ema"};
    return specs;
}

std::string_view line_of(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

void check(const spark::Error& error) {
    SPARK_ASSERT(!error.message.empty() && !error.place.empty() && spark::wire::is_utf8(error.message));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<ParameterSpec> specs = some_specs();
    const void* const bytes = data;
    std::string_view text{static_cast<const char*>(bytes), size};
    const auto axis = spark::search::Axis::parse(specs, line_of(text));
    const auto condition = spark::search::Condition::compile(line_of(text), specs);
    const auto objective = spark::search::Objective::compile(line_of(text), spark::Notional::of_units(1));
    if (!axis) check(axis.error());
    if (!condition) check(condition.error());
    if (!objective) check(objective.error());
    if (objective) static_cast<void>(objective->value({}));
    std::vector<std::int64_t> values{1, 100'000'000, 1, 0};
    if (axis) {
        const auto again = spark::search::Axis::parse(specs, axis->text());
        SPARK_ASSERT(again.has_value() && again->count() == axis->count() && again->text() == axis->text());
        for (const std::uint64_t index : {std::uint64_t{0}, axis->count() / 2, axis->count() - 1}) {
            const std::int64_t value = axis->value(index);
            SPARK_ASSERT(value == again->value(index) && value >= axis->spec().least && value <= axis->spec().most);
            SPARK_ASSERT((value - axis->spec().least) % axis->spec().step == 0);
            values[axis->parameter()] = value;
            if (condition) static_cast<void>(condition->holds(values));
        }
    } else if (condition) {
        static_cast<void>(condition->holds(values));
    }
    return 0;
}
