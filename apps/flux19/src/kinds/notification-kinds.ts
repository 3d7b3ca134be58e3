import { groups } from '@flux19/api';
import { type FluxKind, readiness, suspendedCell } from './flux-kind.ts';

const staticVersion = `${groups.notification}/v1beta3`;

export const receiver: FluxKind = {
  apiVersion: `${groups.notification}/v1`,
  kind: 'Receiver',
  humanKind: 'receiver',
  words: ['receiver'],
  getWords: ['receivers'],
  aliases: ['receiver'],
  columns: ['Suspended', 'Ready', 'Message'],
  summarize: (object) => {
    const { ready, message } = readiness(object);
    return [suspendedCell(object), ready, message];
  },
  successMessage: (object) => readiness(object).message,
  canReconcile: true,
  canSuspend: true,
  canDelete: true,
};

export const alert: FluxKind = {
  apiVersion: staticVersion,
  kind: 'Alert',
  humanKind: 'alert',
  words: ['alert'],
  getWords: ['alerts'],
  aliases: ['alert'],
  columns: ['Suspended', 'Ready', 'Message'],
  summarize: (object) => [suspendedCell(object), 'True', 'Alert is Ready'],
  successMessage: () => 'Alert reconciliation completed',
  isStatic: () => true,
  isAlwaysReady: true,
  canSuspend: true,
  canDelete: true,
};

export const alertProvider: FluxKind = {
  apiVersion: staticVersion,
  kind: 'Provider',
  humanKind: 'alert provider',
  words: ['alert-provider'],
  getWords: ['alert-providers'],
  aliases: ['alert-provider'],
  columns: ['Ready', 'Message'],
  summarize: () => ['True', 'Provider is Ready'],
  successMessage: () => 'Provider reconciliation completed',
  isStatic: () => true,
  isAlwaysReady: true,
  canSuspend: true,
  canDelete: true,
};
