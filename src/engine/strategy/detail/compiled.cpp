#include "engine/strategy/detail/compiled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "engine/indicators/price_bars.hpp"
#include "engine/strategy/detail/parameter_fields.hpp"
#include "engine/strategy/detail/units.hpp"
#include "engine/strategy/parameter_words.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::strategy::detail {
namespace {

using expression::NamedConstant;
using expression::NamedProgram;
using expression::Program;
using expression::Unit;
using expression::ValueType;

/// The place of an expression's own `line:column` in the document.
std::string place_in(const Document& document, const Formula& formula, std::string_view inner) {
    wire::TextPlace place{};
    const auto line = std::from_chars(inner.data(), inner.data() + inner.size(), place.line);
    const bool has_column = line.ec == std::errc{} && line.ptr != inner.data() + inner.size();
    if (has_column) std::from_chars(line.ptr + 1, inner.data() + inner.size(), place.column);
    if (!formula.verbatim || !has_column) return wire::to_text(document.file_name, formula.place);
    if (place.line == 1) place.column += formula.place.column - 1;
    place.line += formula.place.line - 1;
    return wire::to_text(document.file_name, place);
}

std::unexpected<Error> in_document(const Document& document, const Formula& formula, Error error) {
    error.place = place_in(document, formula, error.place);
    return fail(std::move(error));
}

std::unexpected<Error> refuse(const Document& document, const Formula& formula, std::string message,
                              std::string remedy = {}) {
    return fail(Fault::invalid_input, std::move(message), wire::to_text(document.file_name, formula.place),
                std::move(remedy));
}

/// What the parameters are called inside expressions, with their values. Views the document.
class ParameterNames {
  public:
    ParameterNames(const Document& document, std::span<const std::int64_t> values)
        : words_(parameter_words(std::span(document.parameters).first(values.size()))) {
        for (const ParameterWord& word : words_) {
            const double value = word_value(word, document.parameters[word.parameter], values[word.parameter]);
            constants_.push_back({word.name, value, word.type});
        }
    }
    std::span<const NamedConstant> constants() const { return constants_; }

  private:
    std::vector<ParameterWord> words_;
    std::vector<NamedConstant> constants_;
};

double constant_of(const Program& program) { return std::bit_cast<double>(program.steps().back().constant_bits); }

/// Which units an amount may have.
enum class Expects : std::uint8_t { plain, price, quantity };

class Compiler {
  public:
    Compiler(const Document& document, const ReadWith& with)
        : document_(document), with_(with), parameters_(document, with.values) {}

    Result<Compiled> compile(std::span<const std::size_t> order) {
        for (const std::size_t at : order) {
            const NamedFormula& entry = document_.let[at];
            SPARK_TRY(Program program, read(entry.formula));
            definitions_.push_back(std::move(program));
            named_.push_back({entry.name, &definitions_.back()});
        }
        Compiled made;
        SPARK_TRY(made.long_side, side(document_.long_side));
        SPARK_TRY(made.short_side, side(document_.short_side));
        SPARK_TRY(made.size, amount("size", document_.size.amount,
                                    document_.size.kind == SizeKind::units ? Expects::quantity : Expects::plain));
        SPARK_TRY(made.valid_bars, whole("valid_bars", document_.valid_bars, 0));
        SPARK_TRY(made.time_stop_bars, whole("time_stop_bars", document_.time_stop_bars, 0));
        SPARK_TRY(made.cooldown_bars, whole("cooldown_bars", document_.cooldown_bars, 0));
        SPARK_TRY(made.entries_max, whole("entries_max", document_.entries_max, 1));
        SPARK_TRY(made.risk.leverage_max, limit("leverage_max", document_.risk.leverage_max));
        SPARK_TRY(made.risk.max_drawdown_pct, limit("max_drawdown_pct", document_.risk.max_drawdown_pct));
        SPARK_TRY(made.risk.daily_loss_pct, limit("daily_loss_pct", document_.risk.daily_loss_pct));
        return made;
    }

    Result<Program> read(const Formula& formula) const {
        SPARK_TRY(check_columns_are_meant(formula));
        auto program = expression::compile(formula.text, {.constants = parameters_.constants(),
                                                          .definitions = named_,
                                                          .symbols = with_.symbols,
                                                          .timeframe = with_.timeframe});
        if (!program) return in_document(document_, formula, std::move(program).error());
        return *std::move(program);
    }

    Result<Program> condition(std::string_view what, const Formula& formula) const {
        SPARK_TRY(Program program, read(formula));
        if (program.type() == ValueType::condition) return program;
        return refuse(document_, formula, fmt::format("found a number as '{}', allowed a condition", what),
                      "compare it: '… > 0'");
    }

