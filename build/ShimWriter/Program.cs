// Writes the decoder's source, as NNCompress.MSBuild ships it, to the file given.
using NNCompress.Coding;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: ShimWriter OUTPUT.cs");
    return 1;
}
File.WriteAllText(args[0], ShimSource.Decoder());
return 0;
