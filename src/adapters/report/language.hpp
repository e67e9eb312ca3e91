#pragma once

#include <cstdint>
#include <string_view>

namespace spark::report {

/// The languages a report is written in. Machine tokens (ids, symbols, field names) stay as they are in both.
enum class Language : std::uint8_t { en, tr };

/// Not constexpr on purpose: words that come here are refused by the compiler, with `why` in its report.
void does_not_compile(const char* why);

/// A text in both languages, with places `{}` for fmt. A missing language, or another number of places in one language
/// than in the other, does not compile.
class Words {
  public:
    consteval Words(std::string_view en, std::string_view tr) : en_(en), tr_(tr) {
        if (en.empty() || tr.empty()) does_not_compile("words need both languages");
        if (places(en) != places(tr)) does_not_compile("both languages need the same places");
    }

    constexpr std::string_view in(Language language) const { return language == Language::tr ? tr_ : en_; }

  private:
    static consteval int places(std::string_view text) {
        int count = 0;
        for (const char c : text) count += c == '{' ? 1 : 0;
        return count;
    }

    std::string_view en_;
    std::string_view tr_;
};

/// `en` or `tr`, for the page's `lang`.
constexpr std::string_view code_of(Language language) { return language == Language::tr ? "tr" : "en"; }

}  // namespace spark::report
