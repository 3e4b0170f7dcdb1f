/** Something to tell in passing: what was done, what was refused, what failed. */
export type Notice = { message: string; kind: 'done' | 'refused' | 'failed' };

let show: ((notice: Notice) => void) | null = null;

/** The one place on the page that shows notices says how. @returns the function that takes it back. */
export function hostNotices(host: (notice: Notice) => void): () => void {
  show = host;
  return () => {
    if (show === host) show = null;
  };
}

/** Tells the person something in one sentence, at the edge of the screen. The same sentence again replaces itself. */
export const tell = (message: string, kind: Notice['kind'] = 'done'): void => show?.({ message, kind });
