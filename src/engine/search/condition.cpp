#include "engine/search/condition.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <variant>

#include "engine/expression/scalar_program.hpp"
#include "engine/strategy/parameter_words.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::search {
namespace {

using expression::NamedVariable;
using expression::ScalarProgram;
using expression::StepKey;
using expression::StepKind;
using expression::ValueType;
using strategy::ParameterKind;
using strategy::ParameterSpec;

/// constant + Σ factor × value of a parameter, everything in units of 1e-8: what sums, differences and whole multiples
/// of parameters are, exactly.
struct ExactSum {
    struct Term {
        std::size_t parameter = 0;
        std::int64_t factor =
            0;  ///< Units a step of the value counts: 1 of a decimal, 1e8 of a whole number, × multiples.
    };
    std::vector<Term> terms;
    std::int64_t constant = 0;

    Int128 value(std::span<const std::int64_t> values) const {
        Int128 sum = constant;
        for (const Term& term : terms) sum += static_cast<Int128>(term.factor) * values[term.parameter];
        return sum;
    }
    /// times × this + other. None when it leaves the range.
    std::optional<ExactSum> plus(const ExactSum& other, std::int64_t times_other) const {
        ExactSum made = *this;
        const auto add = [times_other](std::int64_t& to, std::int64_t from) {
            const Int128 sum = to + static_cast<Int128>(from) * times_other;
            // Far from the bound, so that a sum of 32 terms of 63 bits stays within 128.
            constexpr Int128 most = Int128{1} << 58U;
            if (sum > most || sum < -most) return false;
            to = static_cast<std::int64_t>(sum);
            return true;
        };
        if (!add(made.constant, other.constant)) return std::nullopt;
        for (const Term& term : other.terms) {
            auto same = std::ranges::find(made.terms, term.parameter, &Term::parameter);
            if (same == made.terms.end()) same = made.terms.insert(same, Term{term.parameter, 0});
            if (!add(same->factor, term.factor)) return std::nullopt;
        }
        return made;
    }
};

std::optional<ExactSum> constant_sum(double value) {
    constexpr double most = 1e9;
    if (!(std::abs(value) <= most)) return std::nullopt;
    const double units = std::nearbyint(value * static_cast<double>(units_per_one));
    // A decimal as it is written, or nothing that has units.
    if (units / static_cast<double>(units_per_one) != value) return std::nullopt;
    return ExactSum{.terms = {}, .constant = static_cast<std::int64_t>(units)};
}

/// A whole number without parameters.
std::optional<std::int64_t> multiple(const std::optional<ExactSum>& sum) {
    if (!sum || !sum->terms.empty() || sum->constant % units_per_one != 0) return std::nullopt;
    return sum->constant / units_per_one;
}

}  // namespace

struct Condition::Compiled {
    enum class Sign : std::uint8_t { less, less_equal, greater, greater_equal, equal, not_equal };
    /// A comparison of exact sums: difference `sign` 0.
    struct Comparison {
        Sign sign = Sign::less;
        ExactSum difference;

        bool holds(std::span<const std::int64_t> values) const {
            const Int128 left = difference.value(values);
            switch (sign) {
                case Sign::less: return left < 0;
                case Sign::less_equal: return left <= 0;
                case Sign::greater: return left > 0;
                case Sign::greater_equal: return left >= 0;
                case Sign::equal: return left == 0;
                case Sign::not_equal: break;
            }
            return left != 0;
        }
    };
    /// A parameter's word that is asked for by itself.
    struct Input {
        strategy::ParameterWord word;
        ParameterSpec spec;
    };
    /// What the program's variables are, in their order.
    using Variable = std::variant<Comparison, Input>;

    ScalarProgram program;
    std::vector<Variable> variables;
};

namespace {

std::optional<ExactSum> sum_of(const StepKey& step, std::span<const std::optional<ExactSum>> sums,
                               std::span<const strategy::ParameterWord> words, std::span<const ParameterSpec> specs) {
    if (step.kind == StepKind::constant) return constant_sum(std::bit_cast<double>(step.constant_bits));
    if (step.kind == StepKind::variable) {
        const strategy::ParameterWord& word = words[step.which];
        if (word.type != ValueType::number) return std::nullopt;
        const bool is_whole = specs[word.parameter].kind == ParameterKind::integer;
        return ExactSum{.terms = {{word.parameter, is_whole ? units_per_one : 1}}, .constant = 0};
    }
    if (step.kind != StepKind::call) return std::nullopt;
    const std::string_view sign = expression::functions()[step.which].name;
    const std::optional<ExactSum>& left = sums[step.arguments[0]];
    if (sign == "negate" && left) return ExactSum{}.plus(*left, -1);
    if (step.arguments.size() != 2) return std::nullopt;
    const std::optional<ExactSum>& right = sums[step.arguments[1]];
    if (!left || !right) return std::nullopt;
    if (sign == "+") return left->plus(*right, 1);
    if (sign == "-") return left->plus(*right, -1);
    if (sign != "*") return std::nullopt;
    if (const auto times = multiple(right)) return ExactSum{}.plus(*left, *times);
    if (const auto times = multiple(left)) return ExactSum{}.plus(*right, *times);
    return std::nullopt;
}

/// The program with each exact comparison as one variable, and only the words left that something else reads.
class Exacting {
  public:
    Exacting(const expression::Program& program, std::span<const strategy::ParameterWord> words,
             std::span<const ParameterSpec> specs)
        : steps_(program.steps()), words_(words), specs_(specs) {
        for (const StepKey& step : steps_) sums_.push_back(sum_of(step, sums_, words_, specs_));
        for (const StepKey& step : steps_) comparisons_.push_back(comparison(step));
    }

