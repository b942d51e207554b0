namespace NNCompress.Engines.Managed.Operators;

/// <summary>An operation on two floats, one at a time; true is 1 and false 0.</summary>
internal interface IPair
{
    static abstract float Apply(float a, float b);
}

internal readonly struct IntegerQuotient : IPair
{
    public static float Apply(float a, float b) => MathF.Truncate(a / b);
}

/// <summary>The remainder with the divisor's sign.</summary>
internal readonly struct FlooredRemainder : IPair
{
    public static float Apply(float a, float b) => a - (b * MathF.Floor(a / b));
}

/// <summary>The remainder with the dividend's sign, as C's fmod.</summary>
internal readonly struct TruncatedRemainder : IPair
{
    public static float Apply(float a, float b) => a % b;
}

internal readonly struct Power : IPair
{
    public static float Apply(float a, float b) => b == 2 ? a * a : b == 0.5f ? MathF.Sqrt(a) : MathF.Pow(a, b);
}

/// <summary>A power of integers: what it has of a fraction is cut off.</summary>
internal readonly struct IntegerPower : IPair
{
    public static float Apply(float a, float b) => MathF.Truncate((float)Math.Pow(a, b));
}

internal readonly struct Leak : IPair
{
    public static float Apply(float a, float b) => a < 0 ? a * b : a;
}

internal readonly struct IsEqual : IPair
{
    public static float Apply(float a, float b) => a == b ? 1 : 0;
}

internal readonly struct IsGreater : IPair
{
    public static float Apply(float a, float b) => a > b ? 1 : 0;
}

internal readonly struct IsLess : IPair
{
    public static float Apply(float a, float b) => a < b ? 1 : 0;
}

internal readonly struct IsGreaterOrEqual : IPair
{
    public static float Apply(float a, float b) => a >= b ? 1 : 0;
}

internal readonly struct IsLessOrEqual : IPair
{
    public static float Apply(float a, float b) => a <= b ? 1 : 0;
}

internal readonly struct Conjunction : IPair
{
    public static float Apply(float a, float b) => a != 0 && b != 0 ? 1 : 0;
}

internal readonly struct Disjunction : IPair
{
    public static float Apply(float a, float b) => a != 0 || b != 0 ? 1 : 0;
}

internal readonly struct Exclusion : IPair
{
    public static float Apply(float a, float b) => (a != 0) != (b != 0) ? 1 : 0;
}
