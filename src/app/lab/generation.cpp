#include "app/lab/generation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "adapters/store/evidence_folder.hpp"
#include "app/lab/attempted_document.hpp"
#include "app/lab/document_lines.hpp"
#include "app/lab/generation_folder.hpp"
#include "app/lab/model_settings.hpp"
#include "app/lab/policy_json.hpp"
#include "app/lab/policy_settings.hpp"
#include "app/verbs/run_inputs.hpp"
#include "app/verbs/strategy_json.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/strategy/document_edit.hpp"
#include "engine/strategy/explain.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::lab {
namespace {

using wire::Json;

constexpr int nonce_attempts_max = 8;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json or_null(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(nullptr); }

/// Where the provider did not say: letters that Turkish has and English has not.
std::string language_of(std::string_view prompt) {
    constexpr std::array<std::string_view, 12> letters{"ğ", "Ğ", "ş", "Ş", "ı", "İ", "ç", "Ç", "ö", "Ö", "ü", "Ü"};
    return std::ranges::any_of(letters, [&](std::string_view one) { return prompt.contains(one); }) ? "tr" : "en";
}

class GenerationWork {
  public:
    GenerationWork(verbs::Context& context, const GenerationOrder& order, std::string id)
        : context_(context), order_(order), id_(std::move(id)) {}

    Result<Json> make(const GenerationFollower& follower) {
        const auto begun = context_.steady_now();
        if (order_.provider == ProviderKind::offline) {
            made_ = ask_offline(order_);
        } else {
            SPARK_TRY(made_, ask_model(context_, order_, follower));
        }
        if (!made_.problem) settle_name();
        duration_ms_ = std::chrono::duration_cast<std::chrono::milliseconds>(context_.steady_now() - begun).count();
        SPARK_TRY(Json json, document_json());
        SPARK_TRY(json, keep_evidence(std::move(json)));
        SPARK_TRY(GenerationFolder(verbs::data_dir(context_)).save(id_, json));
        return json;
    }

  private:
    /// The name that was asked for; a built-in's name is left to the built-in.
    void settle_name() {
        const std::string found(made_.definition->name());
        std::string name = order_.name.empty() ? found : order_.name;
        const auto names = strategy::built_in_names();
        const auto is_taken = [&](std::string_view one) { return std::ranges::count(names, one) != 0; };
        if (is_taken(name)) {
            constexpr std::string_view ending = "_new";
            const std::string free = name.substr(0, strategy::name_bytes_max - ending.size()) + std::string(ending);
            made_.notices.push_back({"name_taken",
                                     fmt::format("'{}' is a built-in strategy; this one is called '{}'.", name, free),
                                     fmt::format("'{}' yerleşik bir strateji; bunun adı '{}'.", name, free)});
            name = free;
        }
        if (name == found) return;
        strategy::Document document = *made_.definition->document();
        document.name = name;
        const std::vector<strategy::FieldEdit> edits{{.path = {"name"}, .value = name, .is_text = true}};
        made_.text = strategy::edited_text(made_.text, made_.syntax, edits, document).text;
        // The same document but for its name: it loads as it did.
        made_.definition = strategy::load_definition(made_.text, "document", made_.syntax).value();
    }

    Json provider_json() const {
        Json tokens = Json::object();
        tokens.set("prompt", or_null(made_.prompt_tokens)).set("completion", or_null(made_.completion_tokens));
        Json json = Json::object().set("kind", lab::provider_name(order_.provider)).set("name", made_.provider_name);
        json.set("model", or_null(made_.model)).set("attempts", made_.attempts).set("duration_ms", duration_ms_);
        json.set("tokens", std::move(tokens));
        return json.set("cost_usd", made_.cost ? Json(format_units(*made_.cost)) : Json(nullptr));
    }

    Json reasons_json() const {
        Json list = Json::array();
        const bool has_lines = made_.syntax == strategy::DocumentSyntax::toml;
        for (const GivenReason& reason : made_.reasons) {
            const auto line = has_lines ? line_of_field(made_.text, reason.path) : std::nullopt;
            Json one = Json::object().set("path", reason.path).set("line", line ? Json(*line) : Json(nullptr));
            one.set("en", reason.en).set("tr", reason.tr);
            one.set("from", reason.words ? Json(reason.words->from) : Json(nullptr));
            list.push(one.set("to", reason.words ? Json(reason.words->to) : Json(nullptr)));
        }
        return list;
    }

    Json not_understood_json() const {
        Json list = Json::array();
        for (const draft::PromptSpan& span : made_.not_understood)
            list.push(Json::object()
                          .set("text", order_.prompt.substr(span.from, span.to - span.from))
                          .set("from", span.from)
                          .set("to", span.to));
        return list;
    }

    Json notices_json() const {
        Json list = Json::array();
        for (const draft::Notice& notice : made_.notices)
            list.push(Json::object().set("code", notice.code).set("en", notice.en).set("tr", notice.tr));
        return list;
    }

