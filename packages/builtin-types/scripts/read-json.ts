/** Reads a JSON document of Kubernetes by its path below the data folder. */
export type ReadJson = (...path: string[]) => unknown;
