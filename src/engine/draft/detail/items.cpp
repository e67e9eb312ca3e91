#include "engine/draft/detail/items.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "engine/draft/detail/number_words.hpp"
#include "engine/draft/detail/symbols.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

Measure measure_of(Concept what) {
    switch (what) {
        case Concept::percent: return Measure::percent;
        case Concept::atr: return Measure::atr;
        case Concept::bars: return Measure::bars;
        case Concept::seconds: return Measure::seconds;
        case Concept::minutes: return Measure::minutes;
        case Concept::hours: return Measure::hours;
        case Concept::days: return Measure::days;
        case Concept::weeks: return Measure::weeks;
        case Concept::usd: return Measure::usd;
        case Concept::lira: return Measure::lira;
        case Concept::times: return Measure::times;
        case Concept::units: return Measure::units;
        case Concept::deviation: return Measure::deviations;
        default: return Measure::none;
    }
}

Concept sign_concept(char sign) {
    switch (sign) {
        case ',': return Concept::comma;
        case '.':
        case ';':
        case '!':
        case '?': return Concept::full_stop;
        case '(': return Concept::open;
        case ')': return Concept::shut;
        case ':': return Concept::when;
        case '-': return Concept::minus;
        case '/':
        case '|': return Concept::divide;
        case '&':
        case '+': return Concept::both_and;
        case '<': return Concept::below;
        case '>': return Concept::above;
        default: return Concept::filler;
    }
}

bool is_length_word(std::string_view text) {
    for (const std::string_view ending : {"lik", "luk", "ligin", "lugun", "lige", "luge", "likta", "likte", "likde",
                                          "lukta", "lukte", "liktaki", "likteki"}) {
        if (text.ends_with(ending)) return true;
    }
    return false;
}

class Itemizer {
  public:
    explicit Itemizer(std::string_view prompt) : tokens_(tokens_of(prompt)) {}

    Items read() {
        made_.tongue = tongue_of();
        while (at_ < tokens_.size()) {
            if (tokens_[at_].kind == TokenKind::sign && tokens_[at_].text != "%" && tokens_[at_].text != "$") {
                read_sign();
            } else if (!read_number() && !read_symbol() && !read_phrase()) {
                add(Concept::unknown, 1);
            }
        }
        return std::move(made_);
    }

  private:
    std::span<const Token> from(std::size_t at) const {
        return std::span(tokens_).subspan(std::min(at, tokens_.size()));
    }
    bool is_sign(std::size_t at, char sign) const {
        return at < tokens_.size() && tokens_[at].kind == TokenKind::sign && tokens_[at].text[0] == sign;
    }

    /// By the words of one language alone; letters of Turkish alone count, too.
    strategy::Tongue tongue_of() const {
        int turkish = 0;
        int english = 0;
        for (std::size_t at = 0; at < tokens_.size();) {
            const auto match = longest_match(from(at));
            if (match && match->language == Language::turkish) ++turkish;
            if (match && match->language == Language::english) ++english;
            at += match ? match->tokens : 1;
        }
        return turkish > english ? strategy::Tongue::turkish : strategy::Tongue::english;
    }

    Item& add(Concept what, std::size_t tokens) {
        const PromptSpan span{tokens_[at_].span.from, tokens_[at_ + tokens - 1].span.to};
        made_.list.push_back({.what = what, .span = span});
        at_ += tokens;
        return made_.list.back();
    }

    void read_sign() {
        if (is_sign(at_, '-') && at_ + 1 < tokens_.size() && tokens_[at_ + 1].is_glued && at_ > 0 &&
            tokens_[at_].is_glued && tokens_[at_].kind == TokenKind::sign && tokens_[at_ - 1].kind == TokenKind::word) {
            add(Concept::filler, 1);  // a hyphen inside a word
            return;
        }
        const char sign = tokens_[at_].text[0];
        const bool is_negative = sign == '-' && at_ + 1 < tokens_.size() &&
                                 tokens_[at_ + 1].kind == TokenKind::number && tokens_[at_ + 1].is_glued &&
                                 (!tokens_[at_].is_glued || tokens_[at_ - 1].kind == TokenKind::sign);
        if (is_negative && read_number(1)) return;
        add(sign_concept(sign), 1);
    }

    /// `yüzde 2`, `%2`, `$1000`, `-100`, `minus 80`: what stands before a number. Returns the tokens it takes.
    std::size_t read_before(Item& number, std::size_t at) const {
        std::size_t taken = 0;
        const auto word = [&](std::string_view text) {
            return at + taken < tokens_.size() && tokens_[at + taken].text == text;
        };
        if (word("minus") || word("negative") || word("eksi")) {
            number.is_level = true;
            ++taken;
        }
        if (is_sign(at + taken, '%') || word("yuzde")) {
            number.measure = Measure::percent;
            ++taken;
        } else if (is_sign(at + taken, '$')) {
            number.measure = Measure::usd;
            ++taken;
        }
        return taken;
    }

