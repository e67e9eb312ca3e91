#include "engine/strategy/detail/warm_up.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "engine/expression/functions.hpp"
#include "engine/indicators/source.hpp"
#include "engine/strategy/detail/program_part.hpp"

namespace spark::strategy::detail {
namespace {

using expression::Program;
using expression::StepKey;
using expression::StepKind;

/// First defined bar of a function of one source and a length: that of the source, and so many bars on.
struct Window {
    std::string_view name;
    std::size_t less;  ///< Subtracted from the length.
};
constexpr std::array windows{
    Window{"ta.sma", 1},     Window{"ta.ema", 1},    Window{"ta.rma", 1}, Window{"ta.wma", 1},    Window{"ta.stdev", 1},
    Window{"ta.highest", 1}, Window{"ta.lowest", 1}, Window{"ta.mom", 0}, Window{"ta.change", 0}, Window{"ta.rsi", 0}};

class FirstBars {
  public:
    FirstBars(const Program& program, expression::ColumnCache& cache)
        : program_(program), steps_(program.steps()), cache_(cache) {}

    Result<FirstBar> last() {
        for (std::size_t at = 0; at < steps_.size(); ++at) {
            SPARK_TRY(const FirstBar found, of(at));
            found_.push_back(found);
        }
        return found_.back();
    }

  private:
    const FirstBar& argument(std::size_t at, std::size_t index) const { return found_[steps_[at].arguments[index]]; }
    double number(std::size_t step) const { return std::bit_cast<double>(steps_[step].constant_bits); }

    static FirstBar later(FirstBar a, FirstBar b) { return {std::max(a.bar, b.bar), a.is_known && b.is_known}; }
    static FirstBar sooner(FirstBar a, FirstBar b) {
        if (!a.is_known) return b;
        if (!b.is_known) return a;
        return a.bar < b.bar ? a : b;
    }
    static FirstBar after(FirstBar from, std::size_t bars) { return {from.bar + bars, from.is_known}; }

    Result<FirstBar> of(std::size_t at) {
        const StepKey& step = steps_[at];
        if (step.scope != 0) return FirstBar{};  // other bars: looked at where they are projected on these
        switch (step.kind) {
            case StepKind::constant: return FirstBar{.bar = 0, .is_known = number(at) == number(at)};
            case StepKind::bar_column: return FirstBar{};
            case StepKind::history: return after(argument(at, 0), step.which);
            case StepKind::call: return of_call(at);
            case StepKind::field:
            case StepKind::projected:
            case StepKind::variable: break;
        }
        return of_column(at);
    }

    Result<FirstBar> of_call(std::size_t at) {
        const StepKey& step = steps_[at];
        const expression::Function& function = expression::functions()[step.which];
        const std::string_view name = function.name;
        if (name == "or" || name == "nz" || name == "and") {
            return name == "and" ? later(held(at, 0), held(at, 1)) : sooner(held(at, 0), held(at, 1));
        }
        if (name == "not" || name == "na") return FirstBar{};
        if (name == "?:") return sooner(argument(at, 2), later(argument(at, 0), argument(at, 1)));
        if (name == "ta.crossover" || name == "ta.crossunder" || name == "ta.cross")
            return after(later(argument(at, 0), argument(at, 1)), 1);
        const auto window = std::ranges::find(windows, name, &Window::name);
        if (window != windows.end() && steps_[step.arguments[1]].kind == StepKind::constant) {
            return after(argument(at, 0), static_cast<std::size_t>(number(step.arguments[1])) - window->less);
        }
        if (function.pointwise || name == "ta.barssince" || name == "ta.valuewhen") {
            FirstBar made{};
            for (std::size_t index = 0; index < step.arguments.size(); ++index) made = later(made, argument(at, index));
            return made;
        }
        if (function.field_count() > 0) return FirstBar{};  // looked at where a field is taken
        return of_column(at);
    }

    /// Of an operand of `and` and `or`: a constant no never holds.
    FirstBar held(std::size_t at, std::size_t index) const {
        const std::uint32_t step = steps_[at].arguments[index];
        if (steps_[step].kind == StepKind::constant && number(step) == 0.0) return {.bar = 0, .is_known = false};
        return found_[step];
    }

    Result<FirstBar> of_column(std::size_t at) {
        const Program part = part_of(program_, at, expression::ValueType::number);
        SPARK_TRY(const indicators::Source column, part.run(cache_));
        const std::size_t first = indicators::first_defined(column);
        return FirstBar{.bar = first, .is_known = first < column.size()};
    }

    const Program& program_;
    std::span<const StepKey> steps_;
    expression::ColumnCache& cache_;
    std::vector<FirstBar> found_;
};

}  // namespace

Result<FirstBar> first_possible_bar(const Program& program, expression::ColumnCache& cache) {
    return FirstBars(program, cache).last();
}

}  // namespace spark::strategy::detail
