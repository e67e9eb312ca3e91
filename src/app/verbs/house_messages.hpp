#pragma once

#include "app/cli/message.hpp"

/// The words of config and doctor, in both languages.
namespace spark::verbs::messages {

inline constexpr cli::Message unknown_setting{"no setting is called '{0}'", "'{0}' adında bir ayar yok"};
inline constexpr cli::Message setting_column{"setting", "ayar"};
inline constexpr cli::Message value_column{"value", "değer"};
inline constexpr cli::Message source_column{"source", "kaynak"};
inline constexpr cli::Message allowed_line{"allowed: {0}", "izin verilen: {0}"};
inline constexpr cli::Message variable_line{"variable: {0}", "değişken: {0}"};
inline constexpr cli::Message source_won{"✓ {0}: {1}", "✓ {0}: {1}"};
inline constexpr cli::Message source_lost{"  {0}: {1}", "  {0}: {1}"};

inline constexpr cli::Message check_version{"version", "sürüm"};
inline constexpr cli::Message check_settings{"settings", "ayarlar"};
inline constexpr cli::Message settings_good{"{0} settings, {1} not default", "{0} ayar, {1} tanesi varsayılan değil"};
inline constexpr cli::Message check_data_dir{"data folder", "veri klasörü"};
inline constexpr cli::Message data_dir_written{"{0}: wrote, read back and removed {1} bytes in {2}",
                                               "{0}: {1} bayt yazıldı, geri okundu ve silindi, {2}"};
inline constexpr cli::Message data_dir_refused{"{0} is a read-only place", "{0} salt okunur bir yer"};
inline constexpr cli::Message data_dir_remedy{"choose a folder of your own with --data-dir",
                                              "--data-dir ile kendi klasörünüzü seçin"};
inline constexpr cli::Message data_dir_differs{"{0}: what was read back is not what was written",
                                               "{0}: geri okunan, yazılan değil"};
inline constexpr cli::Message data_dir_absent{"{0} is not there yet; the first data set makes it in {1}",
                                              "{0} henüz yok; ilk veri kümesi onu {1} içinde oluşturur"};
inline constexpr cli::Message check_disk{"free disk", "boş disk"};
inline constexpr cli::Message disk_free{"{0} GiB free, at least {1} GiB wanted", "{0} GiB boş, en az {1} GiB istenir"};
inline constexpr cli::Message disk_remedy{"free some space or choose another --data-dir",
                                          "yer açın ya da başka bir --data-dir seçin"};
inline constexpr cli::Message check_clock{"clock", "saat"};
inline constexpr cli::Message clock_good{"{0}", "{0}"};
inline constexpr cli::Message clock_good_beside_files{"{0}, {1} s beside the data folder's file times",
                                                      "{0}, veri klasörünün dosya zamanlarıyla farkı {1} sn"};
inline constexpr cli::Message clock_early{"{0} is before {1}: the clock is wrong", "{0}, {1} öncesinde: saat yanlış"};
inline constexpr cli::Message clock_apart{"{0} is {1} s off the data folder's file times",
                                          "{0}, veri klasörünün dosya zamanlarından {1} sn sapıyor"};
inline constexpr cli::Message clock_remedy{"set the system clock (ntp)", "sistem saatini ayarlayın (ntp)"};
inline constexpr cli::Message check_processor{"processor", "işlemci"};
inline constexpr cli::Message check_locale{"text", "metin"};
inline constexpr cli::Message locale_good{"UTF-8 ({0})", "UTF-8 ({0})"};
inline constexpr cli::Message locale_bad{"{0} is not UTF-8: Turkish letters and curves may be garbled",
                                         "{0} UTF-8 değil: Türkçe harfler ve eğriler bozuk görünebilir"};
inline constexpr cli::Message locale_remedy{"export LANG=C.UTF-8", "export LANG=C.UTF-8"};
inline constexpr cli::Message processor_line{"{0} cores; {1}", "{0} çekirdek; {1}"};
inline constexpr cli::Message check_terminal{"terminal", "uçbirim"};
inline constexpr cli::Message terminal_line{"{0} columns, colour {1}, progress {2}",
                                            "{0} sütun, renk {1}, ilerleme {2}"};
inline constexpr cli::Message check_lock{"lock", "kilit"};
inline constexpr cli::Message lock_free{"nobody is writing", "kimse yazmıyor"};
inline constexpr cli::Message check_data_sets{"data sets", "veri kümeleri"};
inline constexpr cli::Message data_sets_good{"data sets: {0}, rows: {1}", "{0} veri kümesi, {1} satır"};
inline constexpr cli::Message data_sets_damaged{"{0} of {1} data sets are damaged, first {2}: {3}",
                                                "{1} veri kümesinden {0} tanesi bozuk, ilki {2}: {3}"};
inline constexpr cli::Message data_sets_remedy{"spark data verify {0}", "spark data verify {0} --lang tr"};
inline constexpr cli::Message doctor_good{"all checks hold", "tüm denetimler geçti"};
inline constexpr cli::Message doctor_bad{"{0} checks fail", "{0} denetim başarısız"};

}  // namespace spark::verbs::messages
