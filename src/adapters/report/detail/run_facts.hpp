#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "adapters/report/compose.hpp"
#include "adapters/report/figures.hpp"
#include "adapters/report/number_text.hpp"

namespace spark::report::detail {

/// What the sections of a report are made of, read once.
struct RunFacts {
    const RunEvidence& run;
    Language language;
    NumberText numbers;
    std::vector<TradeRow> trades{};
    std::vector<EquityPoint> equity{};  ///< Day ends, or the document's points where it has more of them.
    bool equity_is_daily = true;
    std::int64_t starting = 0;  ///< Cash at the start; the first equity where the document does not say.
    std::int64_t first_bar = 0;
    std::optional<market::CandleColumns> period{};  ///< The bars that were run.

    /// A text in the report's language, its places filled.
    template <class... Arguments>
    std::string say(const Words& words, const Arguments&... arguments) const {
        if constexpr (sizeof...(arguments) == 0)
            return std::string(words.in(language));
        else
            return fmt::format(fmt::runtime(words.in(language)), arguments...);
    }

    /// A scalar below `path` in the document (`{"dataset", "symbol"}`); nothing when it is missing or null.
    std::optional<double> number(std::initializer_list<std::string_view> path) const;
    std::optional<std::int64_t> units(std::initializer_list<std::string_view> path) const;  ///< Of decimal text.
    std::string text(std::initializer_list<std::string_view> path) const;                   ///< Empty when missing.
    const wire::Json* find(std::initializer_list<std::string_view> path) const;
};

/// A scalar as the document spells it, texts without their quotes.
std::string plain_text(const wire::Json& scalar);

/// Errors: corrupt, when an attachment or an amount cannot be read.
Result<RunFacts> read_facts(const RunEvidence& run, Language language);

// The sections, each from the facts alone.
Section equity_section(const RunFacts& facts);
Section figures_section(const RunFacts& facts);
Section checks_section(const RunFacts& facts);
Section months_section(const RunFacts& facts);
Section drawdowns_section(const RunFacts& facts);
Section candles_section(const RunFacts& facts);
Section results_section(const RunFacts& facts);
Section trades_section(const RunFacts& facts);
Section setup_section(const RunFacts& facts);
Section data_section(const RunFacts& facts);
Section repeat_section(const RunFacts& facts);

}  // namespace spark::report::detail
