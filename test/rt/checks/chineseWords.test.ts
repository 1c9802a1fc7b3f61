import { expect, test } from 'vitest';
import { isocentreMarker } from '../../../shared/rt/checks/beams/isocentreChecks.ts';
import { flag, fail, pass } from '../../../shared/rt/checks/findings.ts';
import { insideLimits } from '../../../shared/rt/checks/beams/limits.ts';
import { laterality } from '../../../shared/rt/checks/prescription/laterality.ts';
import { sentenceOf } from '../../../shared/rt/checks/sentences.ts';

test('sides and directions are Chinese in a Chinese sentence, and names of the files stay as written', () => {
  const side = fail('target', { structure: 'left', word: 'left', side: 'right', leftMm: -32 });
  expect(sentenceOf(laterality, side, 'zh')).toBe('left 名为 左，实际位于 右 侧（偏左 -32 mm）');
  const shift = flag('shift', { marker: 'Iso', shift: ['3.0 mm left', '1.5 mm anterior', '0.0 mm head'] });
  expect(sentenceOf(isocentreMarker, shift, 'zh')).toBe('由 Iso 到等中心移位 向左 3.0 mm、向前 1.5 mm、向头 0.0 mm');
  expect(sentenceOf(isocentreMarker, shift, 'en')).toBe('From Iso to the isocentre: 3.0 mm left, 1.5 mm anterior, 0.0 mm head');
  expect(sentenceOf(insideLimits, pass('inside', { beams: 7, travel: false }), 'zh')).toBe('7 个治疗野的铅门和叶片正确；行程核对：否');
});
