#include "adapters/trials/trial_axis.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "foundation/base/assert.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::trials {
namespace {

struct KindName {
    strategy::ParameterKind kind;
    std::string_view name;
};
constexpr std::array kind_names{
    KindName{strategy::ParameterKind::integer, "integer"}, KindName{strategy::ParameterKind::decimal, "decimal"},
    KindName{strategy::ParameterKind::flag, "flag"}, KindName{strategy::ParameterKind::choice, "choice"}};

std::unexpected<Error> refused(std::string_view why) {
    return fail(Fault::invalid_input, "axis of a trial folder: " + std::string(why));
}

/// Everything value_text relies on: no value past the choices, none past int64.
Result<void> check(const TrialAxis& axis) {
    if (axis.count == 0 || axis.count > std::numeric_limits<std::uint32_t>::max())
        return refused("it has no value, or more than 2^32 - 1");
    if (!axis.listed.empty() && axis.listed.size() != axis.count) return refused("the list is not as long as it says");
    const Int128 last = static_cast<Int128>(axis.least) + static_cast<Int128>(axis.step) * (axis.count - 1);
    if (axis.listed.empty() && !fits_int64(last)) return refused("its last value leaves 64 bits");
    if (axis.kind != strategy::ParameterKind::choice) return {};
    const auto is_choice = [&](std::int64_t value) {
        return value >= 0 && static_cast<std::uint64_t>(value) < axis.choices.size();
    };
    const bool holds = axis.listed.empty() ? is_choice(axis.least) && is_choice(static_cast<std::int64_t>(last))
                                           : std::ranges::all_of(axis.listed, is_choice);
    if (!holds) return refused("a value is none of the choices");
    return {};
}

}  // namespace

std::int64_t TrialAxis::value(std::uint64_t index) const {
    SPARK_ASSERT(index < count);
    if (!listed.empty()) return listed[index];
    return static_cast<std::int64_t>(static_cast<Int128>(least) + static_cast<Int128>(step) * index);
}

std::string TrialAxis::value_text(std::uint64_t index) const {
    const strategy::ParameterSpec spec{.name = {}, .kind = kind, .choices = choices};
    return strategy::parameter_text(spec, value(index));
}

std::optional<std::uint64_t> TrialAxis::index_of(std::string_view text) const {
    if (listed.empty() && step != 0 &&
        (kind == strategy::ParameterKind::integer || kind == strategy::ParameterKind::decimal)) {
        const auto parsed = parse_units(text);
        if (!parsed || parsed->rounded) return std::nullopt;
        const std::int64_t scale = kind == strategy::ParameterKind::integer ? units_per_one : 1;
        if (parsed->units % scale != 0) return std::nullopt;
        const Int128 distance = static_cast<Int128>(parsed->units / scale) - least;
        if (distance % step != 0 || distance / step < 0 || distance / step >= count) return std::nullopt;
        return static_cast<std::uint64_t>(distance / step);
    }
    for (std::uint64_t index = 0; index < count; ++index) {
        if (value_text(index) == text) return index;
    }
    return std::nullopt;
}

wire::Json TrialAxis::json() const {
    wire::Json out = wire::Json::object();
    out.set("name", name);
    out.set("kind", kind_names[static_cast<std::size_t>(kind)].name);
    if (!unit.empty()) out.set("unit", unit);
    out.set("is_log", is_log).set("is_ordered", is_ordered).set("count", count);
    if (listed.empty()) {
        out.set("least", least).set("step", step);
    } else {
        wire::Json values = wire::Json::array();
        for (const std::int64_t one : listed) values.push(one);
        out.set("values", std::move(values));
    }
    if (!choices.empty()) {
        wire::Json names = wire::Json::array();
        for (const std::string& choice : choices) names.push(choice);
        out.set("choices", std::move(names));
    }
    return out;
}

Result<TrialAxis> TrialAxis::parse(const wire::Json& json) {
    TrialAxis axis;
    SPARK_TRY(axis.name, json.string_at("name"));
    SPARK_TRY(const std::string kind, json.string_at("kind"));
    const auto row = std::ranges::find(kind_names, kind, &KindName::name);
    if (row == kind_names.end()) return refused("its kind is not known");
    axis.kind = row->kind;
    if (json.find("unit") != nullptr) {
        SPARK_TRY(axis.unit, json.string_at("unit"));
    }
    SPARK_TRY(axis.is_log, json.bool_at("is_log"));
    SPARK_TRY(axis.is_ordered, json.bool_at("is_ordered"));
    SPARK_TRY(const std::int64_t count, json.int64_at("count"));
    axis.count = count < 0 ? 0 : static_cast<std::uint64_t>(count);
    if (json.find("values") != nullptr) {
        SPARK_TRY(const auto values, json.array_at("values"));
        for (const wire::Json& one : values) {
            SPARK_TRY(const std::int64_t value, one.as_int64());
            axis.listed.push_back(value);
        }
        if (axis.listed.empty()) return refused("its list is empty");
    } else {
        SPARK_TRY(axis.least, json.int64_at("least"));
        SPARK_TRY(axis.step, json.int64_at("step"));
    }
    if (json.find("choices") != nullptr) {
        SPARK_TRY(const auto choices, json.array_at("choices"));
        for (const wire::Json& one : choices) {
            SPARK_TRY(std::string choice, one.as_string());
            axis.choices.push_back(std::move(choice));
        }
    }
    SPARK_TRY(check(axis));
    return axis;
}

}  // namespace spark::trials
