import type { FastifyInstance } from 'fastify';

/**
 * Parses both kinds of body that the service accepts: JSON, and forms as in its samples. A whole number beyond 2^53
 * becomes the text of its digits, so that an id sent as a number stays the same id.
 */
export function addBodyParsers(api: FastifyInstance): void {
  api.removeContentTypeParser('application/json');
  api.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(String(body), keepDigits));
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : '';
      done(Object.assign(new Error(`The body is no JSON: ${reason}`), { statusCode: 400 }));
    }
  });
  api.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
    done(null, formFields(String(body)));
  });
}

/** The standard library's types lack the third argument, the number as written. */
function keepDigits(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isMangled = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isMangled && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
}

/** `name=value` gives a text, `name[]=value` a list. An empty item means that the list was sent. */
function formFields(body: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (!name.endsWith('[]')) {
      fields.set(name, value);
      continue;
    }
    const listName = name.slice(0, -2);
    const before = fields.get(listName);
    fields.set(listName, [...(Array.isArray(before) ? before : []), ...(value === '' ? [] : [value])]);
  }
  return Object.fromEntries(fields);
}
