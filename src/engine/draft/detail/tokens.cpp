#include "engine/draft/detail/tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::draft::detail {
namespace {

/// A character of the prompt: its code point, its letters folded (empty: no letter).
struct Character {
    char32_t code = 0;
    std::size_t size = 1;
};

Character character_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t index) { return static_cast<char32_t>(static_cast<unsigned char>(text[index])); };
    const std::size_t size = std::max<std::size_t>(1, utf8_sequence_size(text.substr(at)));
    char32_t code = byte(at);
    if (size == 2) code = code & 0x1FU;
    if (size == 3) code = code & 0x0FU;
    if (size == 4) code = code & 0x07U;
    for (std::size_t index = 1; index < size; ++index) code = (code << 6U) | (byte(at + index) & 0x3FU);
    return {code, size};
}

struct Fold {
    std::u32string_view from;
    char to;
};
constexpr std::array folds{
    Fold{U"çÇćčĆČ", 'c'}, Fold{U"ğĞ", 'g'},      Fold{U"ıİîÎíÍìïÏ", 'i'},  Fold{U"öÖôÔóÓòõ", 'o'},
    Fold{U"şŞśšŠ", 's'},  Fold{U"üÜûÛúÚù", 'u'}, Fold{U"âÂáÁàäÄãåÅ", 'a'}, Fold{U"éÉèêÊëË", 'e'},
    Fold{U"ñÑ", 'n'},     Fold{U"žŽ", 'z'},
};

/// Scripts whose words are words, too, if none that is known here.
bool is_foreign_letter(char32_t code) {
    return (code >= 0xC0 && code <= 0x24F && code != 0xD7 && code != 0xF7) || (code >= 0x370 && code <= 0x1FFF) ||
           (code >= 0x2C00 && code <= 0x2DFF) || (code >= 0x3041 && code <= 0xD7FF) ||
           (code >= 0xF900 && code <= 0xFDFF) || (code >= 0xFE70 && code <= 0xFEFC) ||
           (code >= 0xFF21 && code <= 0xFFDC) || (code >= 0x20000 && code <= 0x2FFFF);
}

bool is_mark(char32_t code) { return code >= 0x300 && code <= 0x36F; }
bool is_digit(char32_t code) { return code >= U'0' && code <= U'9'; }
bool is_apostrophe(char32_t code) {
    return code == U'\'' || code == 0x2019 || code == 0x2018 || code == 0x60 || code == 0xB4;
}

/// The letter as it is compared; empty: no letter.
std::string folded(char32_t code, std::string_view bytes) {
    if (code >= U'a' && code <= U'z') return std::string(bytes);
    if (code >= U'A' && code <= U'Z') return std::string(1, static_cast<char>(code - U'A' + U'a'));
    if (code < 0x80) return {};
    for (const Fold& fold : folds) {
        if (fold.from.contains(code)) return std::string(1, fold.to);
    }
    return is_foreign_letter(code) ? std::string(bytes) : std::string{};
}

bool is_small(char32_t code) {
    return (code >= U'a' && code <= U'z') || std::u32string_view(U"çğıöşüâîû").contains(code);
}

class Reader {
  public:
    explicit Reader(std::string_view prompt) : prompt_(prompt) {}

    std::vector<Token> read() {
        while (at_ < prompt_.size()) {
            const Character character = character_at(prompt_, at_);
            if (is_digit(character.code)) {
                read_number();
            } else if (is_letter_here(character)) {
                read_word();
            } else {
                read_sign(character);
            }
        }
        return std::move(tokens_);
    }

  private:
    bool is_letter_here(const Character& character) const {
        return !folded(character.code, prompt_.substr(at_, character.size)).empty();
    }

    Token& add(TokenKind kind, std::size_t from) {
        const bool is_glued = !tokens_.empty() && tokens_.back().span.to == from;
        tokens_.push_back({.kind = kind, .is_glued = is_glued, .span = {from, at_}});
        return tokens_.back();
    }

    std::string read_letters(bool* has_small) {
        std::string letters;
        while (at_ < prompt_.size()) {
            const Character character = character_at(prompt_, at_);
            const std::string letter = folded(character.code, prompt_.substr(at_, character.size));
            if (letter.empty() && !is_mark(character.code)) break;
            if (has_small != nullptr && is_small(character.code)) *has_small = true;
            letters += letter;
            at_ += character.size;
        }
        return letters;
    }

