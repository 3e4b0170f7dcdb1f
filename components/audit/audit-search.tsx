'use client';

import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';

/** Search by supplier, shipment, destination or title; it stands in the address, so that it can be shared and survives a reload. */
export function AuditSearch({ search }: { search: string | undefined }) {
  const router = useRouter();
  const go = useDebouncedCallback((value: string) => {
    const term = value.trim();
    router.replace(term ? `/audit?q=${encodeURIComponent(term)}` : '/audit', { scroll: false });
  }, 250);
  return (
    <TextInput
      type="search"
      aria-label="Search decisions"
      placeholder="Supplier, shipment, destination"
      defaultValue={search ?? ''}
      maxLength={200}
      onChange={(event) => go(event.currentTarget.value)}
      leftSection={<IconSearch size={14} aria-hidden />}
    />
  );
}
