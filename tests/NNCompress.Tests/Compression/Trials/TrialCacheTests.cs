using NNCompress.Compression.Trials;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Trials;

public sealed class TrialCacheTests : IDisposable
{
    private static readonly byte[] Run = TrialCache.Key("run");

    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void What_was_made_once_is_found_again_after_a_restart()
    {
        using (TrialCache first = Open())
            Assert.Equal("made", Ask(first, "key", "made"));
        using TrialCache second = Open();
        Assert.Equal("made", Ask(second, "key", "again"));
        Assert.Equal("other", Ask(second, "another key", "other"));
        Assert.Equal(1, second.Found);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(41)]
    public void A_last_entry_that_was_cut_off_is_made_anew_and_the_others_stay(int lost)
    {
        using (TrialCache cache = Open())
            _ = (Ask(cache, "one", "1"), Ask(cache, "two", "2"));
        using (FileStream file = File.Open(Directory.GetFiles(files.Folder).Single(), FileMode.Open))
            file.SetLength(file.Length - lost);
        using (TrialCache cache = Open())
            Assert.Equal(("1", "new"), (Ask(cache, "one", "new"), Ask(cache, "two", "new")));
        using TrialCache last = Open();
        Assert.Equal(("1", "new"), (Ask(last, "one", "x"), Ask(last, "two", "x")));
    }

    [Fact]
    public void A_damaged_entry_and_what_follows_are_made_anew()
    {
        using (TrialCache cache = Open())
            _ = (Ask(cache, "one", "1"), Ask(cache, "two", "2"));
        string path = Directory.GetFiles(files.Folder).Single();
        byte[] content = File.ReadAllBytes(path);
        content[8 + 40] ^= 1;
        File.WriteAllBytes(path, content);
        using TrialCache damaged = Open();
        Assert.Equal(("new", "new"), (Ask(damaged, "one", "new"), Ask(damaged, "two", "new")));
    }

    [Fact]
    public void A_file_that_is_something_else_is_begun_anew()
    {
        File.WriteAllText(Path.Combine(files.Folder, Convert.ToHexStringLower(Run) + ".trials"), "something else, and not short");
        using (TrialCache cache = Open())
            Ask(cache, "one", "1");
        using TrialCache again = Open();
        Assert.Equal("1", Ask(again, "one", "x"));
    }

    [Fact]
    public void Content_that_cannot_be_read_is_made_anew()
    {
        using TrialCache cache = Open();
        Ask(cache, "key", "made");
        Assert.Equal(5, cache.Get(TrialCache.Key("key"), () => 5, (w, v) => w.Write(v), _ => throw new InvalidDataException("no number")));
    }

    [Fact]
    public void Only_a_few_other_runs_stay()
    {
        for (int i = 0; i < 9; i++)
            TrialCache.Open(files.Folder, TrialCache.Key($"run {i}")).Dispose();
        Assert.Equal(5, Directory.GetFiles(files.Folder).Length);
    }

    [Fact]
    public void Without_a_folder_nothing_is_kept()
    {
        Assert.Equal("a", Ask(TrialCache.None, "key", "a"));
        Assert.Equal("b", Ask(TrialCache.None, "key", "b"));
    }

    private TrialCache Open() => TrialCache.Open(files.Folder, Run);

    private static string Ask(TrialCache cache, string key, string made) => cache.Get(TrialCache.Key(key), () => made, (writer, text) => writer.Write(text), reader => reader.ReadString());
}
