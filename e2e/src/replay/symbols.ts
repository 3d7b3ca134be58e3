import { getKey, isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';

const uidPattern = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const tokenPattern = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const addressPattern = /\b\d{1,3}(?:\.\d{1,3}){3}:\d{2,5}\b/g;
/** Addresses that the server gives to Services. */
const clusterAddressPattern = /\b10\.(?:9[6-9]|10\d|11[01])\.\d+\.\d+\b/g;
/** Times of today; stories use those of the past where they mean a fixed one. */
const timePattern = /\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const agePattern = /^\d+(?:ms|[smhd])(?:\d+[smhd])?$/;
/** Where texts speak of resource versions. */
const versionPattern =
  /((?:resourceVersion=|resourceVersion\\?":\\?|resource ?version:? |UID: |current: |in record \()"?)(\d{1,15})\b/gi;
const continuePattern = /\b(continue(?:=|: ))[\w%-]+/g;

/** Versions that stories make up rather than read: `0` for any, `1` for one long gone, and those far ahead. */
function isInvented(version: string): boolean {
  return !/^\d+$/.test(version) || version.length < 3 || version.length > 9;
}

/** Symbols of one story for what its server made up. */
export class Symbols {
  readonly #uids = new Map<string, string>();
  readonly #uses = new Map<string, number>();
  readonly #generated = new Map<string, string>();
  /** Of each object, by uid, the versions it has had. */
  readonly #versions = new Map<string, string[]>();
  readonly #symbolOfVersion = new Map<string, string>();
  #newest = 0;

  /** Notes the objects that a body holds, before symbols are put into it. */
  learn(value: JsonValue | undefined): void {
    if (Array.isArray(value)) for (const item of value) this.learn(item);
    else if (isJsonObject(value)) {
      const metadata = getKey(value, 'metadata');
      if (isJsonObject(metadata)) this.#learnObject(String(getKey(value, 'kind') ?? ''), metadata);
      for (const field of Object.values(value)) this.learn(field);
    }
  }

  #learnObject(kind: string, metadata: JsonObject): void {
    const uid = getKey(metadata, 'uid');
    const name = String(metadata['name'] ?? '');
    const prefix = metadata['generateName'];
    if (typeof prefix === 'string' && prefix !== '' && name.startsWith(prefix) && !this.#generated.has(name)) {
      this.#generated.set(name, this.#numbered(`${prefix}~`));
    }
    if (typeof uid === 'string' && !this.#uids.has(uid)) {
      this.#uids.set(uid, this.#numbered(`uid of ${kind} ${this.#generated.get(name) ?? name}`));
    }
  }

  /** The symbol of a version: of an object by how many it has had, of a list by how it stands to what was seen. */
  resourceVersion(version: string, uid: string | undefined): string {
    if (isInvented(version)) return version;
    const number = Number(version);
    const symbol = uid === undefined ? this.#stand(number) : this.#ofObject(version, uid);
    this.#newest = Math.max(this.#newest, number);
    if (uid !== undefined) this.#symbolOfVersion.set(version, symbol);
    return symbol;
  }

  #ofObject(version: string, uid: string): string {
    const had = this.#versions.get(uid) ?? [];
    this.#versions.set(uid, had);
    if (!had.includes(version)) had.push(version);
    const index = had.indexOf(version);
    const isBackwards = had.slice(0, index).some((earlier) => Number(earlier) > Number(version));
    return `version ${index + 1}${isBackwards ? ', older' : ''}`;
  }

  #stand(version: number): string {
    // Newer than anything seen is as good: a real server now and then writes by itself.
    return version >= this.#newest ? 'the newest' : 'not the newest';
  }

  /** A cell of a Table; ages become one symbol. */
  cell(cell: JsonValue): JsonValue {
    return typeof cell === 'string' && agePattern.test(cell) ? '<age>' : cell;
  }

  text(text: string): string {
    let result = text
      .replace(tokenPattern, '<token>')
      .replace(uidPattern, (uid) => `<${this.#uids.get(uid) ?? 'uid'}>`)
      .replace(timePattern, (_time, fraction: string | undefined) =>
        fraction === undefined ? '<time>' : '<microtime>',
      )
      .replace(addressPattern, '<address>')
      .replace(clusterAddressPattern, '<cluster address>')
      .replace(continuePattern, '$1<continue>')
      .replace(versionPattern, (whole, lead: string, version: string) =>
        isInvented(version) ? whole : `${lead}<${this.#symbolOfVersion.get(version) ?? 'version'}>`,
      );
    for (const [name, symbol] of this.#generated) result = result.replaceAll(name, symbol);
    return result;
  }

  #numbered(text: string): string {
    const uses = (this.#uses.get(text) ?? 0) + 1;
    this.#uses.set(text, uses);
    return uses === 1 ? text : `${text} ${uses}`;
  }
}
