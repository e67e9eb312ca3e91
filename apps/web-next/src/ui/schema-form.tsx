import { useId, useState, type ReactNode } from "react";

import { resolve, type Schema } from "@/editor/schema";
import { Written, isTable, plainAt, type Plain } from "@/editor/tree";
import { defineWords, useWords } from "@/lib/words";
import { Button, IconButton } from "@/ui/button";
import { CheckField, Field, NumberField, SelectField, TextField, inputShape } from "@/ui/fields";

const words = defineWords({
  none: ["–", "–"],
  add: ["Add", "Ekle"],
  name: ["Name", "Ad"],
  remove: ["Remove {name}", "Kaldır: {name}"],
  list_hint: ["One a line", "Her satıra bir tane"],
  kept: [
    {
      one: "{count} field that the form does not know stays as it is: {names}",
      other: "{count} fields that the form does not know stay as they are: {names}",
    },
    "Formun tanımadığı {count} alan olduğu gibi kalır: {names}",
  ],
});

export type FormKind = "text" | "number" | "bool" | "choice" | "formula" | "list" | "table" | "map";
export type FormField = {
  path: string[];
  schema: Schema;
  kind: FormKind;
  value: Plain | undefined;
  isRequired: boolean;
};

export type SchemaFormProps = {
  schema: Schema;
  value: Plain;
  /** `undefined` takes the value away. */
  onChange: (path: string[], value: Plain | undefined) => void;
  /** The part of the document that is shown; without it all of it. */
  path?: string[];
  /** What a field is called, and what is said under it. */
  labelOf: (path: string[]) => { label: ReactNode; hint?: ReactNode; unit?: string };
  errorOf?: (path: string[]) => ReactNode;
  /** Another kind than the schema's, or null: not shown here. */
  kindOf?: (field: FormField) => FormKind | null;
  choicesOf?: (path: string[], schema: Schema) => string[];
  /** What a new member of a map begins with. */
  newMember?: (path: string[]) => Plain;
  isReadOnly?: boolean;
  /** Members of maps are neither added nor removed. */
  isFixed?: boolean;
};

/** What a schema's value is typed into. */
export function formKind(root: Schema, one: Schema): FormKind {
  if (one.$ref?.endsWith("/formula")) return "formula";
  const found = resolve(root, one) ?? {};
  if (found.enum !== undefined || found.const !== undefined) return "choice";
  const types = Array.isArray(found.type) ? found.type : [found.type ?? "string"];
  if (types.includes("object")) return found.properties === undefined ? "map" : "table";
  if (types.includes("array")) return "list";
  if (types.length === 1 && types[0] === "boolean") return "bool";
  return types.includes("number") || types.includes("integer") ? "number" : "text";
}

/** Names under a table that its schema does not have: they are kept, and said. */
export function unknownNames(root: Schema, schema: Schema, value: Plain | undefined): string[] {
  const known = resolve(root, schema);
  if (!isTable(value) || known?.properties === undefined || typeof known.additionalProperties === "object") return [];
  return Object.keys(value).filter((name) => !(name in (known.properties ?? {})));
}

/** Fields of a document from its schema. Every change names one path; nothing else of the document is touched. */
export function SchemaForm(props: SchemaFormProps) {
  const { schema, value, path = [] } = props;
  let found: Schema | undefined = schema;
  for (const name of path) {
    const here: Schema | undefined = resolve(schema, found);
    const more = here?.additionalProperties;
    found = here?.properties?.[name] ?? (typeof more === "object" ? more : undefined);
  }
  if (found === undefined) return null;
  return (
    <Part
      {...props}
      field={{ path, schema: found, kind: formKind(schema, found), value: plainAt(value, path), isRequired: true }}
      isTop
    />
  );
}

function Part({ field, isTop = false, ...props }: SchemaFormProps & { field: FormField; isTop?: boolean }) {
  const kind = props.kindOf === undefined ? field.kind : props.kindOf(field);
  if (kind === null) return null;
  if (kind === "table") return <Table {...props} field={field} isTop={isTop} />;
  if (kind === "map") return <MapPart {...props} field={field} />;
  return <Leaf {...props} field={{ ...field, kind }} />;
}

function Table({ field, isTop, ...props }: SchemaFormProps & { field: FormField; isTop: boolean }) {
  const say = useWords(words);
  const found = resolve(props.schema, field.schema);
  const unknown = unknownNames(props.schema, field.schema, field.value);
  const parts = Object.entries(found?.properties ?? {}).map(([name, schema]) => {
    const path = [...field.path, name];
    const inner: FormField = {
      path,
      schema,
      kind: formKind(props.schema, schema),
      value: isTable(field.value) ? field.value[name] : undefined,
      isRequired: found?.required?.includes(name) ?? false,
    };
    return <Part key={name} {...props} field={inner} />;
  });
  const body = (
    <>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,120px),1fr))] gap-x-3 gap-y-2">{parts}</div>
      {unknown.length > 0 && (
        <p className="m-0 mt-2 text-sm text-text-3">
          {say("kept", { count: unknown.length, names: unknown.join(", ") })}
        </p>
      )}
    </>
  );
  if (isTop) return <div className="min-w-0">{body}</div>;
  const { label, hint } = props.labelOf(field.path);
  return (
    <fieldset className="col-span-full m-0 min-w-0 rounded-md border border-line px-3 pb-3">
      <legend className="px-1 text-sm text-text-2">{label}</legend>
      {hint !== undefined && <p className="m-0 mb-2 text-sm text-text-3">{hint}</p>}
      {body}
    </fieldset>
  );
}

