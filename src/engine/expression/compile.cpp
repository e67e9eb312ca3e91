#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/expression/detail/builder.hpp"
#include "engine/expression/detail/lexer.hpp"
#include "engine/expression/detail/words.hpp"
#include "engine/expression/program.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::expression {
namespace {

using detail::Builder;
using detail::Token;
using detail::TokenKind;
using detail::Value;
using detail::Word;
using detail::word_operators;
using detail::words;

struct Infix {
    std::string_view sign;
    int power;
};
constexpr int ternary_power = 1;
constexpr int not_power = 4;
constexpr int unary_power = 9;
/// A higher power binds tighter; all of them to the left.
constexpr std::array infixes{Infix{"or", 2}, Infix{"and", 3}, Infix{"==", 5}, Infix{"!=", 5}, Infix{"<", 6},
                             Infix{"<=", 6}, Infix{">", 6},   Infix{">=", 6}, Infix{"+", 7},  Infix{"-", 7},
                             Infix{"*", 8},  Infix{"/", 8},   Infix{"%", 8}};

/// Reads tokens into checked steps in one pass; nesting is counted, so the stack has a bound.
class Parser {
  public:
    Parser(std::string_view text, std::vector<Token> tokens, const Names& names)
        : text_(text), tokens_(std::move(tokens)), names_(names), builder_(text, names.timeframe) {}

    Result<Program> parse() {
        SPARK_TRY(const Value result, nested());
        if (token().kind != TokenKind::end) return unexpected("an operator or the end");
        return builder_.finish(result);
    }

  private:
    const Token& token() const { return tokens_[at_]; }
    bool is(std::string_view text) const {
        return (token().kind == TokenKind::name || token().kind == TokenKind::sign) && token().text == text;
    }
    bool is_sign(std::size_t at, std::string_view sign) const {
        return at < tokens_.size() && tokens_[at].kind == TokenKind::sign && tokens_[at].text == sign;
    }
    bool take(std::string_view text) {
        if (!is(text)) return false;
        ++at_;
        return true;
    }

    std::unexpected<Error> unexpected(std::string_view allowed) const {
        if (is("=")) {
            return fail(Fault::invalid_input, "'=' names an argument of a function and compares nothing",
                        detail::place_of(text_, token().offset), "write '=='");
        }
        const std::string found = token().kind == TokenKind::end ? std::string("the end of the expression")
                                                                 : fmt::format("'{}'", shown(token().text));
        return fail(Fault::invalid_input, fmt::format("found {}, allowed {}", found, allowed),
                    detail::place_of(text_, token().offset));
    }

    Result<void> expect(std::string_view sign) {
        if (take(sign)) return {};
        return unexpected(fmt::format("'{}'", sign));
    }

    /// A whole expression inside something; the only way down.
    Result<Value> nested(int least_power = ternary_power) {
        if (depth_ == nesting_max) {
            return fail(Fault::invalid_input,
                        fmt::format("found nesting deeper than {}, the most allowed", nesting_max),
                        detail::place_of(text_, token().offset));
        }
        ++depth_;
        auto value = expression(least_power);
        --depth_;
        return value;
    }

    Result<Value> expression(int least_power) {
        SPARK_TRY(Value left, prefix());
        while (true) {
            const std::size_t offset = token().offset;
            if (is("?") && least_power <= ternary_power) {
                SPARK_TRY(left, ternary(left, offset));
                continue;
            }
            const auto infix = std::ranges::find_if(infixes, [this](const Infix& row) { return is(row.sign); });
            if (infix == infixes.end() || infix->power < least_power) return left;
            ++at_;
            SPARK_TRY(const Value right, expression(infix->power + 1));
            SPARK_TRY(left, builder_.call(operator_row(infix->sign), {left, right}, offset));
        }
    }

    Result<Value> ternary(const Value& condition, std::size_t offset) {
        ++at_;
        SPARK_TRY(const Value yes, nested());
        SPARK_TRY(expect(":"));
        SPARK_TRY(const Value no, nested());
        return builder_.call(operator_row("?:"), {condition, yes, no}, offset);
    }

