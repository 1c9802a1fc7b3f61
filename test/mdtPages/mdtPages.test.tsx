// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DecisionPanel } from '../../renderer/mdt/DecisionPanel.tsx';
import { RequestPanel } from '../../renderer/mdt/RequestPanel.tsx';
import { SignPanel } from '../../renderer/mdt/SignPanel.tsx';
import { StateReason } from '../../renderer/mdt/StateReason.tsx';
import { command, freeze, fullDecision, fullRequest, image, opinion, people, replay, sign, untilDiscussion } from '../mdt/support.ts';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Actor } from '../../shared/mdt/directory.ts';
import { directory, importActions, networkActions, onCase, personOf, recordActions, show, startWords, viewAfter } from './pages.tsx';

beforeAll(async () => void (await startWords()));
beforeEach(() => onCase.mockClear());
afterEach(cleanup);

const created = (fields: Partial<typeof fullRequest>): AnyCommand[] => [command('case.create', people.doctor, { caseNo: 'C-1', leadHospitalId: 'gd-cancer', fields }), command('case.attachImaging', people.doctor, { instances: [image] })];

const request = (commands: readonly AnyCommand[], actor: Actor): void =>
  show(<RequestPanel view={viewAfter(commands)} person={personOf(actor)} hospitals={directory.hospitals} actions={recordActions} imports={importActions} network={networkActions} chain={null} contents={null} imagedPatient={null} sampleFolder={null} />);

describe('request', () => {
  it('names the required items that are empty and does not send before they are filled', () => {
    request(created({ ...fullRequest, question: '', diagnosis: '' }), people.doctor);
    expect(screen.getByTestId('request-missing').textContent).toContain('需解决的问题');
    expect(screen.getByTestId('request-question').getAttribute('aria-required')).toBe('true');
    expect(screen.getByTestId('request-submit').hasAttribute('disabled')).toBe(true);
  });

  it('asks once more before it sends, and sends nothing when the answer is to go back', async () => {
    request(created(fullRequest), people.doctor);
    fireEvent.click(screen.getByTestId('request-submit'));
    const yes = await screen.findByTestId('confirm-yes');
    expect(document.body.textContent).toContain('牵头医院');
    fireEvent.click(screen.getByText('返回'));
    await waitFor(() => expect(screen.queryByTestId('confirm-yes')).toBeNull());
    expect(onCase).not.toHaveBeenCalled();
    expect(yes.isConnected).toBe(false);
  });

  it('says that it is saving and then that it saved', async () => {
    request(created({ patientName: '甲' }), people.doctor);
    fireEvent.change(screen.getByTestId('request-department'), { target: { value: '放疗科' } });
    expect(screen.getByTestId('save-state').dataset['state']).toBe('saving');
    await waitFor(() => expect(screen.getByTestId('save-state').dataset['state']).toBe('savedAt'), { timeout: 3000 });
    expect(onCase).toHaveBeenCalledWith(expect.anything(), 'case.edit', { fields: { department: '放疗科' } });
  });

  it('is read only for both sides once it was sent', () => {
    for (const actor of [people.doctor, people.coordinator]) {
      request([...created(fullRequest), command('case.submit', people.doctor, {})], actor);
      expect(screen.getByTestId('request-patientName').hasAttribute('readonly')).toBe(true);
      expect(screen.queryByTestId('request-submit')).toBeNull();
      expect(screen.queryByTestId('import-choose')).toBeNull();
      cleanup();
    }
  });

  it('shows its sender why it came back, by whom, and what to do', () => {
    const { record } = viewAfter([...created(fullRequest), command('case.submit', people.doctor, {}), command('case.return', people.coordinator, { reason: '请补充肺功能' })]);
    show(<StateReason record={record} hospitals={directory.hospitals} isMine />);
    const text = screen.getByTestId('state-reason').textContent;
    for (const words of ['请补充肺功能', 'zhou', '牵头医院', '重新发送']) expect(text).toContain(words);
  });
});

const decided = (fields: Partial<typeof fullDecision>): AnyCommand[] => [...untilDiscussion(), opinion(people.expert, 'medicalOncology'), opinion(people.physicist, 'physics'), command('decision.edit', people.chair, { fields })];
const decision = (commands: readonly AnyCommand[], actor: Actor): void => show(<DecisionPanel view={viewAfter(commands)} person={personOf(actor)} directory={directory} actions={recordActions} />);

