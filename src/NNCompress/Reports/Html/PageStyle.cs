namespace NNCompress.Reports.Html;

/// <summary>The style sheet of every page.</summary>
internal static class PageStyle
{
    public const string Text = """

        :root {
          --page: #f6f7f9; --card: #ffffff; --ink: #16202c; --soft: #566373; --line: #d9dfe6; --grid: #e7ebf0;
          --kept: #2563c9; --left: #d9730d; --good: #1a7f47; --good-card: #e3f5ea; --bad: #b3261e; --bad-card: #fce8e6; --plain-card: #e9eef5;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0f141b; --card: #181f29; --ink: #e6ebf2; --soft: #9aa7b6; --line: #2c3644; --grid: #232c38;
            --kept: #6aa5ff; --left: #ff9d4d; --good: #5fd08d; --good-card: #12301f; --bad: #ff8a80; --bad-card: #3a1917; --plain-card: #232c38;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
        main { max-width: 1120px; margin: 0 auto; padding: 28px 24px 56px; }
        h1 { margin: 0; font-size: 26px; line-height: 1.25; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        h2 { margin: 0 0 4px; font-size: 18px; }
        h3 { margin: 18px 0 6px; font-size: 14px; font-weight: 600; overflow-wrap: anywhere; }
        p { margin: 0 0 10px; max-width: 75ch; }
        .lead { margin: 4px 0 18px; color: var(--soft); overflow-wrap: anywhere; }
        .note { color: var(--soft); font-size: 13px; }
        section { margin: 0 0 16px; padding: 18px 20px 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
        section.bare { padding: 0; background: none; border: 0; }
        .verdict { max-width: none; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin: 0 0 14px; padding: 10px 14px; border-radius: 9px; background: var(--plain-card); }
        .verdict b { white-space: nowrap; }
        .verdict.good { background: var(--good-card); } .verdict.good b { color: var(--good); }
        .verdict.bad { background: var(--bad-card); } .verdict.bad b { color: var(--bad); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px; } .tile.long { grid-column: span 2; }
        .tile { padding: 12px 14px 14px; border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
        .tile .name { color: var(--soft); font-size: 13px; }
        .tile .value { font-size: 25px; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .tile .from { color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
        .bar { height: 7px; margin-top: 9px; border-radius: 4px; background: var(--grid); overflow: hidden; }
        .bar i { display: block; height: 100%; min-width: 2px; border-radius: 4px; background: var(--kept); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); gap: 10px 26px; }
        figure { margin: 0; min-width: 0; }
        figcaption { font-size: 13px; color: var(--soft); overflow-wrap: anywhere; }
        svg { display: block; width: 100%; height: auto; }
        svg.curve { max-width: 1000px; } svg.curve.narrow { display: none; } svg.histogram { max-width: 450px; } svg.graph { max-width: 450px; } svg.interval { max-width: 400px; margin-top: 6px; }
        svg text { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; fill: var(--soft); font-variant-numeric: tabular-nums; }
        svg text.strong { fill: var(--ink); font-weight: 600; }
        svg .axis { stroke: var(--soft); stroke-width: 1; fill: none; }
        svg .grid { stroke: var(--grid); stroke-width: 1; }
        svg .kept { fill: var(--kept); } svg .left { fill: var(--left); }
        svg .cut { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 5 3; fill: none; }
        svg text.cut { stroke: none; fill: var(--bad); }
        svg .zone { fill: var(--bad); opacity: 0.07; }
        svg .front { fill: none; stroke: var(--kept); stroke-width: 1.5; opacity: 0.65; }
        svg .held { fill: var(--kept); opacity: 0.75; } svg .missed { fill: var(--card); stroke: var(--left); stroke-width: 1.3; opacity: 0.85; }
        svg .chosen { fill: var(--ink); stroke: var(--card); stroke-width: 1.5; } svg .whisker { stroke: var(--ink); stroke-width: 1.6; }
        svg .origin { fill: var(--card); stroke: var(--ink); stroke-width: 1.8; }
        svg .before { fill: none; stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 2; }
        svg .flow { fill: var(--kept); opacity: 0.16; } svg .skip { fill: none; stroke: var(--soft); stroke-width: 1.2; opacity: 0.7; }
        .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 4px 0 6px; font-size: 13px; color: var(--soft); }
        .legend span { white-space: nowrap; }
        .legend i { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 50%; vertical-align: -1px; background: var(--soft); }
        .legend i.kept { background: var(--kept); } .legend i.left { background: var(--left); } .legend i.hollow { background: none; border: 1.6px solid var(--left); }
        .legend i.ink { background: var(--ink); } .legend i.ring { background: none; border: 1.8px solid var(--ink); } .legend i.dash { height: 0; width: 16px; border-radius: 0; background: none; border-top: 2px dashed var(--bad); vertical-align: 4px; }
        .scroll { overflow: auto; max-height: 75vh; }
        table { width: 100%; border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; }
        th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
        th, td { padding: 6px 0 6px 14px; border-bottom: 1px solid var(--grid); vertical-align: top; }
        th:first-child, td:first-child { padding-left: 0; } td { overflow-wrap: anywhere; } td:first-child { min-width: 8ch; } td.n, th.n { text-align: right; white-space: nowrap; }
        table.plain th { white-space: normal; vertical-align: bottom; } table.plain td { white-space: nowrap; } table.plain th, table.plain td { padding-left: 12px; font-size: 13px; } table.plain th:first-child, table.plain td:first-child { padding-left: 0; }
        tr.best td { font-weight: 650; background: var(--good-card); }
        tr:last-child td { border-bottom: 0; }
        .sheet { display: flex; flex-wrap: wrap; gap: 8px; } .sheet + .sheet { margin-top: 12px; }
        .sheet figure { text-align: center; } .sheet figcaption { font-size: 11px; line-height: 1.3; }
        .sheet img { display: block; border-radius: 2px; image-rendering: pixelated; }
        .sheet img + img { margin-top: 3px; }
        .sheet .gone img { outline: 2px solid var(--left); outline-offset: 1px; } .sheet .gone figcaption { margin-top: 4px; color: var(--left); }
        .wide { display: flex; flex-wrap: wrap; gap: 14px; } .wide figure { flex: 1 1 300px; max-width: 480px; } .wide img { display: block; width: 100%; height: auto; image-rendering: pixelated; border: 1px solid var(--line); }
        pre { margin: 6px 0 10px; padding: 12px 14px; border-radius: 9px; background: var(--plain-card); white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; -webkit-user-select: all; user-select: all; }
        @media (max-width: 620px) {
          main { padding: 16px 12px 40px; }
          section { padding: 14px 14px 16px; }
          h1 { font-size: 21px; }
          svg.curve { display: none; } svg.curve.narrow { display: block; }
          .tiles { grid-template-columns: 1fr 1fr; gap: 8px; } .tile { padding: 10px 11px 12px; } .tile.long { grid-column: 1 / -1; } .tile .value { font-size: 20px; }
          .scroll { max-height: none; }
          table.cards thead { display: none; }
          table.cards tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); }
          table.cards tr.best { padding: 8px; border-radius: 8px; background: var(--good-card); } table.cards tr.best td { background: none; }
          table.cards td { display: flex; justify-content: space-between; gap: 14px; padding: 1px 0 !important; border: 0; text-align: right; }
          table.cards td:empty { display: none; }
          table.cards td::before { content: attr(data-name); color: var(--soft); text-align: left; flex: none; }
          table.cards td:first-child { display: block; font-weight: 600; text-align: left; } table.cards td:first-child::before { content: none; }
        }
        @media print { body { background: none; } section { break-inside: avoid; } .scroll { max-height: none; } }

        """;
}
