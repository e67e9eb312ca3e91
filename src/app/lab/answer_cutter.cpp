#include "app/lab/answer_cutter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "foundation/wire/utf8.hpp"

namespace spark::lab {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Length of the run of fence characters a line begins with, behind at most three blanks; 0: it is no fence.
std::size_t fence_size(std::string_view line, char mark) {
    const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
    if (begin > 3) return 0;
    std::size_t size = 0;
    while (begin + size < line.size() && line[begin + size] == mark) ++size;
    return size >= 3 ? size : 0;
}

struct Fence {
    std::string language;
    std::string_view content;
    std::size_t begin = 0;  ///< Of its first line in the answer,
    std::size_t end = 0;    ///< and behind its last.
};

/// Every fence, also a last one that nothing closes.
std::vector<Fence> fences_in(std::string_view answer) {
    std::vector<Fence> found;
    std::optional<Fence> open;
    char mark = 0;
    std::size_t opened_size = 0;
    std::size_t content_begin = 0;
    for (std::size_t begin = 0; begin <= answer.size();) {
        const std::size_t end = std::min(answer.find('\n', begin), answer.size());
        const std::string_view line = answer.substr(begin, end - begin);
        if (open) {
            const std::size_t size = fence_size(line, mark);
            const std::size_t at = line.find(mark);
            if (size >= opened_size && trimmed(line.substr(at + size)).empty()) {
                open->content = answer.substr(content_begin, begin - content_begin);
                open->end = end;
                found.push_back(*std::move(open));
                open.reset();
            }
        } else {
            for (const char candidate : {'`', '~'}) {
                opened_size = fence_size(line, candidate);
                if (opened_size == 0) continue;
                mark = candidate;
                std::string language(trimmed(line.substr(line.find(candidate) + opened_size)));
                std::ranges::transform(language, language.begin(), [](char c) {
                    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
                });
                open = Fence{.language = std::move(language), .content = {}, .begin = begin, .end = answer.size()};
                content_begin = std::min(end + 1, answer.size());
                break;
            }
        }
        begin = end + 1;
    }
    if (open) {
        open->content = answer.substr(content_begin);
        found.push_back(*std::move(open));
    }
    return found;
}

std::string with_plain_line_ends(std::string_view text) {
    std::string made;
    made.reserve(text.size() + 1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r') {
            made += text[at];
        } else if (at + 1 == text.size() || text[at + 1] != '\n') {
            made += '\n';
        }
    }
    if (!made.ends_with('\n')) made += '\n';
    return made;
}

}  // namespace

Result<CutAnswer> cut_answer(std::string_view answer) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (answer.starts_with(byte_order_mark)) answer.remove_prefix(byte_order_mark.size());
    if (!wire::is_utf8(answer) || answer.contains('\0'))
        return fail(Fault::corrupt, "the answer is no text", {}, "ask again, or take another model");
    const std::vector<Fence> fences = fences_in(answer);
    const auto is_marked = [](const Fence& fence) {
        return (fence.language == "toml" || fence.language == "json") && !trimmed(fence.content).empty();
    };
    auto chosen = std::ranges::find_if(fences, is_marked);
    if (chosen == fences.end())
        chosen = std::ranges::find_if(fences, [](const Fence& fence) { return !trimmed(fence.content).empty(); });
    const std::string_view content = fences.empty()           ? trimmed(answer)
                                     : chosen == fences.end() ? std::string_view{}
                                                              : chosen->content;
    if (trimmed(content).empty())
        return fail(Fault::corrupt, "the answer holds no document", {}, "ask again, or take another model");
    if (content.size() > document_bytes_max)
        return fail(Fault::exhausted,
                    fmt::format("found a document of {} bytes, allowed {}", content.size(), document_bytes_max), {},
                    "ask for something smaller");
    CutAnswer cut{.text = with_plain_line_ends(content)};
    if (trimmed(content).starts_with('{')) cut.syntax = strategy::DocumentSyntax::json;
    if (chosen == fences.end()) return cut;
    cut.has_more = fences.size() > 1 || !trimmed(answer.substr(0, chosen->begin)).empty() ||
                   !trimmed(answer.substr(chosen->end)).empty();
    return cut;
}

}  // namespace spark::lab
