// Frames: what the page shows for one position of the controls, kept under that position, so that a move can be
// answered without the kernel. The kernel fills them while it is idle, in the order in which they are asked for.
const ROOM = 5_000_000;  // characters of all frames of an explorer, two bytes each at most
const CHUNK = 48;  // frames that are asked for at once; the next ones are asked for when half of them are there
const NEAR = 24;  // positions on each side that are filled for a control that nobody touches
class Frames {
  kept = new Map();
  stills = new Map();
  size = 0;
  get(key) {
    const frame = this.kept.get(key);
    if (frame) {
      this.kept.delete(key);  // frames that are used last are dropped last
      this.kept.set(key, frame);
    }
    const still = this.stills.get(frame?.subject);
    return still && { ...still, ...frame };
  }
  put(key, frame) {
    this.drop(key);
    this.kept.set(key, frame);
    this.size += frame.moving.length + frame.words.length;
    for (const oldest of this.kept.keys()) {
      if (this.size <= ROOM) break;
      this.drop(oldest);
    }
  }
  drop(key) {
    const frame = this.kept.get(key);
    if (frame) this.size -= frame.moving.length + frame.words.length;
    this.kept.delete(key);
  }
  clear() {
    this.kept.clear();
    this.size = 0;
  }
}
// Ask the kernel for the frames around the present position: first for the control in hand, then for the others.
class Filling {
  constructor(model, frames, controls) {
    Object.assign(this, { model, frames, controls, wanted: [], due: 0 });
  }
  begin(positions, hand) {
    const ahead = this.model.get("ahead");
    const order = ahead.includes(hand) ? [hand, ...ahead.filter((each) => each !== hand)] : ahead;
    this.wanted = order.flatMap((index) =>
      around(this.controls[index], positions[index], index === hand)
        .filter((value) => index !== this.model.get("steps") || value < this.controls[index].get("high"))
        .map((value) => ({ key: positions.map((each, k) => (k === index ? value : each)), inHand: index === hand })));
    this.due = 0;
    this.next(true);
  }
  end() {
    Object.assign(this, { wanted: [], due: 0 });
  }
  next(anew = false) {
    const missing = [];
    while (missing.length < CHUNK && this.wanted.length) {
      const { key, inHand } = this.wanted.shift();
      if (!inHand && this.frames.size > ROOM / 2) break;  // leave room for the one in hand
      if (!this.frames.get(JSON.stringify(key))) missing.push(key);
    }
    this.due += missing.length;
    if (missing.length) this.model.send({ wanted: missing, anew, known: [...this.frames.stills.keys()] });
  }
  take({ stills, frames, done }) {
    stills.forEach(([subject, still, areas, description]) =>
      this.frames.stills.set(subject, { still, areas, description }));
    frames.forEach(([key, subject, moving, words]) =>
      this.frames.put(JSON.stringify(key), { subject, moving, words }));
    this.due -= done;
    if (this.due <= CHUNK / 2) this.next();
  }
}
// The positions of a control, nearest first: of a choice, all; of a number, those of its slider, or the nearest few.
// Numbers that have names come first. After the last step comes the first one.
function around(control, position, all) {
  if (control.get("index") !== undefined) return control.get("_options_labels").map((_, index) => index);
  const [low, high, step] = ["low", "high", "step"].map((name) => control.get(name));
  const now = position ?? high;
  const at = control.get("logarithmic") ? Math.log10(now) : now;
  const last = Math.round((high - low) / step);
  const middle = Math.max(0, Math.min(last, Math.round((at - low) / step)));
  const found = Object.values(control.get("marks").numbers);
  const reach = all ? last : Math.min(last, NEAR);
  for (let away = 0; away <= reach; away++) {
    for (let k of new Set([middle + away, middle - away])) {
      if (position === null) k = (k + last + 1) % (last + 1);
      if (k >= 0 && k <= last) found.push(numberAt(control, low + k * step));
    }
  }
  return found;
}
