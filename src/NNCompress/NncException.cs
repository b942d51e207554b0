namespace NNCompress;

/// <summary>
/// A failure that a user can act on. <see cref="Code"/> is <c>NNC</c> and four digits from the append-only catalogue in
/// ERRORS.md: 1xxx usage, 2xxx input or unsupported graph, 3xxx accuracy budget, 9xxx internal.
/// </summary>
public sealed class NncException : Exception
{
    /// <param name="code"><c>NNC</c> and four digits.</param>
    /// <param name="path">The file that the error is about, or null.</param>
    /// <param name="message">One line: what, where (tensor or node), the value, the limit, the remedy.</param>
    /// <param name="inner">The cause, if another exception told of it.</param>
    public NncException(string code, string? path, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Path = path;
    }

    public string Code { get; }

    public string? Path { get; }

    /// <summary>The process exit code that belongs to <see cref="Code"/>: 1 usage, 2 input, 3 budget, 70 internal.</summary>
    public int ExitCode => Code[3] switch { '1' => 1, '2' => 2, '3' => 3, _ => 70 };
}
