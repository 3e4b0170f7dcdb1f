export type Somebody = { id: string; name: string };

let page: string | null = null;
let now: Somebody | null = null;
const listeners = new Set<() => void>();

/** Says for whom the page of this tab was made; every call names them from now on. */
export function showTo(id: string): void {
  page = id;
}

/** What a call carries, so that it is refused when somebody else has signed in with this browser meanwhile. */
export const shownToHeader = (): Record<string, string> => (page ? { 'x-shown-to': page } : {});

/** Takes in who the server says this browser is signed in as. */
export function heardOf(person: Somebody): void {
  if (person.id === now?.id && person.name === now.name) return;
  now = person;
  for (const tell of listeners) tell();
}

/** Takes in who a call was refused for, when that was the reason. */
export function heardOfRefusal({ code, detail }: { code: string | null; detail: unknown }): void {
  if (code === 'other_person') heardOf(detail as Somebody);
}

export const readNow = (): Somebody | null => now;
export function subscribeNow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
