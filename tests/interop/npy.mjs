import { readFileSync } from 'node:fs';

/**
 * Reads a NumPy file, version 1.0, of little-endian 32-bit floats in two dimensions, as `evaluate --predictions` writes it.
 * @returns {{ shape: number[], data: Float32Array }}
 */
export function readNpy(path) {
  const bytes = readFileSync(path);
  if (bytes.subarray(1, 6).toString('latin1') !== 'NUMPY' || bytes[0] !== 0x93) throw new Error(`${path} is no NumPy file.`);
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.subarray(10, start).toString('latin1');
  const match = /'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/.exec(header);
  if (!match) throw new Error(`${path} has the header ${header.trim()}, not that of a float32 matrix.`);
  const shape = [Number(match[1]), Number(match[2])];
  const data = new Float32Array(shape[0] * shape[1]);
  if (bytes.length - start !== data.length * 4) throw new Error(`${path} is truncated.`);
  for (let i = 0; i < data.length; i++) data[i] = bytes.readFloatLE(start + 4 * i);
  return { shape, data };
}