    Json problem_json() const {
        if (!made_.problem) return nullptr;
        const Error& error = *made_.problem;
        Json json = Json::object().set("code", rule_of(error.fault).name).set("detail", error.message);
        return json.set("place", or_null(error.place)).set("remedy", or_null(error.remedy));
    }

    Result<Json> sentences_json() const {
        Json json = Json::object().set("en", Json::array()).set("tr", Json::array());
        if (made_.problem) return json;
        const auto specs = made_.definition->parameters();
        SPARK_TRY(const auto values, strategy::resolve_parameters(specs, {}));
        for (const auto& [key, tongue] :
             {std::pair{"en", strategy::Tongue::english}, std::pair{"tr", strategy::Tongue::turkish}}) {
            SPARK_TRY(const auto sentences, strategy::explain(*made_.definition, values, tongue));
            Json list = Json::array();
            for (const std::string& sentence : sentences) list.push(sentence);
            json.set(key, std::move(list));
        }
        return json;
    }

    Json text_json() const {
        if (made_.problem) return nullptr;
        return Json::object()
            .set("text", made_.text)
            .set("format", made_.syntax == strategy::DocumentSyntax::json ? "json" : "toml")
            .set("name", made_.definition->name())
            .set("sha256", verbs::strategy_sha256(*made_.definition))
            .set("text_sha256", crypto::sha256_hex(made_.text));
    }

    Result<Json> document_json() const {
        Json json = Json::object().set("schema", "spark.generation/1").set("id", id_);
        json.set("created_at", format_iso8601(context_.now())).set("author", order_.author);
        json.set("prompt", order_.prompt).set("prompt_sha256", crypto::sha256_hex(order_.prompt));
        json.set("language", made_.language.empty() ? language_of(order_.prompt) : made_.language);
        json.set("provider", provider_json());
        Json violations = Json::array();
        Json fix(nullptr);
        if (!made_.problem) {
            SPARK_TRY(const Json check, policy_check_json(made_.text, made_.syntax, policy_of(context_.settings)));
            violations = *check.find("violations");
            fix = *check.find("fix");
        }
        const bool is_good = violations.size() == 0;
        json.set("status", made_.problem ? "failed" : is_good ? "ready" : "breaks_policy");
        json.set("document", text_json());
        SPARK_TRY(Json sentences, sentences_json());
        json.set("sentences", std::move(sentences)).set("family", or_null(made_.family));
        json.set("reasons", reasons_json()).set("not_understood", not_understood_json());
        json.set("notices", notices_json()).set("violations", std::move(violations)).set("fix", std::move(fix));
        return json.set("problem", problem_json());
    }

    /// Evidence of this id that is there already was written by a run that was killed just after.
    Result<Json> keep_evidence(Json document) {
        SPARK_TRY(const store::EvidenceFolder evidence,
                  store::EvidenceFolder::open(std::filesystem::path(verbs::data_dir(context_)) / "evidence"));
        if (auto stored = evidence.read(id_)) return std::move(stored->document);
        store::EvidenceRun kept;
        kept.kind = "generation";
        kept.id = id_;
        kept.created_at = context_.now();
        kept.document = document;
        SPARK_TRY(kept.inputs, verbs::inputs_of_run(context_, {}, made_.text));
        if (made_.problem) kept.inputs.strategy_sha256.clear();
        kept.attachments.push_back({"prompt.txt", order_.prompt});
        if (!made_.problem)
            kept.attachments.push_back(
                {made_.syntax == strategy::DocumentSyntax::json ? "document.json" : "document.toml", made_.text});
        if (order_.provider == ProviderKind::model && !made_.answer.empty())
            kept.attachments.push_back({"answer.txt", made_.answer});
        kept.nonce = context_.new_nonce();
        auto written = evidence.write(kept);
        for (int attempt = 1; !written && written.error().fault == Fault::conflict && attempt < nonce_attempts_max;
             ++attempt) {
            kept.nonce = context_.new_nonce();
            written = evidence.write(kept);
        }
        SPARK_TRY(written);
        context_.metrics.add("spark_evidence_written_total");
        return document;
    }

    verbs::Context& context_;
    const GenerationOrder& order_;
    const std::string id_;
    AttemptedDocument made_{};
    std::int64_t duration_ms_ = 0;
};

}  // namespace

Result<void> check_possible(const verbs::Context& context, const GenerationOrder& order) {
    SPARK_TRY(check_order(order));
    if (order.provider == ProviderKind::model) SPARK_TRY(model_options(context));
    return {};
}

Result<Json> generate(verbs::Context& context, const GenerationOrder& order, const std::string& id,
                      const GenerationFollower& follower) {
    if (auto there = GenerationFolder(verbs::data_dir(context)).read(id)) return there;
    SPARK_TRY(check_possible(context, order));
    return GenerationWork(context, order, id).make(follower);
}

}  // namespace spark::lab
