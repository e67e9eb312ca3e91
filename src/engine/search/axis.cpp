#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "engine/search/space.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::search {

using strategy::ParameterKind;
using strategy::ParameterSpec;

namespace {

constexpr std::string_view forms =
    "write fast=5:50:5, fast=5:50, fast=5,8,13, length=log:5:500:20, type=sma,ema or type=*";
constexpr std::string_view log_prefix = "log:";
constexpr std::uint64_t log_count_max = Axis::listed_max;

std::vector<std::string_view> split(std::string_view text, char sign) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(sign);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool is_number(const ParameterSpec& spec) {
    return spec.kind == ParameterKind::integer || spec.kind == ParameterKind::decimal;
}

Result<std::uint64_t> whole(std::string_view text, std::string_view place) {
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code == std::errc{} && end == text.data() + text.size() && !text.empty()) return value;
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed a whole number of values", shown(text)),
                std::string(place), std::string(forms));
}

}  // namespace

class AxisReader {
  public:
    AxisReader(const ParameterSpec& spec, std::size_t parameter) : place_(fmt::format("--param {}", spec.name)) {
        axis_.spec_ = spec;
        axis_.parameter_ = parameter;
    }

    Result<Axis> read(std::string_view range) {
        if (range.empty()) return refuse("found no values", std::string(forms));
        const bool is_list = range == "*" || (!range.starts_with(log_prefix) && range.find(':') == std::string::npos);
        if (is_list) {
            SPARK_TRY(read_list(range));
        } else if (!is_number(axis_.spec_)) {
            return refuse(fmt::format("found the range '{}' of a parameter that is no number", shown(range)),
                          fmt::format("write {}=*", axis_.spec_.name));
        } else if (range.starts_with(log_prefix)) {
            SPARK_TRY(read_log(range.substr(log_prefix.size())));
        } else {
            SPARK_TRY(read_steps(range));
        }
        return std::move(axis_);
    }

  private:
    std::unexpected<Error> refuse(std::string message, std::string remedy = {}) const {
        return fail(Fault::invalid_input, std::move(message), place_, std::move(remedy));
    }
    std::string text_of(std::int64_t value) const { return strategy::parameter_text(axis_.spec_, value); }

    /// A value the parameter may have.
    Result<std::int64_t> value(std::string_view text) const {
        const strategy::Assignment assignment{axis_.spec_.name, std::string(text)};
        auto values = strategy::resolve_parameters(std::span(&axis_.spec_, 1), std::span(&assignment, 1));
        if (values) return values->front();
        Error error = std::move(values).error();
        error.place = place_;
        if (error.remedy.find("--set") != std::string::npos) error.remedy.clear();
        return fail(std::move(error));
    }

    Result<std::int64_t> step(std::string_view text) const {
        std::optional<std::int64_t> found;
        if (axis_.spec_.kind == ParameterKind::decimal) {
            const auto parsed = parse_units(text);
            if (parsed && !parsed->rounded) found = parsed->units;
        } else {
            std::int64_t number = 0;
            const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (code == std::errc{} && end == text.data() + text.size()) found = number;
        }
        if (!found) return refuse(fmt::format("found '{}' as step, allowed a number", shown(text)), std::string(forms));
        if (*found <= 0) return refuse(fmt::format("found step {}, allowed above 0", shown(text)), std::string(forms));
        if (*found % axis_.spec_.step != 0) {
            return refuse(
                fmt::format("found step {}, allowed multiples of {}", shown(text), text_of(axis_.spec_.step)));
        }
        return *found;
    }

    struct Ends {
        std::int64_t least = 0;
        std::int64_t most = 0;
    };
    Result<Ends> ends(std::string_view from, std::string_view to) const {
        SPARK_TRY(const std::int64_t least, value(from));
        SPARK_TRY(const std::int64_t most, value(to));
        if (least <= most) return Ends{least, most};
        return refuse(fmt::format("found the range {} to {}, which is reversed", text_of(least), text_of(most)),
                      fmt::format("write {}={}:{}", axis_.spec_.name, text_of(most), text_of(least)));
    }

    Result<void> read_steps(std::string_view range) {
        const std::vector<std::string_view> parts = split(range, ':');
        if (parts.size() > 3) {
            return refuse(fmt::format("found '{}', allowed least:most or least:most:step", shown(range)),
                          std::string(forms));
        }
        SPARK_TRY(const Ends found, ends(parts[0], parts[1]));
        std::int64_t step_size = axis_.spec_.step;
        if (parts.size() == 3) {
            SPARK_TRY(step_size, step(parts[2]));
        }
        const std::uint64_t span = static_cast<std::uint64_t>(found.most) - static_cast<std::uint64_t>(found.least);
        if (span > 0 && static_cast<std::uint64_t>(step_size) > span) {
            return refuse(fmt::format("found step {} over {} to {}, which leaves one value", text_of(step_size),
                                      text_of(found.least), text_of(found.most)),
                          fmt::format("write {}={} for one value", axis_.spec_.name, text_of(found.least)));
        }
        axis_.least_ = found.least;
        axis_.step_ = step_size;
        axis_.count_ = span / static_cast<std::uint64_t>(step_size) + 1;
        const std::int64_t last = axis_.value(axis_.count_ - 1);
        axis_.text_ =
            fmt::format("{}={}:{}:{}", axis_.spec_.name, text_of(found.least), text_of(last), text_of(step_size));
        // One value has no step that could be given again.
        if (axis_.count_ == 1) axis_.text_ = fmt::format("{}={}", axis_.spec_.name, text_of(found.least));
        return {};
    }