    /// `'lük` behind a word or number.
    std::string read_tail() {
        if (at_ >= prompt_.size()) return {};
        const Character apostrophe = character_at(prompt_, at_);
        if (!is_apostrophe(apostrophe.code) || at_ + apostrophe.size >= prompt_.size()) return {};
        const std::size_t before = std::exchange(at_, at_ + apostrophe.size);
        std::string letters = read_letters(nullptr);
        if (letters.empty()) at_ = before;
        return letters;
    }

    void read_word() {
        const std::size_t from = at_;
        bool has_small = false;
        std::string text = read_letters(&has_small);
        std::string tail = read_tail();
        Token& token = add(TokenKind::word, from);
        token.text = std::move(text);
        token.tail = std::move(tail);
        token.is_upper = !has_small;
    }

    /// `30un`, `200luk`: an ending typed without its apostrophe. `15m` and `4h` have none.
    std::string read_glued_ending() {
        constexpr std::array<std::string_view, 26> tails{"un",  "in",  "nin", "nun", "i",   "u",   "yi",   "yu",  "a",
                                                         "e",   "ya",  "ye",  "da",  "de",  "ta",  "te",   "dan", "den",
                                                         "tan", "ten", "lik", "luk", "yle", "yla", "ligi", "lugu"};
        const std::size_t before = at_;
        std::string letters = read_letters(nullptr);
        if (std::ranges::find(tails, letters) != tails.end()) return letters;
        at_ = before;
        return {};
    }

    bool has_percent(std::size_t from) const {
        return (from > 0 && prompt_[from - 1] == '%') || prompt_.substr(at_).starts_with('%');
    }

    void read_number() {
        const std::size_t from = at_;
        std::vector<std::string> groups(1);
        std::string separators;
        for (; at_ < prompt_.size(); ++at_) {
            const char byte = prompt_[at_];
            const bool is_separator = (byte == '.' || byte == ',') && at_ + 1 < prompt_.size() &&
                                      is_digit(static_cast<unsigned char>(prompt_[at_ + 1]));
            if (is_digit(static_cast<unsigned char>(byte))) {
                groups.back() += byte;
            } else if (is_separator) {
                separators += byte;
                groups.emplace_back();
            } else {
                break;
            }
        }
        if (is_list(groups, separators)) {
            at_ = from + groups[0].size();
            groups.resize(1);
            separators.clear();
        }
        add_number(from, groups, separators);
        std::string tail = read_tail();
        if (tail.empty()) tail = read_glued_ending();
        if (tail.empty()) return;
        tokens_.back().tail = std::move(tail);
        tokens_.back().span.to = at_;
    }

    /// `5,8,13`: neither thousands nor one decimal mark.
    static bool is_list(const std::vector<std::string>& groups, const std::string& separators) {
        if (separators.size() < 2) return false;
        const std::size_t last = separators.size();
        const bool is_one_mark = separators.find_first_not_of(separators[0]) == std::string::npos;
        for (std::size_t group = 1; group < groups.size(); ++group) {
            if (groups[group].size() != 3 && (is_one_mark || group != last)) return true;
        }
        return groups[0].size() > 3;
    }

    void add_number(std::size_t from, const std::vector<std::string>& groups, const std::string& separators) {
        bool has_thousands = separators.size() > 1;
        bool has_decimals = !separators.empty() && separators.find_first_not_of(separators[0]) != std::string::npos;
        if (separators.size() == 1) {
            has_thousands = groups[1].size() == 3 && groups[0].size() <= 3 && groups[0] != "0" && !has_percent(from);
            has_decimals = !has_thousands;
        }
        std::string text;
        for (std::size_t group = 0; group < groups.size(); ++group) {
            if (group > 0 && group + 1 == groups.size() && has_decimals) text += '.';
            text += groups[group];
        }
        const auto parsed = text.size() <= 20 ? parse_units(text) : Result<ParsedUnits>(fail(Fault::invalid_input, ""));
        Token& token = add(parsed ? TokenKind::number : TokenKind::word, from);
        if (has_decimals && separators == ",") token.list_text = groups[1];
        token.text = std::move(text);
        if (parsed) token.value = parsed->units;
    }

