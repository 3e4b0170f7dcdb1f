'use client';

import { useState } from 'react';

/**
 * Keeps showing what was shown while `held` (somebody is reading), and the newest otherwise. Another `subject` is shown
 * at once. @returns what to show, and how to take the newest in spite of the hold
 */
export function useHeld<T>(newest: T, subject: string, held: boolean): { shown: T; take: () => void } {
  const [state, setState] = useState({ shown: newest, subject });
  const fresh = !held || state.subject !== subject;
  if (fresh && (state.shown !== newest || state.subject !== subject)) setState({ shown: newest, subject });
  return { shown: fresh ? newest : state.shown, take: () => setState({ shown: newest, subject }) };
}
