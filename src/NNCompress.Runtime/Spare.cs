using System;
using System.Threading;

namespace NNCompress.Runtime
{
    /// <summary>Memory of a model that is no longer read, for the next one, if the collector has not taken it: to ask the system for it takes as long as to decode some thousand weights.</summary>
    sealed class Spare<T>
        where T : class
    {
        private WeakReference last;

        /// <summary>What was given last, for one caller alone; or null.</summary>
        public T Take()
        {
            WeakReference reference = Interlocked.Exchange(ref last, null);
            return reference == null ? null : (T)reference.Target;
        }

        /// <summary>The giver must no longer use it.</summary>
        public void Give(T memory)
        {
            Volatile.Write(ref last, new WeakReference(memory));
        }
    }
}