    void read_sign(const Character& character) {
        const std::size_t from = std::exchange(at_, at_ + character.size);
        constexpr std::string_view kept = "%$(),.;:!?/-+*<>=&|\n";
        char sign = 0;
        if (character.code < 0x80 && kept.contains(static_cast<char>(character.code)))
            sign = static_cast<char>(character.code);
        if (character.code == U'≤') sign = '<';
        if (character.code == U'≥') sign = '>';
        if (character.code == U'–' || character.code == U'—') sign = '-';
        if (character.code == U'×') sign = '*';
        if (character.code == U'₺' || character.code == U'€') {
            add(TokenKind::word, from).text = character.code == U'₺' ? "tl" : "eur";
            return;
        }
        if (sign != 0) add(TokenKind::sign, from).text = sign == '\n' ? ';' : sign;
    }

    std::string_view prompt_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

// Endings, folded, longer ones need not go first: every way to take the rest apart is tried.
constexpr std::array<std::string_view, 118> endings{
    "lar",    "ler",   "i",     "u",       "im",      "um",      "in",      "un",      "si",      "su",      "imiz",
    "a",      "e",     "ya",    "ye",      "na",      "ne",      "yi",      "yu",      "ni",      "nu",      "da",
    "de",     "ta",    "te",    "nda",     "nde",     "dan",     "den",     "tan",     "ten",     "ndan",    "nden",
    "nin",    "nun",   "la",    "le",      "yla",     "yle",     "lik",     "luk",     "lig",     "lug",     "li",
    "lu",     "siz",   "suz",   "ca",      "ce",      "inca",    "ince",    "unca",    "unce",    "yinca",   "yince",
    "sa",     "se",    "ysa",   "yse",     "irsa",    "irse",    "ursa",    "urse",    "arsa",    "erse",    "iyorsa",
    "uyorsa", "dikca", "dikce", "dukce",   "ip",      "up",      "yip",     "yup",     "iyor",    "uyor",    "digi",
    "tigi",   "dugu",  "tugu",  "diginda", "diginde", "tiginda", "tiginde", "dugunda", "dugunde", "tugunda", "tugunde",
    "acak",   "ecek",  "di",    "ti",      "du",      "tu",      "ar",      "er",      "ir",      "ur",      "r",
    "yken",   "ken",   "ma",    "me",      "mak",     "mek",     "ki",      "s",       "es",      "ing",     "ed",
    "d",      "en",    "an",    "dir",     "sin",     "m"};
constexpr std::array<std::string_view, 31> conditional_endings{
    "inca",    "ince",    "unca",    "unce",    "yinca",   "yince",   "sa",      "se",      "ysa", "yse", "irsa",
    "irse",    "ursa",    "urse",    "arsa",    "erse",    "iyorsa",  "uyorsa",  "ip",      "up",  "yip", "yup",
    "diginda", "diginde", "tiginda", "tiginde", "dugunda", "dugunde", "tugunda", "tugunde", "ken"};

constexpr std::size_t rest_letters_max = 24;
constexpr int endings_max = 4;

}  // namespace

std::vector<Token> tokens_of(std::string_view prompt) { return Reader(prompt).read(); }

bool is_ending(std::string_view rest) {
    if (rest.empty()) return true;
    if (rest.size() > rest_letters_max) return false;
    // Bit n: the first n letters are endings.
    std::uint32_t reached = 1;
    for (int round = 0; round < endings_max; ++round) {
        std::uint32_t next = 0;
        for (std::size_t at = 0; at < rest.size(); ++at) {
            if ((reached >> at & 1U) == 0) continue;
            const std::string_view left = rest.substr(at);
            for (const std::string_view ending : endings) {
                if (left.starts_with(ending)) next |= 1U << (at + ending.size());
            }
        }
        if ((next >> rest.size() & 1U) != 0) return true;
        if (next == 0) return false;
        reached = next;
    }
    return false;
}

bool is_conditional_ending(std::string_view rest) {
    return std::ranges::any_of(conditional_endings, [&](std::string_view ending) { return rest.ends_with(ending); });
}

}  // namespace spark::draft::detail
