import { suite, test } from 'node:test';
import fc from 'fast-check';
import { fuzzCluster } from './fuzz-cluster.ts';
import { fuzzRequest } from './fuzz-request.ts';

suite('any requests', () => {
  test('leave a cluster that answers, whose controllers rest and whose objects can be read and written', async () => {
    const property = fc.asyncProperty(fc.array(fuzzRequest, { minLength: 20, maxLength: 40 }), fuzzCluster);
    // Always the same: what is new is found by `npm run fuzz`.
    await fc.assert(property, { seed: 19, numRuns: 6, endOnFailure: true });
  });
});
