import type { KubeObject } from '@flux19/objects';
import type { ObjectKey } from '@flux19/runtime';
import type { Action, ControlPlan } from './action.ts';
import type { ClusterView } from './cluster-view.ts';
import type { ControlledKind } from './controlled-kinds.ts';

/** What a plan may look at. */
export interface Observation {
  readonly view: ClusterView;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** A part of the control plane: brings objects of one kind to the state that a healthy cluster would report. */
export interface ClusterController {
  readonly kind: ControlledKind;
  /** Under which it tells of what it did: `deployment-controller`. */
  readonly component: string;
  /** Objects of other kinds whose change concerns objects of this kind: by whom they are controlled, or as `toKeys` says. */
  readonly watches?: readonly {
    readonly kind: ControlledKind;
    readonly toKeys?: (object: KubeObject, view: ClusterView) => readonly ObjectKey[];
  }[];
  /** Decides what to do for one object. Pure: reads the view, changes nothing, waits for nothing. */
  plan(object: KubeObject, seen: Observation): ControlPlan;
  /** Decides what to tell in the object's status when the API server did not allow what it needs, and why. Pure, as `plan`. */
  afterRefusal?(object: KubeObject, why: string, seen: Observation): readonly Action[];
}
