import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { useSession } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";
import { Loaded, Panel, Skeleton } from "@/ui/panel";

const words = defineWords({
  title: ["Which role may do what", "Hangi rol ne yapabilir"],
  right: ["Right", "Hak"],
  yes: ["yes", "evet"],
  no: ["no", "hayır"],
  mine: ["your role", "senin rolün"],
  note: [
    "Four eyes bind the person, not the role: nobody approves what they proposed themselves.",
    "Dört göz kişiyi bağlar, rolü değil: kimse kendi önerdiğini onaylayamaz.",
  ],
});

type Named = { name: string; en: string; tr: string };

/** Rights as rows, roles as columns, from the server's own table. */
export function RoleMatrix() {
  const say = useWords(words);
  const { language } = useFormat();
  const mine = useSession().data?.role;
  const table = useApi("/api/v1/roles");
  return (
    <Panel title={say("title")}>
      <Loaded query={table} skeleton={<Skeleton rows={8} />}>
        {(data) => {
          const rights = data.rights as Named[];
          const roles = data.roles as Array<Named & { rights: string[] }>;
          return (
            <div className="relative min-w-0 overflow-x-auto" tabIndex={0} role="region" aria-label={say("title")}>
              <table className="w-full min-w-[640px] border-collapse">
                <thead>
                  <tr className="text-left text-sm text-text-3">
                    <th scope="col" className="py-1 pr-3 font-normal">
                      {say("right")}
                    </th>
                    {roles.map((role) => (
                      <th
                        key={role.name}
                        scope="col"
                        title={role[language]}
                        className={`px-2 py-1 text-center font-normal ${
                          role.name === mine ? "bg-surface-2 text-text" : ""
                        }`}
                      >
                        <Token>{role.name}</Token>
                        {role.name === mine && <span className="block text-xs">{say("mine")}</span>}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rights.map((right) => (
                    <tr key={right.name} className="border-t border-line">
                      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                        <Token mono>{right.name}</Token>
                        <span className="block text-sm text-text-3">{right[language]}</span>
                      </th>
                      {roles.map((role) => {
                        const has = role.rights.includes(right.name);
                        return (
                          <td
                            key={role.name}
                            className={`px-2 text-center ${role.name === mine ? "bg-surface-2" : ""}`}
                          >
                            <span className={`inline-grid place-items-center ${has ? "text-ok" : "text-text-3"}`}>
                              {has ? <Icon name="check" /> : "–"}
                              <span className="sr-only">{say(has ? "yes" : "no")}</span>
                            </span>
                          </td>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
              <p className="mt-2 mb-0 text-sm text-text-3">{say("note")}</p>
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}
