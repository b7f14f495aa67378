import { describe, expect, it } from 'vitest';
import {
  attachmentSchema,
  isProcessed,
  caseSchema,
  pageSchema,
  presignedPostSchema,
  publicSettingsSchema,
  userSchema,
} from '../../main/clinic/schemas.ts';

const id = '1968645883121642782';
const base = 'https://api.au1.cliniko.com/v1';
const linkTo = (path: string) => ({ links: { self: `${base}${path}` } });

const attachment = {
  id,
  created_at: '2026-11-23T04:05:06Z',
  updated_at: '2026-11-23T05:05:06+01:00',
  archived_at: null,
  pinned_at: null,
  processed_at: '2026-11-23T04:05:07.250Z',
  processing_completed: true,
  content_type: 'application/pdf',
  description: 'A letter',
  filename: 'letter.pdf',
  size: 1000,
  content: linkTo(`/patient_attachments/${id}/content`),
  links: { self: `${base}/patient_attachments/${id}` },
  patient: linkTo('/patients/1968645883121642999'),
  user: linkTo('/users/7'),
};
const isRead = (change: object) => attachmentSchema.safeParse({ ...attachment, ...change }).success;

describe('an attachment', () => {
  it('is read with its times in milliseconds and its relations as ids', () => {
    const at = Date.UTC(2026, 10, 23, 4, 5, 6);
    expect(attachmentSchema.parse(attachment)).toEqual({
      id,
      created_at: at,
      updated_at: at,
      archived_at: null,
      pinned_at: null,
      processed_at: at + 1250,
      processing_completed: true,
      content_type: 'application/pdf',
      description: 'A letter',
      filename: 'letter.pdf',
      size: 1000,
      content: `${base}/patient_attachments/${id}/content`,
      patient: '1968645883121642999',
      user: '7',
    });
  });

  it('may lack fields that are only shown, or not known yet (case 32)', () => {
    const { created_at, updated_at, patient } = attachment;
    const least = { id, created_at, updated_at, patient, processing_completed: false };
    const none = { content: null, user: null, size: null, filename: null, pinned_at: null };
    expect(attachmentSchema.parse(least)).toMatchObject(none);
    expect(attachmentSchema.parse({ ...least, ...none, content: { links: { self: null } } })).toMatchObject(
      none,
    );
    expect(attachmentSchema.parse({ ...least, content: { links: {} } })).toMatchObject(none);
  });

  it.each([
    ['id', { id: Number(id) }],
    ['link to the patient', { patient: { links: { self: null } } }],
    ['id in that link', { patient: linkTo('/patients/') }],
    ['id at the end of that link', { patient: linkTo('/patients/123/attachments') }],
    ['whole id in that link', { patient: linkTo('/patients/1.96864588312164e18') }],
    ['user’s id', { user: linkTo('/users/me') }],
    ['right size', { size: '1000' }],
    ['whole size', { size: 1000.5 }],
    ['time', { created_at: null }],
    ['real time', { created_at: '2026-13-45' }],
    ['content', { content: 'https://elsewhere.example' }],
  ])('is refused without its %s (case 32)', (_what, change) => {
    expect(isRead(change)).toBe(false);
  });

  it('may be null in every field except its id and times, as the reference allows', () => {
    const { created_at, updated_at } = attachment;
    const read = attachmentSchema.parse({
      ...Object.fromEntries(Object.keys(attachment).map((field) => [field, null])),
      id,
      created_at,
      updated_at,
    });
    expect(read).toMatchObject({ id, patient: null, user: null, processing_completed: null, content: null });
    expect(isProcessed(read)).toBe(false);
    expect(isProcessed({ ...read, processed_at: 1 })).toBe(true);
    expect(isProcessed({ ...read, processing_completed: false, processed_at: 1 })).toBe(false);
  });

  it.each(['?a=/9', '#/9', '?q[]=archived_at:*'])('is of the patient before %s', (tail) => {
    const read = attachmentSchema.parse({ ...attachment, patient: linkTo(`/patients/${id}${tail}`) });
    expect(read.patient).toBe(id);
  });
});

describe('other records', () => {
  it('are read with nulls where nothing depends on them (case 32)', () => {
    expect(caseSchema.parse({ id, name: null, patient: linkTo(`/patients/${id}`) })).toEqual({
      id,
      name: '',
      closed: false,
      issue_date: null,
      expiry_date: null,
      archived_at: null,
      patient: id,
    });
    expect(userSchema.parse({ id, role: null })).toEqual({ id, first_name: '', last_name: '', role: null });
    expect(publicSettingsSchema.parse({ account: null })).toEqual({ account: null });
    expect(publicSettingsSchema.parse({ account: { name: null } })).toEqual({
      account: { name: '', country: null },
    });
    expect(pageSchema.parse({ total_entries: 0, links: { next: null } })).toMatchObject({
      links: { next: null },
    });
  });

  it.each([
    ['a post to nowhere', { url: '', fields: {} }],
    ['a post by another protocol', { url: 'file:///tmp', fields: {} }],
    ['a field that is no text', { url: 'https://b.example/', fields: { a: 1 } }],
  ])('refuses %s', (_what, post) => {
    expect(presignedPostSchema.safeParse(post).success).toBe(false);
  });

  it('takes every field of a presigned post as it came', () => {
    const post = {
      url: 'http://127.0.0.1:1',
      fields: { key: 'a/${filename}', 'x-amz-new': ' v ', empty: '' },
    };
    expect(presignedPostSchema.parse(post)).toEqual(post);
    expect(Object.keys(presignedPostSchema.parse(post)?.fields ?? {})).toEqual(Object.keys(post.fields));
  });
});
