import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { encodeGb18030 } from '../../electron/core/network/dimse/encodeGb18030.ts';
import { encodeIdentifier } from '../../electron/core/network/dimse/identifier.ts';
import { chooseSyntax } from '../../electron/core/network/dimse/receiver.ts';
import { proposeStorage, usualStorageClasses } from '../../electron/core/network/dimse/syntaxes.ts';
import { dateRange, matchesPattern, namePattern } from '../../electron/core/network/nameQuery.ts';

describe('the text of a search', () => {
  it('is encoded in GB18030 as Python does', () => {
    const text = '张三 李四^王五=示例患者 龘 ABC';
    const python = execFileSync('python3', ['-c', 'import sys; sys.stdout.buffer.write(sys.argv[1].encode("gb18030"))', text]);
    expect(Buffer.from(encodeGb18030(text)).toString('hex')).toBe(python.toString('hex'));
    expect(Buffer.from(encodeGb18030('a\u{20000}b')).toString()).toBe('a?b');
  });

  it('is read by pydicom with the characters it was given', () => {
    for (const characterSet of ['ISO_IR 192', 'GB18030'] as const) {
      const identifier = Buffer.from(encodeIdentifier({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '', PatientName: '*张*三*', PatientID: 'A1' }, characterSet)).toString('hex');
      const script = 'import sys, json; from io import BytesIO; from pydicom.filereader import dcmread\nd = dcmread(BytesIO(bytes.fromhex(sys.argv[1])), force=True)\nprint(json.dumps([str(d.PatientName), d.PatientID, d.SpecificCharacterSet, d.QueryRetrieveLevel, d.StudyInstanceUID]))';
      expect(JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, identifier]).toString())).toEqual(['*张*三*', 'A1', characterSet, 'STUDY', '']);
    }
  });

  it('leaves room between words and Chinese characters, and keeps what a person put in', () => {
    expect(['张三', ' Zhang San ', 'Zhang^San=张^三', 'Zh*', '?'].map(namePattern)).toEqual(['*张*三*', '*Zhang*San*', '*Zhang*San*张*三*', 'Zh*', '?']);
    expect(matchesPattern('Zhang^San=张^三', namePattern('张三'))).toBe(true);
    expect(matchesPattern('ZHANG^SAN', namePattern('zhang san'))).toBe(true);
    expect(matchesPattern('Li^Si', namePattern('.*'))).toBe(false);
    expect(matchesPattern('Li^Si', 'l?^s*')).toBe(true);
    expect(matchesPattern('Li^Si', 'l?^s')).toBe(false);
    expect(matchesPattern('', '*')).toBe(true);
    // A name nobody has, from an archive that means harm.
    expect(matchesPattern('王小'.repeat(20_000), namePattern('王小王小王明'))).toBe(false);
    expect(matchesPattern('张三', '张?')).toBe(true);
  });

  it('has an open or a closed range of dates', () => {
    expect([dateRange(null, null), dateRange('20260101', null), dateRange(null, '20260101'), dateRange('20260101', '20260101'), dateRange('20260101', '20260201')]).toEqual([null, '20260101-', '-20260101', '20260101', '20260101-20260201']);
  });
});

describe('the contexts of an association', () => {
  it('never are more than fit, and every kind has its own syntaxes where few are asked for', () => {
    for (const count of [1, 3, 7, 36, 60, 127, 300]) {
      const classes = Array.from({ length: count }, (_, index) => `1.2.${index}`);
      const proposals = proposeStorage(classes, 127);
      expect(proposals.length).toBeLessThanOrEqual(127);
      expect(new Set(proposals.map(({ abstractSyntax }) => abstractSyntax)).size).toBe(Math.min(count, 127));
    }
    expect(proposeStorage(['1.2.3'], 127).every(({ transferSyntaxes }) => transferSyntaxes.length === 1)).toBe(true);
    expect(new Set(usualStorageClasses).size).toBe(usualStorageClasses.length);
  });

  it('are taken in the first syntax offered, explicit before implicit, storage alone', () => {
    const [implicit, explicit, jpegLs] = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.4.80'];
    const ct = '1.2.840.10008.5.1.4.1.1.2';
    expect(chooseSyntax(ct, [jpegLs ?? '', explicit ?? ''])).toBe(jpegLs);
    expect(chooseSyntax(ct, [implicit ?? '', explicit ?? ''])).toBe(explicit);
    expect(chooseSyntax(ct, [implicit ?? ''])).toBe(implicit);
    expect(chooseSyntax('1.3.12.2.1107.5.9.1', [explicit ?? ''])).toBe(explicit);
    expect(chooseSyntax(ct, ['1.2.840.10008.1.2.4.94'])).toBeUndefined();
    expect(chooseSyntax('1.2.840.10008.5.1.4.1.2.2.1', [implicit ?? ''])).toBeNull();
  });
});
