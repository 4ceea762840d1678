package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one process answers to Prometheus.
 *
 * @param types by the metric's name
 */
record Scrape(String text, Map<String, String> types) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(\\w+?)(?:_bucket|_sum|_count)?(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Scrape of(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
            .build();
    try {
      String text = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
      Map<String, String> types = new TreeMap<>();
      TYPE.matcher(text).results().forEach(match -> types.put(match.group(1), match.group(2)));
      return new Scrape(text, types);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The names of the tags that its series have; of a histogram without that of the bucket. */
  Set<String> tags(String metric) {
    Set<String> tags = new TreeSet<>();
    Matcher samples = SAMPLE.matcher(text);
    while (samples.find()) {
      if (samples.group(1).equals(metric) && samples.group(2) != null) {
        tags.addAll(labels(samples.group(2)).keySet());
      }
    }
    tags.remove("le");
    return tags;
  }

  /** The values that a tag has among all series. */
  Set<String> values(String tag) {
    return SAMPLE
        .matcher(text)
        .results()
        .filter(sample -> sample.group(2) != null)
        .map(sample -> labels(sample.group(2)).get(tag))
        .filter(value -> value != null)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> labels(String written) {
    return LABEL
        .matcher(written)
        .results()
        .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
  }
}
