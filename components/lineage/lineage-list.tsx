import { NODE_KINDS } from '../../server/events/lineage/constants.ts';
import type { Lineage, LineageNode } from '../../server/events/lineage/schema.ts';
import { Link } from '../ui/link.tsx';
import { Stamp } from '../ui/times.tsx';
import styles from './lineage.module.css';
import { KIND_WORDS } from './words.ts';

/** The lineage in words, kind by kind from the facts to the outcome: each thing, and what it leads to. */
export function LineageList({ lineage: { start, nodes, edges } }: { lineage: Lineage }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ordered = [...nodes].sort((a, b) => NODE_KINDS.indexOf(a.kind) - NODE_KINDS.indexOf(b.kind));
  return (
    <ol className={styles.list} aria-label="Lineage">
      {ordered.map((node) => {
        const onward = edges.flatMap(({ from, to, words }) => {
          const target = byId.get(to);
          return from === node.id && target ? [{ words, target }] : [];
        });
        return (
          <li key={node.id} aria-current={node.id === start ? 'true' : undefined} data-faded={node.faded || undefined}>
            <span className={styles.kind}>{KIND_WORDS[node.kind]}</span>
            <div>
              <p>
                <Title node={node} />
                {node.id === start ? <strong> · where you are</strong> : null}
              </p>
              <p className={styles.quiet}>
                {node.detail}
                {node.at ? (
                  <>
                    {' · '}
                    <Stamp at={node.at} />
                  </>
                ) : null}
              </p>
              {onward.length > 0 && (
                <ul className={styles.onward}>
                  {onward.map(({ words, target }) => (
                    <li key={target.id}>
                      {words}: {KIND_WORDS[target.kind].toLowerCase()} “{target.title}”
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

const Title = ({ node }: { node: LineageNode }) =>
  node.href ? <Link href={node.href}>{node.title}</Link> : node.title;
