import { useState, type ReactNode } from "react";

import { curlOf, kindOf, nameOf, type Operation, type Schema } from "./reference";
import { words } from "./words";
import { useFormat } from "@/lib/format";
import { useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { CodeBlock } from "@/ui/code-block";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";

type Schemas = Record<string, Schema>;
const methodTones: Record<string, string> = {
  GET: "text-info",
  POST: "text-ok",
  PUT: "text-warn",
  PATCH: "text-warn",
  DELETE: "text-crit",
};

/** A named schema that the members of open below, as deep as the reader wants. */
function SchemaView({ schema, schemas, depth = 0 }: { schema: Schema; schemas: Schemas; depth?: number }) {
  const name = nameOf(schema);
  const target = name === null ? schema : (schemas[name] ?? {});
  const list = target.type === "array" || target.items !== undefined ? target.items : undefined;
  const body = list ?? target;
  const members = Object.entries(body.properties ?? {});
  const several = target.anyOf ?? target.oneOf;
  return (
    <div className="min-w-0">
      {(name !== null || members.length === 0) && depth === 0 && several === undefined && (
        <Token mono className="text-text-2">
          {kindOf(schema)}
        </Token>
      )}
      {several?.map((one, index) => (
        <SchemaView key={index} schema={one} schemas={schemas} depth={depth} />
      ))}
      {members.length > 0 && (
        <ul className="m-0 flex list-none flex-col border-l border-line p-0 pl-3">
          {members.map(([key, member]) => (
            <Member
              key={key}
              name={key}
              member={member}
              isRequired={body.required?.includes(key) ?? false}
              schemas={schemas}
              depth={depth}
            />
          ))}
        </ul>
      )}
      {list !== undefined && nameOf(list) !== null && <SchemaView schema={list} schemas={schemas} depth={depth + 1} />}
    </div>
  );
}

function Member({
  name,
  member,
  isRequired,
  schemas,
  depth,
}: {
  name: string;
  member: Schema;
  isRequired: boolean;
  schemas: Schemas;
  depth: number;
}) {
  const say = useWords(words);
  const [isOpen, setOpen] = useState(false);
  const inner = member.items ?? member;
  const hasMore = nameOf(inner) !== null || Object.keys(inner.properties ?? {}).length > 0;
  return (
    <li className="py-0.5">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        {hasMore && depth < 6 ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={say("members", { name })}
            onClick={() => setOpen(!isOpen)}
            className="inline-flex min-h-[24px] items-center gap-1 font-mono text-sm font-semibold"
          >
            <Icon name={isOpen ? "down" : "right"} size={10} />
            {name}
          </button>
        ) : (
          <Token mono className="font-semibold">
            {name}
          </Token>
        )}
        <Token mono className="break-all text-text-3">
          {kindOf(member)}
        </Token>
        {isRequired && <span className="text-xs text-warn">{say("required")}</span>}
      </span>
      {member.description !== undefined && (
        <p className="m-0 text-sm text-text-3" lang="en">
          {member.description}
        </p>
      )}
      {isOpen && <SchemaView schema={inner} schemas={schemas} depth={depth + 1} />}
    </li>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-1">
      <h4 className="m-0 text-sm font-semibold text-text-2">{title}</h4>
      {children}
    </section>
  );
}

function Answer({ answer, schemas }: { answer: Operation["answers"][number]; schemas: Schemas }) {
  const [isOpen, setOpen] = useState(answer.status.startsWith("2"));
  const contents = Object.entries(answer.content);
  const isProblem = contents.some(([media]) => media.includes("problem"));
  return (
    <li className="border-b border-line py-1 last:border-0">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <button
          type="button"
          aria-expanded={isOpen}
          disabled={contents.length === 0 || isProblem}
          onClick={() => setOpen(!isOpen)}
          className={`min-h-[24px] font-mono text-sm font-semibold ${
            answer.status.startsWith("2") ? "text-ok" : answer.status.startsWith("3") ? "text-text-2" : "text-warn"
          }`}
        >
          {answer.status}
        </button>
        <span className="min-w-0 text-sm text-text-2" lang="en">
          {answer.description}
        </span>
      </div>
      {isOpen &&
        !isProblem &&
        contents.map(([media, content]) => (
          <div key={media} className="pb-1">
            <Token mono className="text-text-3">
              {media}
            </Token>
            {content.schema !== undefined && media.includes("json") && (
              <SchemaView schema={content.schema} schemas={schemas} />
            )}
          </div>
        ))}
    </li>
  );
}

