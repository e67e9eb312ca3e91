import { useState } from "react";

import { Refusal } from "@/lib/api";
import { Badge, Dot, Synthetic, type Tone } from "@/ui/badge";
import { Button, IconButton, LinkButton } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { ActDialog, Dialog } from "@/ui/dialog";
import { Facts } from "@/ui/facts";
import { CheckField, NumberField, SelectField, TextField } from "@/ui/fields";
import { HashChip } from "@/ui/hash-chip";
import { Icon, type IconName } from "@/ui/icon";
import { Amount, Num, Percent, Time, Token } from "@/ui/num";
import { EmptyState, ErrorStrip, Loaded, Panel, Skeleton } from "@/ui/panel";
import { Progress } from "@/ui/progress";
import { DataTable, type Column } from "@/ui/table";
import { Tabs } from "@/ui/tabs";
import { useToast } from "@/ui/toast";

const kinds = ["primary", "secondary", "quiet", "danger"] as const;
const tones: Tone[] = ["neutral", "ok", "warn", "crit", "info", "paper"];
const icons: IconName[] = [
  "dashboard",
  "market",
  "lab",
  "backtest",
  "optimizer",
  "orders",
  "portfolio",
  "drift",
  "guardrails",
  "copilot",
  "audit",
  "exports",
  "observability",
  "settings",
  "data",
  "search",
  "close",
  "check",
  "copy",
  "down",
  "up",
  "left",
  "right",
  "menu",
  "plus",
  "minus",
  "trash",
  "play",
  "stop",
  "retry",
  "download",
  "upload",
  "warning",
  "info",
  "gate",
  "user",
  "link",
  "help",
  "jobs",
  "bell",
  "pause",
  "external",
];
const half = "col-span-12 md:col-span-6";

const refusal = (status: number, code: string): Refusal =>
  new Refusal({
    type: "about:blank",
    title: "The request breaks a rule",
    status,
    code,
    detail: "found 0, allowed 1 to 200",
    instance: "/api/v1/runs",
    request_id: "req_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
    fix: [{ text: "change it as the detail says" }],
    errors: [{ pointer: "limit", code: "invalid_input" }],
    retry: "never",
  });

type Row = { name: string; amount: string; count: number };
const rows: Row[] = [
  { name: "BTCUSDT", amount: "1234.5", count: 3 },
  { name: "ETHUSDT", amount: "-0.00000001", count: 21 },
  { name: "İŞÇTR", amount: "0", count: 100 },
];
const columns: Column<Row>[] = [
  { key: "name", title: "name", value: (row) => row.name, cell: (row) => <Token>{row.name}</Token> },
  {
    key: "amount",
    title: "amount",
    align: "right",
    value: (row) => Number(row.amount),
    cell: (row) => <Amount value={row.amount} arrow />,
  },
  { key: "count", title: "count", align: "right", value: (row) => row.count, cell: (row) => <Num value={row.count} /> },
];

function Buttons() {
  const toast = useToast();
  const [open, setOpen] = useState<"middle" | "side" | "act" | null>(null);
  return (
    <Panel title={<Token>Button, IconButton, Dialog, ActDialog, Toast</Token>} className={half}>
      <div className="flex flex-wrap gap-2">
        {kinds.map((kind) => (
          <Button key={kind} kind={kind} icon="play">
            {kind}
          </Button>
        ))}
        {kinds.map((kind) => (
          <Button key={kind} kind={kind} disabled>
            {kind}
          </Button>
        ))}
        <Button isBusy>busy</Button>
        <LinkButton to="/_ui">link</LinkButton>
        <IconButton icon="copy" label="copy" />
        <IconButton icon="trash" label="remove" disabled />
        <Button onClick={() => setOpen("middle")}>Dialog</Button>
        <Button onClick={() => setOpen("side")}>Drawer</Button>
        <Button onClick={() => setOpen("act")}>ActDialog</Button>
        {tones.map((tone) => (
          <Button key={tone} onClick={() => toast({ text: `toast ${tone}`, tone })}>
            toast {tone}
          </Button>
        ))}
      </div>
      {(open === "middle" || open === "side") && (
        <Dialog title="Dialog" place={open} onClose={() => setOpen(null)}>
          content
        </Dialog>
      )}
      {open === "act" && (
        <ActDialog
          title="ActDialog"
          act="Remove"
          kind="danger"
          typed="BTCUSDT"
          onClose={() => setOpen(null)}
          onAct={() => Promise.reject(refusal(422, "invalid_input"))}
        >
          type the name
        </ActDialog>
      )}
    </Panel>
  );
}

