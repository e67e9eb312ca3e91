#include "app/cli/reference.hpp"

#include <fmt/format.h>

#include "app/cli/help.hpp"
#include "app/cli/messages.hpp"

namespace spark::cli {
namespace {

/// Text as roff shows it: no escapes, no requests, hyphens that can be copied.
std::string roff(std::string_view text) {
    std::string escaped;
    bool line_begins = true;
    for (const char c : text) {
        if (line_begins && (c == '.' || c == '\'')) escaped += "\\&";
        line_begins = c == '\n';
        if (c == '\\') {
            escaped += "\\e";
        } else if (c == '-') {
            escaped += "\\-";
        } else {
            escaped += c;
        }
    }
    return escaped;
}

/// The headings of a manual page are in capitals; made here for ASCII and by hand for Turkish, never by a locale.
struct Headings {
    std::string_view name, synopsis, description, verbs, global_flags, topics;
};
constexpr Headings english{"NAME", "SYNOPSIS", "DESCRIPTION", "VERBS", "FLAGS OF EVERY VERB", "TOPICS"};
constexpr Headings turkish{"AD", "KULLANIM", "AÇIKLAMA", "KOMUTLAR", "HER KOMUTUN SEÇENEKLERİ", "KONULAR"};

std::string roff_item(std::string_view tag, std::string_view sentence) {
    return fmt::format(".TP\n.B {}\n{}\n", roff(tag), roff(sentence));
}

std::string roff_paragraphs(std::string_view text) {
    std::string lines = ".PP\n";
    while (!text.empty()) {
        const std::size_t end = text.find("\n\n");
        lines += roff(text.substr(0, end)) + '\n';
        if (end == std::string_view::npos) break;
        lines += ".PP\n";
        text.remove_prefix(end + 2);
    }
    return lines;
}

std::string roff_verb(const Verb& verb, Language language) {
    std::string text =
        fmt::format(".SS {}\n{}.\n", roff(fmt::format("spark {}", verb.path)), roff(verb.purpose.in(language)));
    for (const Example& example : verb.examples) {
        text +=
            fmt::format(".PP\n.RS\n.nf\n{}\n.fi\n.RE\n{}.\n", roff(example.command), roff(example.does.in(language)));
    }
    text += fmt::format(".PP\n.B {}\n", roff(usage_line(verb)));
    if (!verb.more.en.empty()) text += roff_paragraphs(verb.more.in(language));
    for (const Positional& positional : verb.positionals) {
        text += roff_item(positional.name, positional.what.in(language));
    }
    for (const Flag& flag : verb.flags) text += roff_item(flag_form(flag), flag_sentence(flag, language));
    return text;
}

/// A cell of a markdown table.
std::string cell(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '|') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string flag_table(std::span<const Flag> flags) {
    std::string text = "| flag | what |\n|---|---|\n";
    for (const Flag& flag : flags) {
        text += fmt::format("| `{}` | {} |\n", cell(flag_form(flag)), cell(flag_sentence(flag, Language::en)));
    }
    return text + '\n';
}

std::string markdown_verb(const Verb& verb) {
    std::string text = fmt::format("## spark {}\n\n{}.\n\n```\n", verb.path, verb.purpose.en);
    for (const Example& example : verb.examples) text += fmt::format("# {}\n{}\n", example.does.en, example.command);
    text += fmt::format("```\n\nUsage: `{}`\n\n", usage_line(verb));
    if (!verb.more.en.empty()) text += fmt::format("{}\n\n", verb.more.en);
    if (!verb.positionals.empty()) {
        text += "| argument | what |\n|---|---|\n";
        for (const Positional& positional : verb.positionals) {
            std::string what(positional.what.en);
            if (!positional.choices.empty()) what += fmt::format(" {}.", fmt::join(positional.choices, ", "));
            text += fmt::format("| `{}` | {} |\n", cell(positional.name), cell(what));
        }
        text += '\n';
    }
    if (!verb.flags.empty()) text += flag_table(verb.flags);
    if (verb.see_also.empty()) return text;
    text += "See also:";
    for (const std::string_view other : verb.see_also) {
        std::string anchor = fmt::format("spark-{}", other);
        for (char& c : anchor) c = c == ' ' ? '-' : c;
        text += fmt::format(" [spark {}](#{})", other, anchor);
    }
    return text + "\n\n";
}

}  // namespace

std::string manual_page(Language language, std::string_view version) {
    const Headings& headings = language == Language::tr ? turkish : english;
    std::string page = fmt::format(".TH SPARK 1 \"\" \"spark {}\"\n", roff(version));
    page += fmt::format(".SH {}\nspark \\- {}\n", headings.name, roff(say<messages::tagline>(language)));
    page += fmt::format(".SH {}\n.B spark\n<noun> <verb> [args] [flags]\n", headings.synopsis);
    page += fmt::format(".SH {}\n", headings.description) + roff_paragraphs(find_topic("json")->body.in(language));
    page += fmt::format(".SH {}\n", headings.verbs);
    for (const Verb& verb : verbs()) {
        if (!verb.hidden) page += roff_verb(verb, language);
    }
    page += fmt::format(".SH {}\n", headings.global_flags);
    for (const Flag& flag : global_flags()) page += roff_item(flag_form(flag), flag_sentence(flag, language));
    page += fmt::format(".SH {}\n", headings.topics);
    for (const Topic& topic : topics()) {
        page += fmt::format(".SS {}\n", roff(topic.title.in(language)));
        if (!topic.body.en.empty()) page += roff_paragraphs(topic.body.in(language));
        for (const NamedSentence& row : topic_table(topic, language)) page += roff_item(row.name, row.sentence);
    }
    return page;
}

std::string reference_markdown() {
    std::string page = "# Command line\n\n";
    page +=
        "Generated by `spark __docs cli` from the table of verbs in `src/app/cli`; a test compares the two. Do not "
        "edit.\n\n";
    page +=
        "Usage: `spark <noun> <verb> [args] [flags]`. Data goes to standard output, messages and progress to standard "
        "error.\n\n";
    for (const Verb& verb : verbs()) {
        if (!verb.hidden) page += markdown_verb(verb);
    }
    page += "## Flags of every verb\n\n" + flag_table(global_flags());
    for (const Topic& topic : topics()) {
        page += fmt::format("## {}\n\n", topic.title.en);
        if (!topic.body.en.empty()) {
            page += fmt::format("{}\n\n", topic.body.en);
            continue;
        }
        page += "| | |\n|---|---|\n";
        for (const NamedSentence& row : topic_table(topic, Language::en)) {
            page += fmt::format("| `{}` | {} |\n", row.name, cell(row.sentence));
        }
        page += '\n';
    }
    page.pop_back();
    return page;
}

}  // namespace spark::cli
