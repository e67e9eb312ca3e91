#include <fmt/format.h>

#include <utility>

#include "adapters/llm/chat_provider.hpp"
#include "app/lab/answer_cutter.hpp"
#include "app/lab/attempted_document.hpp"
#include "app/lab/document_lines.hpp"
#include "app/lab/model_instructions.hpp"
#include "app/lab/model_settings.hpp"

namespace spark::lab {
namespace {

/// One document and one that is mended: a model that needs more will not get there.
constexpr int rounds_max = 2;

/// Sums what several answers took: not known once one of them does not say.
class Toll {
  public:
    void add(const llm::ChatAnswer& answer, AttemptedDocument& made) {
        add(made.prompt_tokens, answer.prompt_tokens);
        add(made.completion_tokens, answer.completion_tokens);
        add(made.cost, answer.cost);
        made.attempts = is_first_ ? answer.attempts : made.attempts + answer.attempts;
        is_first_ = false;
    }

  private:
    void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& one) const {
        if (is_first_) {
            sum = one;
        } else if (sum && one) {
            *sum += *one;
        } else {
            sum.reset();
        }
    }

    bool is_first_ = true;
};

/// Reads an answer like any document; on an error `text` holds what was read.
Result<void> read_answer(const llm::ChatAnswer& answer, AttemptedDocument& made) {
    made.answer = answer.text;
    made.text.clear();
    SPARK_TRY(CutAnswer cut, cut_answer(answer.text));
    made.text = std::move(cut.text);
    made.syntax = cut.syntax;
    SPARK_TRY(made.definition, strategy::load_definition(made.text, "document", made.syntax));
    if (cut.has_more)
        made.notices.push_back({"words_left_out", "The model wrote more than a document; the rest was left out.",
                                "Model belgeden fazlasını yazdı; gerisi atıldı."});
    return {};
}

Error document_problem(const Error& refusal, const llm::ChatAnswer& answer) {
    std::string why = refusal.message;
    if (!refusal.place.empty()) why += " at " + refusal.place;
    return {.fault = Fault::corrupt,
            .message = fmt::format("the language model wrote no strategy document: {}{}", why,
                                   answer.is_cut_off ? " (its answer was cut off)" : ""),
            .place = {},
            .remedy = "say it in other words, take another model, or the offline provider"};
}

}  // namespace

AttemptedDocument ask_offline(const GenerationOrder& order) {
    AttemptedDocument made;
    made.provider_name = offline_name;
    auto draft = draft::draft_strategy({.prompt = order.prompt,
                                        .name = order.name,
                                        .timeframe = order.timeframe,
                                        .symbols = order.symbols,
                                        .risk = order.risk});
    if (!draft) {
        made.problem = std::move(draft).error();
        return made;
    }
    made.text = std::move(draft->toml);
    auto definition = strategy::load_definition(made.text, "document", strategy::DocumentSyntax::toml);
    if (!definition) {
        made.problem = std::move(definition).error();
        return made;
    }
    made.definition = *std::move(definition);
    made.family = draft::family_name(draft->family);
    made.language = draft->tongue == strategy::Tongue::turkish ? "tr" : "en";
    for (draft::Reason& reason : draft->reasons)
        made.reasons.push_back({std::move(reason.path), std::move(reason.en), std::move(reason.tr), reason.words});
    made.not_understood = std::move(draft->not_understood);
    made.notices = std::move(draft->notices);
    return made;
}

Result<AttemptedDocument> ask_model(const verbs::Context& context, const GenerationOrder& order,
                                    const GenerationFollower& follower) {
    SPARK_TRY(llm::ProviderOptions options, model_options(context));
    options.is_cancelled = follower.is_cancelled;
    options.note = follower.note;
    AttemptedDocument made;
    made.provider_name = options.url.authority();
    made.model = options.model;
    made.attempts = options.attempts_max;
    const std::string instructions = model_instructions();
    std::string prompt = model_prompt(order);
    Toll toll;
    for (int round = 1;; ++round) {
        const auto answer = llm::ask(options, instructions, prompt);
        if (follower.is_cancelled && follower.is_cancelled())
            return fail(Fault::unavailable, "the generation was cancelled");
        if (!answer) {
            made.problem = answer.error();
            return made;
        }
        toll.add(*answer, made);
        if (!answer->model.empty()) made.model = answer->model;
        const auto read = read_answer(*answer, made);
        if (read) break;
        if (follower.note) follower.note(fmt::format("answer {}: {}", round, read.error().message));
        if (round == rounds_max) {
            made.problem = document_problem(read.error(), *answer);
            return made;
        }
        prompt = model_repair_prompt(order, made.text, read.error());
        made.notices = {{"asked_again", "The model's first document was refused; it was asked once more.",
                         "Modelin ilk belgesi reddedildi; bir kez daha soruldu."}};
    }
    if (made.syntax == strategy::DocumentSyntax::toml) {
        for (LineComment& comment : line_comments(made.text))
            made.reasons.push_back({std::move(comment.path), comment.text, comment.text});
    }
    return made;
}

}  // namespace spark::lab
