using Pages;

// Opens pages in a headless Chromium. "check PAGE…" says what is wrong with them at every width, light and dark; "show PAGE WIDTH light|dark TARGET.png [HEIGHT [HEADING]]" takes a picture.
if (args is not (["check", _, ..] or ["show", _, _, "light" or "dark", _, ..]))
{
    Console.Error.WriteLine("Usage: Pages check PAGE.html …    Pages show PAGE.html WIDTH light|dark TARGET.png [HEIGHT [HEADING]]");
    return 1;
}
using Chromium chromium = await Chromium.Start();
if (args[0] == "show")
{
    using Tab camera = await Tab.Open(chromium);
    await Screenshot.Write(camera, new PageView(int.Parse(args[2]), args[3] == "dark"), args[1], args[4], args.Length > 6 ? args[6] : null, args.Length > 5 ? int.Parse(args[5]) : null);
    return 0;
}
int passed = 0, failed = 0;
foreach (string page in args[1..])
{
    foreach (PageView view in PageView.All)
    {
        using Tab tab = await Tab.Open(chromium);
        IReadOnlyList<string> wrong = await PageCheck.Of(tab, view, page);
        foreach (string complaint in wrong)
            Console.WriteLine($"{page} at {view}: {complaint}");
        if (wrong.Count == 0)
            passed++;
        else
            failed++;
    }
}
Console.WriteLine($"{(failed == 0 ? "Passed" : "Failed")}! - Failed: {failed}, Passed: {passed}, Skipped: 0, Total: {passed + failed} - pages in Chromium");
return failed == 0 ? 0 : 1;
