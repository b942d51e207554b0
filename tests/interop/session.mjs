// Runs a network in ONNX Runtime over images.
import { InferenceSession, Tensor } from 'onnxruntime-node';

const BATCH = 250;

/** The first output for all images, row by row: { data, outputs }. */
export async function outputsOf(modelPath, images) {
  const session = await InferenceSession.create(modelPath);
  const [count, height, width] = images.shape;
  let data = null;
  let outputs = 0;
  for (let first = 0; first < count; first += BATCH) {
    const batch = Math.min(BATCH, count - first);
    const input = Float32Array.from(images.data.subarray(first * height * width, (first + batch) * height * width), (byte) => byte / 255);
    const feeds = { [session.inputNames[0]]: new Tensor('float32', input, [batch, 1, height, width]) };
    const result = (await session.run(feeds))[session.outputNames[0]];
    outputs = result.data.length / batch;
    if (!Number.isInteger(outputs)) throw new Error(`${modelPath}: output of shape ${result.dims} for ${batch} images.`);
    data ??= new Float32Array(count * outputs);
    data.set(result.data, first * outputs);
  }
  return { data, outputs };
}
