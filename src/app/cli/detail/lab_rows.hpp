#pragma once

#include <array>

#include "app/cli/detail/strategy_rows.hpp"
#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr Flag lab_message_flag{
    .name = "message", .value = "TEXT", .what = {"Why this version is kept.", "Bu sürümün neden saklandığı."}};
inline constexpr std::array lab_name{
    Positional{.name = "NAME",
               .what = {"A strategy kept with its versions.", "Sürümleriyle saklanan bir strateji."},
               .candidates = Candidates::strategy},
};
inline constexpr std::array lab_version{
    Positional{.name = "NAME[@VERSION]",
               .what = {"A kept strategy, the newest version unless one is named.",
                        "Saklanan bir strateji; sürüm yazılmazsa en yenisi."},
               .candidates = Candidates::strategy},
};
inline constexpr std::array lab_proposal{
    Positional{.name = "ID", .what = {"A proposal's id, prop_….", "Bir önerinin kimliği, prop_…."}},
};

inline constexpr std::array strategy_keep_flags{lab_message_flag};
inline constexpr std::array strategy_keep_examples{
    Example{"spark strategy keep myCross.toml --message 'wider stop'",
            {"as the next version of the strategy it names", "adını verdiği stratejinin sonraki sürümü olarak"}},
};
inline constexpr std::array<std::string_view, 2> strategy_keep_see{"strategy versions", "strategy validate"};

inline constexpr std::array strategy_versions_examples{
    Example{"spark strategy versions myCross",
            {"newest first, with where each came from", "en yenisi önce, kaynağıyla"}},
};
inline constexpr std::array<std::string_view, 2> strategy_versions_see{"strategy keep", "strategy lineage"};

inline constexpr std::array strategy_adopt_flags{
    Flag{.name = "from",
         .value = "OPTIMIZATION",
         .what = {"The optimization, its id or its folder.", "Optimizasyon; kimliği ya da klasörü."},
         .required = true},
    Flag{.name = "set",
         .value = "SET",
         .what = {"best, plateau, or a set's number.", "best, plateau ya da bir kümenin numarası."},
         .fallback = "plateau"},
    lab_message_flag,
};
inline constexpr std::array strategy_adopt_examples{
    Example{"spark strategy adopt myCross --from opt_01K7QW",
            {"the values of its best plateau as the next version's defaults",
             "en iyi platosunun değerleri, sonraki sürümün varsayılanları olarak"}},
};
inline constexpr std::array<std::string_view, 2> strategy_adopt_see{"optimize show", "strategy promote"};

inline constexpr std::array strategy_promote_flags{
    Flag{.name = "check", .what = {"Only look at the checklist.", "Yalnızca listeye bak."}},
    Flag{.name = "note", .value = "TEXT", .what = {"A word to who approves.", "Onaylayacak olana bir söz."}},
};
inline constexpr std::array strategy_promote_examples{
    Example{"spark strategy promote myCross --check",
            {"what it still lacks, and what to do", "neyi eksik, ne yapmalı"}},
    Example{"spark strategy promote myCross@2 --note 'for the desk'", {"propose it", "önerir"}},
};
inline constexpr std::array<std::string_view, 3> strategy_promote_see{"strategy adopt", "strategy lineage",
                                                                      "proposals ls"};

inline constexpr std::array strategy_lineage_examples{
    Example{"spark strategy lineage myCross",
            {"from the prompt to the proposal, each link sealed", "istekten öneriye, her halka mühürlü"}},
};
inline constexpr std::array<std::string_view, 2> strategy_lineage_see{"strategy promote", "evidence verify"};

inline constexpr std::array proposals_ls_examples{
    Example{"spark proposals ls", {"newest first", "en yenisi önce"}},
};
inline constexpr std::array proposals_show_examples{
    Example{"spark proposals show prop_01K7QW", {"with the checklist it was made with", "yapıldığı andaki listeyle"}},
};
inline constexpr std::array<std::string_view, 1> proposals_see{"strategy promote"};

inline constexpr std::array lab_verb_rows{
    Verb{.path = "strategy keep",
         .purpose = {"Keep a document as a strategy's next version", "Belgeyi bir stratejinin sonraki sürümü yap"},
         .more = {"Versions never change. The very text of the newest version is not kept again.",
                  "Sürümler hiç değişmez. En yeni sürümle aynı metin yeniden saklanmaz."},
         .positionals = strategy_file,
         .flags = strategy_keep_flags,
         .examples = strategy_keep_examples,
         .see_also = strategy_keep_see},
    Verb{.path = "strategy versions",
         .purpose = {"List a strategy's versions", "Bir stratejinin sürümlerini listele"},
         .positionals = lab_name,
         .examples = strategy_versions_examples,
         .see_also = strategy_versions_see},
    Verb{.path = "strategy adopt",
         .purpose = {"Keep a set's values as the next version", "Bir kümenin değerlerini sonraki sürüm yap"},
         .more = {"Refused when the search was of other rules than those of the newest version: the field is named.",
                  "Arama en yeni sürümden başka kuralların ise reddedilir: ayrılan alan söylenir."},
         .positionals = lab_name,
         .flags = strategy_adopt_flags,
         .examples = strategy_adopt_examples,
         .see_also = strategy_adopt_see},
    Verb{.path = "strategy promote",
         .purpose = {"Propose a version for promotion", "Bir sürümü yükseltme için öner"},
         .more = {"The checklist comes from evidence that is checked and runs that are made again; exit code 10 with "
                  "the list when it is not whole.",
                  "Liste, denetlenen kanıttan ve yeniden yapılan koşulardan çıkar; tamam değilse listeyle birlikte "
                  "çıkış kodu 10."},
         .positionals = lab_version,
         .flags = strategy_promote_flags,
         .examples = strategy_promote_examples,
         .see_also = strategy_promote_see},
    Verb{.path = "strategy lineage",
         .purpose = {"Show the chain that led to a version", "Bir sürüme götüren zinciri göster"},
         .positionals = lab_version,
         .examples = strategy_lineage_examples,
         .see_also = strategy_lineage_see},
    Verb{.path = "proposals ls",
         .purpose = {"List proposals", "Önerileri listele"},
         .examples = proposals_ls_examples,
         .see_also = proposals_see},
    Verb{.path = "proposals show",
         .purpose = {"Show a proposal", "Bir öneriyi göster"},
         .positionals = lab_proposal,
         .examples = proposals_show_examples,
         .see_also = proposals_see},
};

}  // namespace spark::cli::detail