  private:
    /// A column's name that is also a parameter's would be read as the column: nothing is guessed.
    Result<void> check_columns_are_meant(const Formula& formula) const {
        for (const ParameterSpec& spec : document_.parameters) {
            if (!is_column_name(spec.name)) continue;
            const std::size_t at = bare_name_at(formula.text, spec.name);
            if (at == std::string_view::npos) continue;
            const std::string_view before = std::string_view(formula.text).substr(0, at);
            const std::size_t line_begin = before.rfind('\n') + 1;
            const std::string place =
                fmt::format("{}:{}", 1 + std::ranges::count(before, '\n'), before.size() - line_begin + 1);
            return fail(Fault::invalid_input,
                        fmt::format("found '{}', which is a parameter here and a column of the bar", spec.name),
                        place_in(document_, formula, place),
                        fmt::format("write param.{0} for the parameter, or rename it to use the column", spec.name));
        }
        return {};
    }

    Result<std::optional<CompiledSide>> side(const std::optional<SideRules>& rules) const {
        if (!rules) return std::optional<CompiledSide>{};
        SPARK_TRY(Program enter, condition("enter", rules->enter));
        CompiledSide made{.enter = std::move(enter)};
        if (!rules->exit.empty()) {
            SPARK_TRY(made.exit, condition("exit", rules->exit));
        }
        SPARK_TRY(made.entry_price, amount("entry_price", rules->entry_price, Expects::price));
        SPARK_TRY(made.stop_loss, level("stop_loss", rules->stop_loss));
        SPARK_TRY(made.take_profit, level("take_profit", rules->take_profit));
        SPARK_TRY(made.trailing_stop, level("trailing", rules->trailing_stop));
        return std::optional(std::move(made));
    }

    Result<CompiledAmount> level(std::string_view what, const ProtectiveRule& rule) const {
        return amount(what, rule.amount, rule.kind == LevelKind::percent ? Expects::plain : Expects::price);
    }

    /// A number or a parameter by itself is exact.
    std::optional<std::int64_t> exact(const Formula& formula) const {
        for (std::size_t at = 0; at < document_.parameters.size(); ++at) {
            const ParameterSpec& spec = document_.parameters[at];
            std::string_view text = formula.text;
            if (text.starts_with(parameter_group)) text.remove_prefix(parameter_group.size());
            if (spec.name == text && spec.kind == ParameterKind::decimal) return with_.values[at];
        }
        const auto number = parse_units(formula.text);
        return number && !number->rounded ? std::optional(number->units) : std::nullopt;
    }

    Result<CompiledAmount> amount(std::string_view what, const Formula& formula, Expects expects) const {
        if (formula.empty()) return CompiledAmount{};
        if (const auto units = exact(formula)) return CompiledAmount{.constant = *units};
        SPARK_TRY(Program program, read(formula));
        if (program.type() != ValueType::number) {
            return refuse(document_, formula, fmt::format("found a condition as '{}', allowed a number", what),
                          "write 'condition ? 1 : 0' for a number");
        }
        const bool unit_fits = program.unit() == Unit::any ||
                               (program.unit() == Unit::price && expects == Expects::price) ||
                               (program.unit() == Unit::volume && expects == Expects::quantity);
        if (!unit_fits) {
            return refuse(document_, formula,
                          fmt::format("found a {} as '{}', which is none",
                                      program.unit() == Unit::price ? "price" : "volume", what));
        }
        if (!program.is_constant()) return CompiledAmount{.series = std::move(program)};
        return CompiledAmount{.constant = units_of(constant_of(program))};
    }

    Result<std::int64_t> whole(std::string_view what, const Formula& formula, std::int64_t fallback) const {
        if (formula.empty()) return fallback;
        SPARK_TRY(const Program program, read(formula));
        const std::string allowed = fmt::format("allowed a whole number from 0 to {}, one for all bars", bars_max);
        if (!program.is_constant() || program.type() != ValueType::number)
            return refuse(document_, formula, fmt::format("found no single number as '{}', {}", what, allowed));
        const double number = constant_of(program);
        if (number >= 0.0 && number <= static_cast<double>(bars_max) && number == std::floor(number))
            return static_cast<std::int64_t>(number);
        return refuse(document_, formula, fmt::format("found {} as '{}', {}", number, what, allowed));
    }

    Result<std::int64_t> limit(std::string_view what, const Formula& formula) const {
        SPARK_TRY(const CompiledAmount wish, amount(what, formula, Expects::plain));
        if (!wish.series && wish.constant >= 0) return wish.constant;
        return refuse(document_, formula,
                      fmt::format("found no single number from 0 on as '{}', which is all it may be", what));
    }

