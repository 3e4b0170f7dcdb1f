/** "2026-11-22 12:10 UTC": the minute of an instant, as the systems write it in what they answer. */
export const minuteOf = (iso: string) => `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
