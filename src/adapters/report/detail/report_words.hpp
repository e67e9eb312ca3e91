#pragma once

#include "adapters/report/language.hpp"

/// What a report says, each text once, in both languages.
namespace spark::report::words {

inline constexpr Words report_title{"Backtest report", "Geriye dönük test raporu"};
inline constexpr Words synthetic{"SYNTHETIC DATA", "YAPAY VERİ"};
inline constexpr Words run_label{"Run", "Çalışma"};
inline constexpr Words bars_of{"{} bars", "{} bar"};
inline constexpr Words days_of{"{} days", "{} gün"};
inline constexpr Words warnings{"Read this first", "Önce bunu okuyun"};
inline constexpr Words contents{"Contents", "İçindekiler"};
inline constexpr Words made_at{"Made {} UTC by spark; every figure is from the run's evidence.",
                               "{} UTC, spark; her sayı çalışmanın kanıtından."};

inline constexpr Words tile_return{"Return", "Getiri"};
inline constexpr Words tile_hold{"buy & hold {}", "al ve tut {}"};
inline constexpr Words tile_net{"Net result", "Net sonuç"};
inline constexpr Words tile_fees{"fees {}", "komisyon {}"};
inline constexpr Words tile_drawdown{"Max drawdown", "En derin düşüş"};
inline constexpr Words tile_longest{"longest {} bars", "en uzunu {} bar"};
inline constexpr Words tile_sortino{"Sortino {}", "Sortino {}"};
inline constexpr Words tile_trades{"Trades", "İşlem"};
inline constexpr Words tile_exposure{"in the market {}", "piyasada {}"};
inline constexpr Words tile_win_rate{"Win rate", "Kazanma oranı"};
inline constexpr Words tile_factor{"profit factor {}", "kâr çarpanı {}"};

inline constexpr Words equity_section{"Equity", "Öz sermaye"};
inline constexpr Words equity_chart{"Equity at each day's end", "Her günün sonunda öz sermaye"};
inline constexpr Words equity_chart_points{"Equity over the run", "Çalışma boyunca öz sermaye"};
inline constexpr Words equity_summary{"From {} to {}: {}; lowest {}, highest {}.",
                                      "{} değerinden {} değerine: {}; en düşük {}, en yüksek {}."};
inline constexpr Words hold_chart{"Equity and buy & hold on one scale", "Aynı ölçekte öz sermaye ve al ve tut"};
inline constexpr Words hold_summary{
    "All the cash held since the first fill that was possible would have come to {} ({}).",
    "Bütün nakit, olabilecek ilk gerçekleşmeden beri tutulsaydı {} olurdu ({})."};
inline constexpr Words legend_strategy{"strategy", "strateji"};
inline constexpr Words legend_hold{"buy & hold, dashed", "al ve tut, kesik çizgi"};
inline constexpr Words no_hold{"No buy & hold curve: {}.", "Al ve tut eğrisi yok: {}."};
inline constexpr Words underwater_chart{"Underwater: below the highest equity so far",
                                        "Su altı: o güne dek en yüksek öz sermayenin altı"};
inline constexpr Words underwater_summary{
    "At day ends the equity stood at most {} below its peak, and below it on {} of {} days.",
    "Gün sonlarında öz sermaye tepesinin en çok {} altındaydı; {} gün altında kaldı, toplam {} gün."};
inline constexpr Words no_equity{"This run has no equity curve.", "Bu çalışmanın öz sermaye eğrisi yok."};

inline constexpr Words figures_section{"All figures", "Bütün sayılar"};
inline constexpr Words figure_column{"Figure", "Sayı"};
inline constexpr Words shown_column{"Value", "Değer"};
inline constexpr Words exact_column{"As stored", "Saklanan"};
inline constexpr Words field_column{"Field", "Alan"};
inline constexpr Words checks_section{"Checks", "Denetimler"};
inline constexpr Words check_column{"Check", "Denetim"};
inline constexpr Words verdict_column{"Verdict", "Sonuç"};
inline constexpr Words detail_column{"Detail", "Ayrıntı"};
inline constexpr Words passed{"passed", "geçti"};
inline constexpr Words not_passed{"FAILED", "KALDI"};
inline constexpr Words not_said{"not said", "belirtilmemiş"};
inline constexpr Words check_look_ahead{"No look-ahead", "Geleceğe bakış yok"};
inline constexpr Words check_determinism{"Deterministic", "Belirlenimci"};
inline constexpr Words check_conservation{"Cash + positions = equity", "Nakit + pozisyon = öz sermaye"};

inline constexpr Words monthly_section{"Months", "Aylar"};
inline constexpr Words year_column{"Year", "Yıl"};
inline constexpr Words year_total{"Whole year", "Tüm yıl"};
inline constexpr Words monthly_agrees{"The months compound to {}, the total return.",
                                      "Aylar bileşik olarak {} eder; toplam getiri budur."};
inline constexpr Words monthly_differs{"The months compound to {}, the run to {}: a month is missing or cut.",
                                       "Aylar bileşik olarak {}, çalışma {} eder: bir ay eksik ya da kesik."};

inline constexpr Words drawdowns_section{"Deepest drawdowns", "En derin düşüşler"};
inline constexpr Words drawdowns_note{"Measured at day ends; the deepest at any bar's close is {}.",
                                      "Gün sonlarında ölçüldü; herhangi bir barın kapanışındaki en derini {}."};
inline constexpr Words depth_column{"Depth", "Derinlik"};
inline constexpr Words peak_column{"Peak", "Tepe"};
inline constexpr Words trough_column{"Trough", "Dip"};
inline constexpr Words recovered_column{"Recovered", "Toparlandı"};
inline constexpr Words days_column{"Days", "Gün"};
inline constexpr Words not_yet{"not yet", "henüz değil"};
inline constexpr Words no_drawdown{"The equity never stood below its peak at a day's end.",
                                   "Öz sermaye hiçbir gün sonunda tepesinin altında kalmadı."};

inline constexpr Words candles_section{"Trades on candles", "Mumlar üzerinde işlemler"};
inline constexpr Words last_bars_chart{"The last bars", "Son barlar"};
inline constexpr Words candles_chart{"The last trades, bar by bar", "Son işlemler, bar bar"};
inline constexpr Words candles_summary{
    "Bars {} to {}, {} to {} UTC, with {} of {} trades. Arrows: entry and exit, joined where both are shown.",
    "Bar {}–{}, {} – {} UTC, işlemlerin {} / {} tanesi. Oklar giriş ve çıkış; ikisi de görünüyorsa birleşik."};
inline constexpr Words whole_chart{"The whole period", "Dönemin tamamı"};
inline constexpr Words whole_summary{"{} bars, {} to a candle: {} candles, lowest {}, highest {}.",
                                     "{} bar, her muma {} bar: {} mum, en düşük {}, en yüksek {}."};
inline constexpr Words legend_up{"up, hollow", "yükselen, içi boş"};
inline constexpr Words legend_down{"down, filled", "düşen, dolu"};
inline constexpr Words legend_entry{"entry", "giriş"};
inline constexpr Words legend_exit_good{"exit with a gain", "kârlı çıkış"};
inline constexpr Words legend_exit_bad{"exit with a loss", "zararlı çıkış"};
inline constexpr Words no_candles{"No candles: {}.", "Mum yok: {}."};
inline constexpr Words data_absent{"the data set is not in this data folder", "veri kümesi bu veri klasöründe yok"};

inline constexpr Words results_section{"Where the money went", "Para nereye gitti"};
inline constexpr Words nets_chart{"Net result of each trade", "Her işlemin net sonucu"};
inline constexpr Words nets_summary{"{} trades gained {}, {} lost {}; best {}, worst {}.",
                                    "{} işlem {} kazandırdı, {} işlem {} kaybettirdi; en iyisi {}, en kötüsü {}."};
inline constexpr Words cost_column{"Part", "Kalem"};
inline constexpr Words amount_column{"Amount", "Tutar"};
inline constexpr Words of_turnover{"bps of turnover", "ciroya oranı, bps"};
inline constexpr Words cost_gross{"Gross result, prices as filled", "Brüt sonuç, gerçekleşen fiyatlarla"};
inline constexpr Words cost_fees{"Fees", "Komisyon"};
inline constexpr Words cost_net{"Net result", "Net sonuç"};
inline constexpr Words cost_turnover{"Turnover: value of all entries and exits",
                                     "Ciro: bütün giriş ve çıkışların değeri"};
inline constexpr Words slippage_note{"Slippage of {} bps is inside the prices, hence inside the gross result.",
                                     "{} bps kayma fiyatların, dolayısıyla brüt sonucun içindedir."};
inline constexpr Words sums_agree{"Net of all trades = gross − fees, exact to 1e-8, and equals net_pnl.",
                                  "Bütün işlemlerin neti = brüt − komisyon; 1e-8'e dek tam ve net_pnl'ye eşit."};
inline constexpr Words sums_differ{"The trades do not add up to net_pnl of the document: check the evidence.",
                                   "İşlemler belgedeki net_pnl toplamını vermiyor: kanıtı denetleyin."};
inline constexpr Words reason_column{"Exit reason", "Çıkış nedeni"};
inline constexpr Words trades_column{"Trades", "İşlem"};
inline constexpr Words wins_column{"Won", "Kazanan"};
inline constexpr Words gross_column{"Gross", "Brüt"};
inline constexpr Words fees_column{"Fees", "Komisyon"};
inline constexpr Words net_column{"Net", "Net"};

inline constexpr Words trades_section{"Trades", "İşlemler"};
inline constexpr Words all_trades{"All {} closed trades.", "Kapanan {} işlemin hepsi."};
inline constexpr Words last_trades{"The last {} of {} closed trades; all of them are in {}.",
                                   "Kapanan işlemlerin son {} tanesi (toplam {}); hepsi {} dosyasında."};
inline constexpr Words no_trades{"No trade was closed.", "Kapanan işlem yok."};
inline constexpr Words save_trades{"Save all trades as CSV", "Bütün işlemleri CSV olarak kaydet"};
inline constexpr Words open_position{"Still open: {} from {} at {}, now worth {}, unrealized {}.",
                                     "Hâlâ açık: {}, giriş {}, fiyat {}, şimdiki değeri {}, gerçekleşmemiş {}."};
inline constexpr Words number_column{"No.", "No"};
inline constexpr Words side_column{"Side", "Yön"};
inline constexpr Words entry_column{"Entry, UTC", "Giriş, UTC"};
inline constexpr Words exit_column{"Exit, UTC", "Çıkış, UTC"};
inline constexpr Words price_column{"Price", "Fiyat"};
inline constexpr Words quantity_column{"Quantity", "Miktar"};
inline constexpr Words rejected{"{} entries were rejected", "{} giriş reddedildi"};

inline constexpr Words setup_section{"Parameters and costs", "Parametreler ve maliyetler"};
inline constexpr Words name_column{"Name", "Ad"};
inline constexpr Words data_section{"Data", "Veri"};
inline constexpr Words quality_clean{"The data set's quality report is clean.", "Veri kümesinin kalite raporu temiz."};
inline constexpr Words quality_counts{"The data set is not clean:", "Veri kümesi temiz değil:"};
inline constexpr Words repeat_section{"Repeat and verify", "Yineleme ve doğrulama"};
inline constexpr Words repeat_note{"This command on the same data set gives the same result hash, on any machine:",
                                   "Bu komut aynı veri kümesinde her makinede aynı sonuç özetini verir:"};
inline constexpr Words verify_note{"And this one checks the evidence against its hashes:",
                                   "Bu komut da kanıtı özetleriyle denetler:"};

}  // namespace spark::report::words
