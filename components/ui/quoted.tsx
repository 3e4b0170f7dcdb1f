import type { ReactNode } from 'react';
import styles from './ui.module.css';

type Props = {
  /** Text from outside. It is shown as it came and nothing more. */
  text: string;
  /** Who said it: "ERP · PO-17", "ann@example.com". */
  source: ReactNode;
  /** Keeps its lines and spaces, in type of one width: for raw bytes. */
  raw?: boolean;
};

/** Words from outside, on their own ground, in quotation marks, with their source. Nothing in them is ever read as ours. */
export function Quoted({ text, source, raw }: Props) {
  return (
    <figure className={styles.quoted}>
      <blockquote className={raw ? styles.raw : undefined}>{raw ? text : <q>{text}</q>}</blockquote>
      <figcaption>Said by {source}</figcaption>
    </figure>
  );
}
