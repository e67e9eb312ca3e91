#pragma once

#include "app/cli/message.hpp"

/// The words of `spark strategy generate`, in both languages.
namespace spark::lab::messages {

using cli::Message;

inline constexpr Message asking{"Asking {0}", "{0} soruluyor"};
inline constexpr Message made_line{"{0}: made by {1} in {2} ms", "{0}: {1} tarafından {2} ms içinde yapıldı"};
inline constexpr Message tokens_line{"{0} tokens sent, {1} received, {2}", "{0} jeton gönderildi, {1} alındı, {2}"};
inline constexpr Message cost_known{"{0} dollars", "{0} dolar"};
inline constexpr Message cost_unknown{"cost not known (lab.llm_prompt_price)",
                                      "maliyet bilinmiyor (lab.llm_prompt_price)"};
inline constexpr Message does{"What it does:", "Ne yapar:"};
inline constexpr Message why{"Why:", "Neden:"};
inline constexpr Message said{"said: {0}", "söylenen: {0}"};
inline constexpr Message assumed{"not said", "söylenmedi"};
inline constexpr Message not_understood{"Not understood: {0}", "Anlaşılmadı: {0}"};
inline constexpr Message breaks_policy{"Breaks the policy:", "Kurallara uymuyor:"};
inline constexpr Message left_for_you{"only a person can decide", "buna ancak bir insan karar verebilir"};
inline constexpr Message mend{"Mended, it would be (--fix takes it):", "Düzeltilmişi (--fix ile alınır):"};
inline constexpr Message mended{"Mended:", "Düzeltildi:"};
inline constexpr Message rewritten{"The text had to be written anew; its comments are gone.",
                                   "Metin baştan yazıldı; açıklamaları gitti."};
inline constexpr Message nothing{"nothing", "hiçbir şey"};
inline constexpr Message next_line{"Next: spark strategy explain FILE   |   --keep keeps it   |   --out FILE writes it",
                                   "Sonra: spark strategy explain DOSYA   |   --keep saklar   |   --out DOSYA yazar"};

}  // namespace spark::lab::messages
