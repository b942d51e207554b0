using System.Runtime.CompilerServices;

namespace NNCompress.Runtime
{
    /// <summary>Where the estimates and weights of a level's decisions are found, for the first of their kinds.</summary>
    struct LevelContext
    {
        /// <summary>From one class to the next in a table of estimates.</summary>
        public const int Stride = 32;

        /// <summary>Sets of weights that a kind of decision has.</summary>
        public const int Sets = 4;

        /// <summary>Class of the predicted magnitude.</summary>
        public readonly int Predicted;

        /// <summary>Class of the expected magnitude.</summary>
        public readonly int Expected;

        /// <summary>1 where the prediction is negative.</summary>
        public readonly int Flip;

        /// <summary>In the estimates by the scale of row and column.</summary>
        public readonly int Scale;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LevelContext(long sums, int rowTerm, int columnClass, int rowClass)
        {
            unchecked
            {
                int predicted = (int)(sums >> 32);
                int flip = predicted >> 31;
                Predicted = ScaleClasses.OfPrediction((predicted ^ flip) - flip);
                Expected = ScaleClasses.Of((int)sums + rowTerm);
                Flip = -flip;
                Scale = columnClass * Stride + rowClass;
            }
        }

        /// <summary>In the estimates by what the neighbours predict.</summary>
        public int Prediction
        {
            get { return Predicted * Stride + Expected; }
        }

        public int Set
        {
            get { return Predicted < Sets ? Predicted : Sets - 1; }
        }
    }
}
