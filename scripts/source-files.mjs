import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const SKIPPED = new Set(['node_modules', 'generated', 'dist', '.next']);

/** Paths, relative to the working folder and with forward slashes, of the source files under these folders. */
export function sourceFiles(folders, pattern = /\.(ts|tsx|mjs|js)$/) {
  return folders.filter((folder) => existsSync(folder)).flatMap((folder) => walk(folder, pattern));
}

function walk(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(file, pattern);
    return pattern.test(entry.name) && !entry.name.endsWith('.d.ts') ? [file] : [];
  });
}
