#pragma once

#include <algorithm>
#include <array>

#include "app/cli/text.hpp"
#include "foundation/base/fault.hpp"

namespace spark::cli {

/// How the process ends. Documented by `spark help exit-codes`; the numbers never change.
struct ExitCode {
    int code;
    Text what;
};

inline constexpr int exit_success = 0;
inline constexpr int exit_bug = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_check_failed = 7;
inline constexpr int exit_interrupted = 130;
inline constexpr int exit_terminated = 143;

inline constexpr std::array exit_codes{
    ExitCode{exit_success, {"success", "başarılı"}},
    ExitCode{exit_bug,
             {"unexpected error: a bug, please report it", "beklenmeyen hata: yazılım hatası, lütfen bildirin"}},
    ExitCode{
        exit_usage,
        {"usage: unknown verb or flag, missing argument", "kullanım: bilinmeyen komut ya da seçenek, eksik değer"}},
    ExitCode{3, {"configuration or input is invalid", "ayar ya da girdi geçersiz"}},
    ExitCode{4, {"not found", "bulunamadı"}},
    ExitCode{5, {"not allowed", "izin yok"}},
    ExitCode{6, {"blocked by a guardrail, gate or kill switch", "koruma kuralı, kapı ya da acil durdurma engelledi"}},
    ExitCode{exit_check_failed,
             {"a check failed: quality, hash, determinism", "bir denetim başarısız: kalite, özet, belirlenimlilik"}},
    ExitCode{8, {"timed out, or the outcome is unknown", "süre doldu ya da sonuç bilinmiyor"}},
    ExitCode{
        9, {"a service, device or limit is unavailable or full", "hizmet, aygıt ya da sınır yanıt vermiyor veya dolu"}},
    ExitCode{10, {"conflict: it exists, or somebody else holds it", "çakışma: zaten var ya da başkası kullanıyor"}},
    ExitCode{exit_interrupted, {"interrupted (Ctrl-C)", "kesildi (Ctrl-C)"}},
    ExitCode{exit_terminated, {"terminated (SIGTERM)", "sonlandırıldı (SIGTERM)"}},
};

/// Codes ascend, every sentence stands in both languages, and no fault leaves with an undocumented code.
consteval bool exit_codes_hold() {
    for (std::size_t index = 0; index < exit_codes.size(); ++index) {
        if (!exit_codes[index].what.whole()) return false;
        if (index > 0 && exit_codes[index - 1].code >= exit_codes[index].code) return false;
    }
    return std::ranges::all_of(fault_rules, [](const FaultRule& rule) {
        return std::ranges::any_of(exit_codes, [&](const ExitCode& row) { return row.code == rule.exit_code; });
    });
}
static_assert(exit_codes_hold(), "an exit code breaks the table's rules");

}  // namespace spark::cli
