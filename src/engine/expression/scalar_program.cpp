#include "engine/expression/scalar_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/indicators/source.hpp"
#include "foundation/base/assert.hpp"

namespace spark::expression {
namespace {

/// As a step over bars is kept: no infinity, no negative zero.
double settled(double value) { return std::isfinite(value) ? value + 0.0 : indicators::undefined; }
double yes_or_no(bool condition) { return condition ? 1.0 : 0.0; }

}  // namespace

/// The rows that are asked most, without a call through their row; scalar_program_test compares each with it.
enum class ScalarProgram::Operation : std::uint8_t {
    constant,
    variable,
    plus,
    minus,
    times,
    over,
    negate,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    not_equal,
    both,
    either,
    opposite,
    choice,
    other
};

ScalarProgram::Operation ScalarProgram::operation_of(const Function& function) {
    struct Named {
        std::string_view sign;
        Operation operation;
    };
    static constexpr std::array named{
        Named{"+", Operation::plus},        Named{"-", Operation::minus},       Named{"*", Operation::times},
        Named{"/", Operation::over},        Named{"negate", Operation::negate}, Named{"<", Operation::less},
        Named{"<=", Operation::less_equal}, Named{">", Operation::greater},     Named{">=", Operation::greater_equal},
        Named{"==", Operation::equal},      Named{"!=", Operation::not_equal},  Named{"and", Operation::both},
        Named{"or", Operation::either},     Named{"not", Operation::opposite},  Named{"?:", Operation::choice},
    };
    const auto found = std::ranges::find(named, function.name, &Named::sign);
    return found == named.end() ? Operation::other : found->operation;
}

Result<ScalarProgram> ScalarProgram::compile(std::string_view text, std::span<const NamedVariable> variables) {
    SPARK_TRY(Program program, expression::compile(text, Names{.variables = variables, .has_bars = false}));
    return of(std::move(program));
}

Result<ScalarProgram> ScalarProgram::of(Program program) {
    if (program.step_count() > parts_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found an expression of {} parts, allowed {}", program.step_count(), parts_max), "1:1",
                    "split it");
    }
    ScalarProgram made(std::move(program));
    for (const StepKey& step : made.program_.steps()) {
        Part part{.operation = Operation::constant};
        if (step.kind == StepKind::constant) {
            part.constant = std::bit_cast<double>(step.constant_bits);
        } else if (step.kind == StepKind::variable) {
            part.operation = Operation::variable;
            part.first = step.which;
            made.variables_.push_back(step.which);
        } else {
            SPARK_ASSERT(step.kind == StepKind::call && !step.arguments.empty() && step.arguments.size() <= 3);
            part.function = &functions()[step.which];
            part.operation = operation_of(*part.function);
            part.first = step.arguments[0];
            part.second = step.arguments.size() > 1 ? step.arguments[1] : 0;
            part.third = step.arguments.size() > 2 ? step.arguments[2] : 0;
        }
        made.parts_.push_back(part);
    }
    std::ranges::sort(made.variables_);
    return made;
}

double ScalarProgram::called(const Part& part, std::span<const double> parts) {
    const std::array places{part.first, part.second, part.third};
    std::array<Operand, 3> operands{};
    const std::size_t count = part.function->parameter_count();
    for (std::size_t at = 0; at < count; ++at) operands[at] = {.data = &parts[places[at]], .size = 1, .step = 0};
    double result = 0.0;
    const std::array<indicators::Output, 1> out{indicators::Output(&result, 1)};
    part.function->run({.bars = nullptr, .arguments = std::span(operands).first(count), .out = out});
    return result;
}

void ScalarProgram::run(std::span<const double> variables, std::span<double> parts) const {
    for (std::size_t at = 0; at < parts_.size(); ++at) {
        const Part& part = parts_[at];
        const double a = part.operation == Operation::variable ? variables[part.first] : parts[part.first];
        const double b = parts[part.second];
        // na is NaN: it makes every comparison but != false, and no condition hold.
        switch (part.operation) {
            case Operation::constant: parts[at] = part.constant; break;
            case Operation::variable: parts[at] = settled(a); break;
            case Operation::plus: parts[at] = settled(a + b); break;
            case Operation::minus: parts[at] = settled(a - b); break;
            case Operation::times: parts[at] = settled(a * b); break;
            case Operation::over: parts[at] = b == 0.0 ? indicators::undefined : settled(a / b); break;
            case Operation::negate: parts[at] = settled(-a); break;
            case Operation::less: parts[at] = yes_or_no(a < b); break;
            case Operation::less_equal: parts[at] = yes_or_no(a <= b); break;
            case Operation::greater: parts[at] = yes_or_no(a > b); break;
            case Operation::greater_equal: parts[at] = yes_or_no(a >= b); break;
            case Operation::equal: parts[at] = yes_or_no(a == b); break;
            case Operation::not_equal: parts[at] = yes_or_no(a < b || a > b); break;
            case Operation::both: parts[at] = yes_or_no(a > 0.0 && b > 0.0); break;
            case Operation::either: parts[at] = yes_or_no(a > 0.0 || b > 0.0); break;
            case Operation::opposite: parts[at] = yes_or_no(!(a > 0.0)); break;
            case Operation::choice: parts[at] = a > 0.0 ? b : parts[part.third]; break;
            case Operation::other: parts[at] = settled(called(part, parts)); break;
        }
    }
}

double ScalarProgram::value(std::span<const double> variables) const {
    // Zeroed at the front only: a part reads earlier ones, and place 0 stands for arguments that are not there.
    std::array<double, parts_max> parts;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    parts[0] = 0.0;
    run(variables, parts);
    return parts[parts_.size() - 1];
}

}  // namespace spark::expression
