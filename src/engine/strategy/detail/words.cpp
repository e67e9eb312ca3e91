#include "engine/strategy/detail/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace spark::strategy::detail {
namespace {

using expression::Program;
using expression::StepKey;
using expression::StepKind;

constexpr std::size_t words_bytes_max = 4'000;

/// `{0}`, `{1}`… are the arguments in words.
struct Phrase {
    std::string_view name;
    std::string_view en;
    std::string_view tr;
};
constexpr std::array phrases{
    Phrase{"ta.sma", "the {1}-bar simple average of {0}", "{0} değerinin {1} barlık basit ortalaması"},
    Phrase{"ta.ema", "the {1}-bar exponential average of {0}", "{0} değerinin {1} barlık üstel ortalaması"},
    Phrase{"ta.rma", "Wilder's {1}-bar average of {0}", "{0} değerinin {1} barlık Wilder ortalaması"},
    Phrase{"ta.wma", "the {1}-bar weighted average of {0}", "{0} değerinin {1} barlık ağırlıklı ortalaması"},
    Phrase{"ta.hma", "Hull's {1}-bar average of {0}", "{0} değerinin {1} barlık Hull ortalaması"},
    Phrase{"ta.vwma", "the {1}-bar volume-weighted average of {0}",
           "{0} değerinin {1} barlık hacim ağırlıklı ortalaması"},
    Phrase{"ta.rsi", "the {1}-bar RSI of {0}", "{0} değerinin {1} barlık RSI göstergesi"},
    Phrase{"ta.atr", "the {0}-bar average true range", "{0} barlık ortalama gerçek aralık"},
    Phrase{"ta.stdev", "the {1}-bar standard deviation of {0}", "{0} değerinin {1} barlık standart sapması"},
    Phrase{"ta.highest", "the highest {0} of {1} bars", "son {1} barın en büyük {0} değeri"},
    Phrase{"ta.lowest", "the lowest {0} of {1} bars", "son {1} barın en küçük {0} değeri"},
    Phrase{"ta.roc", "the percent change of {0} over {1} bars", "{0} değerinin {1} bardaki yüzde değişimi"},
    Phrase{"ta.mom", "the change of {0} over {1} bars", "{0} değerinin {1} bardaki değişimi"},
    Phrase{"ta.change", "the change of {0} over {1} bars", "{0} değerinin {1} bardaki değişimi"},
    Phrase{"ta.crossover", "{0} crosses over {1}", "{0}, {1} değerini yukarı kesiyor"},
    Phrase{"ta.crossunder", "{0} crosses under {1}", "{0}, {1} değerini aşağı kesiyor"},
    Phrase{"ta.cross", "{0} crosses {1}", "{0}, {1} değerini kesiyor"},
    Phrase{"ta.rising", "{0} lies above each of its last {1} values", "{0}, önceki {1} değerinin hepsinden yüksek"},
    Phrase{"ta.falling", "{0} lies below each of its last {1} values", "{0}, önceki {1} değerinin hepsinden düşük"},
    Phrase{"math.abs", "the size of {0}", "{0} değerinin büyüklüğü"},
    Phrase{"nz", "{0} (or {1} where undefined)", "{0} (tanımsızsa {1})"},
    Phrase{"na", "{0} is undefined", "{0} tanımsız"},
    Phrase{"and", "{0} and {1}", "{0} ve {1}"},
    Phrase{"or", "({0} or {1})", "({0} ya da {1})"},
    Phrase{"not", "not ({0})", "şu geçerli değil: ({0})"},
    Phrase{"==", "{0} equals {1}", "{0}, {1} değerine eşit"},
    Phrase{"!=", "{0} differs from {1}", "{0}, {1} değerinden farklı"},
    Phrase{"<", "{0} is below {1}", "{0}, {1} değerinin altında"},
    Phrase{"<=", "{0} is at or below {1}", "{0}, {1} değerinde ya da altında"},
    Phrase{">", "{0} is above {1}", "{0}, {1} değerinin üstünde"},
    Phrase{">=", "{0} is at or above {1}", "{0}, {1} değerinde ya da üstünde"},
    Phrase{"+", "({0} + {1})", "({0} + {1})"},
    Phrase{"-", "({0} − {1})", "({0} − {1})"},
    Phrase{"*", "{0} × {1}", "{0} × {1}"},
    Phrase{"/", "{0} ÷ {1}", "{0} ÷ {1}"},
    Phrase{"%", "the rest of {0} ÷ {1}", "{0} ÷ {1} bölümünün kalanı"},
    Phrase{"negate", "−{0}", "−{0}"},
    Phrase{"?:", "({1} if {0}, else {2})", "({0} ise {1}, değilse {2})"},
};

/// The column's name in Turkish; English uses the language's own.
struct ColumnName {
    std::string_view name;
    std::string_view tr;
};
constexpr std::array column_names{ColumnName{"open", "açılış"},         ColumnName{"high", "en yüksek"},
                                  ColumnName{"low", "en düşük"},        ColumnName{"close", "kapanış"},
                                  ColumnName{"volume", "hacim"},        ColumnName{"time", "zaman"},
                                  ColumnName{"bar_index", "bar sırası"}};

std::string filled(std::string_view phrase, const std::vector<std::string>& arguments) {
    std::string made;
    for (std::size_t at = 0; at < phrase.size(); ++at) {
        if (phrase[at] != '{') {
            made += phrase[at];
            continue;
        }
        const auto index = static_cast<std::size_t>(phrase[at + 1] - '0');
        if (index < arguments.size()) made += arguments[index];
        at += 2;
    }
    return made;
}

class Teller {
  public:
    Teller(const Program& program, Tongue tongue) : program_(program), turkish_(tongue == Tongue::turkish) {}

