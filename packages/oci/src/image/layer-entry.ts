/** One thing of a layer as it came. Links of both kinds name their target as the layer does. */
export interface LayerEntry {
  readonly kind: 'file' | 'folder' | 'link' | 'hardLink' | 'whiteout' | 'opaque' | 'other';
  /** Names from the root, none of them `.` or `..`; of a whiteout what is to be removed. */
  readonly path: readonly string[];
  readonly mode: number;
  readonly target: string;
  readonly content: Uint8Array;
}
