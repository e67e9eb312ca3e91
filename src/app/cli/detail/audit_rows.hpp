#pragma once

#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr std::array<std::string_view, 3> audit_outcome_choices{"allowed", "refused", "failed"};

inline constexpr std::array audit_tail_flags{
    Flag{.name = "lines",
         .value = "N",
         .what = {"How many records, the newest ones; 0 to 10000.", "Kaç kayıt, en yenileri; 0 ile 10000 arası."},
         .fallback = "20"},
    Flag{.name = "follow",
         .letter = 'f',
         .what = {"Go on with each new record until Ctrl-C; with --json one document a line.",
                  "Ctrl-C'ye kadar her yeni kayıtla sürdür; --json ile her satır bir belge."}},
    Flag{.name = "actor",
         .value = "ACTOR",
         .what = {"Only this actor's, by id or name.", "Yalnızca bu kişininkiler; kimlik ya da ad."}},
    Flag{.name = "action",
         .value = "ACTION",
         .what = {"Only this action, `auth.login`, or a group, `auth.*`.",
                  "Yalnızca bu eylem, `auth.login`, ya da bir küme, `auth.*`."}},
    Flag{.name = "outcome",
         .value = "OUTCOME",
         .what = {"Only what ended so.", "Yalnızca böyle bitenler."},
         .choices = audit_outcome_choices},
    Flag{.name = "since",
         .value = "TIME",
         .what = {"Only records from this time on.", "Yalnızca bu zamandan sonraki kayıtlar."}},
};
inline constexpr std::array audit_tail_examples{
    Example{"spark audit tail --outcome refused --since 2025-11-20",
            {"who was refused what", "kime ne için izin verilmedi"}},
    Example{"spark audit tail --follow --action 'auth.*'", {"logins as they happen", "oturum açmalar, olurken"}},
};
inline constexpr std::array<std::string_view, 1> audit_tail_see{"audit verify"};

inline constexpr std::array audit_verify_positionals{
    Positional{.name = "PATH",
               .what = {"Folder of an audit log; without it that of the data folder.",
                        "Denetim kaydının klasörü; verilmezse veri klasöründeki."},
               .required = false,
               .candidates = Candidates::directory},
};
inline constexpr std::array audit_verify_flags{
    Flag{.name = "public-key",
         .value = "FILE",
         .what = {"The key whose signatures count, kept where the log's writer cannot change it.",
                  "İmzaları geçerli olan anahtar; kaydı yazanın değiştiremeyeceği yerde saklanmış."},
         .candidates = Candidates::file},
    Flag{.name = "kept",
         .value = "FILE",
         .what = {"Lines of checkpoints.jsonl that were kept elsewhere; each must stand in the log.",
                  "checkpoints.jsonl dosyasının başka yerde saklanmış satırları; her biri kayıtta bulunmalı."},
         .candidates = Candidates::file},
    Flag{.name = "offline",
         .what = {"Look at PATH alone, not at the data folder's own public key.",
                  "Yalnızca PATH'e bak; veri klasöründeki açık anahtarı kullanma."}},
};
inline constexpr std::array audit_verify_examples{
    Example{"spark audit verify",
            {"exit 0, or 7 and the first bad record", "0 ile çıkar; bozuksa 7 ve ilk bozuk kayıt"}},
    Example{
        "spark audit verify ./copy/audit --public-key checkpoint.pub --kept kept.jsonl --offline",
        {"a copy, by a key and checkpoints kept elsewhere", "bir kopya; başka yerde saklanan anahtar ve imzalarla"}},
};
inline constexpr std::array<std::string_view, 2> audit_verify_see{"audit tail", "evidence verify"};

inline constexpr std::array audit_verb_rows{
    Verb{.path = "audit tail",
         .purpose = {"Show the newest records of the audit log", "Denetim kaydının en yeni satırlarını göster"},
         .flags = audit_tail_flags,
         .examples = audit_tail_examples,
         .see_also = audit_tail_see},
    Verb{.path = "audit verify",
         .purpose = {"Check every record and signature of the audit log",
                     "Denetim kaydının her satırını ve imzasını denetle"},
         .more =
             {"Every record holds the hash of the one before, and signed checkpoints say how many there were. An "
              "edited, removed, added, moved or back-dated record is named with its file and line. Only a public "
              "key and checkpoints kept elsewhere find a log that was replaced as a whole.",
              "Her kayıt bir öncekinin özetini taşır; imzalı denetim noktaları kaç kayıt olduğunu söyler. "
              "Değiştirilen, silinen, eklenen, yeri ya da zamanı değiştirilen kayıt dosyası ve satırıyla bildirilir. "
              "Bütünüyle değiştirilmiş bir kaydı yalnızca başka yerde saklanan anahtar ve imzalar ortaya çıkarır."},
         .positionals = audit_verify_positionals,
         .flags = audit_verify_flags,
         .examples = audit_verify_examples,
         .see_also = audit_verify_see},
};

}  // namespace spark::cli::detail