    Result<Value> prefix() {
        const std::size_t offset = token().offset;
        if (take("-")) {
            SPARK_TRY(const Value value, nested(unary_power));
            return builder_.call(operator_row("negate"), {value}, offset);
        }
        if (take("+")) return nested(unary_power);
        if (take("not")) {
            SPARK_TRY(const Value value, nested(not_power));
            return builder_.call(operator_row("not"), {value}, offset);
        }
        SPARK_TRY(Value value, primary());
        while (is("[")) {
            if (!names_.has_bars) return without_bars("history", token());
            ++at_;
            SPARK_TRY(const Value bars, nested());
            SPARK_TRY(expect("]"));
            SPARK_TRY(value, builder_.history(value, bars));
        }
        return value;
    }

    Result<Value> primary() {
        const Token here = token();
        if (here.kind == TokenKind::number) {
            ++at_;
            return builder_.constant(here.number, ValueType::number, here.offset);
        }
        if (take("(")) {
            SPARK_TRY(Value value, nested());
            SPARK_TRY(expect(")"));
            return value;
        }
        if (here.kind != TokenKind::name || std::ranges::count(word_operators, here.text) != 0) {
            return unexpected("a number, a name or '('");
        }
        ++at_;
        return named(here);
    }

    /// `tf("1d", …)` or `sym("ETHUSDT", …)`.
    Result<Value> scoped(const Token& name, ScopeKind kind) {
        const std::string_view example = kind == ScopeKind::timeframe ? "tf(\"1d\", close)" : "sym(\"ETHUSDT\", close)";
        if (!take("(")) {
            return fail(Fault::invalid_input, fmt::format("{} needs its arguments", name.text),
                        detail::place_of(text_, name.offset), fmt::format("write {}", example));
        }
        const Token text = token();
        if (text.kind != TokenKind::text) {
            auto error = unexpected("a text in quotes");
            error.error().remedy = fmt::format("write {}", example);
            return error;
        }
        ++at_;
        if (kind == ScopeKind::symbol) SPARK_TRY(check_symbol(text));
        SPARK_TRY(expect(","));
        SPARK_TRY(builder_.enter(kind, text.text, text.offset));
        SPARK_TRY(const Value inside, nested());
        SPARK_TRY(expect(")"));
        return builder_.leave(inside, name.offset);
    }

