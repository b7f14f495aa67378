import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Text that records of a kind have in common: DEFLATE refers to it, so that a short record is mostly its values. Never
 * change one that was released; add another. The end is reached by the shortest references.
 */
const dictionaries = {
  job:
    '"state":"parted","madeOf":[{"jobId":"01","page":1,"turn":0}],"part":{"stack":"01","number":1,"pages":[1,2],"target":null},' +
    '"state":"dismissed","failure":null,"dismissedAt":1,"isByPage":true,"pageAccepted":true,"naming":{"template":"","counter":1},' +
    '"sentAs":{"name":"","size":1,"sha256":"0"},"source":"chart","source":"dropped","afterFiling":"move","duplicateAccepted":true,' +
    '"replaces":{"jobId":"01","attachmentId":"1"},"destination":{"kind":"case","patient":{"id":"1","name":null,"dateOfBirth":null},' +
    '"case":{"id":"1","name":null}},"inCase":"listed","inCase":"accepted","lookAgainAt":1,"disposal":"left","replacedBy":"01","archivedAt":1,' +
    '{"id":"019","source":"scan","folderId":"","folderId":null,"file":{"path":"","name":"","fingerprint":{"size":1,"modifiedNs":"1",' +
    '"changedNs":"17","inode":"1"},"sha256":"0"},"description":null,"appearedAt":17,"rank":1,"paused":false,"afterFiling":"stay",' +
    '"duplicateAccepted":false,"sentAs":null,"naming":null,"replaces":null,"state":"filed","destination":{"kind":"patient",' +
    '"patient":{"id":"1","name":null,"dateOfBirth":null}},"attachmentId":"1","inCase":null,"lookAgainAt":null,"filedAt":17,' +
    '"disposal":"done","movedTo":null,"replacedBy":null,"archivedAt":null,"isRedacted":true}',
};

export type TextKind = keyof typeof dictionaries | 'other';

/** The first byte. No JSON begins with one of these. */
const marks: Record<TextKind, number> = { other: 0, job: 1 };
const dictionaryOf: Record<TextKind, Buffer | undefined> = {
  other: undefined,
  job: Buffer.from(dictionaries.job),
};

/** Compressed JSON. */
export function compressed(json: string, kind: TextKind): Buffer {
  const dictionary = dictionaryOf[kind];
  return Buffer.concat([
    Buffer.of(marks[kind]),
    deflateRawSync(json, { level: 9, ...(dictionary && { dictionary }) }),
  ]);
}

/** JSON that is compressed or not. Throws for other bytes. */
export function expanded(bytes: Buffer): Buffer {
  if (bytes[0] === marks.other) return inflateRawSync(bytes.subarray(1));
  if (bytes[0] === marks.job) return inflateRawSync(bytes.subarray(1), { dictionary: dictionaryOf.job });
  return bytes;
}
