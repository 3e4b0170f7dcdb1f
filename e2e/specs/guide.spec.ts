import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';

/** The commands of the guide and the answers it shows, in order. */
const guide = readFileSync(path.resolve(import.meta.dirname, '../../docs/connect-a-source.md'), 'utf8');
const steps = [...guide.matchAll(/```sh\n(curl[\s\S]*?)```\s*```json\n([\s\S]*?)```/g)].map(
  ([, command = '', answer = '']) => ({
    command,
    answer: JSON.parse(answer),
  }),
);

test('the guide to connecting a source works as it stands', async ({ baseURL }) => {
  expect(steps.length).toBe(5);
  // Ids of this run, so that the guide can be followed again on a tower that has seen it.
  const run = `run-${Date.now()}`;
  for (const { command, answer } of steps) {
    const printed = execFileSync(
      'bash',
      ['-c', command.replaceAll('/guide/', `/guide/${run}/`).replaceAll('%2Fguide', `%2Fguide%2F${run}`)],
      {
        env: { ...process.env, TOWER: baseURL, KEY: 'demo-source-key' },
        encoding: 'utf8',
      },
    );
    const expected = JSON.parse(JSON.stringify(answer).replaceAll('/guide/', `/guide/${run}/`));
    expect(JSON.parse(printed)).toMatchObject(expected);
  }
});