    struct Made {
        std::vector<StepKey> steps;
        std::vector<Condition::Compiled::Variable> variables;
    };
    Made make() const {
        std::vector<bool> needed(steps_.size(), false);
        needed.back() = true;
        for (std::size_t at = steps_.size(); at-- > 0;) {
            if (!needed[at] || comparisons_[at]) continue;
            for (const std::uint32_t argument : steps_[at].arguments) needed[argument] = true;
        }
        Made made;
        std::vector<std::uint32_t> moved(steps_.size(), 0);
        for (std::size_t at = 0; at < steps_.size(); ++at) {
            if (!needed[at]) continue;
            moved[at] = static_cast<std::uint32_t>(made.steps.size());
            StepKey step = steps_[at];
            if (comparisons_[at] || step.kind == StepKind::variable) {
                const auto place = static_cast<std::uint32_t>(made.variables.size());
                if (comparisons_[at]) {
                    made.variables.emplace_back(*comparisons_[at]);
                } else {
                    const strategy::ParameterWord& word = words_[step.which];
                    made.variables.emplace_back(Condition::Compiled::Input{word, specs_[word.parameter]});
                }
                step = {.kind = StepKind::variable, .which = place};
            }
            for (std::uint32_t& argument : step.arguments) argument = moved[argument];
            made.steps.push_back(std::move(step));
        }
        return made;
    }

  private:
    using Comparison = Condition::Compiled::Comparison;
    using Sign = Condition::Compiled::Sign;

    std::optional<Comparison> comparison(const StepKey& step) const {
        if (step.kind != StepKind::call || step.arguments.size() != 2) return std::nullopt;
        struct Named {
            std::string_view text;
            Sign sign;
        };
        static constexpr std::array signs{Named{"<", Sign::less},    Named{"<=", Sign::less_equal},
                                          Named{">", Sign::greater}, Named{">=", Sign::greater_equal},
                                          Named{"==", Sign::equal},  Named{"!=", Sign::not_equal}};
        const std::string_view text = expression::functions()[step.which].name;
        const auto found = std::ranges::find(signs, text, &Named::text);
        const std::optional<ExactSum>& left = sums_[step.arguments[0]];
        const std::optional<ExactSum>& right = sums_[step.arguments[1]];
        if (found == signs.end() || !left || !right) return std::nullopt;
        const auto difference = left->plus(*right, -1);
        if (!difference) return std::nullopt;
        return Comparison{found->sign, *difference};
    }

    std::span<const StepKey> steps_;
    std::span<const strategy::ParameterWord> words_;
    std::span<const ParameterSpec> specs_;
    std::vector<std::optional<ExactSum>> sums_;
    std::vector<std::optional<Comparison>> comparisons_;
};

}  // namespace

Condition::Condition(Condition&&) noexcept = default;
Condition& Condition::operator=(Condition&&) noexcept = default;
Condition::~Condition() = default;

Result<Condition> Condition::compile(std::string_view text, std::span<const ParameterSpec> specs) {
    const std::vector<strategy::ParameterWord> words = strategy::parameter_words(specs);
    std::vector<NamedVariable> names;
    for (const strategy::ParameterWord& word : words) names.push_back({word.name, word.type});
    SPARK_TRY(const ScalarProgram written, ScalarProgram::compile(text, names));
    if (written.type() != ValueType::condition) {
        return fail(Fault::invalid_input, "found a number, allowed a condition", "1:1", "compare it: 'fast < slow'");
    }
    if (written.variables().empty()) {
        return fail(Fault::invalid_input, "found no parameter, so that it is the same of every set", "1:1",
                    "name one: 'fast < slow'");
    }
    Exacting::Made exact = Exacting(written.program(), words, specs).make();
    SPARK_TRY(ScalarProgram program,
              ScalarProgram::of(expression::Program(std::move(exact.steps), {}, ValueType::condition)));
    Condition made;
    made.text_ = text;
    made.compiled_ = std::make_unique<const Compiled>(std::move(program), std::move(exact.variables));
    return made;
}

bool Condition::holds(std::span<const std::int64_t> values) const {
    std::array<double, ScalarProgram::parts_max>
        inputs;  // NOLINT(cppcoreguidelines-pro-type-member-init): as many are set
    std::size_t at = 0;
    for (const Compiled::Variable& variable : compiled_->variables) {
        if (const auto* const comparison = std::get_if<Compiled::Comparison>(&variable)) {
            inputs[at++] = comparison->holds(values) ? 1.0 : 0.0;
        } else {
            const auto& input = *std::get_if<Compiled::Input>(&variable);
            inputs[at++] = strategy::word_value(input.word, input.spec, values[input.word.parameter]);
        }
    }
    return compiled_->program.value(inputs) > 0;
}

}  // namespace spark::search
