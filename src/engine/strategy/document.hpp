#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/strategy/parameter.hpp"
#include "engine/strategy/signal_plan.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::strategy {

/// Limits of what is taken in, each with its reason in docs/reference/strategy_document.md.
inline constexpr std::size_t parameters_max = 256;
inline constexpr std::size_t definitions_max = 256;
inline constexpr std::size_t rules_max = 64;
inline constexpr std::size_t choices_max = 32;
inline constexpr std::size_t symbols_max = 64;
inline constexpr std::size_t description_bytes_max = 4'096;
inline constexpr std::size_t name_bytes_max = 64;
inline constexpr std::int64_t bars_max = 1'000'000;

inline constexpr std::string_view document_schema = "spark.strategy/1";

/// An expression of a document as it was written, or a number; empty where the field is absent.
struct Formula {
    std::string text{};
    wire::TextPlace place{};  ///< Of its first character when `verbatim`, else of the value.
    bool verbatim = false;    ///< Lines and columns inside it are lines and columns of the document.

    bool empty() const { return text.empty(); }
};

/// `[let] name = "…"`.
struct NamedFormula {
    std::string name;
    Formula formula;
};

struct ProtectiveRule {
    LevelKind kind = LevelKind::percent;
    Formula amount{};  ///< Empty: none.
};

struct SideRules {
    Formula enter{};
    Formula exit{};
    Formula entry_price{};
    ProtectiveRule stop_loss{};  ///< These three already hold what [stop] says for both sides.
    ProtectiveRule take_profit{};
    ProtectiveRule trailing_stop{};
};

struct SizeRules {
    SizeKind kind = SizeKind::units;
    Formula amount{};  ///< Empty: the run's own size rule.
};

/// Limits of the account this strategy asks for (RiskLimits says what they do).
struct RiskWishes {
    Formula leverage_max{};
    Formula max_drawdown_pct{};
    Formula daily_loss_pct{};
};

/// A strategy as its author wrote it (docs/reference/strategy_document.md): checked in form, its expressions not read
/// yet. Defaults are filled in where a field has one.
struct Document {
    std::string file_name{};  ///< For messages only.
    std::string name{};
    std::int64_t version = 1;
    std::string what_en{};
    std::string what_tr{};
    std::vector<ParameterSpec> parameters{};
    std::vector<Formula> where{};     ///< Conditions over parameters alone.
    std::vector<NamedFormula> let{};  ///< Each may use the parameters and, in any order, the others.
    std::optional<SideRules> long_side{};
    std::optional<SideRules> short_side{};
    Formula time_stop_bars{};
    OrderType entry_type = OrderType::market;
    Formula valid_bars{};
    SizeRules size{};
    Formula cooldown_bars{};
    Formula entries_max{};
    RiskWishes risk{};
    std::string timeframe{};  ///< The one it was made for; empty: any.
    std::vector<std::string> symbols{};
};

enum class DocumentSyntax : std::uint8_t { toml, json };

/// JSON for `.json` names, else TOML.
DocumentSyntax syntax_of(std::string_view file_name);

/// Reads a document's form: fields, types, names, ranges. The file name is for messages.
/// Errors: invalid_input with `file:line:column` as place; for names not known the nearest one as remedy.
Result<Document> read_document(std::string_view text, std::string_view file_name, DocumentSyntax syntax);

/// `[A-Za-z][A-Za-z0-9_-]{0,63}`.
bool is_strategy_name(std::string_view name);

}  // namespace spark::strategy
