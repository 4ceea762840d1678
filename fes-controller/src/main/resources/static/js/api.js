// The controller's endpoints. The token stays in this tab: it is kept in its session storage, and sent with nothing but
// what needs it.

const actuator = new URL('../actuator/', import.meta.url);
const PATIENCE = 10_000;

/** What is asked for waits for stages: for one that ends, or that tries an event once more. */
const PATIENCE_TO_ACT = 45_000;

/** A preview starts the flow's app, and waits for one that runs already. */
const PATIENCE_TO_PREVIEW = 90_000;
const TOKEN = 'fes-token';

export const token = () => sessionStorage.getItem(TOKEN) ?? '';

export function keepToken(value) {
  if (value) sessionStorage.setItem(TOKEN, value);
  else sessionStorage.removeItem(TOKEN);
}

const path = (...parts) => parts.map(encodeURIComponent).join('/');

/** What was answered, be it good or not; it fails only when nobody answers. */
async function ask(url, options = {}, patience = PATIENCE) {
  const response = await fetch(new URL(url, actuator), {
    ...options,
    cache: 'no-store',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(patience),
  });
  const text = await response.text();
  return {
    ok: response.ok,
    status: response.status,
    at: Date.parse(response.headers.get('date') ?? '') || Date.now(),
    body: parsed(text),
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const authorized = () => (token() ? {Authorization: `Bearer ${token()}`} : {});

const JSON_TYPE = {'Content-Type': 'application/json'};

const post = (url, body) =>
  ask(url, {method: 'POST', headers: {...JSON_TYPE, ...authorized()}, body: JSON.stringify(body)}, PATIENCE_TO_ACT);

export const streams = () => ask('streams');

export const resource = (namespace, name) => ask(`streams/${path(namespace, name)}`);

export const act = (namespace, name, body) => post(`streams/${path(namespace, name)}`, body);

/** @param all those that were replayed or discarded too */
export function letters(namespace, name, stream, {after, all}) {
  const query = new URLSearchParams({limit: 20, payload: true});
  if (!all) query.set('state', 'kept');
  if (after !== null) query.set('after', after);
  return ask(`deadletters/${path(namespace, name, stream)}?${query}`, {headers: authorized()});
}

export const actOnLetters = (namespace, name, stream, body) => post(`deadletters/${path(namespace, name, stream)}`, body);

/** @param manifest as it is written */
export const validate = (manifest) => ask('validate', {method: 'POST', headers: {'Content-Type': 'application/yaml'}, body: manifest});

/** @param body as JSON already */
export const preview = (body) => ask('preview', {method: 'POST', headers: {...JSON_TYPE, ...authorized()}, body}, PATIENCE_TO_PREVIEW);

/** Why an answer is no success: in the controller's words where it has any, which the server's own answers have not. */
export function refusal(answer) {
  if (answer.body?.error && !answer.body.timestamp) return answer.body.error;
  if (answer.status === 401) return 'This needs a token, and the one that was sent is not known here.';
  if (answer.status === 403) return 'This token has no right to do that.';
  if (answer.status === 404 || answer.status === 405) return 'This controller does not offer that.';
  return `The controller answered ${answer.status}.`;
}
