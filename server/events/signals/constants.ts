/** Rows of a page of the log. */
export const SIGNAL_PAGE = 100;

/** A name that a browser would read as a step of the path, or a screen of ours, is marked with a tilde. */
const MARKED = /^(~|\.{1,2}$|quarantine$)/;

/** A source or an id as one part of an address. `readPart` reads it back. */
export const writePart = (text: string): string => encodeURIComponent(MARKED.test(text) ? `~${text}` : text);

/** What `writePart` wrote, or null when it is not percent-encoded UTF-8. */
export function readPart(part: string): string | null {
  try {
    return decodeURIComponent(part).replace(/^~/, '');
  } catch {
    return null;
  }
}

/** Where the console shows a signal. A source holds slashes, so both parts are percent-encoded. */
export const signalHref = ({ source, id }: { source: string; id: string }): string =>
  `/signals/${writePart(source)}/${writePart(id)}`;
