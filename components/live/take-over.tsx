'use client';

import { useEffect } from 'react';

/** A page without the mark, or one whose last part fails, asks late rather than never. */
const AT_LAST_MS = 5_000;

const page = Promise.withResolvers<void>();
if (typeof window !== 'undefined') setTimeout(page.resolve, AT_LAST_MS);

/**
 * Settles once React has taken over the page that the server sent. It takes a page over in parts, the frame first; what came
 * into the query cache in between, a part still to be taken over would draw in place of what its HTML says.
 */
export const takenOver: Promise<void> = page.promise;

/** Stands in the part of a page that is taken over last. */
export function TakeOver() {
  useEffect(page.resolve, []);
  return null;
}
