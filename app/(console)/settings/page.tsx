import type { Metadata } from 'next';
import { requirePerson } from '@/app/session';
import { TakeOver } from '@/components/live/take-over';
import { SettingsScreen } from '@/components/settings/settings-screen';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  await requirePerson('/settings');
  return (
    <>
      <SettingsScreen />
      <TakeOver />
    </>
  );
}
