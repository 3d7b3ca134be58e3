import { failure, json } from './registry-answer.ts';
import type { RegistryScene } from './registry-scene.ts';

const longestPage = 10_000;

/** The tags of a repository, by pages: `?n=` and `?last=`. */
export async function answerTags({ records }: RegistryScene, repository: string, url: URL): Promise<Response> {
  if (!(await records.exists(repository))) return failure(404, 'NAME_UNKNOWN', 'repository name not known to registry');
  const page = pageOf(await records.tags(repository), url);
  return json({ name: repository, tags: page.names }, page.headers);
}

/** Every repository, by pages. */
export async function answerCatalog({ records }: RegistryScene, url: URL): Promise<Response> {
  const page = pageOf(await records.repositories(), url);
  return json({ repositories: page.names }, page.headers);
}

interface NamesPage {
  readonly names: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** @param sorted by code units */
function pageOf(sorted: readonly string[], url: URL): NamesPage {
  const last = url.searchParams.get('last') ?? '';
  const wanted = url.searchParams.get('n');
  const size = wanted !== null && /^\d{1,9}$/.test(wanted) ? Math.min(Number(wanted), longestPage) : longestPage;
  const rest = last === '' ? sorted : sorted.filter((name) => name > last);
  const names = rest.slice(0, size);
  const end = names.at(-1);
  if (end === undefined || names.length === rest.length) return { names, headers: {} };
  const query = new URLSearchParams({ n: String(size), last: end });
  return { names, headers: { link: `<${url.pathname}?${query}>; rel="next"` } };
}
