/** Whether a subscription (`ticker.x.y` or `ticker.*`) hears a topic. */
export const covers = (subscription: string, topic: string): boolean =>
  subscription === topic || (subscription.endsWith(".*") && topic.startsWith(subscription.slice(0, -1)));

/** All that any of the readers wants, each once, in a steady order. */
export function unionOf(wishes: Iterable<Iterable<string>>): string[] {
  const all = new Set<string>();
  for (const wish of wishes) for (const topic of wish) all.add(topic);
  return [...all].sort();
}

/** What a tab that nobody looks at still hears: it tells of ended jobs and knows how the server is. */
export const heardWhileHidden = new Set(["status", "jobs"]);

/** The newest value; of a topic whose values are lists (trades) the newest 200 rows of all. */
export function merged(before: unknown, value: unknown): unknown {
  return Array.isArray(value) && Array.isArray(before) ? [...before, ...value].slice(-200) : value;
}
