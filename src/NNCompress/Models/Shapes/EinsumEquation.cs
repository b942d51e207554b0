namespace NNCompress.Models.Shapes;

/// <summary>
/// Einsum's equation with a number for every dimension: a letter is one, and so is each dimension that "..." stands for (counted from the last,
/// so that they broadcast).
/// </summary>
/// <param name="Terms">For each operand the numbers of its dimensions.</param>
/// <param name="Output">The numbers of the output's dimensions.</param>
/// <param name="Sizes">The size of each number.</param>
internal sealed record EinsumEquation(int[][] Terms, int[] Output, int[] Sizes)
{
    /// <exception cref="NncException">NNC2021: the equation does not fit the operands.</exception>
    public static EinsumEquation Of(ShapeContext c)
    {
        string equation = c.Node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        string[] sides = equation.Split("->"), inputs = sides[0].Split(',');
        if (sides.Length > 2 || inputs.Length != c.Node.Inputs.Count)
            throw Misfit();
        List<char> letters = [.. sides[0].Where(char.IsAsciiLetter).Distinct().Order()];
        int ellipsis = Enumerable.Range(0, inputs.Length).Max(i => EllipsisRank(inputs[i], c.Shape(i).Length));
        int[] sizes = [.. Enumerable.Repeat(1, letters.Count + ellipsis)];
        int[][] terms = [.. inputs.Select((term, i) => Numbers(term, EllipsisRank(term, c.Shape(i).Length)))];
        for (int i = 0; i < terms.Length; i++)
        {
            int[] shape = c.Shape(i);
            if (terms[i].Length != shape.Length)
                throw Misfit();
            for (int d = 0; d < shape.Length; d++)
            {
                ref int size = ref sizes[terms[i][d]];
                if (size != shape[d] && size != 1 && shape[d] != 1)
                    throw Misfit();
                size = size == 1 ? shape[d] : size;
            }
        }
        // Without an output, it has the letters that stand once, in alphabetical order.
        string wanted = sides.Length > 1 ? sides[1]
            : (ellipsis > 0 ? "..." : "") + string.Concat(letters.Where(l => sides[0].Count(other => other == l) == 1));
        if (wanted.Any(l => char.IsAsciiLetter(l) && !letters.Contains(l)))
            throw Misfit();
        return new EinsumEquation(terms, Numbers(wanted, ellipsis), sizes);

        int[] Numbers(string term, int rank)
        {
            string[] parts = term.Split("...");
            if (parts.Length > 2 || parts.Any(part => !part.All(char.IsAsciiLetter)))
                throw Misfit();
            IEnumerable<int> hidden = parts.Length == 2 ? Enumerable.Range(letters.Count + ellipsis - rank, rank) : [];
            return [.. parts[0].Select(l => letters.IndexOf(l)), .. hidden, .. parts.Length == 2 ? parts[1].Select(l => letters.IndexOf(l)) : []];
        }

        NncException Misfit() => c.Misfit($"has equation '{equation}' for shapes {string.Join(", ", c.Node.Inputs.Select((_, i) => ShapeContext.Text(c.Shape(i))))}");
    }

    /// <summary>The shape rule of Einsum.</summary>
    public static int[] Shape(ShapeContext c)
    {
        EinsumEquation equation = Of(c);
        return [.. equation.Output.Select(number => equation.Sizes[number])];
    }

    private static int EllipsisRank(string term, int rank) => term.Contains("...", StringComparison.Ordinal) ? Math.Max(0, rank - term.Count(char.IsAsciiLetter)) : 0;
}
