/** As much of JSON Schema as documents and forms of the house use. */
export type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  $ref?: string;
  $defs?: Record<string, Schema>;
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  required?: string[];
  minimum?: number;
  maximum?: number;
};

export function resolve(root: Schema, one: Schema | undefined): Schema | undefined {
  const name = /^#\/\$defs\/(\w+)$/.exec(one?.$ref ?? "")?.[1];
  return name === undefined ? one : resolve(root, root.$defs?.[name]);
}

/** The schema of what stands under a path; `isResolved` false: a reference as it is, to know it by its name. */
export function schemaAt(root: Schema, path: readonly string[], isResolved = true): Schema | undefined {
  let found: Schema | undefined = root;
  for (const name of path) {
    const here = resolve(root, found);
    const more = here?.additionalProperties;
    found = here?.properties?.[name] ?? (typeof more === "object" ? more : undefined);
  }
  return isResolved ? resolve(root, found) : found;
}
