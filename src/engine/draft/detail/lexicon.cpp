#include "engine/draft/detail/lexicon.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/draft/detail/lexicon_words.hpp"

namespace spark::draft::detail {
namespace {

struct PhraseWord {
    std::string_view stem;
    bool may_end = false;
};

struct Phrase {
    std::vector<PhraseWord> words;
    Concept meaning;
    Language language;
};

/// All phrases by the first letter of their first word.
using PhraseBook = std::array<std::vector<Phrase>, 26>;

void add_phrases(PhraseBook& book, std::string_view list, Concept meaning, Language language) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find('|'), list.size());
        std::string_view text = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        Phrase phrase{.words = {}, .meaning = meaning, .language = language};
        while (!text.empty()) {
            const std::size_t gap = std::min(text.find(' '), text.size());
            std::string_view word = text.substr(0, gap);
            text.remove_prefix(std::min(gap + 1, text.size()));
            const bool may_end = word.ends_with('~');
            if (may_end) word.remove_suffix(1);
            phrase.words.push_back({word, may_end});
        }
        const char first = phrase.words.empty() ? 0 : phrase.words[0].stem[0];
        if (first >= 'a' && first <= 'z') book[static_cast<std::size_t>(first - 'a')].push_back(std::move(phrase));
    }
}

PhraseBook make_book() {
    PhraseBook book;
    for (const auto rows : {market_words(), order_words(), grammar_words()}) {
        for (const WordRow& row : rows) {
            add_phrases(book, row.english, row.meaning, Language::english);
            add_phrases(book, row.turkish, row.meaning, Language::turkish);
            add_phrases(book, row.both, row.meaning, Language::both);
        }
    }
    return book;
}

bool fits(const PhraseWord& word, const Token& token) {
    if (token.kind != TokenKind::word || !token.text.starts_with(word.stem)) return false;
    const std::string_view rest = std::string_view(token.text).substr(word.stem.size());
    if (!word.may_end) return rest.empty() && token.tail.empty();
    return is_ending(rest) && is_ending(token.tail);
}

/// Tokens the phrase takes; 0: it is another.
std::size_t taken_by(const Phrase& phrase, std::span<const Token> tokens) {
    std::size_t at = 0;
    for (std::size_t word = 0; word < phrase.words.size(); ++word) {
        const bool is_hyphen = word > 0 && at < tokens.size() && tokens[at].kind == TokenKind::sign &&
                               (tokens[at].text == "-" || tokens[at].text == "/");
        if (is_hyphen) ++at;
        if (at >= tokens.size() || !fits(phrase.words[word], tokens[at])) return 0;
        ++at;
    }
    return at;
}

}  // namespace

std::optional<Match> longest_match(std::span<const Token> tokens) {
    static const PhraseBook book = make_book();
    if (tokens.empty() || tokens[0].kind != TokenKind::word || tokens[0].text.empty()) return std::nullopt;
    const char first = tokens[0].text[0];
    if (first < 'a' || first > 'z') return std::nullopt;
    std::optional<Match> best;
    std::size_t best_letters = 0;
    for (const Phrase& phrase : book[static_cast<std::size_t>(first - 'a')]) {
        const std::size_t taken = taken_by(phrase, tokens);
        if (taken == 0) continue;
        std::size_t letters = 0;
        for (const PhraseWord& word : phrase.words) letters += word.stem.size();
        const bool is_better = !best || taken > best->tokens || (taken == best->tokens && letters > best_letters);
        if (!is_better) continue;
        const Token& last = tokens[taken - 1];
        const PhraseWord& word = phrase.words.back();
        const std::string_view rest = std::string_view(last.text).substr(word.stem.size());
        best_letters = letters;
        best = Match{.concept_found = phrase.meaning,
                     .language = phrase.language,
                     .tokens = taken,
                     .is_conditional = word.may_end && phrase.language == Language::turkish &&
                                       !(rest.empty() && last.tail.empty()) &&
                                       (is_conditional_ending(last.text) || is_conditional_ending(last.tail))};
    }
    return best;
}

}  // namespace spark::draft::detail
