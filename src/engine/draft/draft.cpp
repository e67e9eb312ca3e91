#include "engine/draft/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/draft/detail/assemble.hpp"
#include "engine/draft/detail/conditions.hpp"
#include "engine/draft/detail/grid_words.hpp"
#include "engine/draft/detail/left_over.hpp"
#include "engine/draft/detail/orders.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::draft {
namespace {

constexpr std::array<std::string_view, 6> family_names{"cross", "oscillator", "band", "breakout", "grid", "momentum"};
constexpr std::array<std::string_view, 3> risk_names{"careful", "balanced", "bold"};

std::string_view example(strategy::Tongue tongue) {
    return tongue == strategy::Tongue::turkish
               ? "örneğin: BTCUSDT 1 saatlik, 20'lik EMA 50'liği yukarı kesince al, %2 zarar kes"
               : "for example: BTCUSDT 1h, buy when the 20 EMA crosses above the 50 EMA, stop loss 2%";
}

Result<void> check_prompt(std::string_view prompt) {
    if (prompt.size() > prompt_bytes_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found a sentence of {} bytes, allowed at most {}", prompt.size(), prompt_bytes_max),
                    "prompt", "say the rules alone");
    }
    const std::size_t valid = wire::utf8_valid_bytes(prompt);
    if (valid != prompt.size()) {
        return fail(Fault::invalid_input, fmt::format("found bytes that are no UTF-8 from byte {} on", valid),
                    fmt::format("prompt:{}-{}", valid, valid + 1), "send the sentence as UTF-8");
    }
    if (prompt.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) {
        return fail(Fault::invalid_input, "found an empty sentence, allowed what the strategy is to do", "prompt",
                    std::string(example(strategy::Tongue::english)));
    }
    return {};
}

Result<void> check_order(const DraftOrder& order) {
    if (!order.name.empty() && !strategy::is_strategy_name(order.name)) {
        return fail(Fault::invalid_input,
                    fmt::format("found a name of {} bytes, allowed a letter, then up to 63 letters, digits, '_' or '-'",
                                order.name.size()),
                    "name", "leave it out: one is made from the sentence");
    }
    return {};
}

bool is_empty(const detail::Rules& rules) {
    return rules.enter.empty() && rules.enter_short.empty() && rules.exit.empty() && !rules.is_grid;
}

}  // namespace

std::string_view family_name(Family family) { return family_names[static_cast<std::size_t>(family)]; }

std::string_view risk_name(Risk risk) { return risk_names[static_cast<std::size_t>(risk)]; }

std::optional<Risk> risk_of(std::string_view name) {
    const auto found = std::ranges::find(risk_names, name);
    if (found == risk_names.end()) return std::nullopt;
    return static_cast<Risk>(found - risk_names.begin());
}

Result<Draft> draft_strategy(const DraftOrder& order) {
    SPARK_TRY(check_prompt(order.prompt));
    SPARK_TRY(check_order(order));
    detail::Items items = detail::items_of(order.prompt);
    SPARK_TRY(detail::OrderWishes wishes, detail::read_orders(items));
    detail::Rules rules = detail::read_grid(items, wishes);
    detail::add_rules(items, rules);
    SPARK_TRY(detail::read_left_over(items, wishes));
    if (is_empty(rules)) {
        return fail(
            Fault::invalid_input,
            "found no rule for entering the market in the sentence, allowed crossings of averages, oscillators, "
            "bands, breakouts, grids, momentum",
            fmt::format("prompt:0-{}", order.prompt.size()), std::string(example(items.tongue)));
    }
    SPARK_TRY(detail::Assembled made, detail::assemble(order, wishes, rules, items.tongue));

    Draft draft;
    draft.tongue = items.tongue;
    draft.family = made.family;
    draft.toml = made.sheet.toml(items.tongue, order.prompt);
    draft.reasons = made.sheet.reasons();
    draft.notices = std::move(made.notices);
    draft.not_understood = detail::not_understood(items);
    SPARK_TRY(const strategy::Definition definition,
              strategy::load_definition(draft.toml, "draft.toml", strategy::DocumentSyntax::toml));
    draft.document = *definition.document();
    return draft;
}

}  // namespace spark::draft
