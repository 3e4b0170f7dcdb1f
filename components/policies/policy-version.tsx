'use client';

import type { Policies } from '../../server/decisions/policies/schema.ts';
import { plural } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Stamp } from '../ui/times.tsx';
import styles from './policies.module.css';
import { PolicyRules } from './policy-rules.tsx';

/** One version of the policy set, whole: where it comes from, its rules, its text. */
export function PolicyVersion({ version }: { version: Policies['versions'][number] }) {
  return (
    <>
      <Section
        title="Rules"
        aside={`${plural(version.rules.length, 'rule')} · the freest rung that one permits and none forbids`}
      >
        <PolicyRules rules={version.rules} />
      </Section>
      <Section title="Where it comes from">
        <dl className={styles.facts}>
          <div>
            <dt>State</dt>
            <dd>{version.state}</dd>
          </div>
          <div>
            <dt>Note</dt>
            <dd>{version.note}</dd>
          </div>
          <div>
            <dt>Written by</dt>
            <dd>
              {version.authorId}, <Stamp at={version.createdAt} />
            </dd>
          </div>
          <div>
            <dt>Activated</dt>
            <dd>
              {version.activatedAt ? (
                <>
                  {version.activatedBy ?? 'by the installation'}, <Stamp at={version.activatedAt} />
                </>
              ) : (
                'not yet'
              )}
            </dd>
          </div>
          <div>
            <dt>Hash of the text</dt>
            <dd className={styles.mono}>{version.textHash}</dd>
          </div>
        </dl>
      </Section>
      <Section title="Cedar text">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
        <pre className={styles.text} tabIndex={0}>
          {version.text}
        </pre>
      </Section>
    </>
  );
}
