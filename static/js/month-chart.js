// Draws the twelve periods from the numbers that stand in the page; the table below has the same.
(() => {
  "use strict";

  const place = document.getElementById("trend-chart");
  const held = document.getElementById("trend-data");
  if (!place || !held || !window.echarts) {
    return;
  }
  const trend = JSON.parse(held.textContent);
  const looks = [
    { color: "--calm", symbol: "circle", type: "solid" },
    { color: "--soon", symbol: "rect", type: "dashed" },
    { color: "--good", symbol: "triangle", type: "dotted" },
    { color: "--seal", symbol: "diamond", type: "solid" },
  ];

  const draw = (chart) => {
    const tokens = getComputedStyle(document.documentElement);
    const token = (name) => tokens.getPropertyValue(name).trim();
    const text = { color: token("--ink"), fontFamily: token("--font-body") };
    const soft = { ...text, color: token("--ink-soft") };
    chart.setOption(
      {
        animation: false,
        aria: { enabled: true, decal: { show: true } },
        textStyle: text,
        grid: { left: 8, right: 20, top: 40, bottom: 8, containLabel: true },
        legend: { top: 0, textStyle: text, itemWidth: 28 },
        tooltip: {
          trigger: "axis",
          backgroundColor: token("--surface"),
          borderColor: token("--line-strong"),
          textStyle: text,
        },
        xAxis: {
          type: "category",
          data: trend.periods,
          axisLabel: { ...soft, hideOverlap: true },
          axisLine: { lineStyle: { color: token("--line-strong") } },
        },
        yAxis: {
          type: "value",
          min: (held) => Math.max(0, Math.floor((held.min - 3) / 10) * 10),
          max: 100,
          axisLabel: soft,
          splitLine: { lineStyle: { color: token("--line") } },
        },
        series: trend.series.map((series, number) => {
          const look = looks[number % looks.length];
          const isLast = number === trend.series.length - 1;
          return {
            name: series.name,
            type: "line",
            data: series.values,
            symbol: look.symbol,
            symbolSize: 7,
            itemStyle: { color: token(look.color) },
            lineStyle: { color: token(look.color), type: look.type, width: isLast ? 3 : 1.5 },
          };
        }),
      },
      true,
    );
  };

  const chart = window.echarts.init(place, null, { renderer: "svg" });
  draw(chart);
  new ResizeObserver(() => chart.resize()).observe(place);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(chart));
})();
