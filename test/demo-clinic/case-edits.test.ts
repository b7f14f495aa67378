import { describe, expect, it } from 'vitest';
import { createCaseEdits } from './case-edits.ts';

const list = '/v1/patient_cases/7/patient_attachments?page=1';
const read = { method: 'GET', url: list, status: 200, fault: null };
const write = { method: 'PATCH', url: '/v1/patient_cases/7', status: 200, fault: null };

describe('an edit of a case is overwritten', () => {
  it('if the next write comes without a reading', () => {
    const edits = createCaseEdits();
    edits.called(read);
    edits.edited('7', ['1', '2']);
    edits.called(write);
    expect(edits.overwritten()).toEqual([
      { caseId: '7', attachmentId: '1' },
      { caseId: '7', attachmentId: '2' },
    ]);
    edits.called(write);
    expect(edits.overwritten()).toHaveLength(2);
  });

  it('not if the list was read since', () => {
    const edits = createCaseEdits();
    edits.edited('7', ['1']);
    edits.called(read);
    edits.called(write);
    expect(edits.overwritten()).toEqual([]);
  });

  it('by the writer of the fault that overwrites a list, whenever it was made', () => {
    const edits = createCaseEdits();
    edits.edited('7', ['1']);
    edits.edited('8', ['2']);
    edits.called(read);
    edits.called({ ...write, fault: 'overwriteMs' });
    expect(edits.overwritten()).toEqual([{ caseId: '7', attachmentId: '1' }]);
  });

  it('not by a refused write, a write to another case, or a reading of the case itself', () => {
    const edits = createCaseEdits();
    edits.edited('7', ['1']);
    edits.called({ ...write, status: 429 });
    edits.called({ ...write, url: '/v1/patient_cases/8' });
    expect(edits.overwritten()).toEqual([]);
    edits.called({ ...read, url: '/v1/patient_cases/7' });
    edits.called({ ...read, status: 500 });
    edits.called(write);
    expect(edits.overwritten()).toHaveLength(1);
  });
});
