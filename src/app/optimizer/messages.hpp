#pragma once

#include "app/cli/message.hpp"

/// The words of `spark optimize`, in both languages.
namespace spark::optimizer::messages {

using cli::Message;

inline constexpr Message searching{"Searching", "Aranıyor"};
inline constexpr Message walking{"Walking forward", "İleri yürünüyor"};
inline constexpr Message assessing{"Luck or skill", "Şans mı beceri mi"};
inline constexpr Message writing{"Writing", "Yazılıyor"};
inline constexpr Message sets_unit{"sets", "küme"};
inline constexpr Message bar_steps{"{0} bar-steps/s", "{0} bar adımı/sn"};
inline constexpr Message best_so_far{"best {0} {1}", "en iyi {0} {1}"};
inline constexpr Message kept{"{0} of {1} sets are done and kept: spark optimize resume {2}",
                              "{1} kümenin {0} tanesi bitti ve saklandı: spark optimize resume {2}"};
inline constexpr Message nothing_ranked{
    "no set is ranked: {0} were run, none has the objective '{1}' within the constraints",
    "sıralanan küme yok: {0} tanesi çalıştı, hiçbirinde kısıtlar içinde '{1}' amacı yok"};
inline constexpr Message result_line{"{0}  {1} sets, {2} refused, {3} bars  {4}",
                                     "{0}  {1} küme, {2} reddedildi, {3} bar  {4}"};
inline constexpr Message folder_line{"Folder: {0}", "Klasör: {0}"};
inline constexpr Message server_folder_line{"Folder: optimize/{0}, in the data folder of {1}",
                                            "Klasör: optimize/{0}, {1} sunucusunun veri klasöründe"};
inline constexpr Message next_there_line{"Next: spark optimize show {0} --rank 1   |   spark optimize look {0}",
                                         "Sonra: spark optimize show {0} --rank 1   |   spark optimize look {0}"};
inline constexpr Message next_line{"Next: spark optimize show {0} --rank 1   |   spark optimize verify {0}",
                                   "Sonra: spark optimize show {0} --rank 1   |   spark optimize verify {0}"};
inline constexpr Message is_finished{"{0} is finished; nothing is left to run", "{0} bitmiş; çalıştırılacak küme yok"};
inline constexpr Message verified{"{0}: files whole, {1} of {1} sets the same when run alone",
                                  "{0}: dosyalar sağlam, {1} kümenin {1} tanesi tek başına da aynı"};
inline constexpr Message rank_title{"rank", "sıra"};
inline constexpr Message trades_title{"trades", "işlem"};
inline constexpr Message net_title{"net", "net"};
inline constexpr Message drawdown_title{"max DD", "en büyük düşüş"};
inline constexpr Message out_of_sample_title{"{0} OOS", "{0} örneklem dışı"};
inline constexpr Message decay_title{"decay", "kayıp"};
inline constexpr Message badges_title{"badges", "işaretler"};
inline constexpr Message verdict_line{"Verdict: {0} ({1})", "Karar: {0} ({1})"};
inline constexpr Message skill{"SKILL", "BECERİ"};
inline constexpr Message luck{"LUCK", "ŞANS"};
inline constexpr Message undecided{"UNDECIDED", "BELİRSİZ"};
inline constexpr Message sample_line{"the tests against selection saw {0} of {1} sets, taken evenly",
                                     "seçime karşı sınamalar {1} kümenin eşit aralıkla alınan {0} tanesini gördü"};
inline constexpr Message begun_state{"unfinished", "bitmedi"};
inline constexpr Message finished_state{"finished", "bitti"};
inline constexpr Message lost_folder_state{"folder gone", "klasör yok"};

}  // namespace spark::optimizer::messages
