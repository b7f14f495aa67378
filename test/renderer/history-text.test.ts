import { describe, expect, it } from 'vitest';
import { type AuditEntry, type AuditKind, auditEntrySchema } from '../../preload/contract/history.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import { changesOf } from '../../main/core/changes-of.ts';
import { changeText, isTechnical, rowText } from '../../renderer/state/history-text.ts';

const entry = (kind: AuditKind, detail: Record<string, string> | null): AuditEntry =>
  auditEntrySchema.parse({
    ...{ seq: 1, at: 1, kind, jobId: null, patientId: null, caseId: null, attachmentId: null },
    ...{ apiUser: null, osUser: 'desk', station: 'pc', detail },
  });

describe('a row of the history', () => {
  it('says where the file is now, not which step came last', () => {
    expect(rowText(entry('job-file-disposed', { state: 'filed' }))).toBe('filed');
    expect(rowText(entry('job-registration-sent', { state: 'registering' }))).toBe('registering');
    expect(rowText(entry('attachment-archived', { state: 'filed' }))).toBe('Attachment archived');
    expect(rowText(entry('settings-changed', {}))).toBe('Settings changed');
    // Retention has removed the details.
    expect(rowText(entry('job-filed', null))).toBe('Filed');
  });
});

describe('what an act changed', () => {
  it.each([
    ['job-changed', { changed: 'paused', paused: 'true' }, 'Paused'],
    ['job-changed', { changed: 'paused', paused: 'false' }, 'Resumed'],
    ['job-changed', { changed: 'rank' }, 'Moved to the front'],
    ['job-changed', { changed: 'description', description: 'Referral' }, 'Description: Referral'],
    ['job-changed', { changed: 'description' }, 'Description removed'],
    ['job-failed', { error: 'permission-denied' }, /no permission/],
    ['job-returned-to-inbox', { reason: 'taken-back' }, 'You took it back.'],
    ['folder-changed', { folder: '/scans', types: 'pdf → pdf, jpg' }, 'File types: pdf → pdf, jpg'],
    ['job-filed', {}, null],
    ['job-changed', null, null],
  ] as const)('%s %j: %s', (kind, detail, words) => {
    const text = changeText(entry(kind, detail === null ? null : { ...detail }));
    if (words instanceof RegExp) expect(text).toMatch(words);
    else expect(text).toBe(words);
  });

  it('names each changed setting with its value before and after', () => {
    const before = preferencesSchema.parse({});
    const after = { ...before, holdSeconds: 20, descriptionPresets: ['Referral'], language: 'de' as const };
    expect(changeText(entry('settings-changed', changesOf(before, after)))).toBe(
      'Undo period: 10 → 20 · Descriptions to choose from: Referral, X-ray, Report, Consent → Referral · Language: system → de',
    );
    expect(changesOf(before, { ...before })).toEqual({});
  });

  it('has a name for every setting', () => {
    const before = preferencesSchema.parse({});
    for (const name of Object.keys(before)) {
      const detail = { [name]: 'a → b' };
      expect(changeText(entry('settings-changed', detail)), name).toMatch(/: a → b$/);
    }
  });

  it('leaves the steps between program and service to the export', () => {
    expect(isTechnical(entry('job-stored', {}))).toBe(true);
    expect(isTechnical(entry('job-filed', {}))).toBe(false);
  });
});
