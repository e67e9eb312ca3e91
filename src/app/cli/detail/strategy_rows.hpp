#pragma once

#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr Positional strategy_positional{.name = "STRATEGY",
                                                .what = {"A strategy's name, or a document's path (.toml, .json).",
                                                         "Bir stratejinin adı ya da bir belgenin yolu (.toml, .json)."},
                                                .candidates = Candidates::strategy};
inline constexpr std::array one_strategy{strategy_positional};
inline constexpr std::array two_strategies{
    Positional{.name = "BEFORE",
               .what = {"A strategy's name or a document's path.", "Bir stratejinin adı ya da bir belgenin yolu."},
               .candidates = Candidates::strategy},
    Positional{.name = "AFTER",
               .what = {"What it is compared with.", "Karşılaştırılacak olan."},
               .candidates = Candidates::strategy},
};
inline constexpr std::array strategy_file{
    Positional{.name = "FILE",
               .what = {"A strategy document, .toml or .json.", "Bir strateji belgesi, .toml ya da .json."},
               .candidates = Candidates::file},
};

inline constexpr std::array strategy_ls_examples{
    Example{"spark strategy ls", {"built in and those of DATA_DIR/strategies", "yerleşikler ve DATA_DIR/strategies"}},
};
inline constexpr std::array<std::string_view, 2> strategy_ls_see{"strategy show", "backtest run"};

inline constexpr std::array strategy_generate_positionals{
    Positional{.name = "PROMPT",
               .what = {"What to trade on, in a sentence, English or Turkish, in quotes.",
                        "Neye göre işlem yapılacağı, bir cümleyle, Türkçe ya da İngilizce, tırnak içinde."}},
};
inline constexpr std::array<std::string_view, 2> generate_providers{"offline", "model"};
inline constexpr std::array<std::string_view, 3> generate_risks{"careful", "balanced", "bold"};
inline constexpr std::array strategy_generate_flags{
    Flag{.name = "provider",
         .value = "WHO",
         .what = {"offline: rules on this machine; model: the language model of lab.llm_url.",
                  "offline: bu makinedeki kurallar; model: lab.llm_url dil modeli."},
         .fallback = "offline",
         .choices = generate_providers},
    Flag{.name = "llm-url",
         .value = "URL",
         .what = {"Root of an OpenAI-compatible API; else lab.llm_url.",
                  "OpenAI uyumlu bir API'nin kökü; yoksa lab.llm_url."}},
    Flag{.name = "llm-model",
         .value = "MODEL",
         .what = {"Name of the model; else lab.llm_model.", "Modelin adı; yoksa lab.llm_model."}},
    Flag{.name = "llm-key-file",
         .value = "FILE",
         .what = {"File with its key, mode 0600; else lab.llm_key_file, else SPARK_LLM_KEY.",
                  "Anahtarının dosyası, izni 0600; yoksa lab.llm_key_file, o da yoksa SPARK_LLM_KEY."},
         .candidates = Candidates::file},
    Flag{.name = "name", .value = "NAME", .what = {"Name of the strategy.", "Stratejinin adı."}},
    Flag{.name = "timeframe",
         .value = "TIMEFRAME",
         .what = {"Where the sentence names none: 1h.", "Cümle söylemiyorsa zaman dilimi: 1h."}},
    Flag{.name = "symbol",
         .value = "SYMBOL",
         .what = {"Where the sentence names none; may be repeated.", "Cümle söylemiyorsa sembol; yinelenebilir."},
         .repeatable = true},
    Flag{.name = "risk",
         .value = "RISK",
         .what = {"Stops and size where the sentence says nothing of them.", "Cümlede yoksa stoplar ve büyüklük için."},
         .fallback = "balanced",
         .choices = generate_risks},
    Flag{.name = "fix",
         .what = {"Take the document mended where it breaks the policy.",
                  "Kurallara uymuyorsa düzeltilmiş belgeyi al."}},
    Flag{.name = "keep", .what = {"Keep it as a version of its name.", "Adının bir sürümü olarak sakla."}},
    Flag{.name = "out",
         .value = "FILE",
         .what = {"Write it to a new file.", "Yeni bir dosyaya yaz."},
         .candidates = Candidates::file},
};
inline constexpr std::array strategy_generate_examples{
    Example{"spark strategy generate 'buy when the 20 bar average crosses over the 50 bar one, stop 3 percent'",
            {"by rules alone, without network", "yalnızca kurallarla, ağ olmadan"}},
    Example{"spark strategy generate 'RSI 30 altına inince al, yüzde 2 zarar kes' --fix --out rsi.toml",
            {"Turkish, mended, as a file", "Türkçe, düzeltilmiş, dosya olarak"}},
};
inline constexpr std::array<std::string_view, 3> strategy_generate_see{"strategy explain", "strategy validate",
                                                                       "backtest run"};

inline constexpr std::array strategy_new_positionals{
    Positional{.name = "NAME", .what = {"Name of the new strategy.", "Yeni stratejinin adı."}},
};
inline constexpr std::array strategy_new_flags{
    Flag{.name = "from",
         .value = "STRATEGY",
         .what = {"Begin with this one's rules.", "Bunun kurallarıyla başla."},
         .candidates = Candidates::strategy},
    Flag{.name = "out",
         .value = "DIR",
         .what = {"Folder the file goes to; it is called NAME.toml.", "Dosyanın konacağı klasör; adı NAME.toml olur."},
         .fallback = "DATA_DIR/strategies",
         .candidates = Candidates::directory},
};
inline constexpr std::array strategy_new_examples{
    Example{"spark strategy new myCross --out .", {"a commented document to begin with", "açıklamalı bir ilk belge"}},
    Example{"spark strategy new myRsi --from rsi", {"a copy of a built-in one", "yerleşik birinin kopyası"}},
};
inline constexpr std::array<std::string_view, 2> strategy_new_see{"strategy validate", "strategy explain"};

