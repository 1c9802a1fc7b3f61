import { Grid, MultiSelect, NumberInput, Select, Text, TextInput, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isFilled } from '../../shared/mdt/fields.ts';
import type { FieldGroup, FieldSpec } from './fieldLayout.ts';

interface Props<F extends object> {
  /** Locale prefix of the labels. */
  readonly prefix: 'request' | 'decision';
  readonly layout: readonly FieldGroup<keyof F & string>[];
  readonly fields: F;
  readonly required: readonly (keyof F)[];
  readonly isReadOnly: boolean;
  /** Full-width columns in a narrow panel. */
  readonly isNarrow?: boolean;
  readonly onChange: (key: keyof F & string, value: unknown) => void;
  readonly renderAfterGroup?: (key: string) => React.ReactNode;
}

/** A form drawn from a layout table; required fields that are empty are marked in words, not by colour alone. */
export function FieldForm<F extends object>({ prefix, layout, fields, required, isReadOnly, isNarrow = false, onChange, renderAfterGroup }: Props<F>) {
  const { t } = useTranslation('mdt');
  const labelOf = (key: string): string => t(`${prefix}.${key}`);
  return (
    <>
      {layout.filter((group) => !isReadOnly || group.fields.some((spec) => isFilled(fields[spec.key]))).map((group) => (
        <div key={group.key} role="group" aria-label={t(`group.${group.key}`)} style={{ marginBottom: 14 }}>
          <Text size="xs" fw={700} c="teal.3" mb={6} tt="none">{t(`group.${group.key}`)}</Text>
          <Grid gap={{ base: 8 }} align="flex-end">
            {group.fields.filter((spec) => !isReadOnly || isFilled(fields[spec.key])).map((spec) => (
              <Grid.Col key={spec.key} span={isNarrow ? Math.max(spec.span, 4) : spec.span}>
                <Field spec={spec} label={labelOf(spec.key)} value={fields[spec.key]} isRequired={required.includes(spec.key)} isReadOnly={isReadOnly} isNarrow={isNarrow} testId={`${prefix}-${spec.key}`} onChange={(value) => onChange(spec.key, value)} />
              </Grid.Col>
            ))}
          </Grid>
          {renderAfterGroup?.(group.key)}
        </div>
      ))}
    </>
  );
}

/** One field of a form, by its kind. */
export function Field({ spec, label, value, isRequired, isReadOnly, isNarrow, testId, onChange }: { spec: FieldSpec<string>; label: string; value: unknown; isRequired: boolean; isReadOnly: boolean; isNarrow: boolean; testId: string; onChange: (value: unknown) => void }) {
  const { t } = useTranslation('mdt');
  const isMissing = isRequired && !isFilled(value) && !isReadOnly;
  const common = {
    label: isMissing ? <>{label} <Text span size="xs" c="yellow.4">· {t('requiredMark')}</Text></> : label,
    'data-testid': testId,
    'aria-required': isRequired,
    readOnly: isReadOnly,
    variant: isReadOnly ? 'unstyled' : 'default',
  };
  // A value that is only read looks like text, not like something to open.
  const plainWhenRead = isReadOnly ? { rightSection: <span />, rightSectionWidth: 0 } : {};
  const words = typeof value === 'string' ? value : '';
  switch (spec.kind) {
    case 'text':
      // In a narrow column a line would be cut off; it wraps instead.
      if (isNarrow) return <Textarea {...common} minRows={1} value={words} onChange={(event) => onChange(event.currentTarget.value)} />;
      return <TextInput {...common} value={words} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'date':
      return <TextInput {...common} type={isReadOnly ? 'text' : 'date'} value={words} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'area':
      return <Textarea {...common} value={words} maxRows={8} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'number':
      return <NumberInput {...common} value={typeof value === 'number' ? value : ''} onChange={(next) => onChange(next === '' ? null : Number(next))} />;
    case 'choice':
      return <Select {...common} {...plainWhenRead} data={(spec.choices?.values ?? []).map((choice) => ({ value: choice, label: t(`${spec.choices?.prefix}.${choice}`) }))} value={words || null} onChange={(next) => onChange(next ?? '')} />;
    case 'choices':
      return <MultiSelect {...common} {...plainWhenRead} data={(spec.choices?.values ?? []).map((choice) => ({ value: choice, label: t(`${spec.choices?.prefix}.${choice}`) }))} value={Array.isArray(value) ? (value as string[]) : []} onChange={onChange} />;
  }
}