    bool read_number(std::size_t signs = 0) {
        if (signs == 0 && tokens_[at_].kind == TokenKind::word) {
            const auto phrase = longest_match(from(at_));
            if (phrase && phrase->tokens > 1) return read_lone_time();
        }
        Item number{.what = Concept::number};
        const std::size_t before = read_before(number, at_ + signs);
        const bool is_negative = signs > 0 || number.is_level;
        const std::size_t first = at_ + signs + before;
        const auto written = written_number(from(first), {.follows_percent = number.measure == Measure::percent,
                                                          .is_turkish = made_.tongue == strategy::Tongue::turkish});
        if (!written) return signs == 0 && before == 0 && read_lone_time();
        number.value = is_negative ? -written->value : written->value;
        std::size_t end = first + written->tokens;
        const std::string& ending = written->ending;
        number.is_length = is_length_word(ending);
        if (written->is_turkish) number.language = Language::turkish;
        if (written->is_english) number.language = Language::english;
        if (!number.is_length && !ending.empty() && ending != "s") number.is_level = true;
        if (ending.empty()) end = read_measure(number, end);
        // `20'lik` may have what it counts behind it, too: `1000'lik dolar` is not said, `50'şer` neither.
        if (tokens_[first].kind == TokenKind::number) number.text = tokens_[first].list_text;
        number.span = {tokens_[at_].span.from, tokens_[end - 1].span.to};
        at_ = end;
        made_.list.push_back(std::move(number));
        return true;
    }

    /// `2 %`, `48 bars`, `20-day`, `1.5 x ATR`, `1000 TL'lik`, `0.5 BTC`. Returns where it ends.
    std::size_t read_measure(Item& number, std::size_t end) const {
        std::size_t at = end;
        if (is_sign(at, '%')) {
            number.measure = Measure::percent;
            return at + 1;
        }
        if (number.measure != Measure::none) return end;
        const bool is_hyphen = is_sign(at, '-') && tokens_[at].is_glued;
        if (is_hyphen) ++at;
        const bool is_product = is_sign(at, '*') || (at < tokens_.size() && tokens_[at].text == "x" && !is_hyphen);
        if (is_product) {
            const auto behind = longest_match(from(at + 1));
            if (behind && behind->concept_found == Concept::atr) {
                number.measure = Measure::atr;
                return at + 1 + behind->tokens;
            }
            const bool is_pair = at + 1 < tokens_.size() && tokens_[at + 1].kind == TokenKind::number;
            if (is_pair) return end;
            number.measure = Measure::times;
            return at + 1;
        }
        const auto match = longest_match(from(at));
        if (!match) return end;
        const Measure measure = measure_of(match->concept_found);
        if (measure == Measure::none) {
            const auto symbol = named_symbol(from(at));
            const bool is_coin = symbol && symbol->is_quote_assumed && !is_hyphen;
            if (is_coin) number.measure = Measure::units;
            return end;
        }
        const Token& last = tokens_[at + match->tokens - 1];
        // `14 ATR` of nothing but a number: a multiple; the length of it stands behind.
        number.measure = measure;
        if (measure == Measure::times) return read_times(number, at + match->tokens);
        number.is_length = is_length_word(last.text + last.tail) || is_hyphen;
        return at + match->tokens;
    }

    std::size_t read_times(Item& number, std::size_t at) const {
        const auto behind = longest_match(from(at));
        if (!behind || behind->concept_found != Concept::atr) return at;
        number.measure = Measure::atr;
        return at + behind->tokens;
    }

    /// `günlük`, `hourly`
    bool read_lone_time() {
        const auto match = longest_match(from(at_));
        if (!match) return false;
        Concept what = match->concept_found;
        const Token& last = tokens_[at_ + match->tokens - 1];
        const bool is_alone = what == Concept::hourly || what == Concept::daily || what == Concept::weekly;
        if (what == Concept::hourly) what = Concept::hours;
        if (what == Concept::daily) what = Concept::days;
        if (what == Concept::weekly) what = Concept::weeks;
        const Measure measure = measure_of(what);
        if (!is_time(measure) || measure == Measure::bars) return false;
        if (!is_alone && !is_length_word(last.text + last.tail) && !is_chart_next(at_ + match->tokens)) return false;
        Item& item = add(Concept::number, match->tokens);
        item.language = match->language;
        item.value = units_per_one;
        item.measure = measure;
        item.is_alone = true;
        return true;
    }

    bool is_chart_next(std::size_t at) const {
        const auto match = longest_match(from(at));
        return match && (match->concept_found == Concept::chart || match->concept_found == Concept::bars);
    }

    bool read_symbol() {
        const auto phrase = longest_match(from(at_));
        const auto symbol = named_symbol(from(at_));
        if (!symbol || (phrase && phrase->tokens > symbol->tokens)) return false;
        Item& item = add(Concept::symbol, symbol->tokens);
        item.text = symbol->symbol;
        item.is_assumed = symbol->is_quote_assumed;
        return true;
    }

    bool read_phrase() {
        if (tokens_[at_].kind == TokenKind::sign) {
            add(Concept::filler, 1);
            return true;
        }
        const auto match = longest_match(from(at_));
        if (!match) return false;
        Item& item = add(match->concept_found, match->tokens);
        item.language = match->language;
        item.is_conditional = match->is_conditional;
        // `kill switch'i kapat`: closing something unknown is no trade.
        const bool is_loose = item.what == Concept::leave && made_.list.size() > 1 &&
                              made_.list[made_.list.size() - 2].what == Concept::unknown;
        if (is_loose) item.what = Concept::unknown;
        return true;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    Items made_;
};

}  // namespace

bool is_time(Measure measure) { return measure == Measure::bars || seconds_of(measure) > 0; }

std::int64_t seconds_of(Measure measure) {
    switch (measure) {
        case Measure::seconds: return 1;
        case Measure::minutes: return 60;
        case Measure::hours: return 3'600;
        case Measure::days: return 86'400;
        case Measure::weeks: return 604'800;
        default: return 0;
    }
}

Items items_of(std::string_view prompt) { return Itemizer(prompt).read(); }

}  // namespace spark::draft::detail
