#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "adapters/store/strategy_folder.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/lab/generation.hpp"
#include "app/lab/messages.hpp"
#include "app/lab/verbs.hpp"
#include "app/verbs/kept_origin.hpp"
#include "app/verbs/kept_strategies.hpp"

namespace spark::lab {
namespace {

using cli::Invocation;
using cli::say;
using verbs::Context;
using wire::Json;

/// Under its name: the first version, or the one after the newest.
Result<Json> keep_here(const Context& context, const std::string& name, const std::string& text,
                       const GenerationOrder& order, const std::string& id) {
    const store::StrategyFolder folder{std::filesystem::path(verbs::data_dir(context))};
    verbs::KeepOrder kept{.text = text, .author = order.author, .message = order.prompt};
    kept.message.resize(std::min(kept.message.size(), store::StrategyFolder::message_bytes_max));
    while (!kept.message.empty() && (static_cast<unsigned char>(kept.message.back()) & 0xC0U) == 0x80U &&
           kept.message.size() < order.prompt.size())
        kept.message.pop_back();
    SPARK_TRY(kept.origin, verbs::read_origin(context, Json::object().set("generation", id), text));
    SPARK_TRY(const auto names, folder.names());
    if (std::ranges::count(names, name) != 0) {
        SPARK_TRY(const store::StrategyVersion newest, folder.find(name, std::nullopt));
        kept.parent = newest.version;
    }
    SPARK_TRY(const verbs::KeptStrategy strategy, verbs::keep_strategy(context, kept));
    return Json::object().set("name", name).set("version", strategy.kept.version);
}

std::unexpected<Error> with_flag(Error error) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> flags{{{"/prompt", "PROMPT"},
                                                                                         {"/provider", "--provider"},
                                                                                         {"/name", "--name"},
                                                                                         {"/timeframe", "--timeframe"},
                                                                                         {"/symbols", "--symbol"},
                                                                                         {"/risk", "--risk"}}};
    for (const auto& [pointer, flag] : flags) {
        if (error.place == pointer) error.place = flag;
    }
    return fail(std::move(error));
}

}  // namespace

Result<GenerationOrder> order_of_line(const Context& context, const Invocation& invocation) {
    if (invocation.has("keep") && invocation.has("out"))
        return fail(Fault::invalid_input, "found --keep and --out, allowed one of them", "--out");
    GenerationOrder order;
    order.prompt = invocation.positional(0);
    order.provider = invocation.text_or("provider", "offline") == "model" ? ProviderKind::model : ProviderKind::offline;
    order.name = invocation.text_or("name", "");
    order.timeframe = invocation.text_or("timeframe", "");
    const auto symbols = invocation.all("symbol");
    order.symbols.assign(symbols.begin(), symbols.end());
    order.risk = draft::risk_of(invocation.text_or("risk", "balanced")).value_or(draft::Risk::balanced);
    const auto user = context.environment.find("USER");
    if (user != context.environment.end()) order.author = user->second;
    if (const auto checked = check_order(order); !checked) return with_flag(checked.error());
    return order;
}

Result<int> strategy_generate(Context& context, const Invocation& invocation) {
    SPARK_TRY(const GenerationOrder order, order_of_line(context, invocation));
    const std::string id = context.new_id("gen");
    GenerationFollower follower;
    follower.is_cancelled = [&context] { return context.cancelled(); };
    follower.note = [&context](const std::string& text) { context.terminal.note(text); };
    auto generation = generate(context, order, id, follower);
    if (!generation && context.cancelled()) {
        context.terminal.complain(generation.error().message);
        return context.cancelled_exit_code();
    }
    SPARK_TRY(generation);
    return print_generation(
        context, invocation, *std::move(generation),
        [&](const std::string& name, const std::string& text) { return keep_here(context, name, text, order, id); });
}

}  // namespace spark::lab
