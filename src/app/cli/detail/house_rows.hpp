#pragma once

#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr std::array<std::string_view, 4> shell_choices{"bash", "zsh", "fish", "powershell"};

inline constexpr std::array doctor_examples{
    Example{"spark doctor", {"one line a check, with its remedy", "her denetime bir satır ve çaresi"}},
    Example{"spark doctor --json",
            {"for monitoring; exit 7 when a check fails", "izleme için; bir denetim başarısızsa 7 ile çıkar"}},
};
inline constexpr std::array<std::string_view, 2> doctor_see{"config ls", "version"};

inline constexpr std::array config_ls_examples{
    Example{"spark config", {"every setting, its value and its source", "her ayar, değeri ve kaynağı"}},
};
inline constexpr std::array<std::string_view, 1> config_ls_see{"config explain"};
inline constexpr std::array config_explain_positionals{
    Positional{.name = "KEY",
               .what = {"Setting name, `data.dir`.", "Ayar adı, `data.dir`."},
               .candidates = Candidates::setting},
};
inline constexpr std::array config_explain_examples{
    Example{"spark config explain ui.language", {"which source won, and why", "hangi kaynak geçerli ve neden"}},
};
inline constexpr std::array<std::string_view, 1> config_explain_see{"config ls"};

inline constexpr std::array completion_positionals{
    Positional{.name = "SHELL", .what = {"Which shell.", "Hangi kabuk."}, .choices = shell_choices},
};
inline constexpr std::array completion_examples{
    Example{"source <(spark completion bash)",
            {"for this shell; put it into ~/.bashrc", "bu kabuk için; ~/.bashrc içine konabilir"}},
    Example{"spark completion fish > ~/.config/fish/completions/spark.fish",
            {"for fish, for good", "fish için, kalıcı"}},
};
inline constexpr std::array<std::string_view, 1> completion_see{"help"};

inline constexpr std::array man_examples{
    Example{"spark man | man -l -", {"read it", "okumak için"}},
    Example{"spark man > ~/.local/share/man/man1/spark.1", {"install it", "kurmak için"}},
};
inline constexpr std::array<std::string_view, 1> man_see{"help"};

inline constexpr std::array version_examples{
    Example{"spark version", {"version, commit, compiler", "sürüm, işleme, derleyici"}},
};
inline constexpr std::array<std::string_view, 1> version_see{"doctor"};

inline constexpr std::array help_positionals{
    Positional{.name = "TOPIC",
               .what = {"A verb (`backtest run`) or a topic: exit-codes, json, env, turkish.",
                        "Bir komut (`backtest run`) ya da konu: exit-codes, json, env, turkish."},
               .required = false,
               .repeatable = true,
               .candidates = Candidates::topic},
};
inline constexpr std::array help_examples{
    Example{"spark help", {"all verbs", "tüm komutlar"}},
    Example{"spark help backtest run", {"one verb", "bir komut"}},
    Example{"spark help exit-codes", {"a topic", "bir konu"}},
};

inline constexpr std::array complete_positionals{
    Positional{
        .name = "KIND",
        .what =
            {"words, or a kind of name: dataset, strategy, backtest, evidence, calendar, repair_rule, setting, topic.",
             "words ya da bir ad türü: dataset, strategy, backtest, evidence, calendar, repair_rule, setting, topic."}},
    Positional{.name = "PREFIX",
               .what = {"What has been typed; for words the line's words after `--`.",
                        "Yazılmış olan; words için satırın `--` sonrası sözcükleri."},
               .required = false,
               .repeatable = true},
};
inline constexpr std::array<std::string_view, 7> docs_choices{"cli",    "settings",  "env",       "api",
                                                              "errors", "telemetry", "typescript"};
inline constexpr std::array docs_positionals{
    Positional{.name = "PAGE", .what = {"Which reference page.", "Hangi başvuru sayfası."}, .choices = docs_choices},
};

inline constexpr std::array house_verb_rows{
    Verb{.path = "doctor",
         .purpose = {"Check this machine and the data folder", "Bu makineyi ve veri klasörünü denetle"},
         .more = {"Measures: writes a file into the data folder, reads the free disk, the clock, the terminal and the "
                  "processor.",
                  "Ölçer: veri klasörüne bir dosya yazar; boş diski, saati, uçbirimi ve işlemciyi okur."},
         .examples = doctor_examples,
         .see_also = doctor_see},
    Verb{.path = "config ls",
         .purpose = {"List settings, values and sources", "Ayarları, değerlerini ve kaynaklarını listele"},
         .more = {"Precedence: flag, environment variable SPARK_…, ./spark.toml, ~/.config/spark/config.toml, default.",
                  "Öncelik: seçenek, SPARK_… ortam değişkeni, ./spark.toml, ~/.config/spark/config.toml, varsayılan."},
         .examples = config_ls_examples,
         .see_also = config_ls_see},
    Verb{.path = "config explain",
         .purpose = {"Say which source of a setting won", "Bir ayarda hangi kaynağın geçerli olduğunu söyle"},
         .positionals = config_explain_positionals,
         .examples = config_explain_examples,
         .see_also = config_explain_see},
    Verb{.path = "completion",
         .purpose = {"Print a completion script for a shell", "Bir kabuk için tamamlama betiği yaz"},
         .positionals = completion_positionals,
         .examples = completion_examples,
         .see_also = completion_see},
    Verb{.path = "man",
         .purpose = {"Print the manual page (roff)", "Kılavuz sayfasını yaz (roff)"},
         .examples = man_examples,
         .see_also = man_see},
    Verb{.path = "version",
         .purpose = {"Show version, commit and compiler", "Sürümü, işlemeyi ve derleyiciyi göster"},
         .examples = version_examples,
         .see_also = version_see},
    Verb{.path = "help",
         .purpose = {"Help on a verb or a topic", "Bir komut ya da konu hakkında yardım"},
         .positionals = help_positionals,
         .examples = help_examples},
    Verb{.path = "__complete",
         .purpose = {"Candidates for the shell", "Kabuk için adaylar"},
         .positionals = complete_positionals,
         .hidden = true},
    Verb{.path = "__docs",
         .purpose = {"Print a reference page", "Bir başvuru sayfası yaz"},
         .positionals = docs_positionals,
         .hidden = true},
};

}  // namespace spark::cli::detail
