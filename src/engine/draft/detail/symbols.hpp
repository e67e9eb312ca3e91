#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "engine/draft/detail/tokens.hpp"

namespace spark::draft::detail {

/// An instrument that the sentence names.
struct NamedSymbol {
    std::string symbol;             ///< `BTCUSDT`, `THYAO`.
    std::size_t tokens = 0;         ///< How many it takes.
    bool is_quote_assumed = false;  ///< Only the coin was named: its pair with USDT is taken.
};

/// The instrument that begins with the first token: a pair in one word or two (`btc/usdt`), a coin by its ticker or
/// name, a share of Borsa Istanbul by its ticker (`THYAO`, `GARAN.IS`).
std::optional<NamedSymbol> named_symbol(std::span<const Token> tokens);

}  // namespace spark::draft::detail
