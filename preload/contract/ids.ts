import { z } from 'zod';

/**
 * The clinic's ids are int64 as text. They exceed JavaScript's safe integers, so never convert one to a number: a
 * changed id could name another patient.
 */
const clinicId = z.string().regex(/^[1-9]\d{0,18}$/, 'not an id of the clinic');

export const patientIdSchema = clinicId.brand<'PatientId'>();
export const caseIdSchema = clinicId.brand<'CaseId'>();
export const attachmentIdSchema = clinicId.brand<'AttachmentId'>();
export const userIdSchema = clinicId.brand<'UserId'>();
export const practitionerIdSchema = clinicId.brand<'PractitionerId'>();
export const businessIdSchema = clinicId.brand<'BusinessId'>();
export const jobIdSchema = z.uuid().brand<'JobId'>();
export const folderIdSchema = z.uuid().brand<'FolderId'>();

export type PatientId = z.infer<typeof patientIdSchema>;
export type CaseId = z.infer<typeof caseIdSchema>;
export type AttachmentId = z.infer<typeof attachmentIdSchema>;
export type UserId = z.infer<typeof userIdSchema>;
export type PractitionerId = z.infer<typeof practitionerIdSchema>;
export type BusinessId = z.infer<typeof businessIdSchema>;
export type JobId = z.infer<typeof jobIdSchema>;
export type FolderId = z.infer<typeof folderIdSchema>;