function MapPart({ field, ...props }: SchemaFormProps & { field: FormField }) {
  const say = useWords(words);
  const more = resolve(props.schema, field.schema)?.additionalProperties;
  const [name, setName] = useState("");
  if (typeof more !== "object") return null;
  const members = isTable(field.value) ? Object.entries(field.value) : [];
  const canAdd = /^[A-Za-z]\w*$/.test(name) && !members.some(([one]) => one === name);
  const add = () => {
    if (!canAdd) return;
    props.onChange([...field.path, name], props.newMember?.(field.path) ?? "");
    setName("");
  };
  return (
    <div className="col-span-full flex min-w-0 flex-col gap-2">
      {members.map(([member, value]) => (
        <div key={member} className="relative min-w-0">
          <Part
            {...props}
            field={{
              path: [...field.path, member],
              schema: more,
              kind: formKind(props.schema, more),
              value,
              isRequired: true,
            }}
          />
          {props.isReadOnly !== true && props.isFixed !== true && (
            <IconButton
              icon="trash"
              label={say("remove", { name: member })}
              className="absolute top-0 right-1"
              onClick={() => props.onChange([...field.path, member], undefined)}
            />
          )}
        </div>
      ))}
      {props.isReadOnly !== true && props.isFixed !== true && (
        <div className="flex items-end gap-2">
          <TextField
            label={say("name")}
            value={name}
            lang="en"
            spellCheck={false}
            autoComplete="off"
            className="max-w-48 grow"
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                event.preventDefault();
                add();
              }
            }}
          />
          <Button icon="plus" disabled={!canAdd} onClick={add}>
            {say("add")}
          </Button>
        </div>
      )}
    </div>
  );
}

const numberText = (value: Plain | undefined): string =>
  value instanceof Written ? value.number.replace(/_/g, "") : typeof value === "string" ? value : "";

function Leaf({ field, ...props }: SchemaFormProps & { field: FormField }) {
  const say = useWords(words);
  const { label, hint, unit } = props.labelOf(field.path);
  const error = props.errorOf?.(field.path);
  const set = (value: Plain | undefined) => props.onChange(field.path, value);
  const disabled = props.isReadOnly === true;
  const common = { label, hint, error };
  switch (field.kind) {
    case "bool":
      return (
        <CheckField
          label={label}
          hint={hint}
          checked={field.value === true}
          disabled={disabled}
          onChange={(event) => set(event.target.checked)}
        />
      );
    case "number":
      return (
        <NumberField
          {...common}
          unit={unit}
          disabled={disabled}
          value={numberText(field.value)}
          onValue={(canonical) => set(canonical === "" ? undefined : new Written(canonical))}
        />
      );
    case "choice": {
      const found = resolve(props.schema, field.schema);
      const choices = props.choicesOf?.(field.path, field.schema) ?? (found?.enum ?? [found?.const]).map(String);
      return (
        <SelectField
          {...common}
          disabled={disabled}
          lang="en"
          value={typeof field.value === "string" ? field.value : ""}
          onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
        >
          {(!field.isRequired || field.value === undefined) && <option value="">{say("none")}</option>}
          {choices.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </SelectField>
      );
    }
    case "list": {
      const items = Array.isArray(field.value) ? field.value.map(String) : [];
      return (
        <Lines
          {...common}
          hint={hint ?? say("list_hint")}
          disabled={disabled}
          text={items.join("\n")}
          isWide
          onText={(text) => {
            const lines = text.split("\n").filter((line) => line.trim() !== "");
            set(lines.length === 0 ? undefined : lines);
          }}
        />
      );
    }
    case "formula":
      return (
        <Lines
          {...common}
          disabled={disabled}
          text={field.value === undefined ? "" : String(field.value)}
          isWide={isLong(field)}
          onText={(text) => set(formulaOf(text, field.value))}
        />
      );
    default:
      return (
        <TextField
          {...common}
          className={/^description/.test(field.path.at(-1) ?? "") ? "col-span-full" : ""}
          disabled={disabled}
          value={typeof field.value === "string" ? field.value : ""}
          onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
        />
      );
  }
}

const isLong = (field: FormField): boolean =>
  ["enter", "exit", "entry_price"].includes(field.path.at(-1) ?? "") || field.path[0] === "let";

/** A number typed where an expression may stand is written as one; `true` stays what it was. */
export function formulaOf(text: string, before: Plain | undefined): Plain | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(trimmed)) return typeof before === "string" ? trimmed : new Written(trimmed);
  if (typeof before === "boolean" && (trimmed === "true" || trimmed === "false")) return trimmed === "true";
  return text;
}

type LinesProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  text: string;
  disabled: boolean;
  isWide: boolean;
  onText: (text: string) => void;
};

/** Text in the machine's letters. What is emptied goes only when the field is left, so that typing anew keeps its place. */
function Lines({ label, hint, error, text, disabled, isWide, onText }: LinesProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const key = useId();
  const shown = typed ?? text;
  return (
    <Field label={label} hint={hint} error={error} className={isWide ? "col-span-full" : ""}>
      {(ids) => (
        <textarea
          {...ids}
          key={key}
          rows={Math.max(shown.split("\n").length, Math.ceil(shown.length / 70), 1)}
          lang="en"
          translate="no"
          spellCheck={false}
          autoComplete="off"
          disabled={disabled}
          value={shown}
          className={`${inputShape} resize-none py-1 font-mono text-sm`}
          onChange={(event) => {
            setTyped(event.target.value);
            if (event.target.value.trim() !== "") onText(event.target.value);
          }}
          onBlur={() => {
            if (typed !== null && typed.trim() === "") onText("");
            setTyped(null);
          }}
        />
      )}
    </Field>
  );
}
