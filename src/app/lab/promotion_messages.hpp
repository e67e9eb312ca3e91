#pragma once

#include "app/cli/message.hpp"

/// The words of the strategy lab's verbs, in both languages.
namespace spark::lab::messages {

using cli::Message;

inline constexpr Message version_line{"{0}@{1}  sha256 {2}", "{0}@{1}  sha256 {2}"};
inline constexpr Message unchanged{"{0}@{1} is this very text already: nothing was kept",
                                   "{0}@{1} zaten tam bu metin: bir şey saklanmadı"};
inline constexpr Message next_after_adopt{
    "Next: spark backtest run {0}@{1} --dataset …   |   spark strategy promote "
    "{0} --check",
    "Sonra: spark backtest run {0}@{1} --dataset …   |   spark strategy promote "
    "{0} --check"};
inline constexpr Message may_promote{"{0}@{1} may be promoted", "{0}@{1} yükseltilebilir"};
inline constexpr Message may_not_promote{"{0}@{1} may not be promoted: {2}", "{0}@{1} yükseltilemez: {2}"};
inline constexpr Message proposed{"{0} proposes {1}@{2} for promotion; it is open until somebody else approves",
                                  "{0}, {1}@{2} sürümünü yükseltme için önerir; başka biri onaylayana dek açıktır"};
inline constexpr Message open_already{"{0} is open already for {1}@{2}", "{0}, {1}@{2} için zaten açık"};
inline constexpr Message to_do{"What to do", "Yapılacaklar"};
inline constexpr Message whole_chain{"{0} links, whole; head {1}", "{0} halka, tam; ucu {1}"};
inline constexpr Message broken_chain{"{0} links, not whole; head {1}", "{0} halka, tam değil; ucu {1}"};
inline constexpr Message no_proposals{"no proposals", "öneri yok"};

inline constexpr Message item_title{"item", "madde"};
inline constexpr Message standing_title{"standing", "durum"};
inline constexpr Message found_title{"found", "bulunan"};
inline constexpr Message wanted_title{"wanted", "istenen"};
inline constexpr Message kind_title{"kind", "tür"};
inline constexpr Message time_title{"time", "zaman"};
inline constexpr Message version_title{"version", "sürüm"};
inline constexpr Message author_title{"author", "yazan"};
inline constexpr Message origin_title{"from", "kaynak"};
inline constexpr Message message_title{"message", "ileti"};
inline constexpr Message state_title{"state", "durum"};
inline constexpr Message proposer_title{"proposer", "öneren"};

inline constexpr Message passed{"passed", "geçti"};
inline constexpr Message failed{"failed", "kaldı"};
inline constexpr Message missing{"missing", "eksik"};
inline constexpr Message not_measured{"not measured", "ölçülmedi"};

}  // namespace spark::lab::messages
