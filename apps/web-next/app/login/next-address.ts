/** Where to go after the login: an address of this page only, whatever stands in `?next=`. */
export function nextAddress(next: string | null): string {
  if (next === null || !next.startsWith("/")) return "/";
  try {
    const address = new URL(next, location.origin);
    if (address.origin !== location.origin || address.pathname === "/login" || address.pathname.startsWith("//"))
      return "/";
    return address.pathname + address.search + address.hash;
  } catch {
    return "/";
  }
}
