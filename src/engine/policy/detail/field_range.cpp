#include "engine/policy/detail/field_range.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <deque>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/expression/program.hpp"
#include "engine/strategy/parameter_words.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::policy::detail {
namespace {

using expression::NamedConstant;
using expression::NamedProgram;
using expression::Program;
using strategy::Document;
using strategy::Formula;
using strategy::ParameterKind;
using strategy::ParameterSpec;

/// Past it, ends are taken one parameter at a time: a constant of a document has one or two parameters in it.
constexpr std::size_t combinations_max = 243;

/// Past the range of units, its end: what is compared with a bound stays on its side of it.
std::int64_t units_of(double number) {
    constexpr double most = 9.2e18;
    const double units = std::nearbyint(number * static_cast<double>(units_per_one));
    return static_cast<std::int64_t>(std::clamp(units, -most, most));
}

/// The values that stand for the whole range of a parameter, its default first.
std::vector<std::int64_t> ends_of(const ParameterSpec& spec) {
    std::vector<std::int64_t> values{spec.fallback};
    const auto add = [&](std::int64_t value) {
        if (std::ranges::count(values, value) == 0) values.push_back(value);
    };
    switch (spec.kind) {
        case ParameterKind::integer:
        case ParameterKind::decimal:
            add(spec.least);
            add(spec.most);
            break;
        case ParameterKind::flag:
            add(0);
            add(1);
            break;
        case ParameterKind::choice:
            for (std::size_t choice = 0; choice < spec.choices.size(); ++choice) add(static_cast<std::int64_t>(choice));
            break;
    }
    return values;
}

/// A formula with the definitions behind it, evaluated with values of the parameters.
class Reading {
  public:
    Reading(const Document& document, const Formula& formula)
        : document_(document), formula_(formula), words_(strategy::parameter_words(document.parameters)) {
        is_readable_ = visit(formula.text);
    }

    bool is_readable() const { return is_readable_; }
    /// Places of the parameters in it, ascending.
    std::vector<std::size_t> parameters() const { return {parameters_.begin(), parameters_.end()}; }

    /// None where it is no constant.
    std::optional<double> value(std::span<const std::int64_t> values) const {
        std::vector<NamedConstant> constants;
        for (const strategy::ParameterWord& word : words_) {
            const ParameterSpec& spec = document_.parameters[word.parameter];
            constants.push_back({word.name, strategy::word_value(word, spec, values[word.parameter]), word.type});
        }
        std::deque<Program> programs;
        std::vector<NamedProgram> named;
        for (const std::size_t at : order_) {
            const strategy::NamedFormula& entry = document_.let[at];
            auto program = expression::compile(entry.formula.text, {.constants = constants, .definitions = named});
            if (!program) return std::nullopt;
            programs.push_back(*std::move(program));
            named.push_back({entry.name, &programs.back()});
        }
        const auto program = expression::compile(formula_.text, {.constants = constants, .definitions = named});
        if (!program || !program->is_constant()) return std::nullopt;
        return std::bit_cast<double>(program->steps().back().constant_bits);
    }

  private:
    /// Notes what the text uses, definitions after those they use themselves. False for a cycle or unreadable text.
    bool visit(const std::string& text) {
        const auto names = expression::names_used(text);
        if (!names) return false;
        for (const std::string& name : *names) {
            if (const auto word = std::ranges::find(words_, name, &strategy::ParameterWord::name);
                word != words_.end()) {
                parameters_.insert(word->parameter);
                continue;
            }
            const auto entry = std::ranges::find(document_.let, name, &strategy::NamedFormula::name);
            if (entry != document_.let.end() && !visit_definition(entry->formula.text, entry - document_.let.begin()))
                return false;
        }
        // `param.name` is no plain name: looked for as text, one more parameter than needed does no harm.
        for (const strategy::ParameterWord& word : words_) {
            if (word.name.contains('.') && text.contains(word.name)) parameters_.insert(word.parameter);
        }
        return true;
    }

    bool visit_definition(const std::string& text, std::ptrdiff_t at) {
        const auto place = static_cast<std::size_t>(at);
        if (std::ranges::count(order_, place) != 0) return true;
        if (!open_.insert(place).second) return false;
        if (!visit(text)) return false;
        open_.erase(place);
        order_.push_back(place);
        return true;
    }

    const Document& document_;
    const Formula& formula_;
    const std::vector<strategy::ParameterWord> words_;
    std::set<std::size_t> parameters_{};
    std::vector<std::size_t> order_{};
    std::set<std::size_t> open_{};
    bool is_readable_ = false;
};

/// Every combination of the ends when they are few, else one parameter away from its default at a time.
std::vector<std::vector<std::int64_t>> samples_of(const Document& document, std::span<const std::size_t> parameters) {
    std::vector<std::int64_t> usual;
    for (const ParameterSpec& spec : document.parameters) usual.push_back(spec.fallback);
    std::vector<std::vector<std::int64_t>> all{usual};
    for (const std::size_t at : parameters) {
        const std::vector<std::int64_t> ends = ends_of(document.parameters[at]);
        if (all.size() * ends.size() > combinations_max) {
            for (const std::int64_t value : ends) {
                all.push_back(usual);
                all.back()[at] = value;
            }
            continue;
        }
        const std::size_t before = all.size();
        for (std::size_t sample = 0; sample < before; ++sample) {
            for (const std::int64_t value : std::span(ends).subspan(1)) {
                std::vector<std::int64_t> other = all[sample];
                other[at] = value;
                all.push_back(std::move(other));
            }
        }
    }
    return all;
}

}  // namespace

std::int64_t units_of_value(const ParameterSpec& spec, std::int64_t value) {
    if (spec.kind == ParameterKind::decimal) return value;
    return units_of(static_cast<double>(value));
}

const ParameterSpec* parameter_of(const Document& document, const Formula& formula) {
    std::string text = formula.text;
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    constexpr std::string_view group = "param.";
    if (text.starts_with(group)) text.erase(0, group.size());
    const auto found = std::ranges::find(document.parameters, text, &ParameterSpec::name);
    if (found == document.parameters.end()) return nullptr;
    const bool is_number = found->kind == ParameterKind::integer || found->kind == ParameterKind::decimal;
    return is_number ? &*found : nullptr;
}

std::optional<FieldRange> range_of(const Document& document, const Formula& formula) {
    if (const auto number = parse_units(formula.text); number && !number->rounded)
        return FieldRange{number->units, number->units, number->units};
    if (const ParameterSpec* const spec = parameter_of(document, formula))
        return FieldRange{units_of_value(*spec, spec->fallback), units_of_value(*spec, spec->least),
                          units_of_value(*spec, spec->most)};
    const Reading reading(document, formula);
    if (!reading.is_readable()) return std::nullopt;
    const std::vector<std::size_t> parameters = reading.parameters();
    std::optional<FieldRange> range;
    for (const std::vector<std::int64_t>& values : samples_of(document, parameters)) {
        const auto value = reading.value(values);
        if (!value) return std::nullopt;
        const std::int64_t units = std::isnan(*value) ? 0 : units_of(*value);
        if (!range) range = FieldRange{units, units, units};
        range->least = std::min(range->least, units);
        range->most = std::max(range->most, units);
    }
    return range;
}

}  // namespace spark::policy::detail
