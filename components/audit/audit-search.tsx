'use client';

import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type AuditList, auditAddress } from './address.ts';

const PLACEHOLDERS: Record<AuditList, string> = {
  decisions: 'Supplier, shipment, destination',
  access: 'Person, act, reason, case',
};

/** Search of a list; it stands in the address, so that it can be shared and survives a reload. */
export function AuditSearch({ list, search }: { list: AuditList; search: string | undefined }) {
  const router = useRouter();
  const go = useDebouncedCallback(
    (value: string) => router.replace(auditAddress(list, value.trim()), { scroll: false }),
    250,
  );
  return (
    <TextInput
      type="search"
      aria-label={list === 'access' ? 'Search sign-ins and refused acts' : 'Search decisions'}
      placeholder={PLACEHOLDERS[list]}
      defaultValue={search ?? ''}
      maxLength={200}
      onChange={(event) => go(event.currentTarget.value)}
      leftSection={<IconSearch size={14} aria-hidden />}
    />
  );
}
