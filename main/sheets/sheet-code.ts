import { createHmac, timingSafeEqual } from 'node:crypto';
import { type CaseId, caseIdSchema, type PatientId, patientIdSchema } from '../../preload/contract/ids.ts';

/** The content of a code on a sheet. */
export type SheetCode =
  /** The pages after the sheet belong to this patient or case. `useBy`: the last day, `YYYY-MM-DD`. */
  | {
      readonly kind: 'target';
      readonly patientId: PatientId;
      readonly caseId: CaseId | null;
      readonly useBy: string;
    }
  /** Another document begins after the sheet. */
  | { readonly kind: 'separator' }
  /** Only says that the page is a sheet, in case its other codes are destroyed. */
  | { readonly kind: 'mark' };

/** A code of this program as it was read. */
export type ReadSheetCode =
  | { readonly kind: 'ours'; readonly code: SheetCode }
  /** Not signed with this clinic's key: another clinic or a stranger made it, or this PC lacks the key. */
  | { readonly kind: 'strange'; readonly code: SheetCode };

const prefix = 'CD1.';
/** The alphabet of RFC 4648, 6: QR codes pack it densely. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const kinds = { patient: 1, case: 2, separator: 3, mark: 4 } as const;
const randomBytes = 6;
const headBytes = 1 + randomBytes;
const macBytes = 12;
const dayMs = 86_400_000;
/** Days are counted from here, in two bytes. */
const firstDay = Date.UTC(2020, 0, 1);

function base32(bytes: Buffer): string {
  let text = '';
  let [bits, count] = [0, 0];
  for (const byte of bytes) {
    bits = ((bits & 31) << 8) | byte;
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += alphabet[(bits >> count) & 31] ?? '';
    }
  }
  return count > 0 ? text + (alphabet[(bits << (5 - count)) & 31] ?? '') : text;
}

/** null: not base32. */
function fromBase32(text: string): Buffer | null {
  const out: number[] = [];
  let [bits, count] = [0, 0];
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value === -1) return null;
    bits = ((bits & 0xff) << 5) | value;
    count += 5;
    if (count >= 8) {
      count -= 8;
      out.push((bits >> count) & 0xff);
    }
  }
  return Buffer.from(out);
}

const macOf = (key: Buffer, body: Buffer): Buffer =>
  createHmac('sha256', key).update('chartdrop sheet 1').update(body).digest().subarray(0, macBytes);

function bodyOf(code: SheetCode, random: Buffer): Buffer {
  if (code.kind !== 'target') return Buffer.concat([Buffer.of(kinds[code.kind]), random]);
  const ids = [code.patientId, ...(code.caseId === null ? [] : [code.caseId])];
  const rest = Buffer.alloc(2 + 8 * ids.length);
  rest.writeUInt16BE((Date.parse(code.useBy) - firstDay) / dayMs, 0);
  ids.forEach((id, at) => rest.writeBigUInt64BE(BigInt(id), 2 + 8 * at));
  return Buffer.concat([Buffer.of(code.caseId === null ? kinds.patient : kinds.case), random, rest]);
}

/** null: a code of another version, or damaged. */
function codeIn(body: Buffer): SheetCode | null {
  const kind = body[0];
  const rest = body.subarray(headBytes);
  if (kind === kinds.separator && rest.length === 0) return { kind: 'separator' };
  if (kind === kinds.mark && rest.length === 0) return { kind: 'mark' };
  const isCase = kind === kinds.case;
  if ((!isCase && kind !== kinds.patient) || rest.length !== (isCase ? 18 : 10)) return null;
  const useBy = new Date(firstDay + rest.readUInt16BE(0) * dayMs).toISOString().slice(0, 10);
  const patientId = patientIdSchema.safeParse(String(rest.readBigUInt64BE(2)));
  const caseId = isCase ? caseIdSchema.safeParse(String(rest.readBigUInt64BE(10))) : null;
  if (!patientId.success || caseId?.success === false) return null;
  return { kind: 'target', patientId: patientId.data, caseId: caseId?.data ?? null, useBy };
}

/** The text of a code, signed with the clinic's key. `random`: six bytes that make each sheet's codes different. */
export function sheetCodeText(code: SheetCode, key: Buffer, random: Buffer): string {
  const body = bodyOf(code, random.subarray(0, randomBytes));
  return prefix + base32(Buffer.concat([body, macOf(key, body)]));
}

/** Reads a code. `key` null: this PC has none. null: no code of this program. */
export function readSheetCode(text: string, key: Buffer | null): ReadSheetCode | null {
  if (!text.startsWith(prefix)) return null;
  const bytes = fromBase32(text.slice(prefix.length));
  if (bytes === null || bytes.length < headBytes + macBytes) return null;
  const body = bytes.subarray(0, bytes.length - macBytes);
  const code = codeIn(body);
  if (code === null) return null;
  const isOurs = key !== null && timingSafeEqual(macOf(key, body), bytes.subarray(-macBytes));
  return { kind: isOurs ? 'ours' : 'strange', code };
}
