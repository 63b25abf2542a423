// What a photo says of its place and its hour, read in the browser so that the writer sees it before there is a network.
// The server reads it again, and takes it out of what is shown.

const ORIENTATION = { N: 1, E: 1, S: -1, W: -1 };
const SIZES = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };
const POINTERS = { exif: 0x8769, gps: 0x8825 };

/** {position: [lon, lat] or null, taken: "2012-07-14 14:05" or ""} of a JPEG's bytes; nothing of what is none. */
export function read(buffer) {
  try {
    const tiff = findTiff(new DataView(buffer));
    return tiff ? told(tiff) : nothing();
  } catch {
    return nothing(); // cut short, or made to mislead
  }
}

const nothing = () => ({ position: null, taken: "" });

function findTiff(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 4 < view.byteLength;) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return new DataView(view.buffer, view.byteOffset + at + 10);
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda || length < 2) return null;
    at += 2 + length;
  }
  return null;
}

function told(tiff) {
  const little = tiff.getUint16(0) === 0x4949;
  const main = directory(tiff, tiff.getUint32(4, little), little);
  const exif = main[POINTERS.exif] ? directory(tiff, main[POINTERS.exif], little) : {};
  const gps = main[POINTERS.gps] ? directory(tiff, main[POINTERS.gps], little) : {};
  const lat = degrees(gps[2], gps[1]);
  const lon = degrees(gps[4], gps[3]);
  const known = Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat || lon);
  const clock = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d)/.exec(exif[0x9003] ?? "");
  return { position: known ? [lon, lat] : null, taken: clock ? `${clock[1]}-${clock[2]}-${clock[3]} ${clock[4]}` : "" };
}

function directory(tiff, at, little) {
  const found = {};
  for (let n = 0; n < tiff.getUint16(at, little); n += 1) {
    const field = at + 2 + 12 * n;
    found[tiff.getUint16(field, little)] = value(tiff, field, little);
  }
  return found;
}

function value(tiff, field, little) {
  const type = tiff.getUint16(field + 2, little);
  const count = tiff.getUint32(field + 4, little);
  const at = count * (SIZES[type] ?? 1) > 4 ? tiff.getUint32(field + 8, little) : field + 8;
  if (type === 2) return String.fromCharCode(...new Uint8Array(tiff.buffer, tiff.byteOffset + at, Math.min(count, 64))).replace(/\0.*$/s, "");
  if (type === 5) return Array.from({ length: Math.min(count, 3) }, (_, n) => tiff.getUint32(at + 8 * n, little) / tiff.getUint32(at + 8 * n + 4, little));
  return type === 3 ? tiff.getUint16(at, little) : type === 4 ? tiff.getUint32(at, little) : null;
}

function degrees(parts, reference) {
  if (!parts || parts.length < 3) return NaN;
  const [whole, minutes, seconds] = parts;
  return (ORIENTATION[reference] ?? 1) * (whole + minutes / 60 + seconds / 3600);
}
