let title = "Spark";
let badge = 0;

/** `(2) [PAPER] Backtests · Spark`: the number tells of jobs that ended while nobody looked. */
function show(): void {
  document.title = badge > 0 ? `(${badge}) ${title}` : title;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const wanted = badge > 0 ? "/favicon-badge.svg" : "/favicon.svg";
  if (icon !== null && icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
}

export function setTitle(next: string): void {
  title = next;
  show();
}

export function setTitleBadge(count: number): void {
  badge = count;
  show();
}

export const titleBadge = (): number => badge;
