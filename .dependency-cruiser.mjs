/*
 * Who may import whom: docs/decisions/0005-structure-without-a-compiler-api.md. Run by `npm run check:imports`.
 * A rule says what is forbidden; `pathNot` is the exception to it.
 */

/** Shapes and words that hold no logic: any layer of the server may share them. */
const SHARED_SHAPES = '/(schema|constants)\\.ts$|^server/realtime/frames\\.ts$';
const TESTS = '\\.test\\.tsx?$|^server/testing/';
const GENERATED = '^server/db/generated/';

/** The layers of the server, lowest first. A layer imports itself and what lies below it. */
const LAYERS = [
  ['core'],
  ['db'],
  ['auth', 'audit'],
  ['events'],
  ['decisions', 'actions'],
  ['api', 'jobs', 'realtime'],
  ['[^/]+\\.ts$'], // main.ts and what it is composed of
];

const inLayers = (layers) => `^server/(${layers.flat().join('|')})`;
const layerRules = LAYERS.slice(0, -1).map((layer, n) => ({
  name: `${layer.join('-and-')}-imports-nothing-above`,
  severity: 'error',
  from: { path: `^server/(${layer.join('|')})/`, pathNot: TESTS },
  // bridge.ts is the type of what the running server lends to pages, sign-in among them.
  to: { path: inLayers(LAYERS.slice(n + 1)), pathNot: `${SHARED_SHAPES}|^server/bridge\\.ts$` },
}));

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const valueImport = { dependencyTypesNot: ['type-only'] };

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    never(
      'planes-meet-in-stored-rows',
      'decisions and actions know each other by stored decisions only.',
      { path: '^server/(decisions|actions)/', pathNot: TESTS },
      { path: '^server/(decisions|actions)/', pathNot: `^server/$1/|${SHARED_SHAPES}` },
    ),
    never(
      'through-the-door',
      'From another folder of a plane, come in by its index.ts (schema.ts and constants.ts stand outside the door).',
      { path: '^server/(events|decisions|actions)/([^/]+)/', pathNot: TESTS },
      {
        path: '^server/(events|decisions|actions)/[^/]+/',
        pathNot: `^server/$1/$2/|^server/[^/]+/[^/]+/index\\.ts$|${SHARED_SHAPES}`,
      },
    ),
    never(
      'through-the-door-from-above',
      'From outside the planes, come in by index.ts.',
      // The feed takes single contracts: their door also releases them, and would bring the database along.
      { path: '^server/', pathNot: `^server/(events|decisions|actions|feed)/|${TESTS}` },
      {
        path: '^server/(events|decisions|actions)/[^/]+/',
        pathNot: `^server/[^/]+/[^/]+/index\\.ts$|${SHARED_SHAPES}`,
      },
    ),
    never(
      'no-own-door',
      'Inside a folder, files import one another directly.',
      { path: '^server/(events|decisions|actions)/([^/]+)/', pathNot: TESTS },
      { path: '^server/$1/$2/index\\.ts$' },
    ),
    never(
      'apart-processes',
      'The sandbox enterprise and the feed run apart: they share the core, contracts and shapes with the tower, nothing more.',
      { path: '^server/(sandbox|feed)/', pathNot: TESTS },
      { path: '^server/', pathNot: `^server/($1|core)/|^server/events/contracts/|^server/env\\.ts$|${SHARED_SHAPES}` },
    ),
    never(
      'nobody-imports-a-process',
      'A process is reached over HTTP.',
      { path: '^(server|app|components)/', pathNot: `^server/(sandbox|feed)/|${TESTS}` },
      { path: '^server/(sandbox|feed)/' },
    ),
    never(
      'components-show-and-ask',
      'Components import shapes, words and the type of the router from the server; everything else comes over tRPC.',
      { path: '^components/' },
      { path: '^server/', pathNot: `${SHARED_SHAPES}|^server/api/router\\.ts$` },
    ),
    never(
      'router-as-a-type',
      'The value of the router would carry the whole server into the browser.',
      { path: '^(components|app)/' },
      { path: '^server/api/', pathNot: SHARED_SHAPES, ...valueImport },
    ),
    never(
      'components-run-anywhere',
      'No Node in what the browser runs.',
      { path: '^components/', pathNot: TESTS },
      { dependencyTypes: ['core'] },
    ),
    never(
      'links-fetch-nothing-ahead',
      'Links come from components/ui/link.tsx, which prefetches nothing.',
      { path: '^(components|app)/', pathNot: '^components/ui/link\\.tsx$' },
      { path: 'next/link' },
    ),
    never('components-below-app', 'Pages compose components.', { path: '^components/' }, { path: '^app/' }),
    never(
      'app-gates-and-composes',
      'Pages reach the server by what it lends them (server/bridge.ts) and by sign-in.',
      { path: '^app/' },
      { path: '^server/', pathNot: `^server/auth/|${SHARED_SHAPES}`, ...valueImport },
    ),
    never(
      'server-knows-no-pages',
      'The server renders nothing.',
      { path: '^server/' },
      { path: '^(app|components|e2e)/' },
    ),
    never(
      'prisma-behind-queries',
      'Only the server opens a database.',
      { path: '^(app|components)/' },
      { path: `${GENERATED}|node_modules/(@prisma|pg)/`, ...valueImport },
    ),
    never(
      'tests-are-not-shipped',
      'Nothing that runs imports a test or what tests stand on.',
      { path: '^(server|app|components)/', pathNot: TESTS },
      { path: TESTS },
    ),
    never(
      'no-value-cycles',
      'Two files that need each other at run time are one file, or hide a third.',
      { pathNot: GENERATED },
      { circular: true, viaOnly: { pathNot: GENERATED, ...valueImport } },
    ),
    never('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    never(
      'declared',
      'An import of a package that package.json does not name.',
      { path: '^(server|app|components|scripts|bench|e2e)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    never(
      'runs-without-dev-dependencies',
      'What runs in production imports no development dependency.',
      { path: '^(server|app|components)/', pathNot: TESTS },
      { dependencyTypes: ['npm-dev'], ...valueImport },
    ),
  ],
  options: {
    parser: 'swc', // TypeScript 7 has no compiler API to parse with
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    doNotFollow: { path: `node_modules|${GENERATED}` },
    exclude: { path: '^(\\.next|dist)/|^next-env\\.d\\.ts$' },
  },
};
