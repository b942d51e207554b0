using NNCompress.Models;
using NNCompress.TorchSharp.Graphs;

namespace NNCompress.TorchSharp.Operators;

/// <summary>The operators of the default domain that the engine runs, and what makes a function of each.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Func<TorchContext, Function>> Operators = new[]
    {
        Products.Table, Windows.Table, Activations.Table, UnaryFunctions.Table, Arithmetic.Table, Normalisations.Table, Reductions.Table, Layouts.Table, Indexing.Table,
    }.SelectMany(table => table).ToDictionary();

    public static IReadOnlyCollection<string> Names => Operators.Keys;

    public static Func<TorchContext, Function>? Find(Node node) => node.Domain.Length == 0 ? Operators.GetValueOrDefault(node.OpType) : null;
}
