import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: an ink blue that leaves red to breach and failure and amber to urgency. */
const ink: MantineColorsTuple = [
  '#eef4fb',
  '#d9e6f6',
  '#b3ccec',
  '#86aee0',
  '#5b90d3',
  '#3d78c6',
  '#2a64b4',
  '#20529a',
  '#1a437e',
  '#143463',
];
const dark: MantineColorsTuple = [
  '#d9dce1',
  '#b9bfc7',
  '#99a1ac',
  '#6b737e',
  '#434a54',
  '#343a43',
  '#22272e',
  '#161a1f',
  '#101317',
  '#0b0d10',
];

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 6 },
  colors: { ink, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '4px', lg: '6px', xl: '8px' },
  defaultRadius: 'sm',
  shadows: {
    xs: 'none',
    sm: 'none',
    md: 'var(--hp-menu-shadow)',
    lg: 'var(--hp-menu-shadow)',
    xl: 'var(--hp-menu-shadow)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '24px' },
      h2: { fontSize: '14px', lineHeight: '20px' },
      h3: { fontSize: '13px', lineHeight: '20px' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    ActionIcon: { defaultProps: { size: 'md', variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false } },
    Tooltip: {
      defaultProps: { openDelay: 300, withArrow: false, transitionProps: { duration: 80 }, multiline: true, maw: 360 },
    },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Modal: { defaultProps: { transitionProps: { duration: 80 }, overlayProps: { backgroundOpacity: 0.35 } } },
  },
});

/** Mantine's own greys for secondary words and placeholders miss AA; ours hold 4.5:1 on every ground they stand on. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1b1f24',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#59626c',
    '--mantine-color-placeholder': '#69727c',
    '--mantine-color-default-border': '#c9cfd6',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#20529a',
  },
  dark: {
    '--mantine-color-text': '#dfe3e8',
    '--mantine-color-body': '#161a1f',
    '--mantine-color-dimmed': '#9ca5b0',
    '--mantine-color-placeholder': '#8d96a1',
    '--mantine-color-default-border': '#3d444e',
    '--mantine-color-error': '#ff8a80',
    '--mantine-color-anchor': '#8fb6e8',
  },
});