function Fields() {
  const [text, setText] = useState("");
  const [number, setNumber] = useState("1234.5");
  const [isOn, setOn] = useState(true);
  return (
    <Panel title={<Token>Fields</Token>} className={half}>
      <div className="grid gap-3 xs:grid-cols-2">
        <TextField label="text" hint="a hint" value={text} onChange={(event) => setText(event.target.value)} />
        <TextField label="wrong" error="what is wrong" defaultValue="abc" />
        <NumberField label="number" unit="TRY" value={number} onValue={setNumber} />
        <NumberField label="disabled" value="1" onValue={() => undefined} disabled />
        <SelectField label="select" defaultValue="b">
          <option>a</option>
          <option>b</option>
        </SelectField>
        <CheckField label="check" hint="a hint" checked={isOn} onChange={(event) => setOn(event.target.checked)} />
      </div>
    </Panel>
  );
}

export function PartStories() {
  return (
    <>
      <Buttons />
      <Fields />
      <Panel title={<Token>Badge, Dot, HashChip, Progress, Icon</Token>} className={half}>
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap gap-2">
            {tones.map((tone) => (
              <Badge key={tone} tone={tone}>
                <Dot tone={tone} />
                {tone}
              </Badge>
            ))}
            <Synthetic />
          </div>
          <div className="flex flex-wrap gap-2">
            {(["full", "half", "ring"] as const).map((shape) => (
              <Dot key={shape} tone="ok" shape={shape} />
            ))}
            <HashChip value={"0123456789abcdef".repeat(4)} />
          </div>
          <Progress value={0.4} label="40 %" />
          <Progress value={null} label="under way" />
          <div className="flex flex-wrap gap-2 text-text-2">
            {icons.map((name) => (
              <span key={name} title={name}>
                <Icon name={name} />
              </span>
            ))}
          </div>
        </div>
      </Panel>
      <Panel title={<Token>Num, Amount, Percent, Time, Facts, CodeBlock</Token>} className={half}>
        <Facts
          facts={[
            {
              name: "Num",
              value: (
                <>
                  <Num value="1234567.89" decimals={2} /> · <Num value={null} /> ·{" "}
                  <Num value="-0.00000001" unit="BTC" />
                </>
              ),
            },
            {
              name: "Amount",
              value: (
                <>
                  <Amount value="412.5" arrow /> · <Amount value="-1240" arrow /> · <Amount value="0" arrow />
                </>
              ),
            },
            {
              name: "Percent",
              value: (
                <>
                  <Percent value={0.1234} signed /> · <Percent value={-0.0072} signed /> · <Percent value={null} />
                </>
              ),
            },
            {
              name: "Time",
              value: (
                <>
                  <Time value="2025-10-09T01:55:04.123Z" precision="ms" /> · <Time value={null} />
                </>
              ),
            },
          ]}
        />
        <div className="mt-3">
          <CodeBlock label="code" text={"spark evidence verify bt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D --offline"} />
        </div>
      </Panel>
      <Panel title={<Token>DataTable</Token>} flush className={half}>
        <DataTable
          label="rows"
          rows={rows}
          columns={columns}
          keyOf={(row) => row.name}
          onOpen={() => undefined}
          selectedKey="ETHUSDT"
          sort="-count"
        />
      </Panel>
      <Panel title={<Token>DataTable: empty; Tabs</Token>} className={half}>
        <Tabs
          label="tabs"
          name="story"
          tabs={[
            {
              key: "one",
              title: "One",
              content: () => (
                <DataTable
                  label="no rows"
                  rows={[]}
                  columns={columns}
                  keyOf={(row: Row) => row.name}
                  empty={<EmptyState text="nothing" />}
                />
              ),
            },
            {
              key: "two",
              title: "Two",
              content: () => "two",
            },
          ]}
        />
      </Panel>
      <Panel title={<Token>Loaded: loading</Token>} className={half}>
        <Skeleton rows={3} />
      </Panel>
      <Panel title={<Token>Loaded: empty</Token>} className={half}>
        <Loaded
          query={{ data: [], error: null }}
          isEmpty={(data: unknown[]) => data.length === 0}
          empty={
            <EmptyState
              text="There is nothing yet, because nobody made one."
              action={<Button kind="primary">Make one</Button>}
              cli="spark backtest run smaCross --dataset ds_synth_BTCUSDT_1h"
            />
          }
        >
          {() => null}
        </Loaded>
      </Panel>
      <Panel title={<Token>Loaded: error</Token>} className={half}>
        <Loaded query={{ data: undefined, error: refusal(422, "invalid_input"), refetch: () => undefined }}>
          {() => null}
        </Loaded>
      </Panel>
      <Panel title={<Token>Loaded: stale with error above; forbidden; unreachable</Token>} className={half}>
        <div className="flex flex-col gap-2">
          <Loaded query={{ data: "the last good data", error: refusal(503, "busy"), refetch: () => undefined }}>
            {(data) => <p className="m-0">{data}</p>}
          </Loaded>
          <ErrorStrip error={refusal(403, "denied")} />
          <ErrorStrip error={refusal(0, "network")} onRetry={() => undefined} />
        </div>
      </Panel>
    </>
  );
}
