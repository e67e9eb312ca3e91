#pragma once

#include <string_view>

namespace spark::report::detail {

/// The page's style: Spark's design tokens, light first (what paper needs), dark where the system asks for it.
inline constexpr std::string_view html_style = R"css(
:root{color-scheme:light;--bg:#F4F6F9;--surface:#FFFFFF;--surface-2:#EEF1F5;--border:#C9D1DC;--text:#11161D;
--text-2:#3F4B5A;
--text-3:#5A6778;--accent:#0B5CAD;--ok:#0A6B45;--warn:#7A5200;--crit:#B3123A;--up:#00778F;--down:#8F1F0A;
--focus:#0B3FD9;
--gain:0,119,143;--loss:143,31,10;
--mono:ui-monospace,"Cascadia Mono","SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--bg:#0E1116;--surface:#12161C;
--surface-2:#1A2029;
--border:#2B3442;--text:#E6EAF0;--text-2:#A9B4C2;--text-3:#8491A3;--accent:#7CB7FF;--ok:#4CC38A;--warn:#F2B84B;
--crit:#FF6B81;
--up:#1FC8C8;--down:#FF5A36;--focus:#FFD60A;--gain:31,200,200;--loss:255,90,54}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:12px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:13px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans",
"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums slashed-zero}
main{max-width:1080px;margin:0 auto;padding:24px 16px 48px}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
header p,section p{margin:0}
h1{font-size:28px;line-height:1.2;margin:0;overflow-wrap:anywhere}
h2{font-size:15px;margin:0 0 12px}
h3{font-size:13px;margin:0 0 2px}
.kind{color:var(--text-3);font-size:12px}
.sub{font-size:15px;color:var(--text-2);margin-top:4px}
.words{margin-top:8px;color:var(--text-2);max-width:75ch;overflow-wrap:anywhere}
.badges{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0 0;padding:0;list-style:none}
.badges li{border:1px solid currentColor;border-radius:99px;padding:1px 10px;font-size:12px;font-weight:600}
.mono,code{font-family:var(--mono);font-size:12px;overflow-wrap:anywhere}
.good{color:var(--ok)}.bad{color:var(--crit)}.caution{color:var(--warn)}.quiet{color:var(--text-3)}
td.good,.tile .good{color:var(--up)}td.bad,.tile .bad{color:var(--down)}
.tiles{display:grid;grid-template-columns:repeat(6,1fr);gap:1px;margin:20px 0 0;padding:0;background:var(--border);
border:1px solid var(--border);border-radius:6px;overflow:hidden}
.tile{background:var(--surface);padding:12px;min-width:0}
.tile dt{color:var(--text-3);font-size:12px}
.tile dd{margin:0}
.tile .value{font-size:20px;font-weight:700;line-height:1.3;white-space:nowrap}
.tile .small{font-size:15px;line-height:26px}.tile .tiny{font-size:11px;line-height:26px}
.tile .note{color:var(--text-3);font-size:11px}
aside,section{background:var(--surface);border:1px solid var(--border);border-radius:6px;padding:16px;margin-top:16px}
aside{border-left:4px solid var(--warn)}
aside h2{margin-bottom:4px;color:var(--warn)}
aside ul{margin:0;padding-left:18px}
nav{margin-top:16px;display:flex;flex-wrap:wrap;gap:4px 16px}
nav a{text-decoration:none;padding:2px 0}nav a:hover{text-decoration:underline}
figure{margin:0 0 16px}figure:last-child{margin-bottom:0}
figcaption{color:var(--text-3);font-size:12px;margin-bottom:4px}
.legend{display:flex;flex-wrap:wrap;gap:0 14px;font-size:12px}
.legend span::before{content:"";display:inline-block;width:14px;border-top:3px solid currentColor;margin-right:6px;
vertical-align:middle}
.legend .plain{color:var(--accent)}.legend .good{color:var(--up)}.legend .bad{color:var(--down)}
svg{display:block;width:100%;height:auto}
svg text{font-size:11px;fill:var(--text-3)}
svg.narrow{display:none}
.i-text{--ink:var(--text)}.i-muted{--ink:var(--text-3)}.i-grid{--ink:var(--border)}.i-accent{--ink:var(--accent)}
.i-second{--ink:var(--warn)}.i-up{--ink:var(--up)}.i-down{--ink:var(--down)}.i-surface{--ink:var(--surface)}
.l{fill:none;stroke:var(--ink);stroke-linejoin:round}.d{stroke-dasharray:5 4}
.f{fill:var(--ink)}.a{fill:var(--ink);fill-opacity:.13}.h{fill:var(--surface);stroke:var(--ink)}
.scroll{overflow-x:auto;margin:0 0 8px}.scroll:last-child{margin-bottom:0}
.long{max-height:560px;overflow:auto;border:1px solid var(--border);border-radius:6px}
table{border-collapse:collapse;width:100%}
th,td{padding:4px 10px;text-align:left;border-bottom:1px solid var(--border);white-space:nowrap;vertical-align:top}
th{color:var(--text-3);font-weight:400;font-size:12px}
thead th{position:sticky;top:0;background:var(--surface)}
tbody tr:last-child td{border-bottom:0}
td.n,th.n{text-align:right}
td.mono{white-space:normal}td.n.mono{white-space:nowrap}
.pairs td:first-child{width:14em}
.months th,.months td{padding:4px 6px;font-size:12px}
p.code{background:var(--surface-2);border-radius:6px;padding:8px 12px;margin:4px 0 12px;user-select:all}
section>p+div,section>p+p{margin-top:8px}section>div+p{margin:8px 0}
footer{color:var(--text-3);font-size:12px;margin-top:24px}
@media (max-width:860px){.tiles{grid-template-columns:repeat(3,1fr)}}
@media (max-width:560px){main{padding:16px 12px 32px}h1{font-size:20px}.tiles{grid-template-columns:repeat(2,1fr)}
aside,section{padding:12px}svg.wide{display:none}svg.narrow{display:block}.pairs td:first-child{width:auto}}
@page{size:A4;margin:14mm 12mm}
@media print{body{background:#fff;font-size:10px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{max-width:none;padding:0}nav,.save{display:none}aside,section{border-color:#C9D1DC;padding:10px;margin-top:10px}
h1{font-size:22px}.tiles{grid-template-columns:repeat(6,1fr)}.tile{padding:8px}.tile .value{font-size:14px}
.tile .small{font-size:11px}.tile .tiny{font-size:8px}
.tile .note{font-size:8px}
figcaption,.legend,aside ul{font-size:9px}h3{font-size:10px}h2{font-size:12px;
margin-bottom:6px}section>p{font-size:9px}
section{-webkit-box-decoration-break:clone;box-decoration-break:clone}figure,tr,aside{break-inside:avoid}
h2,h3{break-after:avoid}.long,.scroll{max-height:none;overflow:visible;border:0}
svg.wide{display:block}svg.narrow{display:none}th,td{padding:2px 5px}.mono,code,th,.months td,
.months th{font-size:8.5px}
thead th{position:static}}
)css";

}  // namespace spark::report::detail
