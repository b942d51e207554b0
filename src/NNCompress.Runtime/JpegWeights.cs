using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>
    /// Weight tensors stored as JPEG. After the head (<see cref="JpegSection"/>), a section of tiles (coder 4) holds one complete JPEG stream. A section of
    /// a picture for each neuron (coder 3) holds the length of a tables-only stream (LEB128), that stream (T.81 B.5), and the neurons' entropy-coded data
    /// one after the other, each ending on a byte; their frame and scan headers, all alike, are left out.
    /// </summary>
    static partial class JpegWeights
    {
        static readonly byte[] FileHead =
        {
            0xFF, JpegTables.Soi,
            0xFF, JpegTables.App0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0,
        };

        static readonly byte[] ScanHeader = { 0xFF, JpegTables.Sos, 0, 8, 1, 1, 0, 0, 63, 0 };

        /// <summary>Decodes a section.</summary>
        /// <param name="coder">3: a picture for each neuron, 4: tiles in one picture.</param>
        /// <param name="data">Holds the section.</param>
        /// <param name="offset">Of its first byte.</param>
        /// <param name="length">Its bytes; it must fill them exactly.</param>
        /// <param name="shape">The tensor's.</param>
        /// <returns>The weights, row-major.</returns>
        /// <exception cref="InvalidDataException">The section is damaged or does not fit the shape.</exception>
        public static float[] Decode(int coder, byte[] data, int offset, int length, int[] shape)
        {
            JpegSection section = new JpegSection(coder, data, offset, length, shape);
            int end = offset + length;
            return coder == JpegSection.Tiled ? DecodeTiles(section, data, end) : DecodeNeurons(section, data, end, null);
        }

        /// <summary>The section's pictures as complete JFIF files: one for each neuron, or the one of all tiles.</summary>
        /// <returns>File names, which sort as the neurons do, with their contents.</returns>
        /// <exception cref="InvalidDataException">The section is damaged or does not fit the shape.</exception>
        public static KeyValuePair<string, byte[]>[] Extract(int coder, byte[] data, int offset, int length, int[] shape)
        {
            JpegSection section = new JpegSection(coder, data, offset, length, shape);
            int end = offset + length;
            if (coder == JpegSection.Tiled)
            {
                DecodeTiles(section, data, end);
                return new[] { new KeyValuePair<string, byte[]>("tiles.jpg", Slice(data, section.Body, end)) };
            }
            List<int> ends = new List<int>();
            DecodeNeurons(section, data, end, ends);
            int position = section.Body;
            int tables = JpegSection.Number(data, ref position, end);
            byte[] head = Slice(data, position + 2, position + tables - 2);
            byte[] frame =
            {
                0xFF, 0xC0, 0, 11, 8, (byte)(section.Height >> 8), (byte)section.Height, (byte)(section.Width >> 8), (byte)section.Width, 1, 1, 0x11, 0,
            };
            position += tables;
            KeyValuePair<string, byte[]>[] files = new KeyValuePair<string, byte[]>[ends.Count];
            string digits = "D" + (ends.Count - 1).ToString(CultureInfo.InvariantCulture).Length.ToString(CultureInfo.InvariantCulture);
            for (int i = 0; i < files.Length; i++)
            {
                MemoryStream file = new MemoryStream();
                foreach (byte[] part in new[] { FileHead, head, frame, ScanHeader, Slice(data, position, ends[i]), new byte[] { 0xFF, JpegTables.Eoi } })
                    file.Write(part, 0, part.Length);
                files[i] = new KeyValuePair<string, byte[]>("neuron-" + i.ToString(digits, CultureInfo.InvariantCulture) + ".jpg", file.ToArray());
                position = ends[i];
            }
            return files;
        }

        static float[] DecodeTiles(JpegSection section, byte[] data, int end)
        {
            JpegDecoder decoder = new JpegDecoder();
            int width = section.Columns * section.Width;
            int height = section.Rows * section.Height;
            byte[] pixels = decoder.Decode(data, section.Body, end - section.Body, width, height);
            if (decoder.Width != width || decoder.Height != height || decoder.Consumed != end - section.Body)
                throw new InvalidDataException("JPEG section: its picture does not have the size that the tensor's shape needs, or something follows it.");
            float[] weights = new float[section.Count * section.Height * section.Width];
            for (int i = 0; i < section.Count; i++)
                section.Dequantise(i, pixels, i / section.Columns * section.Height * width + i % section.Columns * section.Width, width, weights);
            return weights;
        }

        static float[] DecodeNeurons(JpegSection section, byte[] data, int end, List<int> ends)
        {
            int position = section.Body;
            int length = JpegSection.Number(data, ref position, end);
            if (length > end - position)
                throw new InvalidDataException("JPEG section: its tables are longer than it.");
            JpegTables tables = new JpegTables();
            tables.ReadTablesOnly(data, position, position + length);
            if (tables.RestartInterval != 0)
                throw new InvalidDataException("JPEG section: restart markers are not used in it.");
            position += length;
            JpegScan scan = new JpegScan(tables, 0, 0, 0);
            JpegScan.RequireBytes(section.Count * JpegScan.Blocks(section.Width, section.Height), end - position);
            byte[] pixels = new byte[section.Height * section.Width];
            float[] weights = new float[section.Count * pixels.Length];
            for (int i = 0; i < section.Count; i++)
            {
                position = scan.Decode(data, position, end, section.Width, section.Height, pixels, null);
                section.Dequantise(i, pixels, 0, section.Width, weights);
                if (ends != null)
                    ends.Add(position);
            }
            if (position != end)
                throw new InvalidDataException("JPEG section: " + (end - position) + " bytes follow its last picture.");
            return weights;
        }

        static byte[] Slice(byte[] data, int from, int to)
        {
            byte[] slice = new byte[to - from];
            Array.Copy(data, from, slice, 0, slice.Length);
            return slice;
        }
    }
}
