import { existsSync } from 'node:fs';
import path from 'node:path';

/*
 * Real data sets lie beside the checkout, not in it. Whoever uses one skips, and says so, when it is not there.
 */
const ROOT = path.resolve(import.meta.dirname, '..', process.env.HOLDPOINT_SHARED ?? '../shared');

/**
 * Where a data set lies, or null when this machine has none.
 * @param {string} name for example `scms/deliveries-before-2013.tsv`
 * @returns {string | null}
 */
export function sharedData(name) {
  const file = path.join(ROOT, 'data', name);
  return existsSync(file) ? file : null;
}
