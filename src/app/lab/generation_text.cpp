#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include "app/cli/exit_codes.hpp"
#include "app/lab/messages.hpp"
#include "app/lab/verbs.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::lab {
namespace {

using cli::Language;
using cli::say;
using wire::Json;

constexpr std::size_t shown_max = 1'000;

std::string text_at(const Json& json, std::string_view key) {
    const auto text = json.string_at(key);
    return text ? shown(*text, shown_max) : std::string();
}

std::string in_language(const Json& json, Language language) {
    return text_at(json, language == Language::tr ? "tr" : "en");
}

std::span<const Json> list_at(const Json& json, std::string_view key) {
    const auto list = json.array_at(key);
    return list ? *list : std::span<const Json>{};
}

/// All that is said about a generation, on standard error.
class Telling {
  public:
    Telling(cli::Terminal& terminal, const Json& generation)
        : terminal_(terminal), language_(terminal.language()), generation_(generation) {}

    void tell(bool is_fixed) {
        provider();
        sentences();
        reasons();
        not_understood();
        for (const Json& notice : list_at(generation_, "notices")) terminal_.note(in_language(notice, language_));
        policy(is_fixed);
    }

  private:
    void provider() {
        const Json* const provider = generation_.find("provider");
        if (provider == nullptr) return;
        const std::string model = text_at(*provider, "model");
        const std::string who = model.empty() ? text_at(*provider, "name") : model;
        terminal_.note(say<messages::made_line>(language_, text_at(generation_, "id"), who,
                                                std::to_string(provider->int64_at("duration_ms").value_or(0))));
        const Json* const tokens = provider->find("tokens");
        const auto sent = tokens == nullptr ? Result<std::int64_t>(0) : tokens->int64_at("prompt");
        const auto received = tokens == nullptr ? Result<std::int64_t>(0) : tokens->int64_at("completion");
        if (model.empty() || !sent || !received) return;
        const std::string dollars = text_at(*provider, "cost_usd");
        const std::string cost =
            dollars.empty() ? say<messages::cost_unknown>(language_) : say<messages::cost_known>(language_, dollars);
        terminal_.note(say<messages::tokens_line>(language_, std::to_string(*sent), std::to_string(*received), cost));
    }

    void sentences() {
        const Json* const both = generation_.find("sentences");
        const auto list =
            both == nullptr ? std::span<const Json>{} : list_at(*both, language_ == Language::tr ? "tr" : "en");
        if (!list.empty()) terminal_.note(say<messages::does>(language_));
        for (const Json& sentence : list) terminal_.note("  " + shown(sentence.as_string().value_or(""), shown_max));
    }

    void reasons() {
        const std::string prompt = generation_.string_at("prompt").value_or("");
        const auto list = list_at(generation_, "reasons");
        if (!list.empty()) terminal_.note(say<messages::why>(language_));
        for (const Json& reason : list) {
            const auto from = reason.int64_at("from");
            const auto to = reason.int64_at("to");
            std::string words = say<messages::assumed>(language_);
            if (from && to && *from >= 0 && *to >= *from && static_cast<std::size_t>(*to) <= prompt.size())
                words = say<messages::said>(
                    language_,
                    shown(prompt.substr(static_cast<std::size_t>(*from), static_cast<std::size_t>(*to - *from)), 200));
            terminal_.note(
                fmt::format("  {}: {} ({})", text_at(reason, "path"), in_language(reason, language_), words));
        }
    }

    void not_understood() {
        std::vector<std::string> words;
        for (const Json& one : list_at(generation_, "not_understood")) words.push_back(text_at(one, "text"));
        if (!words.empty())
            terminal_.note(say<messages::not_understood>(language_, fmt::format("{}", fmt::join(words, ", "))));
    }

    void policy(bool is_fixed) {
        const auto violations = list_at(generation_, "violations");
        if (violations.empty()) return;
        terminal_.note(say<messages::breaks_policy>(language_));
        for (const Json& violation : violations) {
            const bool is_fixable = violation.bool_at("is_fixable").value_or(false);
            terminal_.note(fmt::format("  {} ({}): {}{}", text_at(violation, "rule"), text_at(violation, "path"),
                                       in_language(violation, language_),
                                       is_fixable ? "" : "; " + say<messages::left_for_you>(language_)));
        }
        const Json* const fix = generation_.find("fix");
        if (fix == nullptr || !fix->is_object()) return;
        terminal_.note(is_fixed ? say<messages::mended>(language_) : say<messages::mend>(language_));
        const auto or_nothing = [&](const std::string& text) {
            return text.empty() ? say<messages::nothing>(language_) : text;
        };
        for (const Json& row : list_at(*fix, "differences")) {
            terminal_.note(fmt::format("  - {}: {}", text_at(row, "field"), or_nothing(text_at(row, "before"))));
            terminal_.note(fmt::format("  + {}: {}", text_at(row, "field"), or_nothing(text_at(row, "after"))));
        }
        if (fix->bool_at("is_rewritten").value_or(false)) terminal_.note(say<messages::rewritten>(language_));
    }

    cli::Terminal& terminal_;
    const Language language_;
    const Json& generation_;
};

Error problem_of(const Json& generation) {
    const Json* const problem = generation.find("problem");
    Error error{.fault = Fault::corrupt, .message = "the generation failed and does not say why"};
    if (problem == nullptr) return error;
    error.message = text_at(*problem, "detail");
    error.place = text_at(*problem, "place");
    error.remedy = text_at(*problem, "remedy");
    const std::string code = text_at(*problem, "code");
    for (const FaultRule& rule : fault_rules) {
        if (rule.name == code) error.fault = rule.fault;
    }
    return error;
}

}  // namespace

Result<int> print_generation(verbs::Context& context, const cli::Invocation& invocation, Json generation,
                             const KeepText& keep) {
    cli::Terminal& terminal = context.terminal;
    const bool is_json = terminal.options().json;
    if (generation.string_at("status").value_or("") == "failed") {
        Error error = problem_of(generation);
        if (!is_json) return fail(std::move(error));
        terminal.out_line(wire::to_text(generation));
        return rule_of(error.fault).exit_code;
    }
    const Json* const document = generation.find("document");
    const Json* const fix = generation.find("fix");
    if (document == nullptr) return fail(Fault::corrupt, "the generation has no document");
    const bool is_fixed = invocation.has("fix") && fix != nullptr && fix->is_object();
    SPARK_TRY(const std::string text, (is_fixed ? fix : document)->string_at("text"));
    SPARK_TRY(const std::string name, document->string_at("name"));
    std::string went;
    if (invocation.has("out")) {
        const std::filesystem::path path(invocation.text_or("out", ""));
        SPARK_TRY(create_file_exclusive(path, text));
        went = path.string();
    }
    if (invocation.has("keep")) {
        SPARK_TRY(Json kept, keep(name, text));
        went = fmt::format("{}@{}", name, kept.int64_at("version").value_or(0));
        generation.set("kept", std::move(kept));
    }
    if (is_json) {
        terminal.out_line(wire::to_text(generation));
        return cli::exit_success;
    }
    Telling(terminal, generation).tell(is_fixed);
    if (went.empty()) {
        terminal.out(text);
        terminal.note(say<messages::next_line>(terminal.language()));
    } else {
        terminal.out_line(went);
    }
    return cli::exit_success;
}

}  // namespace spark::lab
