package dev.fes.bench;

import java.util.Map;

/** One figure of one workload as horizontal bars, an entrant each. */
record Bars(Medians medians, String figure) {

  private static final int WIDTH = 760;
  private static final int LABELS = 290;
  private static final int ROOM_FOR_VALUE = 80;
  private static final int ROW = 30;
  private static final int TOP = 44;

  String svg() {
    StringBuilder svg = new StringBuilder();
    int height = TOP + ROW * medians.byEntrant().size() + 10;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="10" y="24" font-size="15" font-weight="bold">%s: %s</text>
        """
            .formatted(WIDTH, height, WIDTH, height, escaped(medians.workload()), escaped(figure)));
    int row = 0;
    for (Map.Entry<String, Map<String, Double>> one : medians.byEntrant().entrySet()) {
      svg.append(bar(TOP + ROW * row++, one.getKey(), one.getValue().getOrDefault(figure, 0.0)));
    }
    return svg.append("</svg>\n").toString();
  }

  private String bar(int top, String entrant, double value) {
    double length = value / most() * (WIDTH - LABELS - ROOM_FOR_VALUE);
    return """
    <text x="%d" y="%d" text-anchor="end">%s</text>
    <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
    <text x="%.1f" y="%d">%s</text>
    """
        .formatted(
            LABELS - 8,
            top + 16,
            escaped(entrant),
            LABELS,
            top + 2,
            length,
            ROW - 10,
            entrant.startsWith("FES") ? "#1f6feb" : "#9aa4b2",
            LABELS + length + 6,
            top + 16,
            Number.of(value));
  }

  private double most() {
    return medians.byEntrant().values().stream()
        .mapToDouble(figures -> figures.getOrDefault(figure, 0.0))
        .filter(value -> value > 0)
        .max()
        .orElse(1);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
