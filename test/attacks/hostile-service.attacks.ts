import { createGzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { asChartdropError } from '../../main/base/errors.ts';
import { collect } from '../../main/clinic/pages.ts';
import { openContent } from '../../main/clinic/storage/content.ts';
import { postToStorage } from '../../main/clinic/storage/storage.ts';
import { attachmentSchema } from '../../main/clinic/schemas.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import type { Attack } from './attack.ts';
import {
  emptyPages,
  endless,
  endlessJson,
  endlessXml,
  enough,
  ignore,
  json,
  leadsOn,
  list,
  megabyte,
  oddRows,
  packedJson,
  rows,
} from './hostile-answers.ts';
import { call, heldBy, refusalOf, withHostileClinic } from './hostile-clinic.ts';

const seen = 'every answer has a bound, also unpacked';
const patient = patientIdSchema.parse('1');
const post = (base: string) => ({
  presigned: { url: `${base}/storage`, fields: { key: 'x' } },
  fileName: 'letter.pdf',
  body: { size: 3, chunks: () => Readable.from([Buffer.from('abc')]) },
});
const attachment = (base: string) =>
  attachmentSchema.parse({
    id: '1',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    content: { links: { self: `${base}/content` } },
  });
/** A host name reached over plain HTTP. */
const plainHost = 'http://files.clinic.example/bucket';

export const attacks: readonly Attack[] = [
  {
    name: 'A service answers with JSON that does not end',
    seen,
    run: () =>
      withHostileClinic(endlessJson(), async (scene) => {
        const outcome = await heldBy('answer-invalid', scene.clinic.client.user(call()));
        return outcome === 'held' && scene.written() < enough / 2 ? 'held' : 'through';
      }),
  },
  {
    name: 'A service answers with a few kilobytes that unpack to JSON without end',
    seen,
    run: () =>
      withHostileClinic(packedJson(), (scene) => heldBy('answer-invalid', scene.clinic.client.user(call()))),
  },
  {
    name: 'A service answers with one page of half a million rows that are none',
    seen: 'a page has a bound',
    run: () =>
      withHostileClinic(oddRows, ({ clinic }) =>
        heldBy('answer-invalid', clinic.client.attachmentPage({ at: '/patient_attachments' }, call())),
      ),
  },
  {
    name: 'A service leads from empty page to empty page, and so uses up the calls of a minute',
    seen: 'a chain of pages has a bound',
    run: () =>
      withHostileClinic(emptyPages, async ({ clinic, asked }) => {
        await refusalOf(collect(clinic.client.users({}, call())));
        return asked.length < 10 ? 'held' : 'through';
      }),
  },
  {
    name: 'A service leads from page to page of one row without end',
    seen: 'a chain of pages has a bound',
    run: () =>
      withHostileClinic(
        leadsOn((at) => ({ users: [{ id: String(at + 1) }], total_entries: 9e9 })),
        async ({ clinic, asked }) => {
          await refusalOf(collect(clinic.client.users({}, call())));
          return asked.length <= 1_000 ? 'held' : 'through';
        },
      ),
  },
  {
    name: 'A service names a patient with a name of a megabyte',
    seen: 'a name has a bound',
    run: () =>
      withHostileClinic(
        (_request, response) => list(response, { id: '1', first_name: 'a'.repeat(megabyte) }),
        (scene) => heldBy('answer-invalid', scene.clinic.client.patient(patient, call())),
      ),
  },
  {
    name: 'A service refuses a record in a megabyte of words, for the window to show',
    seen: 'what a person is told has a bound',
    run: () =>
      withHostileClinic(
        (_request, response) => {
          response.writeHead(422, json);
          response.end(JSON.stringify({ message: 'a'.repeat(megabyte) }));
        },
        ({ clinic }) =>
          clinic.client.user(call()).then(
            () => 'through' as const,
            (thrown: unknown) => {
              const told = asChartdropError(thrown).toDto().detail ?? '';
              return told.length <= 1_000 ? ('held' as const) : ('through' as const);
            },
          ),
      ),
  },
  {
    name: 'A service gives a presigned post of ten thousand fields, each to be sent with the file',
    seen: 'a presigned post has a bound',
    run: () =>
      withHostileClinic(
        (_request, response) => {
          const fields = Object.fromEntries(rows(10_000, 0).map((_, at) => [`x-${at}`, 'y']));
          list(response, { url: 'http://127.0.0.1/storage', fields });
        },
        (scene) => heldBy('answer-invalid', scene.clinic.client.presignedPost(patient, call())),
      ),
  },
  {
    name: 'A storage answers a file with XML that does not end',
    seen,
    run: () =>
      withHostileClinic(endlessXml(), async ({ clinic, base, written }) => {
        const { network } = clinic.client;
        const sent = postToStorage({ ...post(base), network, signal: AbortSignal.timeout(20_000) });
        const code = await refusalOf(sent);
        return code === 'storage-answer-invalid' && written() < enough / 2 ? 'held' : 'through';
      }),
  },
  {
    name: 'A storage answers with XML whose own words stand for a thousand million others',
    seen: 'XML has no definitions of its own',
    run: () =>
      withHostileClinic(
        (_request, response) => {
          const ten = (name: string, of: string) => `<!ENTITY ${name} "${`&${of};`.repeat(10)}">`;
          const entities = rows(9, 0).map((_, at) => ten(`a${at + 1}`, `a${at}`));
          response.writeHead(201);
          response.end(
            `<!DOCTYPE r [<!ENTITY a0 "a">${entities.join('')}]><PostResponse><Key>&a9;</Key></PostResponse>`,
          );
        },
        async ({ clinic, base }) => {
          const { network } = clinic.client;
          const sent = postToStorage({ ...post(base), network, signal: AbortSignal.timeout(20_000) });
          return heldBy('storage-answer-invalid', sent);
        },
      ),
  },
  {
    name: 'A storage gives an attachment as a few kilobytes that unpack to gigabytes in the window',
    seen,
    run: () =>
      withHostileClinic(
        (request, response) => {
          if (request.url === '/v1/content') {
            response.writeHead(302, { location: '/v1/bytes' }).end();
            return;
          }
          response.writeHead(200, { 'content-encoding': 'gzip' });
          pipeline(endless(), createGzip(), response, ignore);
        },
        async ({ clinic, base }) => {
          let bytes = 0;
          const stream = await openContent(clinic.client, attachment(base), call());
          for await (const chunk of stream) bytes += (chunk as Buffer).length;
          return bytes < megabyte ? 'held' : 'through';
        },
      ),
  },
  {
    name: 'A clinic reached by HTTPS has a file posted to a host in the clear',
    seen: 'HTTPS clinics get HTTPS storage only',
    run: () =>
      withHostileClinic(
        (_request, response) => list(response, { url: plainHost, fields: { key: 'x' } }),
        ({ clinic }) => heldBy('storage-not-secure', clinic.client.presignedPost(patient, call())),
        { isSecure: true },
      ),
  },
  {
    name: 'A clinic reached by HTTPS leads to an attachment in the clear',
    seen: 'HTTPS clinics get HTTPS storage only',
    run: () =>
      withHostileClinic(
        (_request, response) => void response.writeHead(302, { location: plainHost }).end(),
        ({ clinic, base }) =>
          heldBy('storage-not-secure', clinic.client.contentLocation(`${base}/content`, call())),
        { isSecure: true },
      ),
  },
  {
    name: 'A clinic on this PC has a file posted to another machine in the clear',
    seen: 'HTTPS clinics get HTTPS storage only',
    run: () =>
      withHostileClinic(
        (_request, response) => list(response, { url: plainHost, fields: { key: 'x' } }),
        ({ clinic }) => heldBy('storage-not-secure', clinic.client.presignedPost(patient, call())),
      ),
  },
  {
    name: 'A page leads on to another host, to be sent the key',
    seen: 'next pages come from the same origin only',
    run: () =>
      withHostileClinic(
        (_request, response) => {
          const next = 'http://127.0.0.2:9/v1/users?page=2';
          list(response, { users: [{ id: '1' }], total_entries: 2, links: { next } });
        },
        ({ clinic }) => heldBy('answer-invalid', collect(clinic.client.users({}, call()))),
      ),
  },
  {
    name: 'The service redirects a call with the key to another host',
    seen: 'redirects are not followed with the key',
    run: () =>
      withHostileClinic(
        (request, response) => {
          if (request.url === '/v1/user') response.writeHead(302, { location: '/v1/elsewhere' }).end();
          else list(response, { id: '1' });
        },
        async ({ clinic, asked }) => {
          await refusalOf(clinic.client.user(call()));
          return asked.includes('/v1/elsewhere') ? 'through' : 'held';
        },
      ),
  },
];