export function OperationCard({
  operation,
  schemas,
  isOpen,
  onToggle,
}: {
  operation: Operation;
  schemas: Schemas;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}) {
  const say = useWords(words);
  const { language } = useFormat();
  const { id, method, path, summary, parameters, body, answers } = operation;
  return (
    <article id={id} className="scroll-mt-12 border-t border-line" data-operation={id}>
      <h3 className="m-0 flex min-w-0 items-start text-md font-normal">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => onToggle(!isOpen)}
          className="flex min-h-9 min-w-0 grow flex-wrap items-baseline gap-x-3 px-3 py-1.5 text-left hover:bg-surface-2"
        >
          <span
            lang="en"
            translate="no"
            className={`w-14 shrink-0 font-mono text-sm font-bold ${methodTones[method] ?? ""}`}
          >
            {method}
          </span>
          <Token mono className="min-w-0 break-all">
            {path}
          </Token>
          <span className="min-w-0 grow text-sm text-text-2">{summary[language]}</span>
          <span className="flex gap-1.5">
            {operation.isAudited && <Badge tone="paper">{say("audited")}</Badge>}
            {operation.right !== "" && (
              <Badge>
                <Token>{operation.right}</Token>
              </Badge>
            )}
          </span>
        </button>
        <a
          href={`#${id}`}
          aria-label={say("link")}
          title={say("link")}
          className="grid size-9 shrink-0 place-items-center text-text-3 hover:text-text"
        >
          <Icon name="link" size={14} />
        </a>
      </h3>
      {isOpen && (
        <div className="grid gap-x-6 gap-y-3 border-t border-line bg-bg px-3 py-3 md:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-3">
            <p className="m-0 text-sm text-text-3">
              <Token mono>{id}</Token> · {say("right")}: <Token mono>{operation.right}</Token> · {say("rate")}:{" "}
              <Token mono>{operation.rate}</Token>
            </p>
            {parameters.length > 0 && (
              <Part title={say("parameters")}>
                <ul className="m-0 flex list-none flex-col p-0">
                  {parameters.map((one) => (
                    <li key={one.in + one.name} className="border-b border-line py-1 last:border-0">
                      <span className="flex flex-wrap items-baseline gap-x-2">
                        <Token mono className="font-semibold">
                          {one.name}
                        </Token>
                        <Token mono className="text-text-3">
                          {one.in}
                        </Token>
                        <Token mono className="break-all text-text-3">
                          {kindOf(one.schema ?? {})}
                        </Token>
                        {one.required && <span className="text-xs text-warn">{say("required")}</span>}
                      </span>
                      {one.description !== undefined && (
                        <p className="m-0 text-sm text-text-3" lang="en">
                          {one.description}
                        </p>
                      )}
                    </li>
                  ))}
                </ul>
              </Part>
            )}
            {body !== null && (
              <Part title={say("body")}>
                {Object.entries(body).map(([media, content]) => (
                  <div key={media}>
                    <Token mono className="text-text-3">
                      {media}
                    </Token>
                    {content.schema !== undefined && <SchemaView schema={content.schema} schemas={schemas} />}
                  </div>
                ))}
              </Part>
            )}
            <Part title={say("example")}>
              <CodeBlock label={say("example")} text={curlOf(operation, location.origin, schemas)} wrap />
            </Part>
          </div>
          <Part title={say("answers")}>
            <ul className="m-0 flex list-none flex-col p-0">
              {answers.map((one) => (
                <Answer key={one.status} answer={one} schemas={schemas} />
              ))}
            </ul>
          </Part>
        </div>
      )}
    </article>
  );
}
