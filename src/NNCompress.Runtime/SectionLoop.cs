using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace NNCompress.Runtime
{
    /// <summary>Does something with each section of a file, several at a time.</summary>
    static class SectionLoop
    {
        /// <summary>The largest first, so that none is left over at the end; of several that fail, the first in the file is told of, when all have been done.</summary>
        /// <param name="sections">Of the file.</param>
        /// <param name="threads">The most to use.</param>
        /// <param name="work">Given the number of a section and that of the worker, from 0 to <paramref name="threads"/> - 1; no two run as the same worker at a time.</param>
        public static void Run(IReadOnlyList<NnzSection> sections, int threads, Action<int, int> work)
        {
            int[] order = LargestFirst(sections);
            Exception[] failures = new Exception[order.Length];
            int next = -1;
            Action<int> run = worker =>
            {
                for (int k = Interlocked.Increment(ref next); k < order.Length; k = Interlocked.Increment(ref next))
                {
                    try
                    {
                        work(order[k], worker);
                    }
                    catch (Exception failure)
                    {
                        failures[order[k]] = failure;
                    }
                }
            };
            Task[] others = new Task[Math.Max(0, Math.Min(order.Length, threads) - 1)];
            for (int i = 0; i < others.Length; i++)
            {
                int worker = i + 1;
                others[i] = Task.Run(() => run(worker));
            }
            run(0);
            Task.WaitAll(others);
            foreach (Exception failure in failures)
            {
                if (failure != null)
                    ExceptionDispatchInfo.Capture(failure).Throw();
            }
        }

        private static int[] LargestFirst(IReadOnlyList<NnzSection> sections)
        {
            int[] order = new int[sections.Count];
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            Array.Sort(order, (a, b) => sections[a].DecodedBytes != sections[b].DecodedBytes ? sections[b].DecodedBytes.CompareTo(sections[a].DecodedBytes) : a.CompareTo(b));
            return order;
        }
    }
}
