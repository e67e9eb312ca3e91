import { useSearchParams } from "react-router";

import { useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { TextField } from "@/ui/fields";
import { Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

const words = defineWords({
  title: ["Settings of the server", "Sunucu ayarları"],
  text: [
    "Read at the start; to change one set its variable, put it into the file, or give it on the command line, then start anew.",
    "Başlangıçta okunur; değiştirmek için değişkenini ayarlayın, dosyaya ya da komut satırına yazın, sonra yeniden başlatın.",
  ],
  need: [
    "Needs the right administer, which the role admin has.",
    "administer hakkı gerekir; bu hak admin rolünde vardır.",
  ],
  find: ["Search", "Ara"],
  fallback: ["built in", "yerleşik"],
  environment: ["environment", "ortam"],
  project_file: ["project file", "proje dosyası"],
  user_file: ["user file", "kullanıcı dosyası"],
  flag: ["command line", "komut satırı"],
  nothing: ["No setting fits.", "Uyan ayar yok."],
  empty: ["empty", "boş"],
});

type Setting = {
  name: string;
  type: string;
  value: string;
  source: string;
  place: string;
  allowed: string;
  variable?: string;
  what?: string;
};
const sources: Record<string, keyof typeof words> = {
  fallback: "fallback",
  environment: "environment",
  "project file": "project_file",
  "user file": "user_file",
  flag: "flag",
};

export function ServerSettings() {
  const say = useWords(words);
  const may = useRight("administer");
  const list = useApi("/api/v1/settings/server", { enabled: may });
  const [search, setSearch] = useSearchParams();
  const find = search.get("find") ?? "";
  if (!may)
    return (
      <Panel title={say("title")}>
        <p className="m-0 text-text-2">{say("need")}</p>
      </Panel>
    );
  return (
    <Panel title={say("title")}>
      <p className="mt-0 text-text-2">{say("text")}</p>
      <TextField
        label={say("find")}
        value={find}
        className="mb-2 max-w-80"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) =>
          setSearch(event.target.value === "" ? {} : { find: event.target.value }, {
            replace: true,
          })
        }
      />
      <Loaded query={list} skeleton={<Skeleton rows={12} height={36} />}>
        {(data) => {
          const rows = (data.settings as unknown as Setting[]).filter((one) =>
            `${one.name} ${one.variable} ${one.value} ${one.what}`
              .toLocaleLowerCase("en")
              .includes(find.toLocaleLowerCase("en")),
          );
          if (rows.length === 0) return <EmptyState text={say("nothing")} cli="spark config ls" />;
          return (
            <ul className="m-0 flex list-none flex-col p-0" aria-label={say("title")}>
              {rows.map((one) => (
                <li
                  key={one.name}
                  className="grid grid-cols-12 gap-x-4 gap-y-0.5 border-b border-line py-2 last:border-0"
                >
                  <div className="col-span-12 min-w-0 md:col-span-7">
                    <Token mono className="font-semibold break-all">
                      {one.name}
                    </Token>
                    <p className="m-0 text-sm text-text-3" lang="en">
                      {one.what}
                    </p>
                  </div>
                  <div className="col-span-12 min-w-0 md:col-span-5">
                    <span className="flex flex-wrap items-center gap-2">
                      {one.value === "" ? (
                        <span className="text-text-3">{say("empty")}</span>
                      ) : (
                        <Token mono className="break-all">
                          {one.value}
                        </Token>
                      )}
                      <Badge tone={one.source === "fallback" ? "neutral" : "info"}>
                        {sources[one.source] === undefined ? (
                          <Token>{one.source}</Token>
                        ) : (
                          say(sources[one.source] as keyof typeof words)
                        )}
                      </Badge>
                    </span>
                    <p className="m-0 text-sm break-all text-text-3">
                      <Token mono>{one.variable}</Token> · <Token>{one.allowed}</Token>
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}
