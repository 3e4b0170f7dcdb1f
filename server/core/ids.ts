import { v7 } from 'uuid';

/** A new id that sorts by creation time (UUIDv7, RFC 9562). */
export const newId = (): string => v7();
