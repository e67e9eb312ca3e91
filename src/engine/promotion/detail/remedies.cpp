#include "engine/promotion/detail/remedies.hpp"

#include <fmt/format.h>

namespace spark::promotion::detail {
namespace {

std::string data_set_of(const Facts& facts) { return facts.data_set.empty() ? "DATASET" : facts.data_set; }

std::string optimization_of(const Facts& facts) { return facts.optimization ? facts.optimization->id : "opt_…"; }

}  // namespace

std::string version_name(const Facts& facts) { return fmt::format("{}@{}", facts.strategy, facts.version); }

Sentence run_backtest(const Facts& facts) {
    const std::string command = fmt::format("spark backtest run {} --dataset {} --taker-bps 5 --slippage-bps 1",
                                            version_name(facts), data_set_of(facts));
    return {fmt::format("run this version with its own values: {}", command),
            fmt::format("bu sürümü kendi değerleriyle koşun: {}", command)};
}

Sentence search_again(const Facts& facts, std::string_view why_en, std::string_view why_tr) {
    const std::string parameter = facts.parameter.empty() ? "NAME" : facts.parameter;
    const std::string command = fmt::format(
        "spark optimize grid {} --dataset {} --param {}=LEAST:MOST:STEP --oos 30% --walk-forward 5x30d --taker-bps 5 "
        "--slippage-bps 1",
        version_name(facts), data_set_of(facts), parameter);
    const std::string adopt = fmt::format("spark strategy adopt {} --from opt_… --set plateau", facts.strategy);
    return {fmt::format("{}: {}; then: {}", why_en, command, adopt),
            fmt::format("{}: {}; ardından: {}", why_tr, command, adopt)};
}

Sentence adopt_set(const Facts& facts) {
    const std::string command =
        fmt::format("spark strategy adopt {} --from {} --set plateau", facts.strategy, optimization_of(facts));
    return {fmt::format("take a set's values as the next version's defaults: {}", command),
            fmt::format("bir kümenin değerlerini sonraki sürümün varsayılanları yapın: {}", command)};
}

Sentence keep_changed(const Facts& facts, std::string_view what_en, std::string_view what_tr) {
    const std::string command = fmt::format("spark strategy keep {}.toml", facts.strategy);
    return {fmt::format("{}, and keep it: {}; then search, adopt and run that version", what_en, command),
            fmt::format("{} ve saklayın: {}; sonra o sürümü arayın, benimseyin ve koşun", what_tr, command)};
}

}  // namespace spark::promotion::detail
