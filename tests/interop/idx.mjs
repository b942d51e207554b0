import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * Reads an IDX file of unsigned bytes, plain or gzipped (magic 00 00 08 rank, big-endian dimensions, data).
 * @returns {{ shape: number[], data: Uint8Array }}
 */
export function readIdx(path) {
  let bytes = readFileSync(path);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  if (bytes.readUInt16BE(0) !== 0 || bytes[2] !== 8) throw new Error(`${path} is no IDX file of bytes.`);
  const shape = Array.from({ length: bytes[3] }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const data = bytes.subarray(4 + 4 * shape.length);
  const expected = shape.reduce((a, b) => a * b, 1);
  if (data.length !== expected) throw new Error(`${path} holds ${data.length} values where its header announces ${expected}.`);
  return { shape, data };
}
