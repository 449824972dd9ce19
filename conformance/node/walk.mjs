// Tells the stories of `conformance/walks/`, which are the same for every client.
//
// A step names an operation by Okta's id and its request, and says what comes of it. The client's method has the id
// as its name; where the client has none, the request is made without it.

import { readFileSync, readdirSync } from 'node:fs';
import { ORG, PREFIX, all, http, tell } from './story.mjs';

const WALKS = new URL('../walks/', import.meta.url);

/** With what was kept in place of its name in braces. */
function filled(value, known) {
  if (typeof value === 'string') {
    const whole = value.match(/^\{(\w+)\}$/);
    return whole ? known[whole[1]] : value.replace(/\{(\w+)\}/g, (found, name) => known[name] ?? found);
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, known));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, item]) => [filled(name, known), filled(item, known)]));
  return value;
}

/** Members that the client gives names of its own. */
const member = (value, name) => value[name] ?? value[`_${name}`] ?? value[name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())];

/** `conditions.people.0.id`; `#` is the length of a list, and `*` stands for each of its items. */
function at(value, path) {
  const [first, ...more] = path.split('.');
  const rest = more.join('.');
  if (first === '*') return rest ? (value ?? []).map((item) => at(item, rest)) : value;
  if (first === '#') return (value ?? []).length;
  const found = value === undefined || value === null ? undefined : member(value, first);
  return rest && found !== undefined && found !== null ? at(found, rest) : found;
}

/** The method of an operation, with the names of its parameters in their order. */
function methodOf(client, operation) {
  for (const name of Object.keys(client).filter((name) => name.endsWith('Api'))) {
    const api = client[name];
    if (typeof api?.[operation] === 'function') {
      const names = [...api[operation].toString().matchAll(/param\.(\w+)/g)].map(([, name]) => name);
      return { call: (given) => api[operation](given), names };
    }
  }
  return undefined;
}

/** What a list or a single thing is, without the client's collections. */
const read = async (answer) => (typeof answer?.each === 'function' ? all(answer) : answer);

/** The list by pages of so many is the list as a whole. */
async function pages(t, client, step, known) {
  const title = `${step.do} by pages of ${step.pages}`;
  const query = filled(step.query ?? {}, known);
  const path = filled(step.request.split(' ')[1], known);
  const whole = (await http('GET', `${path}?${new URLSearchParams({ ...query, limit: 200 })}`)).body;
  const method = methodOf(client, step.do);
  if (step.not.node || !method?.names.includes('limit')) return;
  const inPath = [...step.request.matchAll(/\{(\w+)\}/g)].map(([, name], place) => [method.names[place], known[name]]);
  const found = await read(await method.call({ ...Object.fromEntries(inPath), ...query, limit: step.pages }));
  const name = (item) => item.id ?? item.name;
  t.is(title, found.map(name), whole.map(name));
  t.is(`${title}: there are several`, found.length > step.pages, true);
}

async function take(t, client, step, known) {
  if (step.pages) {
    await pages(t, client, step, known);
    return;
  }
  const title = filled(step.say ?? step.do, known);
  const [verb, template] = step.request.split(' ');
  const query = filled(step.query ?? {}, known);
  const method = step.not.node ? undefined : methodOf(client, step.do);
  let answer;
  if (method) {
    const inPath = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => known[name]);
    const given = Object.fromEntries(inPath.map((value, place) => [method.names[place], value]));
    const left = method.names.slice(inPath.length);
    for (const [name, value] of Object.entries(query)) given[name] = value;
    const bodyName = left.find((name) => !(name in query));
    if (step.body !== undefined && bodyName) given[bodyName] = filled(step.body, known);
    const asked = method.call(given).then(read);
    if (step.refused) {
      await t.refused(title, asked, filled(step.refused, known));
      return;
    }
    answer = await asked;
    t.report(`${title} is understood`, '', answer ?? null);
  } else {
    const path = filled(template, known);
    const asked = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const { status, body } = await http(verb, asked ? `${path}?${asked}` : path, filled(step.body, known));
    if (step.refused) {
      await t.refused(title, status < 400 ? Promise.resolve(body) : Promise.reject({ status, ...body }), filled(step.refused, known));
      return;
    }
    if (status >= 400) t.report(title, `${status}: ${JSON.stringify(body)}`, body);
    answer = body;
  }
  for (const [name, path] of Object.entries(step.keep ?? {})) known[name] = at(answer, path);
  for (const [path, expected] of Object.entries(step.is ?? {})) {
    t.is(`${title}: ${path}`, at(answer, path) ?? null, filled(expected, known));
  }
}

async function walk(t, client, story) {
  const known = { orgurl: ORG, prefix: PREFIX, prefix_: PREFIX.replace(/\W/g, '_'), ...story.known };
  t.finally(async () => {
    for (const request of story.finally ?? []) {
      const [verb, path] = request.split(' ');
      if ([...path.matchAll(/\{(\w+)\}/g)].every(([, name]) => name in known)) await http(verb, filled(path, known));
    }
  });
  for (const step of story.steps) {
    try {
      await take(t, client, { ...step, not: { ...story.not, ...step.not } }, known);
    } catch (error) {
      t.report(step.say ?? step.do, String(error?.stack ?? error), null);
      if (step.keep) throw error;
    }
  }
}

export default async function walks(client) {
  for (const file of readdirSync(WALKS).filter((name) => name.endsWith('.json')).sort()) {
    for (const [name, story] of Object.entries(JSON.parse(readFileSync(new URL(file, WALKS), 'utf8')))) {
      if (name.includes(process.env.CONFORMANCE_ONLY ?? '')) await tell(name, (t) => walk(t, client, story));
    }
  }
}
