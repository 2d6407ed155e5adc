// Detects when the pixels of the element ".picture" have changed on screen, in the same way for every design.
//
// Any change there (an element, an attribute, some text, drawing on a canvas) starts a look: it decodes the images,
// then waits for the next frame (requestAnimationFrame) and for the end of that frame's layout and paint (a message
// posted within it). The picture counts as new only if its content differs from the one before: its text, its SVG,
// the addresses of its images, the pixels of its canvases. The move itself is the keyboard event, with the browser's
// own time stamp. The bytes are those of all WebSocket messages, in both directions.
window.watch = { shown: [], bytes: 0, heard: 0, moved: 0 };

(() => {
  const size = (data) => data.byteLength ?? data.size ?? data.length;
  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        watch.bytes += size(data);
        watch.heard = performance.now();
      });
    }
    send(data) {
      watch.bytes += size(data);
      super.send(data);
    }
  };

  let region, last, busy, again, answer;
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...args) {
    draw.apply(this, args);
    if (region?.contains(this.canvas)) look();
  };

  const pixels = (canvas) => {
    if (!canvas.width || !canvas.height) return "";
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Uint32Array(data.buffer).reduce((sum, pixel) => (sum * 31 + pixel) | 0, 0);
  };
  const content = () =>
    [...region.querySelectorAll("img, svg, canvas")]
      .map((part) => part.src ?? (part.getContext ? pixels(part) : part.outerHTML))
      .concat(region.textContent)
      .join("\n");
  const painted = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      requestAnimationFrame(() => port2.postMessage(0));
    });
  const pause = (time) => new Promise((done) => setTimeout(done, time));

  async function look() {
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      const now = content();
      await Promise.all([...region.querySelectorAll("img")].map((image) => image.decode().catch(() => {})));
      await painted();
      if (now !== last && now.trim()) {
        last = now;
        watch.shown.push(performance.now());
        answer?.(performance.now() - watch.moved);
      }
    }
    busy = false;
  }

  watch.start = () => {
    region = document.querySelector(".picture");
    last = content();
    new MutationObserver(look).observe(region, {
      subtree: true, childList: true, attributes: true, characterData: true,
    });
  };
  // Wait for the first new picture after the next key; null if there is none.
  watch.arm = (limit) => {
    watch.answer = Promise.race([new Promise((done) => { answer = done; }), pause(limit).then(() => null)]);
  };
  // Wait until nothing is under way.
  watch.quiet = async (time) => {
    const begin = performance.now();
    while (busy || performance.now() - Math.max(begin, watch.heard, watch.shown.at(-1) ?? 0) < time) await pause(10);
  };
  addEventListener("keydown", (event) => { watch.moved = event.timeStamp; }, true);
})();