inline constexpr std::array strategy_validate_examples{
    Example{"spark strategy validate ./myCross.toml",
            {"line and column of the first mistake, or its identity", "ilk yanlışın satırı ve sütunu ya da kimliği"}},
};
inline constexpr std::array<std::string_view, 2> strategy_validate_see{"strategy explain", "backtest run"};

inline constexpr std::array<std::string_view, 3> strategy_formats{"toml", "json", "canonical"};
inline constexpr std::array strategy_show_flags{
    Flag{.name = "format",
         .value = "FORMAT",
         .what = {"toml and json can be read again; canonical is the text behind the identity.",
                  "toml ve json yeniden okunabilir; canonical kimliğin ardındaki metindir."},
         .fallback = "toml",
         .choices = strategy_formats},
};
inline constexpr std::array strategy_show_examples{
    Example{"spark strategy show smaCross", {"as TOML", "TOML olarak"}},
    Example{"spark strategy show rsi --format json", {"for programs", "programlar için"}},
};
inline constexpr std::array<std::string_view, 2> strategy_show_see{"strategy explain", "strategy diff"};

inline constexpr std::array strategy_explain_flags{
    Flag{.name = "set",
         .value = "NAME=VALUE",
         .what = {"A strategy parameter; may be repeated.", "Bir strateji parametresi; yinelenebilir."},
         .repeatable = true},
};
inline constexpr std::array strategy_explain_examples{
    Example{"spark strategy explain smaCross --set fast=5", {"its rules in words", "kuralları sözle"}},
    Example{"spark strategy explain rsi --lang tr", {"in Turkish", "Türkçe"}},
};
inline constexpr std::array<std::string_view, 1> strategy_explain_see{"strategy show"};

inline constexpr std::array strategy_diff_examples{
    Example{"spark strategy diff smaCross ./myCross.toml", {"fields that differ", "ayrılan alanlar"}},
};
inline constexpr std::array<std::string_view, 1> strategy_diff_see{"strategy show"};

inline constexpr std::array strategy_verb_rows{
    Verb{.path = "strategy ls",
         .purpose = {"List strategies", "Stratejileri listele"},
         .more = {"Documents in DATA_DIR/strategies are found by the name inside them; two of one name are a conflict.",
                  "DATA_DIR/strategies içindeki belgeler içlerindeki adla bulunur; aynı adda iki belge çakışmadır."},
         .examples = strategy_ls_examples,
         .see_also = strategy_ls_see},
    Verb{.path = "strategy generate",
         .purpose = {"Make a strategy document of a sentence", "Bir cümleden strateji belgesi yap"},
         .more = {"The document goes to standard output, what is said about it to standard error: what each field "
                  "comes from, what was not understood, what breaks the policy (policy.*) and how it would be "
                  "mended. Every generation is kept with its evidence. What a model writes is read like any other "
                  "document and never run.",
                  "Belge standart çıktıya, hakkında söylenenler standart hataya gider: her alanın nereden geldiği, "
                  "neyin anlaşılmadığı, kurallara (policy.*) neyin uymadığı ve nasıl düzeltileceği. Her üretim "
                  "kanıtıyla saklanır. Modelin yazdığı, her belge gibi okunur, asla çalıştırılmaz."},
         .positionals = strategy_generate_positionals,
         .flags = strategy_generate_flags,
         .examples = strategy_generate_examples,
         .see_also = strategy_generate_see},
    Verb{.path = "strategy new",
         .purpose = {"Begin a strategy document", "Yeni bir strateji belgesine başla"},
         .more = {"Writes a file that works as it is. A file that is there already is never replaced.",
                  "Olduğu gibi çalışan bir dosya yazar. Var olan dosyanın üstüne hiç yazmaz."},
         .positionals = strategy_new_positionals,
         .flags = strategy_new_flags,
         .examples = strategy_new_examples,
         .see_also = strategy_new_see},
    Verb{.path = "strategy validate",
         .purpose = {"Check a strategy document", "Bir strateji belgesini denetle"},
         .more = {"The format is described in docs/reference/strategy_document.md.",
                  "Biçim docs/reference/strategy_document.md dosyasında anlatılır."},
         .positionals = strategy_file,
         .examples = strategy_validate_examples,
         .see_also = strategy_validate_see},
    Verb{.path = "strategy show",
         .purpose = {"Print a strategy document", "Bir strateji belgesini yaz"},
         .positionals = one_strategy,
         .flags = strategy_show_flags,
         .examples = strategy_show_examples,
         .see_also = strategy_show_see},
    Verb{.path = "strategy explain",
         .purpose = {"Say in words what a strategy does", "Bir stratejinin ne yaptığını sözle anlat"},
         .positionals = one_strategy,
         .flags = strategy_explain_flags,
         .examples = strategy_explain_examples,
         .see_also = strategy_explain_see},
    Verb{.path = "strategy diff",
         .purpose = {"Compare two strategy documents", "İki strateji belgesini karşılaştır"},
         .more = {"Fields that differ, old and new, defaults filled in. Exit 0 also when they differ.",
                  "Ayrılan alanlar, eski ve yeni; varsayılanlar doldurulur. Ayrılsalar da 0 ile çıkar."},
         .positionals = two_strategies,
         .examples = strategy_diff_examples,
         .see_also = strategy_diff_see},
};

}  // namespace spark::cli::detail