    Result<void> check_symbol(const Token& text) const {
        if (names_.symbols.empty() || std::ranges::count(names_.symbols, text.text) != 0) return {};
        const auto nearest = nearest_name(text.text, names_.symbols);
        return fail(Fault::invalid_input,
                    fmt::format("found symbol '{}', allowed {}", shown(text.text), fmt::join(names_.symbols, ", ")),
                    detail::place_of(text_, text.offset),
                    nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
    }

    Result<Value> named(const Token& name) {
        const bool is_scope = std::ranges::count(detail::scope_words, name.text) != 0;
        if (is_scope && !names_.has_bars) return without_bars(name.text, name);
        if (is_scope) return scoped(name, name.text == "tf" ? ScopeKind::timeframe : ScopeKind::symbol);
        if (is("(")) return function(name);
        for (const Word& word : words) {
            if (word.name == name.text) return builder_.constant(word.value, word.type, name.offset);
        }
        for (std::size_t at = 0; at < names_.variables.size(); ++at) {
            const NamedVariable& variable = names_.variables[at];
            if (variable.name == name.text) return builder_.variable(at, variable.type, name.offset);
        }
        const auto columns = bar_columns();
        const auto column = std::ranges::find(columns, name.text, &BarColumn::name);
        if (column != columns.end() && names_.has_bars) {
            return builder_.bar_column(static_cast<std::size_t>(column - columns.begin()), name.offset);
        }
        for (const NamedConstant& constant : names_.constants) {
            if (constant.name == name.text) return builder_.constant(constant.value, constant.type, name.offset);
        }
        for (const NamedProgram& definition : names_.definitions) {
            if (definition.name == name.text) return builder_.spliced(*definition.program, name.offset);
        }
        const Function* const row = function_row(name);
        if (row == nullptr) return unknown(name);
        if (!row->pointwise && !names_.has_bars) return without_bars(row->name, name);
        if (row->parameter_count() == 0) return builder_.call(*row, {}, name.offset);
        return fail(Fault::invalid_input, fmt::format("{} is a function and needs its arguments", name.text),
                    detail::place_of(text_, name.offset), fmt::format("write {}", detail::signature_of(*row)));
    }

    const Function* function_row(const Token& name) const {
        const Function* const row = find_function(name.text);
        if (row != nullptr || names_.has_bars) return row;
        return find_function(fmt::format("math.{}", name.text));
    }

    std::unexpected<Error> without_bars(std::string_view what, const Token& at) const {
        return fail(Fault::invalid_input, fmt::format("found {}, which needs bars, and there are none here", what),
                    detail::place_of(text_, at.offset));
    }

    Result<Value> function(const Token& name) {
        const Function* const row = function_row(name);
        if (row == nullptr) return unknown(name);
        if (!row->pointwise && !names_.has_bars) return without_bars(row->name, name);
        SPARK_TRY(expect("("));
        std::vector<detail::Argument> given;
        while (!is(")")) {
            if (!given.empty()) {
                if (!is(",")) return unexpected("',' or ')'");
                ++at_;
            }
            detail::Argument argument;
            if (token().kind == TokenKind::name && is_sign(at_ + 1, "=")) {
                argument.label = token().text;
                argument.label_offset = token().offset;
                at_ += 2;
            }
            SPARK_TRY(argument.value, nested());
            given.push_back(argument);
        }
        SPARK_TRY(expect(")"));
        SPARK_TRY(std::vector<Value> arguments, builder_.ordered(*row, std::move(given), name.offset));
        SPARK_TRY(Value value, builder_.call(*row, std::move(arguments), name.offset));
        return row->field_count() == 0 ? single(*row, value) : field(*row, value);
    }

    Result<Value> single(const Function& row, const Value& value) const {
        if (!is(".")) return value;
        return fail(Fault::invalid_input, fmt::format("{} has one value and no fields", row.name),
                    detail::place_of(text_, token().offset));
    }

    Result<Value> field(const Function& row, const Value& value) {
        std::string fields;
        for (std::size_t at = 0; at < row.field_count(); ++at) fields += fmt::format(" .{}", row.fields[at]);
        if (!take(".")) {
            return fail(Fault::invalid_input, fmt::format("{} has several values, allowed one of:{}", row.name, fields),
                        detail::place_of(text_, token().offset),
                        fmt::format("write {}(…).{}", row.name, row.fields[0]));
        }
        const Token name = token();
        const std::span<const std::string_view> known(row.fields.data(), row.field_count());
        const auto found = std::ranges::find(known, name.text);
        if (name.kind == TokenKind::name && found != known.end()) {
            ++at_;
            return builder_.field(row, value, static_cast<std::size_t>(found - known.begin()));
        }
        const auto nearest = nearest_name(name.text, known);
        return fail(Fault::invalid_input,
                    fmt::format("found field '{}' of {}, allowed:{}", shown(name.text), row.name, fields),
                    detail::place_of(text_, name.offset),
                    nearest ? fmt::format("did you mean '.{}'?", *nearest) : std::string{});
    }

    std::unexpected<Error> unknown(const Token& name) const {
        std::vector<std::string_view> names;
        for (const NamedVariable& variable : names_.variables) names.push_back(variable.name);
        if (names_.has_bars) {
            for (const BarColumn& column : bar_columns()) names.push_back(column.name);
            for (const std::string_view word : detail::scope_words) names.push_back(word);
        }
        for (const Function& row : functions().first(function_count())) {
            if (row.pointwise || names_.has_bars) names.push_back(row.name);
        }
        for (const Word& word : words) names.push_back(word.name);
        for (const NamedConstant& constant : names_.constants) names.push_back(constant.name);
        for (const NamedProgram& definition : names_.definitions) names.push_back(definition.name);
        auto nearest = nearest_name(name.text, names);
        // TA-Lib's and other plain names: the same word in a group.
        for (const std::string_view group : {"ta.", "math."}) {
            const std::string_view word = name.text.substr(name.text.rfind('.') + 1);
            const auto in_group = nearest_name(fmt::format("{}{}", group, word), names);
            const bool exact = in_group && edit_distance(*in_group, fmt::format("{}{}", group, word)) == 0;
            if (in_group && (exact || !nearest)) nearest = in_group;
        }
        return fail(Fault::invalid_input, fmt::format("unknown name '{}'", shown(name.text)),
                    detail::place_of(text_, name.offset),
                    nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    const Names& names_;
    Builder builder_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace

Result<Program> compile(std::string_view text, const Names& names) {
    SPARK_TRY(std::vector<Token> tokens, detail::read_tokens(text));
    return Parser(text, std::move(tokens), names).parse();
}

Result<Program> compile(std::string_view text, std::span<const NamedConstant> constants) {
    return compile(text, Names{.constants = constants});
}

}  // namespace spark::expression
