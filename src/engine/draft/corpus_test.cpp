#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/draft/draft.hpp"
#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_text.hpp"
#include "engine/strategy/explain.hpp"

namespace spark::draft {
namespace {

using Fields = std::map<std::string, std::string>;

/// A sentence of the corpus with what it means: the lines of its block by their first word.
struct Case {
    std::string place;
    std::multimap<std::string, std::string> lines;

    std::string line(const std::string& key) const {
        const auto found = lines.find(key);
        return found == lines.end() ? std::string{} : found->second;
    }
};

std::vector<Case> read_corpus(const std::string& name) {
    std::ifstream file(std::string(std::getenv("SPARK_SOURCE_DIR")) + "/src/engine/draft/testing/corpus/" + name);
    std::vector<Case> cases(1);
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.starts_with('#')) continue;
        if (line.empty()) {
            if (!cases.back().lines.empty()) cases.emplace_back();
            continue;
        }
        const std::size_t end = line.find(": ");
        if (cases.back().lines.empty()) cases.back().place = name + ":" + std::to_string(number);
        cases.back().lines.emplace(line.substr(0, end), line.substr(end + 2));
    }
    if (cases.back().lines.empty()) cases.pop_back();
    return cases;
}

/// `table.key` to value, without quotes and comments.
Fields fields_of(const std::string& toml) {
    Fields fields;
    std::istringstream text(toml);
    std::string table;
    for (std::string line; std::getline(text, line);) {
        if (line.empty() || line[0] == '#') continue;
        if (line[0] == '[') {
            table = line.substr(1, line.size() - 2) + ".";
            continue;
        }
        const std::size_t is = line.find(" = ");
        std::string value = line.substr(is + 3);
        value = value[0] == '"' ? value.substr(1, value.find('"', 1) - 1) : value.substr(0, value.find("  #"));
        fields[table + line.substr(0, is)] = value;
    }
    return fields;
}

std::string parameters_of(const Draft& draft) {
    std::string made;
    for (const strategy::ParameterSpec& spec : draft.document.parameters)
        made += (made.empty() ? "" : " ") + spec.name + "=" + strategy::parameter_text(spec, spec.fallback);
    return made;
}

std::string words_of(const Draft& draft, const std::string& prompt) {
    std::string made;
    for (const PromptSpan& span : draft.not_understood)
        made += (made.empty() ? "" : "|") + prompt.substr(span.from, span.to - span.from);
    return made;
}

std::string shape_of(const Draft& draft) {
    std::string symbols;
    for (const std::string& symbol : draft.document.symbols) symbols += (symbols.empty() ? "" : ",") + symbol;
    return std::string(family_name(draft.family)) + " " + draft.document.timeframe + " " +
           (symbols.empty() ? "-" : symbols);
}

void expect_rule(const Fields& fields, const std::string& path, const std::string& wanted) {
    const auto found = fields.find(path);
    EXPECT_EQ(found == fields.end() ? "-" : found->second, wanted.empty() ? "-" : wanted) << path;
}

void expect_meaning(const Case& wanted, const Draft& draft) {
    const std::string prompt = wanted.line("prompt");
    const Fields fields = fields_of(draft.toml);

    EXPECT_EQ(shape_of(draft), wanted.line("is"));
    EXPECT_EQ(parameters_of(draft), wanted.line("parameters"));
    expect_rule(fields, "long.enter", wanted.line("enter"));
    expect_rule(fields, "long.exit", wanted.line("exit"));
    expect_rule(fields, "short.enter", wanted.line("short_enter"));
    expect_rule(fields, "short.exit", wanted.line("short_exit"));
    EXPECT_EQ(words_of(draft, prompt), wanted.line("not"));
    const auto [first, last] = wanted.lines.equal_range("has");
    for (auto line = first; line != last; ++line) {
        const std::size_t is = line->second.find(" = ");
        expect_rule(fields, line->second.substr(0, is), line->second.substr(is + 3));
    }
    if (wanted.lines.contains("notices")) {
        std::string codes;
        for (const Notice& notice : draft.notices) codes += (codes.empty() ? "" : " ") + notice.code;
        EXPECT_EQ(codes, wanted.line("notices"));
    }
}

void expect_sound(const DraftOrder& order, const Draft& draft) {
    const auto definition = strategy::load_definition(draft.toml, "draft.toml", strategy::DocumentSyntax::toml);
    ASSERT_TRUE(definition.has_value()) << definition.error().message;
    EXPECT_EQ(definition->canonical_text(), strategy::canonical_text(draft.document));
    std::vector<std::int64_t> values;
    for (const strategy::ParameterSpec& spec : definition->parameters()) values.push_back(spec.fallback);
    for (const strategy::Tongue tongue : {strategy::Tongue::english, strategy::Tongue::turkish}) {
        const auto sentences = strategy::explain(*definition, values, tongue);
        ASSERT_TRUE(sentences.has_value()) << sentences.error().message;
        EXPECT_FALSE(sentences->empty());
    }
    const auto again = draft_strategy(order);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->toml, draft.toml);

    for (const auto& [path, value] : fields_of(draft.toml)) {
        const auto reason = std::ranges::find(draft.reasons, path, &Reason::path);
        ASSERT_NE(reason, draft.reasons.end()) << path << " has no reason";
        EXPECT_FALSE(reason->en.empty() || reason->tr.empty()) << path;
        if (reason->words) EXPECT_LE(reason->words->to, order.prompt.size());
    }
    std::size_t end = 0;
    for (const PromptSpan& span : draft.not_understood) {
        EXPECT_LE(end, span.from);
        EXPECT_LT(span.from, span.to);
        end = span.to;
    }
}

void check_corpus(const std::string& name, std::size_t least) {
    if (std::getenv("SPARK_SOURCE_DIR") == nullptr) GTEST_SKIP() << "SPARK_SOURCE_DIR is not set";
    const std::vector<Case> cases = read_corpus(name);
    ASSERT_GE(cases.size(), least);
    for (const Case& wanted : cases) {
        const std::string risk = wanted.line("risk");
        const DraftOrder order{.prompt = wanted.line("prompt"),
                               .risk = risk.empty() ? Risk::balanced : risk_of(risk).value()};
        SCOPED_TRACE(wanted.place + ": " + order.prompt);

        const auto draft = draft_strategy(order);

        if (wanted.lines.contains("error")) {
            if (draft.has_value()) {
                ADD_FAILURE() << "made " << draft->toml;
                continue;
            }
            EXPECT_EQ(draft.error().fault, Fault::invalid_input);
            EXPECT_NE(draft.error().message.find(wanted.line("error")), std::string::npos) << draft.error().message;
            EXPECT_FALSE(draft.error().place.empty());
            continue;
        }
        if (!draft.has_value()) {
            ADD_FAILURE() << draft.error().message << " at " << draft.error().place;
            continue;
        }
        expect_meaning(wanted, *draft);
        expect_sound(order, *draft);
    }
}

TEST(DraftCorpus, turkish_sentences_mean_what_their_blocks_say) { check_corpus("turkish.txt", 40); }

TEST(DraftCorpus, english_sentences_mean_what_their_blocks_say) { check_corpus("english.txt", 40); }

}  // namespace
}  // namespace spark::draft
