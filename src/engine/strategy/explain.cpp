#include "engine/strategy/explain.hpp"

#include <fmt/format.h>

#include <array>
#include <map>

#include "engine/strategy/detail/compiled.hpp"
#include "engine/strategy/detail/planner.hpp"
#include "engine/strategy/detail/words.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::strategy {
namespace {

using detail::Compiled;
using detail::CompiledAmount;
using detail::CompiledSide;

/// The words of one side.
struct SideWords {
    std::string_view name;
    std::string_view toward_loss;
    std::string_view toward_profit;
};

class Explainer {
  public:
    Explainer(const Document& document, const Compiled& compiled, Tongue tongue)
        : document_(document), compiled_(compiled), tongue_(tongue), turkish_(tongue == Tongue::turkish) {}

    std::vector<std::string> sentences() {
        const bool tr = turkish_;
        side(document_.long_side, compiled_.long_side,
             tr ? SideWords{"uzun", "altında", "üstünde"} : SideWords{"long", "below", "above"});
        side(document_.short_side, compiled_.short_side,
             tr ? SideWords{"kısa", "üstünde", "altında"} : SideWords{"short", "above", "below"});
        size();
        limits();
        return std::move(sentences_);
    }

  private:
    void say(std::string sentence) { sentences_.push_back(std::move(sentence)); }

    std::string words(const expression::Program& program, const Formula& formula) const {
        const std::string told = detail::words_of(program, tongue_);
        return told.empty() ? canonical_formula(formula) : told;
    }
    std::string words(const CompiledAmount& amount, const Formula& formula) const {
        return amount.series ? words(*amount.series, formula) : format_units(amount.constant);
    }
    static bool is_none(const CompiledAmount& amount) { return !amount.series && amount.constant <= 0; }

    void side(const std::optional<SideRules>& rules, const std::optional<CompiledSide>& side, SideWords word) {
        if (!rules || !side) return;
        if (detail::never_holds(side->enter)) {
            say(turkish_ ? fmt::format("Bu değerlerle {} yönde işlem yapmaz.", word.name)
                         : fmt::format("Does not trade {} with these values.", word.name));
            return;
        }
        const std::string when = words(side->enter, rules->enter);
        if (document_.entry_type == OrderType::market) {
            say(turkish_ ? fmt::format("Şu olunca sonraki barın açılışında {} yönde girer: {}.", word.name, when)
                         : fmt::format("Enters {} at the next bar's open when {}.", word.name, when));
        } else {
            const std::string price = words(side->entry_price, rules->entry_price);
            const std::string_view type = to_text(document_.entry_type);
            say(turkish_
                    ? fmt::format("Şu olunca {} fiyatına {} yönde {} emri koyar: {}.", price, word.name, type, when)
                    : fmt::format("Places a {} order to enter {} at {} when {}.", type, word.name, price, when));
        }
        if (side->exit && !detail::never_holds(*side->exit)) {
            const std::string leaves = words(*side->exit, rules->exit);
            say(turkish_
                    ? fmt::format("Şu olunca {} pozisyondan sonraki barın açılışında çıkar: {}.", word.name, leaves)
                    : fmt::format("Leaves {} at the next bar's open when {}.", word.name, leaves));
        }
        level(turkish_ ? "Zarar kes" : "Stop-loss", rules->stop_loss, side->stop_loss, word, word.toward_loss);
        level(turkish_ ? "Kâr al" : "Take-profit", rules->take_profit, side->take_profit, word, word.toward_profit);
        trailing(rules->trailing_stop, side->trailing_stop, word);
    }

    void level(std::string_view order, const ProtectiveRule& rule, const CompiledAmount& amount, SideWords word,
               std::string_view direction) {
        if (is_none(amount)) return;
        const std::string value = words(amount, rule.amount);
        if (rule.kind == LevelKind::price) {
            say(turkish_ ? fmt::format("{} ({}): sinyal barındaki {} fiyatında.", order, word.name, value)
                         : fmt::format("{} ({}): at {}, read on the signal bar.", order, word.name, value));
            return;
        }
        const std::string_view unit = rule.kind == LevelKind::percent ? "%" : "";
        say(turkish_
                ? fmt::format("{} ({}): sinyal barının kapanışının {}{} {}.", order, word.name, unit, value, direction)
                : fmt::format("{} ({}): {} {}{} the signal bar's close.", order, word.name, value,
                              unit.empty() ? "" : "% ", direction));
    }

