import { expect, it } from 'vitest';
import { createClinic, standardRateLimit } from '../../main/clinic/clinic.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { errorText } from '../../preload/words/text.ts';
import { de } from '../../preload/words/de.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, testClinic } from '../fixtures/upload-bench.ts';

it('reports a base URL without /v1 as wrong, instead of a missing record', async () => {
  const demo = await testClinic();
  const clinic = createClinic({
    apiKey: () => demo.apiKey,
    baseUrl: demo.apiUrl.replace(/\/v1$/, ''),
    userAgent: 'Chartdrop tests (tests@chartdrop.example)',
    rateLimit: standardRateLimit,
    clock: systemClock,
    network: directNetwork,
  });
  const error = await rejectionOf(clinic.identify(callOptions()));
  expect([error.code, error.advice]).toEqual(['address-not-clinic', 'ask']);
  expect(errorText(error.toDto())).toMatch(/\/v1/);
});

it('reports a mistyped key as such', () => {
  for (const code of ['key-malformed', 'shard-unknown'] as const) {
    expect(en.errors[code]).toMatch(/^This is not a Cliniko API key/);
    expect(de.errors[code]).toMatch(/^Das ist kein Cliniko-API-Schlüssel/);
    expect(fr.errors[code]).toMatch(/^Ce n’est pas une clé API Cliniko/);
  }
});
