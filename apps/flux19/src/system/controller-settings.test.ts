import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { defaultSettings } from '@flux19/kustomize-controller';
import { defaultNotificationSettings } from '@flux19/notification-controller';
import { Command } from 'commander';
import { normalizeBooleanFlags } from '../program/boolean-flags.ts';
import { addControllerFlags, type ControllerFlags } from './controller-flags.ts';
import { type ControllerSettings, controllerSettings } from './controller-settings.ts';
import { workingRules } from './working-rules.ts';

function settingsOf(...args: readonly string[]): ControllerSettings {
  const command = addControllerFlags(new Command('run'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(normalizeBooleanFlags(command, args), { from: 'user' });
  return controllerSettings(command.opts<ControllerFlags>(), 'flux-system');
}

suite('controllerSettings', () => {
  test('are those of Flux when nothing is said', () => {
    assert.deepEqual(settingsOf(), {
      kustomize: defaultSettings,
      notification: defaultNotificationSettings,
      workloadIdentity: { isEnabled: false, defaultAccount: '' },
      retention: { ttlMs: 60_000, records: 2 },
      eventsAddress: {},
      receiverAddress: {},
      selection: {},
    });
  });

  test('take the flags of the lockdown, in every spelling that Flux takes', () => {
    for (const suffix of ['', '=true']) {
      const { kustomize, notification } = settingsOf(
        `--no-cross-namespace-refs${suffix}`,
        `--no-remote-bases${suffix}`,
        '--default-service-account=deployer',
        '--insecure-kubeconfig-exec=false',
      );
      assert.equal(notification.allowsCrossNamespaceReferences, false);
      const { noCrossNamespaceRefs, noRemoteBases, defaultServiceAccount, insecureKubeconfigExec } = kustomize;
      assert.deepEqual(
        [noCrossNamespaceRefs, noRemoteBases, defaultServiceAccount, insecureKubeconfigExec],
        [true, true, 'deployer', false],
      );
    }
    assert.equal(settingsOf('--no-cross-namespace-refs=false').kustomize.noCrossNamespaceRefs, false);
    assert.equal(settingsOf('--insecure-kubeconfig-exec').kustomize.insecureKubeconfigExec, true);
  });

  test('take everything else', () => {
    const { kustomize, ...others } = settingsOf(
      '--concurrent=10',
      '--kube-api-qps=100',
      '--artifact-retention-ttl=5m',
      '--artifact-retention-records=9',
      '--default-service-account=tenant',
      '--default-kubeconfig-service-account=remote',
      '--default-decryption-service-account=keys',
      '--sops-vault-configmap=vaults',
      '--min-retry-delay=1s',
      '--max-retry-delay=1m',
      '--watch-all-namespaces=false',
      '--watch-label-selector=sharding.fluxcd.io/key=a',
      '--override-manager=one',
      '--override-manager=two',
      '--custom-apply-stage-kinds=rbac.authorization.k8s.io/Role,Secret',
      '--interval-jitter-percentage=0',
      '--requeue-dependency=5s',
      '--sops-age-secret=keys',
      '--rate-limit-interval=1m',
      '--events-addr=127.0.0.1:9090',
      '--receiver-addr=:9292',
      '--feature-gates=StrictPostBuildSubstitutions=false,ExternalArtifact=true,ObjectLevelWorkloadIdentity=true,GroupChangeLog=true',
    );
    assert.deepEqual(others, {
      concurrency: 10,
      rateLimit: { qps: 100, burst: 300 },
      retention: { ttlMs: 300_000, records: 9 },
      workloadIdentity: { isEnabled: true, defaultAccount: 'tenant' },
      notification: { ...defaultNotificationSettings, duplicateIntervalMs: 60_000 },
      eventsAddress: { host: '127.0.0.1', port: 9090 },
      receiverAddress: { host: '::', port: 9292, allowedHosts: ['*'] },
      minRetryDelayMs: 1_000,
      maxRetryDelayMs: 60_000,
      selection: { namespace: 'flux-system', labelSelector: 'sharding.fluxcd.io/key=a' },
    });
    assert.deepEqual(kustomize, {
      ...defaultSettings,
      overrideManagers: ['one', 'two'],
      customStageKinds: new Set(['rbac.authorization.k8s.io/Role', 'Secret']),
      intervalJitterPercent: 0,
      requeueDependencyMs: 5_000,
      sopsAgeSecret: { namespace: 'flux-system', name: 'keys' },
      strictSubstitutions: false,
      allowExternalArtifact: true,
      defaultServiceAccount: 'tenant',
      objectWorkloadIdentity: true,
      defaultKubeconfigServiceAccount: 'remote',
      defaultDecryptionServiceAccount: 'keys',
      sopsVaultConfigMap: { namespace: 'flux-system', name: 'vaults' },
    });
  });

  test('reach every controller where they concern all', () => {
    const rules = workingRules(
      settingsOf(
        '--interval-jitter-percentage=7',
        '--requeue-dependency=3s',
        '--concurrent=8',
        '--watch-label-selector=a=b',
      ),
    );
    const { random, ...others } = rules;
    assert.equal(typeof random(), 'number');
    assert.deepEqual(others, {
      intervalJitterPercent: 7,
      dependencyRequeueMs: 3_000,
      concurrency: 8,
      selection: { labelSelector: 'a=b' },
    });
  });

  test('refuse what they cannot be', () => {
    for (const flag of [
      '--concurrent=0',
      '--interval-jitter-percentage=101',
      '--log-level=loud',
      '--feature-gates=A',
    ]) {
      assert.throws(() => settingsOf(flag), /takes/, flag);
    }
  });
});