    void trailing(const ProtectiveRule& rule, const CompiledAmount& amount, SideWords word) {
        if (is_none(amount)) return;
        const std::string value = words(amount, rule.amount);
        const std::string_view unit = rule.kind == LevelKind::percent ? "%" : "";
        say(turkish_ ? fmt::format("İzleyen stop ({}): girişten sonraki en iyi fiyata {}{} uzaklıkta.", word.name, unit,
                                   value)
                     : fmt::format("Trailing stop ({}): {}{} away from the best price since the entry.", word.name,
                                   value, unit.empty() ? "" : " %"));
    }

    void size() {
        if (document_.size.amount.empty()) return;
        constexpr std::array<std::string_view, 4> english{"units of the base currency", "of the quote currency",
                                                          "of the equity (1 is all)",
                                                          "of the equity lost when the stop is hit"};
        constexpr std::array<std::string_view, 4> turkish{"adet", "karşı para birimi kadar",
                                                          "öz sermaye payı (1 hepsi)",
                                                          "stop çalışınca kaybedilen öz sermaye payı"};
        const auto kind = static_cast<std::size_t>(document_.size.kind);
        const std::string value = words(compiled_.size, document_.size.amount);
        say(turkish_ ? fmt::format("Her girişin büyüklüğü: {} {}.", value, turkish[kind])
                     : fmt::format("Size of every entry: {} {}.", value, english[kind]));
    }

    void limits() {
        const auto bars = [this](std::int64_t count, std::string_view en, std::string_view tr) {
            if (count > 0) say(fmt::format(fmt::runtime(turkish_ ? tr : en), count));
        };
        bars(compiled_.valid_bars, "An entry order that did not fill is withdrawn after {} bars.",
             "Gerçekleşmeyen giriş emri {} bar sonra geri çekilir.");
        bars(compiled_.time_stop_bars, "Leaves after {} bars in the market.", "Piyasada {} bar kaldıktan sonra çıkar.");
        bars(compiled_.cooldown_bars, "Ignores signals on {} bars from an exit on.",
             "Bir çıkıştan sonra {} bar boyunca sinyallere bakmaz.");
        if (compiled_.entries_max == 0)
            say(turkish_ ? "Pozisyona sınırsız ekler." : "Adds to a position without limit.");
        bars(compiled_.entries_max > 1 ? compiled_.entries_max : 0, "Holds at most {} entries of one side at once.",
             "Bir yönde en çok {} giriş birlikte açık kalır.");
    }

    const Document& document_;
    const Compiled& compiled_;
    Tongue tongue_;
    bool turkish_;
    std::vector<std::string> sentences_;
};

void flatten(const wire::Json& json, const std::string& path, std::map<std::string, std::string>& out) {
    if (!json.is_object()) {
        out[path] = json.is_string() ? *json.as_string() : wire::to_text(json);
        return;
    }
    for (const wire::JsonMember& member : *json.as_object())
        flatten(member.value, path.empty() ? member.key : path + "." + member.key, out);
}

std::map<std::string, std::string> fields_of(const Document& document) {
    std::map<std::string, std::string> fields;
    flatten(to_json(document, DocumentForm::canonical), {}, fields);
    flatten(to_json(document, DocumentForm::full), {}, fields);
    return fields;
}

}  // namespace

Result<std::vector<std::string>> explain(const Definition& definition, std::span<const std::int64_t> values,
                                         Tongue tongue) {
    SPARK_TRY(definition.check(values));
    const Document* const document = definition.document();
    if (document == nullptr)
        return std::vector<std::string>{
            std::string(tongue == Tongue::turkish ? definition.what_tr() : definition.what_en())};
    SPARK_TRY(const std::vector<std::size_t> order, detail::order_of_let(*document));
    SPARK_TRY(const Compiled compiled, detail::compile_document(*document, order, {.values = values}));
    return Explainer(*document, compiled, tongue).sentences();
}

std::vector<FieldDifference> differences(const Document& before, const Document& after) {
    const auto old_fields = fields_of(before);
    auto new_fields = fields_of(after);
    std::map<std::string, FieldDifference> found;
    for (const auto& [field, value] : old_fields) {
        const auto other = new_fields.find(field);
        if (other == new_fields.end() || other->second != value)
            found[field] = {field, value, other == new_fields.end() ? std::string{} : other->second};
    }
    for (const auto& [field, value] : new_fields) {
        if (!old_fields.contains(field)) found[field] = {field, {}, value};
    }
    std::vector<FieldDifference> list;
    for (auto& [field, difference] : found) list.push_back(std::move(difference));
    return list;
}

}  // namespace spark::strategy
