import { useEffect, useState } from "react";
import { Link } from "react-router";

import type { Row } from "./records";
import { ActorName, OutcomeBadge, actorName } from "./outcome";
import { words } from "./words";
import { hashOfLine, recordOf } from "@/lib/audit-chain";
import { useWords } from "@/lib/words";
import { CodeBlock } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";
import { Facts } from "@/ui/facts";
import { HashChip } from "@/ui/hash-chip";
import { Icon } from "@/ui/icon";
import { Time, Token } from "@/ui/num";

type Check = { isEqual: boolean; found: string } | null;

/** The hash made anew here, over the line as the log's file has it. */
function useHashCheck(text: string): { line: string; check: Check } {
  const [check, setCheck] = useState<Check>(null);
  const found = recordOf(text);
  useEffect(() => {
    let isCurrent = true;
    setCheck(null);
    if (found === null) setCheck({ isEqual: false, found: "" });
    else
      void hashOfLine(found.line).then((made) => {
        if (isCurrent) setCheck({ isEqual: made === found.hash, found: made });
      });
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return { line: found?.line ?? text, check };
}

export function RecordDrawer({ row, onClose }: { row: Row; onClose: () => void }) {
  const say = useWords(words);
  const { record, text } = row;
  const { line, check } = useHashCheck(text);
  const details = JSON.stringify(record.details, null, 2);
  const kind = String(record.actor.kind ?? "");
  return (
    <Dialog title={say("record_title", { sequence: record.sequence })} onClose={onClose} place="side" width={560}>
      <div className="flex flex-col gap-4">
        <Facts
          facts={[
            { name: say("time"), value: <Time value={record.time} precision="ms" /> },
            {
              name: say("who"),
              value: (
                <>
                  <ActorName actor={record.actor} /> <Token className="text-text-3">({kind})</Token>
                </>
              ),
            },
            { name: say("what"), value: <Token mono>{record.action}</Token> },
            { name: say("object"), value: record.object === "" ? "–" : <Token mono>{record.object}</Token> },
            { name: say("outcome"), value: <OutcomeBadge outcome={record.outcome} status={record.status} /> },
            { name: say("status"), value: record.status === 0 ? say("status_none") : record.status },
            { name: say("reason"), value: record.reason === "" ? "–" : <Token mono>{record.reason}</Token> },
            { name: say("address"), value: <Token mono>{record.address || "–"}</Token> },
            {
              name: say("request"),
              value: record.request_id === "" ? "–" : <HashChip value={record.request_id} letters={22} />,
            },
            { name: say("hash"), value: <HashChip value={record.hash} letters={22} /> },
            { name: say("previous"), value: <HashChip value={record.previous} letters={22} /> },
          ]}
        />
        <p
          className={`m-0 flex items-start gap-2 text-sm ${
            check === null ? "text-text-3" : check.isEqual ? "text-ok" : "text-crit"
          }`}
          role="status"
        >
          <Icon name={check === null ? "info" : check.isEqual ? "check" : "warning"} className="mt-0.5" />
          <span className="min-w-0 break-all">
            {say("hash")}:{" "}
            {check === null
              ? say("hash_checking")
              : check.isEqual
                ? say("hash_equal")
                : say.rich("hash_other", { found: <Token mono>{check.found}</Token> })}
          </span>
        </p>
        <section className="flex flex-col gap-1">
          <h3 className="m-0 text-md font-semibold">{say("details")}</h3>
          {details === "{}" ? (
            <p className="m-0 text-text-3">{say("no_details")}</p>
          ) : (
            <CodeBlock text={details} label={say("details")} />
          )}
        </section>
        <section className="flex flex-col gap-1">
          <h3 className="m-0 text-md font-semibold">{say("raw")}</h3>
          <CodeBlock text={line} label={say("raw")} wrap />
        </section>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          <Link to={{ search: `?actor=${encodeURIComponent(actorName(record.actor))}` }}>
            {say.rich("more_by", {
              name: <Token>{actorName(record.actor)}</Token>,
            })}
          </Link>
          <Link to={{ search: `?action=${encodeURIComponent(record.action)}` }}>
            {say.rich("more_like", {
              action: <Token>{record.action}</Token>,
            })}
          </Link>
        </div>
      </div>
    </Dialog>
  );
}