    std::string tell() {
        for (const StepKey& step : program_.steps()) {
            told_.push_back(of(step));
            if (told_.back().size() > words_bytes_max) return {};
        }
        return told_.back();
    }

  private:
    std::string of(const StepKey& step) const {
        switch (step.kind) {
            case StepKind::constant: return number_text(std::bit_cast<double>(step.constant_bits));
            case StepKind::bar_column: return column(expression::bar_columns()[step.which].name);
            case StepKind::call: return call(step);
            case StepKind::field: return field(step);
            case StepKind::history: return history(step);
            case StepKind::projected: return projected(step);
            case StepKind::variable: break;  // never in a program over bars
        }
        return {};
    }

    std::string column(std::string_view name) const {
        const auto found = std::ranges::find(column_names, name, &ColumnName::name);
        if (turkish_ && found != column_names.end()) return std::string(found->tr);
        return name == "bar_index" ? "the bar's number" : std::string(name);
    }

    std::string call(const StepKey& step) const {
        std::vector<std::string> arguments;
        for (const std::uint32_t used : step.arguments) arguments.push_back(told_[used]);
        const std::string_view name = expression::functions()[step.which].name;
        // `exit_on_cross and …` with the parameter true says nothing but the rest.
        for (std::size_t at = 0; at < 2 && (name == "and" || name == "or"); ++at) {
            const StepKey& side = program_.steps()[step.arguments[at]];
            if (side.kind != StepKind::constant) continue;
            if ((std::bit_cast<double>(side.constant_bits) == 1.0) == (name == "and")) return arguments[1 - at];
        }
        const StepKey* const first = step.arguments.empty() ? nullptr : &program_.steps()[step.arguments[0]];
        if (name == "?:" && first->kind == StepKind::constant)
            return arguments[std::bit_cast<double>(first->constant_bits) == 1.0 ? 1 : 2];
        const auto phrase = std::ranges::find(phrases, name, &Phrase::name);
        if (phrase != phrases.end()) return filled(turkish_ ? phrase->tr : phrase->en, arguments);
        return arguments.empty() ? std::string(name) : fmt::format("{}({})", name, fmt::join(arguments, ", "));
    }

    std::string field(const StepKey& step) const {
        const StepKey& from = program_.steps()[step.arguments[0]];
        if (from.kind != StepKind::call) return told_[step.arguments[0]];
        return fmt::format("{}.{}", told_[step.arguments[0]], expression::functions()[from.which].fields[step.which]);
    }

    std::string history(const StepKey& step) const {
        const std::string& value = told_[step.arguments[0]];
        if (turkish_) return fmt::format("{} bar önceki {}", step.which, value);
        return step.which == 1 ? fmt::format("{} of the bar before", value)
                               : fmt::format("{} of {} bars before", value, step.which);
    }

    std::string projected(const StepKey& step) const {
        const std::string& value = told_[step.arguments[0]];
        const expression::Scope& scope = program_.scopes()[step.which];
        if (scope.kind == expression::ScopeKind::symbol)
            return turkish_ ? fmt::format("{} için {}", scope.name, value) : fmt::format("{} of {}", value, scope.name);
        return turkish_ ? fmt::format("kapanmış {} barlarında {}", scope.name, value)
                        : fmt::format("{} on completed {} bars", value, scope.name);
    }

    const Program& program_;
    bool turkish_;
    std::vector<std::string> told_;
};

}  // namespace

std::string number_text(double number) { return number != number ? std::string("na") : fmt::format("{}", number); }

std::string words_of(const Program& program, Tongue tongue) { return Teller(program, tongue).tell(); }

}  // namespace spark::strategy::detail
