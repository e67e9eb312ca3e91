#include "app/lab/generation_order.hpp"

#include <fmt/format.h>

#include <utility>

#include "engine/strategy/document.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/domain/timeframe.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::lab {

using wire::Json;

std::string_view provider_name(ProviderKind kind) { return kind == ProviderKind::offline ? "offline" : "model"; }

Result<GenerationOrder> GenerationOrder::of_json(const Json& json) {
    const auto text_at = [&](const std::string& key) {
        return json.find(key) == nullptr ? std::string() : json.string_at(key).value_or("");
    };
    GenerationOrder order;
    order.prompt = text_at("prompt");
    order.name = text_at("name");
    order.timeframe = text_at("timeframe");
    order.author = text_at("author");
    const std::string provider = text_at("provider");
    if (provider == "model") order.provider = ProviderKind::model;
    if (!provider.empty() && provider != provider_name(order.provider))
        return fail(Fault::invalid_input, fmt::format("found provider '{}', allowed offline or model", shown(provider)),
                    "/provider");
    const std::string risk = text_at("risk");
    const auto known = draft::risk_of(risk);
    if (!risk.empty() && !known)
        return fail(Fault::invalid_input,
                    fmt::format("found risk '{}', allowed careful, balanced or bold", shown(risk)), "/risk");
    order.risk = known.value_or(order.risk);
    if (json.find("symbols") != nullptr) {
        SPARK_TRY(const auto symbols, json.array_at("symbols"));
        for (const Json& symbol : symbols) {
            SPARK_TRY(std::string text, symbol.as_string());
            order.symbols.push_back(std::move(text));
        }
    }
    return order;
}

Json GenerationOrder::json() const {
    Json list = Json::array();
    for (const std::string& symbol : symbols) list.push(symbol);
    return Json::object()
        .set("prompt", prompt)
        .set("provider", provider_name(provider))
        .set("name", name)
        .set("timeframe", timeframe)
        .set("symbols", std::move(list))
        .set("risk", draft::risk_name(risk))
        .set("author", author);
}

Result<void> check_order(const GenerationOrder& order) {
    const auto refuse = [](std::string message, std::string place, std::string remedy = {}) {
        return fail(Fault::invalid_input, std::move(message), std::move(place), std::move(remedy));
    };
    if (order.prompt.find_first_not_of(" \t\r\n") == std::string::npos)
        return refuse("found an empty sentence", "/prompt",
                      "say what to trade on: buy when the 20 day average crosses over the 50 day one");
    if (order.prompt.size() > draft::prompt_bytes_max)
        return refuse(
            fmt::format("found a sentence of {} bytes, allowed {}", order.prompt.size(), draft::prompt_bytes_max),
            "/prompt", "say it shorter");
    if (!wire::is_utf8(order.prompt)) return refuse("the sentence is not UTF-8", "/prompt", "save it as UTF-8");
    if (!order.name.empty() && !strategy::is_strategy_name(order.name))
        return refuse(fmt::format("found name '{}', allowed a letter, then up to {} letters, digits, '_' or '-'",
                                  shown(order.name), strategy::name_bytes_max - 1),
                      "/name");
    if (!order.timeframe.empty()) {
        const auto timeframe = Timeframe::parse(order.timeframe);
        if (!timeframe) return refuse(timeframe.error().message, "/timeframe", timeframe.error().remedy);
    }
    if (order.symbols.size() > strategy::symbols_max)
        return refuse(fmt::format("found {} symbols, allowed {}", order.symbols.size(), strategy::symbols_max),
                      "/symbols");
    for (const std::string& symbol : order.symbols) {
        if (symbol.empty() || symbol.size() > strategy::name_bytes_max || !wire::is_utf8(symbol))
            return refuse(fmt::format("found the symbol '{}', allowed 1 to {} characters", shown(symbol),
                                      strategy::name_bytes_max),
                          "/symbols");
    }
    return {};
}

}  // namespace spark::lab