    Result<void> read_log(std::string_view range) {
        const std::vector<std::string_view> parts = split(range, ':');
        if (parts.size() != 3) {
            return refuse(fmt::format("found 'log:{}', allowed log:least:most:count", shown(range)),
                          fmt::format("write {}=log:5:500:20", axis_.spec_.name));
        }
        SPARK_TRY(const Ends found, ends(parts[0], parts[1]));
        SPARK_TRY(const std::uint64_t count, whole(parts[2], place_));
        if (found.least <= 0) {
            return refuse(fmt::format("found {} as least of a range by ratio, allowed above 0", text_of(found.least)));
        }
        if (count < 2 || count > log_count_max || found.least == found.most) {
            return refuse(fmt::format("found {} values from {} to {}, allowed 2 to {} between two that differ", count,
                                      text_of(found.least), text_of(found.most), log_count_max));
        }
        const double low = log_stable(static_cast<double>(found.least));
        const double high = log_stable(static_cast<double>(found.most));
        const ParameterSpec& spec = axis_.spec_;
        for (std::uint64_t at = 0; at < count; ++at) {
            const double share = static_cast<double>(at) / static_cast<double>(count - 1);
            const auto wanted = static_cast<Int128>(exp_stable(low + share * (high - low)) + 0.5);
            const Int128 steps = divide(wanted - spec.least, spec.step, Rounding::half_even);
            const Int128 kept = std::clamp(spec.least + steps * spec.step, Int128{found.least}, Int128{found.most});
            axis_.listed_.push_back(static_cast<std::int64_t>(kept));
        }
        axis_.listed_.front() = found.least;
        axis_.listed_.back() = found.most;
        axis_.listed_.erase(std::ranges::unique(axis_.listed_).begin(), axis_.listed_.end());
        axis_.count_ = axis_.listed_.size();
        axis_.is_log_ = true;
        axis_.text_ =
            fmt::format("{}={}{}:{}:{}", spec.name, log_prefix, text_of(found.least), text_of(found.most), count);
        return {};
    }

    Result<void> read_list(std::string_view range) {
        if (range == "*") {
            if (is_number(axis_.spec_))
                return refuse("found '*' for a number, allowed for choices and flags", std::string(forms));
            for (std::int64_t each = axis_.spec_.least; each <= axis_.spec_.most; ++each) axis_.listed_.push_back(each);
        } else {
            const std::vector<std::string_view> parts = split(range, ',');
            if (parts.size() > Axis::listed_max) {
                return refuse(fmt::format("found a list of {} values, allowed {}", parts.size(), Axis::listed_max),
                              "write a range");
            }
            for (const std::string_view part : parts) {
                SPARK_TRY(axis_.listed_.emplace_back(), value(part));
            }
        }
        std::vector<std::int64_t> ascending = axis_.listed_;
        std::ranges::sort(ascending);
        const auto twice = std::ranges::adjacent_find(ascending);
        if (twice != ascending.end()) return refuse(fmt::format("found {} twice", text_of(*twice)));
        if (is_number(axis_.spec_)) axis_.listed_ = std::move(ascending);
        axis_.count_ = axis_.listed_.size();
        axis_.text_ = axis_.spec_.name;
        for (std::size_t at = 0; at < axis_.listed_.size(); ++at)
            axis_.text_ += fmt::format("{}{}", at == 0 ? '=' : ',', text_of(axis_.listed_[at]));
        return {};
    }

    Axis axis_;
    std::string place_;
};

Result<Axis> Axis::parse(std::span<const ParameterSpec> specs, std::string_view text) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    if (equals == std::string_view::npos || name.empty()) {
        return fail(Fault::invalid_input, fmt::format("found '{}', allowed name=values", shown(text)), "--param",
                    std::string(forms));
    }
    const auto spec = std::ranges::find(specs, name, &ParameterSpec::name);
    if (spec == specs.end()) {
        std::vector<std::string_view> names;
        for (const ParameterSpec& known : specs) names.push_back(known.name);
        const auto nearest = nearest_name(name, names);
        return fail(Fault::not_found,
                    fmt::format("unknown parameter '{}', allowed {}", shown(name),
                                names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))),
                    "--param", nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
    }
    return AxisReader(*spec, static_cast<std::size_t>(spec - specs.begin())).read(text.substr(equals + 1));
}

std::uint64_t Axis::count() const { return count_; }

std::int64_t Axis::value(std::uint64_t index) const {
    if (!listed_.empty()) return listed_[index];
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(least_) + index * static_cast<std::uint64_t>(step_));
}

bool Axis::is_ordered() const { return is_number(spec_) && count_ > 2; }

std::string Axis::value_text(std::uint64_t index) const { return strategy::parameter_text(spec_, value(index)); }

}  // namespace spark::search
