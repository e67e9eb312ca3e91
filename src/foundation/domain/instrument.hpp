#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark {

/// A venue's name: lower-case letters, digits and `-`, 1 to 24 characters (`binance`, `btcturk`, `bist`, `synth`).
class Venue {
  public:
    /// Lower-cases ASCII. Errors: invalid_input.
    static Result<Venue> parse(std::string_view text);
    const std::string& text() const { return text_; }
    auto operator<=>(const Venue&) const = default;

  private:
    explicit Venue(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// An instrument's symbol as the venue writes it: upper-case letters, digits, `-` and `.`, 1 to 32 characters
/// (`BTCUSDT`, `THYAO`, `XU100`).
class Symbol {
  public:
    /// Upper-cases ASCII. Errors: invalid_input.
    static Result<Symbol> parse(std::string_view text);
    const std::string& text() const { return text_; }
    auto operator<=>(const Symbol&) const = default;

  private:
    explicit Symbol(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// One instrument of one venue: the same symbol elsewhere is another instrument.
struct InstrumentId {
    Venue venue;
    Symbol symbol;

    auto operator<=>(const InstrumentId&) const = default;
};

}  // namespace spark
