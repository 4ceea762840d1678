package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard of deploy/overlays/monitoring. */
record GrafanaDashboard(JsonNode file) {

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

  /** One query of one panel. */
  record Query(String panel, String expression) {}

  /** What a variable may be chosen from. */
  record Choice(String variable, String selector, String label) {}

  static GrafanaDashboard read() {
    try {
      return new GrafanaDashboard(
          JsonMapper.shared()
              .readTree(Files.readString(AlertRules.MONITORING.resolve("fes.json"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Query> queries() {
    return file.path("panels")
        .valueStream()
        .flatMap(
            panel ->
                panel
                    .path("targets")
                    .valueStream()
                    .map(
                        target ->
                            new Query(
                                panel.path("title").asString(), target.path("expr").asString())))
        .toList();
  }

  List<Choice> choices() {
    return file.at("/templating/list")
        .valueStream()
        .filter(variable -> variable.path("type").asString().equals("query"))
        .map(
            variable -> {
              Matcher query = LABEL_VALUES.matcher(variable.path("query").asString());
              if (!query.matches()) {
                throw new IllegalStateException("not understood: " + variable);
              }
              return new Choice(variable.path("name").asString(), query.group(1), query.group(2));
            })
        .toList();
  }

  /** As Grafana puts the choices into a query. */
  static String filled(String query, Map<String, String> chosen) {
    return VARIABLE
        .matcher(query)
        .replaceAll(
            match -> {
              String value = chosen.get(match.group(1));
              if (value == null) {
                throw new IllegalStateException("no variable " + match.group(1) + ": " + query);
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
