namespace CountingParts;

/// <summary>Counts, in a library of its own: what the plug-in needs beside itself.</summary>
public sealed class Tally
{
    public int Count { get; private set; }

    public void Add() => Count++;
}
