import { Link } from '../ui/link.tsx';
import { type AuditList, auditAddress } from './address.ts';
import classes from './audit.module.css';

type Props = { list: AuditList; search: string | undefined; before: string | undefined; nextBefore: string | null };

/** Back to the newest, on to the older ones; nothing where all fits one page. */
export function Pager({ list, search, before, nextBefore }: Props) {
  if (!before && !nextBefore) return null;
  return (
    <nav aria-label="Pages" className={classes.pager}>
      {before && <Link href={auditAddress(list, search)}>Newest</Link>}
      {nextBefore && <Link href={auditAddress(list, search, nextBefore)}>Older</Link>}
    </nav>
  );
}
