// Keeps what a visit has loaded, so that the next one is quick and needs no network. lite/page.py puts SITE before
// this: the names of the caches, the files of Python with their sizes, and what else a visit without a network may
// need. What a learner writes is not in here;
// JupyterLite keeps it in a database of the browser.
const base = new URL("./", self.location.href).href;
const loading = new Map(); // what is on its way because a page asked for it ahead
const bytes = new Map(); // how many have come, of each file of Python

const place = (address) => address.split(/[?#]/)[0];
const python = (address) => SITE.python[address.slice(base.length)];
const kept = async (address) => caches.open(python(address) ? SITE.pythonCache : SITE.cache);
const live = (address) => /\/api\/(drive|stdin|service-worker-heartbeat)/.test(address); // JupyterLite answers it

self.addEventListener("fetch", (event) => {
  const address = place(event.request.url);
  if (event.request.method !== "GET" || !address.startsWith(base) || live(address)) return;
  event.stopImmediatePropagation();
  event.respondWith(answer(address, event));
});

self.addEventListener("message", (event) => {
  const { python, wanted } = event.data;
  if (python) event.waitUntil(fill(Object.keys(SITE.python)));
  if (wanted) event.waitUntil(fill([...SITE.also, ...wanted]).then(() => event.source.postMessage({ kept: true })));
});

self.addEventListener("activate", (event) => event.waitUntil(clear()));

async function answer(address, event) {
  await loading.get(address);
  return (await stored(address)) ?? load(address, event);
}

async function stored(address) {
  const response = await (await kept(address)).match(address);
  if (response) report(address, python(address));
  return response;
}

async function load(address, event) {
  const response = await fetch(address, { cache: "no-cache" }); // an older version of a file is not kept as a new one
  if (!response.ok || response.redirected) return response;
  const counted = python(address) ? count(address, response) : response;
  event.waitUntil((await kept(address)).put(address, counted.clone()).catch(() => {})); // the disk may be full
  return counted;
}

function count(address, response) {
  let sum = 0;
  const transform = (chunk, controller) => {
    controller.enqueue(chunk);
    report(address, (sum += chunk.byteLength));
  };
  return new Response(response.body.pipeThrough(new TransformStream({ transform })), response);
}

async function report(address, number) {
  if (!python(address)) return;
  bytes.set(address, number);
  const loaded = [...bytes.values()].reduce((sum, each) => sum + each, 0);
  const total = Object.values(SITE.python).reduce((sum, each) => sum + each, 0);
  for (const client of await self.clients.matchAll()) client.postMessage({ bytes: { loaded, total } });
}

// Load what is not there yet, two files at a time, so that JupyterLab's own files find a way beside them.
async function fill(addresses) {
  const full = addresses.map((address) => place(new URL(address, base).href));
  const next = full.filter((address) => address.startsWith(base) && !live(address));
  const worker = async () => {
    while (next.length) await fillOne(next.shift());
  };
  await Promise.all([worker(), worker()]);
}

async function fillOne(address) {
  if (loading.has(address) || (await stored(address))) return;
  const late = [];
  const done = load(address, { waitUntil: (promise) => late.push(promise) }).then(() => Promise.all(late));
  loading.set(address, done.catch(() => {}));
  await loading.get(address);
  loading.delete(address);
}

async function clear() {
  const old = (name) => name.startsWith("gdlesson-") && ![SITE.cache, SITE.pythonCache].includes(name);
  await Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
}

importScripts("jupyterlite-service-worker.js"); // after our listeners: it sees only what they leave to it
