#pragma once

#include <array>

#include "app/cli/message.hpp"
#include "foundation/base/fault.hpp"

/// Everything the command line says to people, each sentence once, in both languages. Names a program reads are not
/// here.
namespace spark::cli::messages {

// Parsing.
inline constexpr Message no_verb{"which verb?", "hangi komut?"};
inline constexpr Message unknown_verb{"unknown verb '{0}'", "bilinmeyen komut '{0}'"};
inline constexpr Message noun_needs_verb{"'{0}' needs one of: {1}", "'{0}' şunlardan birini ister: {1}"};
inline constexpr Message unknown_flag{"'{1}' has no flag '{0}'", "'{1}' komutunun '{0}' seçeneği yok"};
inline constexpr Message flag_needs_value{"flag '--{0}' needs a value: --{0}={1}",
                                          "'--{0}' seçeneği değer ister: --{0}={1}"};
inline constexpr Message switch_takes_no_value{"flag '--{0}' takes no value", "'--{0}' seçeneği değer almaz"};
inline constexpr Message flag_twice{"flag '--{0}' stands there twice", "'--{0}' seçeneği iki kez yazılmış"};
inline constexpr Message flag_missing{"flag '--{0} {1}' is missing", "'--{0} {1}' seçeneği eksik"};
inline constexpr Message argument_missing{"argument {0} is missing", "{0} değeri eksik"};
inline constexpr Message argument_surplus{"'{0}' is one argument too many for '{1}'",
                                          "'{0}', '{1}' için fazla bir değer"};
inline constexpr Message not_a_choice{"found '{0}' for {1}, allowed: {2}", "{1} için '{0}' bulundu, izin verilen: {2}"};
inline constexpr Message bad_line{"the command line cannot be read: {0}", "komut satırı okunamıyor: {0}"};
inline constexpr Message did_you_mean{"did you mean '{0}'?", "şunu mu demek istediniz: '{0}'?"};
inline constexpr Message try_help{"spark help {0}", "spark help {0} --lang tr"};
inline constexpr Message try_help_all{"spark help", "spark help --lang tr"};

// Errors.
inline constexpr Message error_label{"error", "hata"};
inline constexpr Message place_label{"at", "yer"};
inline constexpr Message try_label{"try", "öneri"};
inline constexpr Message note_label{"note", "not"};
inline constexpr Message warning_label{"warning", "uyarı"};
inline constexpr Message interrupted{"interrupted; nothing half done is kept",
                                     "kesildi; yarım kalan hiçbir şey saklanmadı"};
inline constexpr Message keeping{"stopping; what is done is kept", "duruyor; bitenler saklanıyor"};
inline constexpr Message terminated{"terminated; nothing half done is kept",
                                    "sonlandırıldı; yarım kalan hiçbir şey saklanmadı"};
inline constexpr Message left_to_server{"stopped waiting; what the server has begun goes on there",
                                        "bekleme bırakıldı; sunucunun başladığı iş orada sürüyor"};
inline constexpr Message stopping{"stopping; what is in flight is answered first",
                                  "duruyor; önce başlamış istekler yanıtlanır"};
inline constexpr Message bug{"unexpected error, a bug in spark: {0}",
                             "beklenmeyen hata, spark'ta bir yazılım hatası: {0}"};
inline constexpr Message report_bug{"report it with this line and the output of 'spark version'",
                                    "bu satırı ve 'spark version' çıktısını ekleyerek bildirin"};
inline constexpr Message output_failed{"standard output cannot be written: {0}", "standart çıktıya yazılamıyor: {0}"};

/// The fault's sentence, in the order of the faults (English is the fault table's own).
inline constexpr std::array fault_sentences{
    Message{fault_rules[0].what, "Girdi bir kurala uymuyor; değiştirin."},
    Message{fault_rules[1].what, "Bu yetkilerle izin yok."},
    Message{fault_rules[2].what, "Bu adda bir şey yok."},
    Message{fault_rules[3].what, "Zaten var ya da başkası kullanıyor."},
    Message{fault_rules[4].what, "Bir sınır ya da disk dolu; yer açıp yineleyin."},
    Message{fault_rules[5].what, "Bir hizmet ya da aygıt yanıt vermiyor; sonra yineleyin."},
    Message{fault_rules[6].what, "Gönderildi, yanıt yok; yinelemeden önce uzlaştırın."},
    Message{fault_rules[7].what, "Saklanan baytlar yazılan baytlar değil; tahminle onarılmaz."},
};
static_assert(fault_sentences.size() == fault_rules.size(), "every fault has a sentence in both languages");

// Help.
inline constexpr Message tagline{"Spark: exact backtests on data you can verify.",
                                 "Spark: doğrulanabilir veriyle birebir geriye dönük test."};
inline constexpr Message help_examples{"Examples", "Örnekler"};
inline constexpr Message help_usage{"Usage", "Kullanım"};
inline constexpr Message help_verbs{"Verbs", "Komutlar"};
inline constexpr Message help_arguments{"Arguments", "Değerler"};
inline constexpr Message help_flags{"Flags", "Seçenekler"};
inline constexpr Message help_global_flags{"Flags of every verb", "Her komutun seçenekleri"};
inline constexpr Message help_topics{"Topics", "Konular"};
inline constexpr Message help_see_also{"See also", "Bakınız"};
inline constexpr Message help_exit_codes{"Exit codes", "Çıkış kodları"};
inline constexpr Message help_description{"Description", "Açıklama"};
inline constexpr Message help_name{"Name", "Ad"};
inline constexpr Message help_more{"'spark help VERB' says more about a verb, 'spark help TOPIC' about a topic.",
                                   "'spark help KOMUT' bir komutu, 'spark help KONU' bir konuyu anlatır."};
inline constexpr Message exit_codes_hint{
    "0 done, 2 usage, 3 invalid input, 4 not found, 7 a check failed: spark help exit-codes",
    "0 tamam, 2 kullanım, 3 geçersiz girdi, 4 bulunamadı, 7 denetim başarısız: spark help exit-codes"};
inline constexpr Message help_default{"default: {0}", "varsayılan: {0}"};
inline constexpr Message help_required{"required", "zorunlu"};
inline constexpr Message help_repeatable{"may be repeated", "yinelenebilir"};
inline constexpr Message help_global_hint{"and the flags of every verb: spark help",
                                          "ve her komutun seçenekleri: spark help"};
inline constexpr Message unknown_topic{"no verb or topic is called '{0}'", "'{0}' adında bir komut ya da konu yok"};
inline constexpr Message env_no_color{"Any text turns colour off.", "Herhangi bir metin rengi kapatır."};
inline constexpr Message env_term{"dumb turns colour and drawing off.", "dumb rengi ve çizimi kapatır."};
inline constexpr Message env_config_home{
    "Folder of spark/config.toml, the user's settings. (default: ~/.config)",
    "Kullanıcının ayar dosyası spark/config.toml'un klasörü. (varsayılan: ~/.config)"};

// Next steps and reports.
inline constexpr Message next_label{"Next", "Sonra"};
inline constexpr Message progress_eta{"eta {0}", "kalan {0}"};
inline constexpr Message seconds{"{0} s", "{0} sn"};
inline constexpr Message minutes{"{0} min", "{0} dk"};
inline constexpr Message per_second{"{0}/s", "{0}/sn"};

}  // namespace spark::cli::messages
