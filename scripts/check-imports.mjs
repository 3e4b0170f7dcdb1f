/*
 * Import directions, value cycles and undeclared packages, by the rules of .dependency-cruiser.mjs.
 * Prints each violation and exits 1 when there is one. Also fails when the parser misses imports that stand in the text,
 * so that a check which has gone blind does not pass.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import config from '../.dependency-cruiser.mjs';
import { sourceFiles } from './source-files.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
process.chdir(ROOT);

const { forbidden, options } = config;
const files = sourceFiles(['app', 'components', 'server', 'e2e', 'scripts', 'bench', 'prisma']);
const alias = { '@': ROOT }; // as in tsconfig.json
const extensions = ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'];
const { output } = await cruise(
  files,
  { ...options, ruleSet: { forbidden }, validate: true },
  { alias, extensions, exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], bustTheCache: true },
);

const lines = output.summary.violations.map(({ rule, from, to, cycle }) => {
  const meaning = forbidden.find(({ name }) => name === rule.name)?.comment ?? '';
  const way = cycle ? cycle.map(({ name }) => name).join(' → ') : to;
  return `${rule.name}: ${from} → ${way}${meaning ? `\n    ${meaning}` : ''}`;
});

/** Relative imports as they stand in the text: at the start of a line, or closing an import of several lines. */
const RELATIVE_IMPORT = /^(?:import|export|\})[^'"\n]*\bfrom '(\.\.?\/[^']+)'|^import '(\.\.?\/[^']+)'/gm;
const seen = new Map(
  output.modules.map(({ source, dependencies }) => [source, new Set(dependencies.map((d) => d.module))]),
);
for (const file of files) {
  for (const [, from, effect] of readFileSync(file, 'utf8').matchAll(RELATIVE_IMPORT)) {
    const target = from ?? effect;
    if (!seen.get(file)?.has(target)) lines.push(`unseen: the parser does not see that ${file} imports ${target}`);
  }
}

for (const line of lines) console.error(line);
console.log(`${files.length} files, ${output.summary.totalDependenciesCruised} imports, ${lines.length} violations`);
process.exitCode = lines.length ? 1 : 0;