    const Document& document_;
    ReadWith with_;
    ParameterNames parameters_;
    std::deque<Program> definitions_;
    std::vector<NamedProgram> named_;
};

/// Depth-first over what uses what; the path is at most as long as [let].
class LetOrder {
  public:
    explicit LetOrder(const Document& document) : document_(document), states_(document.let.size()) {}

    Result<std::vector<std::size_t>> order() {
        for (const NamedFormula& entry : document_.let) {
            auto names = expression::names_used(entry.formula.text);
            if (!names) return in_document(document_, entry.formula, std::move(names).error());
            uses_.emplace_back();
            unknown_.push_back(false);
            for (const std::string& name : *names) {
                if (const auto at = index_of(name)) {
                    uses_.back().push_back(*at);
                } else if (!is_parameter(name)) {
                    unknown_.back() = true;
                }
            }
        }
        // What names something unknown goes last, so that the message may suggest every other definition.
        for (const bool unknown : {false, true}) {
            for (std::size_t at = 0; at < document_.let.size(); ++at) {
                if (unknown_[at] != unknown) continue;
                SPARK_TRY(visit(at));
            }
        }
        return std::move(order_);
    }

  private:
    enum class State : std::uint8_t { unseen, open, done };

    std::optional<std::size_t> index_of(std::string_view name) const {
        const auto found = std::ranges::find(document_.let, name, &NamedFormula::name);
        if (found == document_.let.end()) return std::nullopt;
        return static_cast<std::size_t>(found - document_.let.begin());
    }
    bool is_parameter(std::string_view name) const {
        return std::ranges::any_of(document_.parameters, [name](const ParameterSpec& spec) {
            return spec.name == name || (spec.kind == ParameterKind::choice && name.starts_with(spec.name + "_is_"));
        });
    }

    Result<void> visit(std::size_t at) {
        if (states_[at] == State::done) return {};
        path_.push_back(at);
        if (states_[at] == State::open) return cycle(at);
        states_[at] = State::open;
        for (const std::size_t used : uses_[at]) SPARK_TRY(visit(used));
        states_[at] = State::done;
        path_.pop_back();
        order_.push_back(at);
        return {};
    }

    std::unexpected<Error> cycle(std::size_t at) const {
        std::string shown;
        for (auto step = std::ranges::find(path_, at); step != path_.end(); ++step)
            shown += fmt::format("{}{}", shown.empty() ? "" : " → ", document_.let[*step].name);
        return refuse(document_, document_.let[at].formula, fmt::format("found a cycle in [let]: {}", shown),
                      "use history of a column instead: nothing can be made of itself");
    }

    const Document& document_;
    std::vector<State> states_;
    std::vector<std::vector<std::size_t>> uses_;
    std::vector<bool> unknown_;
    std::vector<std::size_t> path_;
    std::vector<std::size_t> order_;
};

}  // namespace

Result<std::vector<std::size_t>> order_of_let(const Document& document) { return LetOrder(document).order(); }

Result<Compiled> compile_document(const Document& document, std::span<const std::size_t> order, const ReadWith& with) {
    return Compiler(document, with).compile(order);
}

Result<void> check_where(const Document& document, std::span<const std::int64_t> values) {
    const Compiler compiler(document, {.values = values});
    for (const Formula& rule : document.where) {
        SPARK_TRY(const Program program, compiler.condition("where", rule));
        if (!program.is_constant()) {
            return refuse(document, rule, "found a rule over bars in 'where', allowed parameters alone",
                          "rules over bars belong into enter and exit");
        }
        if (constant_of(program) == 1.0) continue;
        SPARK_TRY(const std::vector<std::string> names, expression::names_used(rule.text));
        std::vector<std::string> found;
        std::vector<std::string> flags;
        for (std::size_t at = 0; at < document.parameters.size(); ++at) {
            const ParameterSpec& spec = document.parameters[at];
            const auto names_it = [&spec](const std::string& name) {
                return name == spec.name || name.starts_with(spec.name + "_is_");
            };
            const bool grouped =
                bare_name_at(rule.text, fmt::format("{}{}", parameter_group, spec.name)) != std::string_view::npos;
            if (!grouped && !std::ranges::any_of(names, names_it)) continue;
            found.push_back(fmt::format("{} {}", spec.name, parameter_text(spec, values[at])));
            flags.push_back(fmt::format("--set {}", spec.name));
        }
        return fail(Fault::invalid_input, fmt::format("found {}, allowed {}", fmt::join(found, " and "), rule.text),
                    fmt::format("{}", fmt::join(flags, ", ")),
                    fmt::format("the rule stands at {}", wire::to_text(document.file_name, rule.place)));
    }
    return {};
}

}  // namespace spark::strategy::detail
