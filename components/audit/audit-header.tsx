'use client';

import { useRouter } from 'next/navigation';
import { PageHeader } from '../ui/page-header.tsx';
import { ViewSwitch } from '../ui/view-switch.tsx';
import { type AuditList, auditAddress } from './address.ts';
import classes from './audit.module.css';
import { AuditSearch } from './audit-search.tsx';

const LISTS: { key: AuditList; label: string }[] = [
  { key: 'decisions', label: 'Decisions' },
  { key: 'access', label: 'Access' },
];

const ASIDE: Record<AuditList, string> = {
  decisions: 'Every decision, newest first, each with the chain behind it',
  access: 'Sign-ins, sign-outs and refused acts, newest first',
};

/** What both lists of the Audit screen have above them: which list it is, and the search. */
export function AuditHeader({ list, search }: { list: AuditList; search: string | undefined }) {
  const router = useRouter();
  return (
    <PageHeader
      title="Audit"
      aside={ASIDE[list]}
      actions={
        <span className={classes.headline}>
          <ViewSwitch
            label="Which list"
            views={LISTS}
            view={list}
            onView={(key) => router.replace(auditAddress(key, search))}
          />
          <AuditSearch key={list} list={list} search={search} />
        </span>
      }
    />
  );
}
