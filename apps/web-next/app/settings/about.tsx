import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Facts } from "@/ui/facts";
import { HashChip } from "@/ui/hash-chip";
import { Ago, Time, Token } from "@/ui/num";
import { Loaded, Panel, Skeleton } from "@/ui/panel";

const words = defineWords({
  title: ["This Spark", "Bu Spark"],
  version: ["Version", "Sürüm"],
  commit: ["Commit", "Commit"],
  env: ["Environment", "Ortam"],
  started: ["Started", "Başlangıç"],
  health: ["Health", "Sağlık"],
  reference: ["API reference", "API başvurusu"],
  licences: ["What the page is made with", "Sayfanın yapıldığı parçalar"],
  licences_text: [
    "Licences of the C++ libraries stand in the file NOTICE beside the program.",
    "C++ kitaplıklarının lisansları, programın yanındaki NOTICE dosyasında yer alır.",
  ],
  charts_credit: [
    "Market charts: TradingView Lightweight Charts™, copyright © TradingView, Inc. https://www.tradingview.com/",
    "Piyasa grafikleri: TradingView Lightweight Charts™, telif hakkı © TradingView, Inc. https://www.tradingview.com/",
  ],
});

/** Of package-lock.json; licences as their packages say them. */
const parts = [
  ["TradingView Lightweight Charts", "Apache-2.0", "https://www.tradingview.com/lightweight-charts/"],
  ["uPlot", "MIT", "https://github.com/leeoniya/uPlot"],
  ["CodeMirror", "MIT", "https://codemirror.net/"],
  ["React", "MIT", "https://react.dev/"],
  ["React Router", "MIT", "https://reactrouter.com/"],
  ["TanStack Query, TanStack Virtual", "MIT", "https://tanstack.com/"],
  ["Tailwind CSS", "MIT", "https://tailwindcss.com/"],
] as const;

export function About() {
  const say = useWords(words);
  const status = useApi("/api/v1/status");
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("title")} className="col-span-12 md:col-span-5">
        <Loaded query={status} skeleton={<Skeleton rows={5} />}>
          {(data) => (
            <Facts
              facts={[
                { name: say("version"), value: <Token>{data.version}</Token> },
                { name: say("commit"), value: <HashChip value={data.commit} /> },
                { name: say("env"), value: <Token>{data.env}</Token> },
                { name: say("health"), value: <Token>{data.health}</Token> },
                {
                  name: say("started"),
                  value: (
                    <>
                      <Time value={data.started_at} /> · <Ago time={data.started_at} />
                    </>
                  ),
                },
                { name: say("reference"), value: <a href="/docs/api">/docs/api</a> },
              ]}
            />
          )}
        </Loaded>
      </Panel>
      <Panel title={say("licences")} className="col-span-12 md:col-span-7">
        <ul className="m-0 flex list-none flex-col p-0">
          {parts.map(([name, licence, address]) => (
            <li key={name} className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1.5 last:border-0">
              <Token className="grow basis-52">{name}</Token>
              <Token mono className="text-text-2">
                {licence}
              </Token>
              <Token mono className="basis-72 break-all text-text-3">
                {address}
              </Token>
            </li>
          ))}
        </ul>
        <p className="mt-2 mb-0 text-sm text-text-2">{say("charts_credit")}</p>
        <p className="mt-1 mb-0 text-sm text-text-3">{say("licences_text")}</p>
      </Panel>
    </div>
  );
}