describe('decision', () => {
  it.each([
    [60, 30, 2, 'agrees', false],
    [50.4, 30, 2, 'disagrees', true],
    [60, null, 2, 'incomplete', true],
    [60, 30.5, 2, 'implausible', true],
  ])('%s Gy in %s × %s Gy: the line says %s, read-back refused: %s', (rtTotalDoseGy, rtFractions, rtDosePerFractionGy, status, isRefused) => {
    decision(decided({ ...fullDecision, rtTotalDoseGy, rtFractions, rtDosePerFractionGy }), people.chair);
    expect(screen.getByTestId('dose-check').dataset['status']).toBe(status);
    expect(screen.getByTestId('read-back').hasAttribute('disabled')).toBe(isRefused);
  });

  it('names the required items that are empty instead of opening a read-back that would be refused', () => {
    decision(decided({ ...fullDecision, followUp: '' }), people.chair);
    expect(screen.getByTestId('decision-missing').textContent).toContain('随访安排');
    expect(screen.getByTestId('read-back').hasAttribute('disabled')).toBe(true);
  });

  it('shows both values of a contested item to everyone and lets the lead side choose', async () => {
    const base = untilDiscussion().length;
    const contested = [...untilDiscussion(), command('decision.edit', people.chair, { fields: { systemic: '紫杉醇 50' } }, base), command('decision.edit', people.expert, { fields: { systemic: '紫杉醇 60' } }, base)];
    decision(contested, people.doctor);
    expect(screen.getByTestId('conflicts-decision').textContent).toMatch(/紫杉醇 50.*紫杉醇 60/);
    expect(screen.queryAllByText('采用')).toHaveLength(0);
    cleanup();
    decision(contested, people.chair);
    fireEvent.click(screen.getAllByText('采用此值')[1] as HTMLElement);
    await waitFor(() => expect(onCase).toHaveBeenCalledWith(expect.anything(), 'conflict.resolve', { path: 'decision.systemic', chosen: 1 }));
  });

  it('tells the requesting side who fills it while it is empty', () => {
    decision(untilDiscussion(), people.doctor);
    expect(screen.getByTestId('decision-empty').textContent).toContain('主持医院');
    expect(screen.queryByTestId('read-back')).toBeNull();
  });
});

const frozen = (): AnyCommand[] => {
  const before = decided(fullDecision);
  const read = [...before, command('decision.readBack', people.chair, { text: 'x', objections: '' }, replay(before).version)];
  return [...read, freeze(replay(read))];
};
const signatures = (commands: readonly AnyCommand[], actor: Actor): void => show(<SignPanel view={viewAfter(commands)} person={personOf(actor)} directory={directory} actions={recordActions} />);

describe('signatures', () => {
  it('lets physics wait for the others and says for whom', () => {
    signatures(frozen(), { ...people.physicist, hospitalId: 'gd-cancer' });
    fireEvent.click(screen.getByTestId('sign-person'));
    fireEvent.click(screen.getByRole('option', { name: /^wu/, hidden: true }));
    expect(screen.getByTestId('physics-waits').textContent).toContain('肿瘤内科');
    fireEvent.change(screen.getByTestId('sign-pin'), { target: { value: '202611' } });
    expect(screen.getByTestId('sign-submit').hasAttribute('disabled')).toBe(true);
  });

  it('asks a colleague whose account has a second factor for the code, and signs with it', async () => {
    const open = frozen();
    const problem = { code: 'sync', reason: 'unauthorized', message: 'has a second factor', detail: { reason: 'second-factor-required' } };
    const requests: { code?: string }[] = [];
    const actions = { ...recordActions, sign: (asked: { code?: string }) => {
      requests.push(asked);
      return asked.code === undefined ? Promise.reject(Object.assign(new Error(problem.message), problem)) : Promise.resolve();
    } };
    show(<SignPanel view={viewAfter(open)} person={personOf(people.chair)} directory={directory} actions={actions} />);
    expect(screen.queryByTestId('sign-code')).toBeNull();
    fireEvent.change(screen.getByTestId('sign-password'), { target: { value: 'of the colleague' } });
    fireEvent.change(screen.getByTestId('sign-pin'), { target: { value: '202611' } });
    fireEvent.submit(screen.getByTestId('sign-form'));
    await waitFor(() => screen.getByTestId('sign-code'));
    expect(screen.getByTestId('sign-code-hint').textContent).toContain('第二重验证');
    expect([screen.queryByTestId('sign-error'), screen.getByTestId('sign-submit').hasAttribute('disabled')]).toEqual([null, true]);
    fireEvent.change(screen.getByTestId('sign-code'), { target: { value: '123456' } });
    fireEvent.submit(screen.getByTestId('sign-form'));
    await waitFor(() => expect(requests.map(({ code }) => code)).toEqual([undefined, '123456']));
    await waitFor(() => expect(screen.queryByTestId('sign-code')).toBeNull());
  });

  it('asks the chair for a reason while a discipline is open, and no longer when all have signed', () => {
    const open = frozen();
    signatures(open, people.chair);
    fireEvent.click(screen.getByTestId('sign-person'));
    fireEvent.click(screen.getByRole('option', { name: /^chen/, hidden: true }));
    expect(screen.getByTestId('sign-open-reason')).toBeTruthy();
    cleanup();
    const first = [...open, sign(replay(open), people.expert, 'expert', 'medicalOncology')];
    signatures([...first, sign(replay(first), people.physicist, 'physicist', 'physics')], people.chair);
    expect(screen.queryByTestId('sign-open-reason')).toBeNull();
    expect(screen.getByTestId('waiting-for').textContent).toBe('主持人最后签署');
  });

  it('offers the chair to reopen with a reason until somebody has signed', async () => {
    const open = frozen();
    signatures(open, people.expert);
    expect(screen.queryByTestId('decision-reopen')).toBeNull();
    cleanup();
    signatures(open, people.chair);
    fireEvent.click(screen.getByTestId('decision-reopen'));
    fireEvent.change(await screen.findByTestId('reason'), { target: { value: ' 分次数有误 ' } });
    fireEvent.click(screen.getByTestId('reason-confirm'));
    await waitFor(() => expect(onCase).toHaveBeenCalledWith(expect.anything(), 'decision.reopen', { reason: '分次数有误' }));
    cleanup();
    signatures([...open, sign(replay(open), people.expert, 'expert', 'medicalOncology')], people.chair);
    expect(screen.queryByTestId('decision-reopen')).toBeNull();
  });
});
