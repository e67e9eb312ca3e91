#include "engine/draft/detail/number_words.hpp"

#include <algorithm>
#include <array>

#include "engine/draft/detail/lexicon.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

struct NumberWord {
    std::string_view text;
    std::int64_t value;
    bool is_turkish;
};
constexpr std::array words{
    NumberWord{"zero", 0, false},         NumberWord{"one", 1, false},       NumberWord{"two", 2, false},
    NumberWord{"three", 3, false},        NumberWord{"four", 4, false},      NumberWord{"five", 5, false},
    NumberWord{"six", 6, false},          NumberWord{"seven", 7, false},     NumberWord{"eight", 8, false},
    NumberWord{"nine", 9, false},         NumberWord{"ten", 10, false},      NumberWord{"eleven", 11, false},
    NumberWord{"twelve", 12, false},      NumberWord{"thirteen", 13, false}, NumberWord{"fourteen", 14, false},
    NumberWord{"fifteen", 15, false},     NumberWord{"sixteen", 16, false},  NumberWord{"seventeen", 17, false},
    NumberWord{"eighteen", 18, false},    NumberWord{"nineteen", 19, false}, NumberWord{"twenty", 20, false},
    NumberWord{"thirty", 30, false},      NumberWord{"forty", 40, false},    NumberWord{"fourty", 40, false},
    NumberWord{"fifty", 50, false},       NumberWord{"sixty", 60, false},    NumberWord{"seventy", 70, false},
    NumberWord{"eighty", 80, false},      NumberWord{"ninety", 90, false},   NumberWord{"hundred", 100, false},
    NumberWord{"thousand", 1'000, false}, NumberWord{"sifir", 0, true},      NumberWord{"bir", 1, true},
    NumberWord{"iki", 2, true},           NumberWord{"uc", 3, true},         NumberWord{"dort", 4, true},
    NumberWord{"bes", 5, true},           NumberWord{"alti", 6, true},       NumberWord{"yedi", 7, true},
    NumberWord{"sekiz", 8, true},         NumberWord{"dokuz", 9, true},      NumberWord{"on", 10, true},
    NumberWord{"yirmi", 20, true},        NumberWord{"otuz", 30, true},      NumberWord{"kirk", 40, true},
    NumberWord{"elli", 50, true},         NumberWord{"altmis", 60, true},    NumberWord{"yetmis", 70, true},
    NumberWord{"seksen", 80, true},       NumberWord{"doksan", 90, true},    NumberWord{"yuz", 100, true},
    NumberWord{"bin", 1'000, true},
};

/// The parts of one word: `yirmibir` is 20 and 1, `otuzun` 30 with the ending `un`.
struct WordParts {
    std::vector<const NumberWord*> parts;
    std::string ending;
};

std::optional<WordParts> parts_of(const Token& token) {
    WordParts made;
    std::string_view rest = token.text;
    while (!rest.empty()) {
        const NumberWord* best = nullptr;
        for (const NumberWord& word : words) {
            if (rest.starts_with(word.text) && (best == nullptr || word.text.size() > best->text.size())) best = &word;
        }
        const bool goes_on = best != nullptr && (made.parts.empty() || best->is_turkish == made.parts[0]->is_turkish);
        if (!goes_on) break;
        made.parts.push_back(best);
        rest.remove_prefix(best->text.size());
    }
    if (made.parts.empty()) return std::nullopt;
    const bool is_turkish = made.parts[0]->is_turkish;
    const bool is_length = rest.starts_with("lik") || rest.starts_with("luk");
    if (!rest.empty() && (!is_turkish || !is_ending(rest))) return std::nullopt;
    if (made.parts.size() == 1 && !rest.empty() && !is_length) {
        // `onun` is his, `biri` somebody, `altına` below it, `yüzde` percent, `ikisi` both of them.
        constexpr std::array<std::string_view, 4> pronouns{"on", "bir", "alti", "yuz"};
        if (std::ranges::find(pronouns, made.parts[0]->text) != pronouns.end() || rest.starts_with("si"))
            return std::nullopt;
    }
    if (rest.starts_with("likte")) return std::nullopt;  // `birlikte` is together
    made.ending = std::string(rest) + token.tail;
    return made;
}

bool is_unit(std::span<const Token> tokens) {
    const auto match = longest_match(tokens);
    if (!match) return false;
    switch (match->concept_found) {
        case Concept::bars:
        case Concept::minutes:
        case Concept::hours:
        case Concept::days:
        case Concept::weeks:
        case Concept::seconds:
        case Concept::atr:
        case Concept::times:
        case Concept::units:
        case Concept::percent:
        case Concept::usd:
        case Concept::lira:
        case Concept::deviation:
        case Concept::ago: return true;
        default: return false;
    }
}

/// Adds what comes next to the number read so far; false: it does not go on, a new number begins.
class Sum {
  public:
    bool add(std::int64_t value) {
        if (value == 1'000) {
            if (total_ != 0) return false;
            total_ = std::max<std::int64_t>(current_, 1) * 1'000;
            current_ = 0;
            is_open_ = true;
            return true;
        }
        if (value == 100) {
            if (current_ > 9) return false;
            current_ = std::max<std::int64_t>(current_, 1) * 100;
            return is_open_ = true;
        }
        const std::int64_t rest = current_ % 100;
        const bool fits = !is_open_ || rest == 0 || (rest % 10 == 0 && value > 0 && value < 10);
        if (!fits || (is_open_ && value == 0)) return false;
        current_ += value;
        return is_open_ = true;
    }
    bool is_open() const { return is_open_; }
    std::int64_t value() const { return total_ + current_; }

  private:
    std::int64_t total_ = 0;
    std::int64_t current_ = 0;
    bool is_open_ = false;
};

bool is_word(std::span<const Token> tokens, std::size_t at, std::string_view text) {
    return at < tokens.size() && tokens[at].kind == TokenKind::word && tokens[at].text == text;
}

/// Words of two meanings that stand alone.
bool is_meant_as_number(std::string_view text, std::span<const Token> behind, NumberContext context) {
    const bool goes_on = !behind.empty() && (behind[0].text == "bucuk" || is_unit(behind));
    if (text == "bir" || text == "one") return goes_on || context.follows_percent || is_word(behind, 0, "and");
    if (text == "alti") return context.follows_percent || (goes_on && context.is_turkish);
    if (text == "on") return context.is_turkish && (goes_on || context.follows_percent);
    return true;
}

/// `buçuk`, `and a half`, `bin`, `k` behind a number in words or digits.
void go_on(std::span<const Token> tokens, WrittenNumber& number) {
    const std::size_t at = number.tokens;
    const auto multiply = [&](std::int64_t by, std::size_t taken) {
        const Int128 product = static_cast<Int128>(number.value) * by;
        if (product > 90'000'000'000LL * Int128{units_per_one}) return;
        number.value = static_cast<std::int64_t>(product);
        number.tokens += taken;
    };
    const bool is_k = is_word(tokens, at, "k") && tokens[at].is_glued;
    if (is_k) {
        multiply(1'000, 1);
    } else if (is_word(tokens, at, "thousand") || is_word(tokens, at, "bin")) {
        multiply(1'000, 1);
    } else if (is_word(tokens, at, "hundred")) {
        multiply(100, 1);
    } else if (is_word(tokens, at, "million") || is_word(tokens, at, "milyon")) {
        multiply(1'000'000, 1);
    }
    if (number.tokens != at) {
        number.ending = tokens[number.tokens - 1].tail;
        return;
    }
    if (at < tokens.size() && tokens[at].kind == TokenKind::word && tokens[at].text.starts_with("bucuk") &&
        is_ending(std::string_view(tokens[at].text).substr(5))) {
        number.value += units_per_one / 2;
        number.ending = tokens[at].text.substr(5) + tokens[at].tail;
        number.is_turkish = true;
        number.tokens += 1;
    } else if (is_word(tokens, at, "and") && is_word(tokens, at + 1, "a") && is_word(tokens, at + 2, "half")) {
        number.value += units_per_one / 2;
        number.tokens += 3;
    }
}

/// `two point five`
void read_decimals(std::span<const Token> tokens, WrittenNumber& number) {
    if (!is_word(tokens, number.tokens, "point")) return;
    std::int64_t place = units_per_one / 10;
    std::size_t at = number.tokens + 1;
    for (; at < tokens.size() && place > 0; ++at, place /= 10) {
        const auto parts = tokens[at].kind == TokenKind::word ? parts_of(tokens[at]) : std::nullopt;
        if (!parts || parts->parts.size() != 1 || parts->parts[0]->value > 9) break;
        number.value += parts->parts[0]->value * place;
    }
    if (at > number.tokens + 1) number.tokens = at;
}

std::optional<WrittenNumber> half_of(std::span<const Token> tokens) {
    const std::string& text = tokens[0].text;
    if (text == "yarim" || (text == "half" && (is_word(tokens, 1, "a") || is_word(tokens, 1, "percent"))))
        return WrittenNumber{.value = units_per_one / 2,
                             .tokens = text == "half" && is_word(tokens, 1, "a") ? std::size_t{2} : std::size_t{1},
                             .is_turkish = text == "yarim",
                             .is_english = text == "half"};
    if (text == "ceyrek") return WrittenNumber{.value = units_per_one / 4, .tokens = 1, .is_turkish = true};
    return std::nullopt;
}

}  // namespace

std::optional<WrittenNumber> written_number(std::span<const Token> tokens, NumberContext context) {
    if (tokens.empty()) return std::nullopt;
    WrittenNumber number;
    if (tokens[0].kind == TokenKind::number) {
        number = {.value = tokens[0].value, .tokens = 1, .ending = tokens[0].tail};
        if (number.ending.empty()) go_on(tokens, number);
        return number;
    }
    if (tokens[0].kind != TokenKind::word) return std::nullopt;
    if (const auto half = half_of(tokens)) return half;
    Sum sum;
    std::size_t at = 0;
    const bool has_article =
        is_word(tokens, 0, "a") && (is_word(tokens, 1, "hundred") || is_word(tokens, 1, "thousand"));
    if (has_article) at = 1;
    while (at < tokens.size()) {
        std::size_t next = at;
        const bool is_hyphen = sum.is_open() && tokens[at].kind == TokenKind::sign && tokens[at].text == "-";
        if (is_hyphen) ++next;
        if (next >= tokens.size() || tokens[next].kind != TokenKind::word) break;
        if (sum.is_open() && !number.ending.empty()) break;
        const auto parts = parts_of(tokens[next]);
        if (!parts) break;
        Sum tried = sum;
        bool fits = true;
        for (const NumberWord* const part : parts->parts) fits = fits && tried.add(part->value);
        const bool is_first = !sum.is_open();
        if (!fits) break;
        if (is_first && !has_article && parts->parts.size() == 1 && parts->ending.empty()) {
            const std::span<const Token> behind = tokens.subspan(next + 1);
            const std::string_view text = tokens[next].text;
            const auto follows = behind.empty() ? std::nullopt : parts_of(behind[0]);
            const bool is_compound =
                follows && follows->parts[0]->is_turkish == parts->parts[0]->is_turkish &&
                (text == "on" ? follows->parts[0]->value < 10 : (text == "one" && follows->parts[0]->value >= 100));
            if (!is_compound && !is_meant_as_number(text, behind, context)) return std::nullopt;
        }
        sum = tried;
        number.ending = parts->ending;
        (parts->parts[0]->is_turkish ? number.is_turkish : number.is_english) = true;
        at = next + 1;
    }
    if (!sum.is_open()) return std::nullopt;
    number.value = sum.value() * units_per_one;
    number.tokens = at;
    read_decimals(tokens, number);
    if (number.ending.empty()) go_on(tokens, number);
    return number;
}

}  // namespace spark::draft::detail
