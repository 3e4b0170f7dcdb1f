'use client';

import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import Link from 'next/link';
import { useMe } from './person.tsx';
import { PersonButton } from './person-button.tsx';
import { SCHEMES, useCommands } from './use-commands.ts';

/** Role, colours, settings, signing out. Opens as it comes, because it was asked for. */
export function PersonDropdown() {
  const me = useMe();
  const { colorScheme, setColorScheme, leave } = useCommands();
  return (
    <Menu position="bottom-end" width={240} defaultOpened>
      <Menu.Target>
        <PersonButton />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.email}
          <br />
          {me.roles.map((role) => role.words).join(', ')}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {SCHEMES.map(({ value, label }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={value === colorScheme}
            rightSection={value === colorScheme ? <IconCheck size={14} aria-hidden="true" /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} href="/settings">
          Settings
        </Menu.Item>
        <Menu.Item onClick={leave}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
