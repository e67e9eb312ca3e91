#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/store/strategy_folder.hpp"
#include "app/verbs/context.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// A document that lies in the data folder with its history. The definition's version is the number it is kept under,
/// whatever the document says: evidence names it.
struct KeptStrategy {
    store::StrategyVersion kept;
    std::string text;
    strategy::Definition definition;
};

/// The newest version, or that of the number. Errors: not_found; corrupt; those of the document.
Result<KeptStrategy> load_kept(const Context& context, std::string_view name, std::optional<std::uint32_t> version);

/// `name` or `name@3`. Errors: not_found for what is neither.
struct StrategyReference {
    std::string_view name;
    std::optional<std::uint32_t> version;
};
Result<StrategyReference> parse_strategy_reference(std::string_view text);

/// What is to be kept.
struct KeepOrder {
    std::string text;
    std::string author;
    std::string message;
    std::optional<std::uint32_t> parent{};         ///< None: a new strategy.
    std::string name{};                            ///< That the document must have; empty: any.
    std::optional<std::uint32_t> restored_from{};  ///< Where it is an old version's text.
    std::optional<store::StrategyOrigin> origin{};
};

/// Checks the document whole and keeps it as the next version. Errors: invalid_input with `document:line:column`, or
/// where its name is another one; conflict where the name is a built-in's or a plain file's, or the parent is not the
/// newest version; those of StrategyFolder::add.
Result<KeptStrategy> keep_strategy(const Context& context, const KeepOrder& order);

/// JSON where the text begins with `{`, else TOML.
strategy::DocumentSyntax syntax_of_text(std::string_view text);

/// `{name, version, sha256, text_sha256, author, created_at, message, parent, restored_from, origin}`
wire::Json kept_json(const KeptStrategy& strategy);

/// `spark.strategy_show/1` of a kept version: with `from`, `text`, `format` and `kept`.
wire::Json kept_document_json(const KeptStrategy& strategy);

/// `spark.strategy_version_diff/1`: the rows of `spark strategy diff`, those of parameters apart, and both texts.
Result<wire::Json> kept_diff_json(const KeptStrategy& before, const KeptStrategy& after);

/// `spark.strategy_check/1`: what a document does, in sentences of both languages, or where it is wrong.
wire::Json checked_json(std::string_view text);

}  // namespace spark::verbs
