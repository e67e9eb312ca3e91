#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "app/cli/text.hpp"

namespace spark::cli {

/// Places in a message: `{0}` to `{9}`, no format specification. Counts how often each stands in `text`; an unknown
/// brace makes all 255.
constexpr std::array<unsigned char, 10> places_of(std::string_view text) {
    std::array<unsigned char, 10> found{};
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{' && text[at] != '}') continue;
        const bool place = text[at] == '{' && at + 2 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9' &&
                           text[at + 2] == '}';
        if (!place) {
            found.fill(255);
            return found;
        }
        ++found[static_cast<std::size_t>(text[at + 1] - '0')];
        at += 2;
    }
    return found;
}

/// Not constexpr on purpose: a message that comes here is refused by the compiler, with `why` in its report.
void does_not_compile(const char* why);

/// One sentence the program says, in both languages, with numbered places. Each message is one named constant; what
/// breaks the rules (a language missing, other places in one language than in the other, a gap in the numbers) does not
/// compile.
class Message {
  public:
    consteval Message(std::string_view en, std::string_view tr) : text_{en, tr}, place_count_(checked_places(en, tr)) {}

    constexpr std::string_view in(Language language) const { return text_.in(language); }
    constexpr std::size_t place_count() const { return place_count_; }

  private:
    static consteval std::size_t checked_places(std::string_view en, std::string_view tr) {
        if (en.empty() || tr.empty()) does_not_compile("a message needs both languages");
        const auto places = places_of(en);
        if (places != places_of(tr)) does_not_compile("both languages need the same places");
        std::size_t count = 0;
        while (count < places.size() && places[count] != 0) ++count;
        for (std::size_t index = 0; index < places.size(); ++index) {
            if (places[index] == 255 || (index >= count && places[index] != 0))
                does_not_compile("places are {0}, {1}, … without a gap");
        }
        return count;
    }

    Text text_;
    std::size_t place_count_;
};

/// The text with its places filled, one argument a place. Called through say().
std::string fill(std::string_view text, const std::string_view* arguments, std::size_t count);

/// `say<messages::unknown_verb>(language, name)`: the sentence, its places filled. A wrong number of arguments does not
/// compile.
template <const Message& message, class... Arguments>
std::string say(Language language, const Arguments&... arguments) {
    static_assert(message.place_count() == sizeof...(Arguments), "one argument a place");
    const std::array<std::string_view, sizeof...(Arguments) + 1> filled{std::string_view(arguments)...,
                                                                        std::string_view()};
    return fill(message.in(language), filled.data(), sizeof...(Arguments));
}

}  // namespace spark::cli
