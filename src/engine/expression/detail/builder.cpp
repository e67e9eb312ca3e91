#include "engine/expression/detail/builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/expression/detail/lexer.hpp"
#include "foundation/base/nearest_name.hpp"

namespace spark::expression::detail {
namespace {

bool is_operator(const Function& function) { return find_function(function.name) == nullptr; }

std::string shown_name(const Function& function) {
    return is_operator(function) ? fmt::format("'{}'", function.name == "negate" ? "-" : function.name)
                                 : std::string(function.name);
}

std::string_view unit_name(Unit unit) { return unit == Unit::price ? "price" : "volume"; }

/// One value by itself, as the program would compute it on every bar.
double folded(const Function& function, const std::vector<Value>& arguments) {
    std::vector<Operand> operands;
    for (const Value& value : arguments) operands.push_back({.data = &value.number, .size = 1, .step = 0});
    double result = 0.0;
    const std::array<indicators::Output, 1> out{indicators::Output(&result, 1)};
    function.run({.bars = nullptr, .arguments = operands, .out = out});
    return std::isfinite(result) ? result + 0.0 : indicators::undefined;
}

ValueType type_of(const Function& function, const std::vector<Value>& arguments) {
    switch (function.gives) {
        case Gives::number: return ValueType::number;
        case Gives::condition: return ValueType::condition;
        case Gives::as_last: break;
    }
    const Value& last = arguments.back();
    return last.is_na() ? arguments[arguments.size() - 2].type : last.type;
}

Unit unit_of(const Function& function, const std::vector<Value>& arguments) {
    switch (function.unit) {
        case GivesUnit::any: return Unit::any;
        case GivesUnit::price: return Unit::price;
        case GivesUnit::volume: return Unit::volume;
        case GivesUnit::as_first: break;
    }
    const Unit first = arguments[0].unit;
    return first == Unit::any && function.alike ? arguments[1].unit : first;
}

}  // namespace

std::string signature_of(const Function& function) {
    std::string text(function.name);
    if (function.parameter_count() == 0) return text;
    text += '(';
    for (std::size_t at = 0; at < function.parameter_count(); ++at) {
        const Parameter& parameter = function.parameters[at];
        if (at > 0) text += ", ";
        text += parameter.name;
        if (at == 0 && !function.source.empty()) text += fmt::format(" = {}", function.source);
        if (indicators::is_defined(parameter.fallback)) text += fmt::format(" = {}", parameter.fallback);
    }
    return text + (function.repeats ? ", …)" : ")");
}

std::unexpected<Error> Builder::refuse(std::string message, std::size_t offset, std::string remedy) const {
    return fail(Fault::invalid_input, std::move(message), place_of(text_, offset), std::move(remedy));
}

Result<Value> Builder::add(StepKey key, Value value) {
    key.scope = scope_;
    const auto [found, is_new] = index_.try_emplace(key, static_cast<std::uint32_t>(steps_.size()));
    if (is_new) {
        if (steps_.size() == nodes_max) {
            return refuse(fmt::format("found an expression of more than {} parts, the most allowed", nodes_max),
                          value.offset, "split it");
        }
        steps_.push_back(std::move(key));
    }
    value.step = found->second;
    return value;
}

Result<Value> Builder::constant(double number, ValueType type, std::size_t offset) {
    // One na, whatever bits a computation left in it.
    const double kept = indicators::is_defined(number) ? number : indicators::undefined;
    return add({.kind = StepKind::constant, .constant_bits = std::bit_cast<std::uint64_t>(kept)},
               {.type = type, .constant = true, .number = kept, .offset = offset});
}

Result<Value> Builder::bar_column(std::size_t index, std::size_t offset) {
    return add({.kind = StepKind::bar_column, .which = static_cast<std::uint32_t>(index)},
               {.unit = bar_columns()[index].unit, .offset = offset});
}

Result<Value> Builder::variable(std::size_t index, ValueType type, std::size_t offset) {
    return add({.kind = StepKind::variable, .which = static_cast<std::uint32_t>(index)},
               {.type = type, .offset = offset});
}

Result<void> Builder::check_count(const Function& function, std::size_t count, std::size_t offset) const {
    const std::size_t most = function.parameter_count();
    const std::size_t least = function.required_count();
    if (count >= least && (count <= most || function.repeats)) return {};
    const std::string allowed = function.repeats ? fmt::format("{} or more", least)
                                : least == most  ? fmt::format("{}", most)
                                                 : fmt::format("{} to {}", least, most);
    return refuse(fmt::format("found {} argument{} of {}, allowed {}", count, count == 1 ? "" : "s",
                              shown_name(function), allowed),
                  offset, fmt::format("write {}", signature_of(function)));
}

Result<void> Builder::check_whole(std::string_view what, const Value& value, double least) const {
    const bool whole = value.constant && value.type == ValueType::number && std::floor(value.number) == value.number;
    if (whole && value.number >= least && value.number <= length_max) return {};
    const std::string allowed = fmt::format("allowed a whole number from {} to {}", least, length_max);
    if (!value.constant) return refuse(fmt::format("found a series as {}, {}", what, allowed), value.offset);
    if (value.type != ValueType::number)
        return refuse(fmt::format("found a condition as {}, {}", what, allowed), value.offset);
    return refuse(fmt::format("found {} {}, {}", what, value.number, allowed), value.offset);
}

Result<void> Builder::check_argument(const Function& function, std::size_t index, const Value& value) const {
    const Parameter& parameter = function.parameters[index];
    const std::string what = fmt::format("{} of {}", parameter.name, shown_name(function));
    switch (parameter.takes) {
        case Takes::either: return {};
        case Takes::number:
            if (value.type == ValueType::number) return {};
            return refuse(fmt::format("found a condition as {}, allowed a number", what), value.offset,
                          "write 'condition ? 1 : 0' for a number");
        case Takes::condition:
            if (value.type == ValueType::condition || value.is_na()) return {};
            return refuse(fmt::format("found a number as {}, allowed a condition", what), value.offset,
                          "compare it: '… > 0'");
        case Takes::length:
        case Takes::count: return check_whole(what, value, parameter.least);
        case Takes::constant: break;
    }
    if (value.constant && value.type == ValueType::number && value.number >= parameter.least &&
        value.number <= parameter.most) {
        return {};
    }
    return refuse(fmt::format("found {} as {}, allowed a constant from {} to {}",
                              value.constant ? fmt::format("{}", value.number) : std::string("a series"), what,
                              parameter.least, parameter.most),
                  value.offset);
}

Result<void> Builder::check_alike(const Function& function, const Value& a, const Value& b) const {
    if (a.is_na() || b.is_na()) return {};
    if (a.type != b.type) {
        return refuse(fmt::format("found a {} and a {} in {}, allowed two of one type", type_name(a.type),
                                  type_name(b.type), shown_name(function)),
                      b.offset);
    }
    if (a.unit == b.unit || a.unit == Unit::any || b.unit == Unit::any) return {};
    // Choosing between them is no arithmetic, but what comes out would have no unit either.
    return refuse(fmt::format("found a {} and a {} in {}, allowed two of one unit", unit_name(a.unit),
                              unit_name(b.unit), shown_name(function)),
                  b.offset, "multiply one by what it is worth in units of the other");
}

Result<Value> Builder::call_once(const Function& function, std::vector<Value> arguments, std::size_t offset) {
    for (std::size_t at = arguments.size(); at < function.parameter_count(); ++at) {
        SPARK_TRY(arguments.emplace_back(), constant(function.parameters[at].fallback, ValueType::number, offset));
    }
    for (std::size_t at = 0; at < arguments.size(); ++at) SPARK_TRY(check_argument(function, at, arguments[at]));
    if (function.alike) {
        SPARK_TRY(check_alike(function, arguments[arguments.size() - 2], arguments.back()));
    }
    const ValueType type = type_of(function, arguments);
    const bool all_constant = std::ranges::all_of(arguments, &Value::constant);
    if (function.pointwise && all_constant) return constant(folded(function, arguments), type, offset);
    StepKey key{.kind = StepKind::call, .which = static_cast<std::uint32_t>(&function - functions().data())};
    for (const Value& argument : arguments) key.arguments.push_back(argument.step);
    return add(std::move(key), {.type = type, .unit = unit_of(function, arguments), .offset = offset});
}

Result<Value> Builder::averaged(const std::vector<Value>& arguments, std::size_t offset) {
    Value sum = arguments[0];
    for (std::size_t at = 1; at < arguments.size(); ++at) {
        SPARK_TRY(sum, call_once(operator_row("+"), {sum, arguments[at]}, offset));
    }
    SPARK_TRY(const Value count, constant(static_cast<double>(arguments.size()), ValueType::number, offset));
    SPARK_TRY(Value mean, call_once(operator_row("/"), {sum, count}, offset));
    mean.unit = sum.unit;
    return mean;
}

Result<Value> Builder::call(const Function& function, std::vector<Value> arguments, std::size_t offset) {
    if (!function.source.empty() && arguments.size() + 1 == function.required_count()) {
        const auto columns = bar_columns();
        const auto column = std::ranges::find(columns, function.source, &BarColumn::name);
        SPARK_TRY(const Value source, bar_column(static_cast<std::size_t>(column - columns.begin()), offset));
        arguments.insert(arguments.begin(), source);
    }
    SPARK_TRY(check_count(function, arguments.size(), offset));
    if (!function.repeats) return call_once(function, std::move(arguments), offset);
    if (function.averages) return averaged(arguments, offset);
    SPARK_TRY(Value sofar, call_once(function, {arguments[0], arguments[1]}, offset));
    for (std::size_t at = 2; at < arguments.size(); ++at) {
        SPARK_TRY(sofar, call_once(function, {sofar, arguments[at]}, offset));
    }
    return sofar;
}

Result<std::vector<Value>> Builder::ordered(const Function& function, std::vector<Argument> given, std::size_t offset) {
    std::vector<std::optional<Value>> places(function.parameter_count());
    std::vector<Value> ordered;
    std::size_t end = 0;
    for (std::size_t at = 0; at < given.size(); ++at) {
        std::size_t place = at;
        if (!given[at].label.empty()) {
            SPARK_TRY(place, labelled(function, given[at]));
        } else if (at > 0 && !given[at - 1].label.empty()) {
            return refuse("found an argument without a name after one with a name", given[at].value.offset);
        }
        if (place >= places.size()) places.resize(place + 1);  // too many: call says so
        if (places[place]) {
            return refuse(fmt::format("found {} of {} twice", given[at].label, function.name), given[at].label_offset);
        }
        places[place] = given[at].value;
        end = std::max(end, place + 1);
    }
    for (std::size_t place = 0; place < end; ++place) {
        if (!places[place]) {
            const Parameter& parameter = function.parameters[place];
            if (place == 0 && !function.source.empty()) continue;  // call puts the bar column there
            if (!indicators::is_defined(parameter.fallback)) {
                return refuse(fmt::format("{} of {} is missing", parameter.name, function.name), offset,
                              fmt::format("write {}", signature_of(function)));
            }
            SPARK_TRY(places[place], constant(parameter.fallback, ValueType::number, offset));
        }
        ordered.push_back(*places[place]);
    }
    return ordered;
}

Result<std::size_t> Builder::labelled(const Function& function, const Argument& argument) const {
    std::vector<std::string_view> names;
    for (std::size_t at = 0; at < function.parameter_count(); ++at) {
        if (function.parameters[at].name == argument.label && !function.repeats) return at;
        names.push_back(function.parameters[at].name);
    }
    const auto nearest = nearest_name(argument.label, names);
    return refuse(fmt::format("found '{}' as a name, allowed those of {}", argument.label, signature_of(function)),
                  argument.label_offset, nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
}

Result<Value> Builder::field(const Function& function, const Value& call, std::size_t index) {
    Value value = call;
    if (function.fields[index] == "direction") value.unit = Unit::any;
    return add({.kind = StepKind::field, .which = static_cast<std::uint32_t>(index), .arguments = {call.step}}, value);
}

Result<Value> Builder::history(const Value& value, const Value& bars) {
    if (bars.constant && bars.type == ValueType::number && bars.number < 0.0) {
        return refuse(fmt::format("found history [{}], which would look ahead; allowed 0 (this bar) to {}", bars.number,
                                  length_max),
                      bars.offset, fmt::format("write [{}] for the past", -bars.number));
    }
    SPARK_TRY(check_whole("history", bars, 0.0));
    if (bars.number == 0.0 || value.constant) return value;
    return add({.kind = StepKind::history, .which = static_cast<std::uint32_t>(bars.number), .arguments = {value.step}},
               value);
}

std::optional<Timeframe> Builder::timeframe_in(std::uint32_t scope) const {
    for (; scope != 0; scope = scopes_[scope].outer) {
        if (scopes_[scope].kind == ScopeKind::symbol) continue;
        const auto timeframe = Timeframe::parse(scopes_[scope].name);
        if (timeframe) return *timeframe;
    }
    return timeframe_;
}

Result<std::uint32_t> Builder::scope_in(std::uint32_t outer, Scope scope, std::size_t offset) {
    if (scope.kind == ScopeKind::timeframe) {
        const auto timeframe = Timeframe::parse(scope.name);
        if (!timeframe) return refuse(timeframe.error().message, offset, timeframe.error().remedy);
        scope.name = timeframe->text();
        const auto around = timeframe_in(outer);
        if (around && (*timeframe <= *around || !timeframe->is_multiple_of(*around))) {
            return refuse(fmt::format("found tf \"{}\" on bars of {}, allowed longer whole multiples of {}", scope.name,
                                      around->text(), around->text()),
                          offset);
        }
    }
    const auto found = std::ranges::find_if(scopes_.begin() + 1, scopes_.end(), [&](const Scope& known) {
        return known.outer == outer && known.kind == scope.kind && known.name == scope.name;
    });
    if (found != scopes_.end()) return static_cast<std::uint32_t>(found - scopes_.begin());
    scope.outer = outer;
    scope.place = place_of(text_, offset);
    scopes_.push_back(std::move(scope));
    return static_cast<std::uint32_t>(scopes_.size() - 1);
}

Result<void> Builder::enter(ScopeKind kind, std::string_view name, std::size_t offset) {
    SPARK_TRY(scope_, scope_in(scope_, {.kind = kind, .name = std::string(name)}, offset));
    return {};
}

Result<Value> Builder::leave(const Value& inside, std::size_t offset) {
    const std::uint32_t inner = scope_;
    scope_ = scopes_[inner].outer;
    if (inside.constant) return constant(inside.number, inside.type, offset);
    Value value = inside;
    value.offset = offset;
    return add({.kind = StepKind::projected, .which = inner, .arguments = {inside.step}}, value);
}

Result<Value> Builder::spliced(const Program& program, std::size_t offset) {
    Value last{.type = program.type(), .unit = program.unit(), .constant = program.is_constant(), .offset = offset};
    if (last.constant) last.number = std::bit_cast<double>(program.steps().back().constant_bits);
    const std::uint32_t here = scope_;
    std::vector<std::uint32_t> scopes{here};
    for (const Scope& scope : program.scopes().subspan(1)) {
        SPARK_TRY(scopes.emplace_back(), scope_in(scopes[scope.outer], scope, offset));
    }
    std::vector<std::uint32_t> moved;
    for (const StepKey& step : program.steps()) {
        StepKey key = step;
        for (std::uint32_t& argument : key.arguments) argument = moved[argument];
        if (key.kind == StepKind::projected) key.which = scopes[step.which];
        scope_ = scopes[step.scope];
        SPARK_TRY(last, add(std::move(key), last));
        moved.push_back(last.step);
    }
    scope_ = here;
    return last;
}

Program Builder::finish(const Value& result) const {
    std::vector<bool> needed(steps_.size(), false);
    needed[result.step] = true;
    for (std::size_t at = result.step + 1; at-- > 0;) {
        if (!needed[at]) continue;
        for (const std::uint32_t argument : steps_[at].arguments) needed[argument] = true;
    }
    std::vector<std::uint32_t> moved(steps_.size(), 0);
    std::vector<StepKey> kept;
    for (std::size_t at = 0; at <= result.step; ++at) {
        if (!needed[at]) continue;
        moved[at] = static_cast<std::uint32_t>(kept.size());
        kept.push_back(steps_[at]);
        for (std::uint32_t& argument : kept.back().arguments) argument = moved[argument];
    }
    return {std::move(kept), scopes_, result.type, result.unit};
}

}  // namespace spark::expression::detail
