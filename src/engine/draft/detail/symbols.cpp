#include "engine/draft/detail/symbols.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace spark::draft::detail {
namespace {

struct Coin {
    std::string_view ticker;
    std::string_view name;  ///< As people write it; empty: by its ticker alone.
    bool is_word = false;   ///< The ticker is a word of one of the languages, so that it has to stand in capitals.
};
constexpr std::array coins{
    Coin{"btc", "bitcoin"},       Coin{"eth", "ethereum"},
    Coin{"eth", "ether"},         Coin{"sol", "solana", true},
    Coin{"xrp", "ripple"},        Coin{"bnb", "binancecoin"},
    Coin{"avax", "avalanche"},    Coin{"doge", "dogecoin"},
    Coin{"ada", "cardano", true}, Coin{"dot", "polkadot", true},
    Coin{"matic", "polygon"},     Coin{"link", "chainlink", true},
    Coin{"ltc", "litecoin"},      Coin{"trx", "tron"},
    Coin{"shib", "shiba"},        Coin{"pepe", ""},
    Coin{"atom", "cosmos", true}, Coin{"near", "", true},
    Coin{"uni", "uniswap", true}, Coin{"bch", ""},
    Coin{"xlm", "stellar"},       Coin{"fil", "filecoin", true},
    Coin{"apt", "aptos", true},   Coin{"arb", "arbitrum", true},
    Coin{"sui", "", true},        Coin{"ton", "toncoin", true},
    Coin{"etc", "", true},        Coin{"chz", "chiliz"},
};
constexpr std::array<std::string_view, 9> quotes{"usdt", "usdc", "fdusd", "busd", "try", "tl", "usd", "eur", "btc"};
// Borsa Istanbul, the larger ones; any other with `.IS` behind it.
constexpr std::array<std::string_view, 44> shares{
    "thyao", "garan", "akbnk", "asels", "eregl", "kchol", "sise",  "bimas", "tuprs", "sahol", "ykbnk",
    "isctr", "petkm", "froto", "toaso", "ekgyo", "pgsus", "tcell", "hekts", "sasa",  "enkai", "arclk",
    "vakbn", "halkb", "mgros", "ttkom", "xu100", "xu030", "krdmd", "alark", "odas",  "gubrf", "koza",
    "kozal", "kozaa", "tavhl", "dohol", "ulker", "aefes", "ccola", "sokm",  "vestl", "oyakc", "astor"};

std::string upper(std::string_view text) {
    std::string made(text);
    for (char& letter : made) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return made;
}

std::string_view canonical_quote(std::string_view quote) { return quote == "tl" ? "try" : quote; }

const Coin* coin_of(std::string_view text, bool by_name) {
    for (const Coin& coin : coins) {
        const std::string_view known = by_name ? coin.name : coin.ticker;
        if (!known.empty() && text.starts_with(known) && is_ending(text.substr(known.size()))) {
            if (text.size() == known.size() || by_name) return &coin;
        }
    }
    return nullptr;
}

bool is_quote(std::string_view text) { return std::ranges::find(quotes, text) != quotes.end(); }

/// `btcusdt`, also with a Turkish ending (`btcusdtde`).
std::optional<NamedSymbol> pair_in_one(const Token& token) {
    for (const Coin& coin : coins) {
        if (!token.text.starts_with(coin.ticker)) continue;
        const std::string_view behind = std::string_view(token.text).substr(coin.ticker.size());
        for (const std::string_view quote : quotes) {
            if (quote == coin.ticker || !behind.starts_with(quote)) continue;
            if (!is_ending(behind.substr(quote.size()))) continue;
            return NamedSymbol{.symbol = upper(coin.ticker) + upper(canonical_quote(quote)), .tokens = 1};
        }
    }
    if (!token.is_upper) return std::nullopt;
    // A coin that is not listed above, in capitals: `INJUSDT`.
    for (const std::string_view quote : {"usdt", "usdc", "fdusd", "try"}) {
        if (token.text.size() < quote.size() + 2 || token.text.size() > 16 || !token.text.ends_with(quote)) continue;
        return NamedSymbol{.symbol = upper(token.text), .tokens = 1};
    }
    return std::nullopt;
}

/// `btc/usdt`, `BTC-USDT`, `btc usdt`.
std::optional<NamedSymbol> pair_in_two(std::span<const Token> tokens) {
    const Coin* const coin = coin_of(tokens[0].text, false);
    std::size_t at = 1;
    const bool has_mark =
        tokens.size() > 1 && tokens[1].kind == TokenKind::sign && (tokens[1].text == "/" || tokens[1].text == "-");
    if (has_mark) ++at;
    if (at >= tokens.size() || tokens[at].kind != TokenKind::word || !is_quote(tokens[at].text)) return std::nullopt;
    const bool is_known = coin != nullptr && (has_mark || !coin->is_word || tokens[0].is_upper);
    const bool is_shown = has_mark && tokens[0].text.size() <= 8 && tokens[1].is_glued && tokens[at].is_glued;
    if (!is_known && !is_shown) return std::nullopt;
    return NamedSymbol{.symbol = upper(tokens[0].text) + upper(canonical_quote(tokens[at].text)), .tokens = at + 1};
}

std::optional<NamedSymbol> share_of(std::span<const Token> tokens) {
    const std::string_view text = tokens[0].text;
    const bool has_market = tokens.size() > 2 && tokens[1].text == "." && tokens[1].is_glued && tokens[2].is_glued &&
                            tokens[2].text == "is";
    if (has_market && text.size() >= 4 && text.size() <= 6) return NamedSymbol{.symbol = upper(text), .tokens = 3};
    for (const std::string_view share : shares) {
        if (text == share || (text.starts_with(share) && text.size() > 5 && is_ending(text.substr(share.size()))))
            return NamedSymbol{.symbol = upper(share), .tokens = 1};
    }
    const bool is_index = (text == "xu" || text == "bist") && tokens.size() > 1 &&
                          tokens[1].kind == TokenKind::number &&
                          (tokens[1].text == "100" || tokens[1].text == "030" || tokens[1].text == "30");
    if (is_index) return NamedSymbol{.symbol = tokens[1].text == "100" ? "XU100" : "XU030", .tokens = 2};
    return std::nullopt;
}

}  // namespace

std::optional<NamedSymbol> named_symbol(std::span<const Token> tokens) {
    if (tokens.empty() || tokens[0].kind != TokenKind::word) return std::nullopt;
    if (auto pair = pair_in_two(tokens)) return pair;
    if (auto pair = pair_in_one(tokens[0])) return pair;
    if (auto share = share_of(tokens)) return share;
    const Coin* const by_name = coin_of(tokens[0].text, true);
    const Coin* const by_ticker = coin_of(tokens[0].text, false);
    const Coin* const coin = by_name != nullptr ? by_name : by_ticker;
    if (coin == nullptr) return std::nullopt;
    if (by_name == nullptr && coin->is_word && !tokens[0].is_upper) return std::nullopt;
    return NamedSymbol{.symbol = upper(coin->ticker) + "USDT", .tokens = 1, .is_quote_assumed = true};
}

}  // namespace spark::draft::detail
