// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import axe from 'axe-core';
import type { ReactElement } from 'react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TextDialog } from '../../renderer/reading/panels/TextDialog.tsx';
import { MixDialog } from '../../renderer/reading/safety/MixDialog.tsx';
import type { Annotation } from '../../shared/annotation/types.ts';
import { li, show, startWords, zhang } from './support.tsx';

beforeAll(() => startWords());
afterEach(cleanup);

const nothing = (): void => undefined;
/** What axe-core finds; colours are judged on the real desk (test/app/reading), where there are some. */
async function findings(page: ReactElement): Promise<readonly string[]> {
  show(page);
  const { violations } = await axe.run(document.body, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('the words of an arrow', () => {
  it('are kept by Enter, but not by the Enter that chooses a word of an input method, nor by Shift+Enter', () => {
    const kept: string[] = [];
    show(<TextDialog annotation={{ kind: 'arrow', text: '' } as Annotation} onText={(text) => kept.push(text)} onClose={nothing} />);
    const field = screen.getByRole('textbox');
    fireEvent.change(field, { target: { value: '结节' } });
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    expect(kept).toEqual([]);
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(kept).toEqual(['结节']);
  });
});

describe('dialogs no walk of the whole app comes to', () => {
  it('have names and roles: the question about two patients', async () => {
    expect(await findings(<MixDialog pair={{ a: zhang, b: li, differences: ['patientID'] }} onConfirm={nothing} onCancel={nothing} />)).toEqual([]);
  });

  it('have names and roles: the words of an arrow', async () => {
    expect(await findings(<TextDialog annotation={{ kind: 'arrow', text: '' } as Annotation} onText={nothing} onClose={nothing} />)).toEqual([]);
  });
});
