import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** Cool grey for a dim reading room; index 7–9 are surfaces, 0–2 text. */
const slate: MantineColorsTuple = ['#eef2f6', '#d3dbe4', '#b4c0cd', '#8c9bab', '#66788a', '#46576a', '#334252', '#232f3c', '#18212b', '#10171f'];
const teal: MantineColorsTuple = ['#e2fbf6', '#c3f2e8', '#8fe3d1', '#5bd3ba', '#36c4a7', '#1fb196', '#14937d', '#0d7a68', '#076153', '#02493e'];

export const theme = createTheme({
  primaryColor: 'teal',
  // White on the shade before it is less than 4.5 : 1.
  primaryShade: 7,
  colors: { dark: slate, teal },
  fontFamily: '"Noto Sans SC Variable", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 'sm',
  autoContrast: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs', autosize: true, minRows: 2 } },
    NumberInput: { defaultProps: { size: 'xs', hideControls: true } },
    Select: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Badge: { defaultProps: { size: 'sm', variant: 'light', radius: 'sm', tt: 'none' } },
    Alert: { defaultProps: { variant: 'outline' } },
    Table: { defaultProps: { borderColor: 'dark.6' } },
    // Opens on its first entry; what would hold the focus instead is no part a menu may have. The stock colour of an entry with the focus is too light for its words.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false }, styles: { dropdown: { '--menu-item-hover': 'var(--mantine-color-dark-5)' } } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.6 } } },
  },
});

/** The stock error red is too dark to be read on these surfaces. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: {}, dark: { '--mantine-color-error': '#ff8787' } });
