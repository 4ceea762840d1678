package dev.fes.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects all that is wrong with one part of a resource; an absent value is wrong only where it is
 * required.
 */
final class Checks {

  private static final int MAX_IDENTIFIER_BYTES = 63;

  private final List<Finding> findings = new ArrayList<>();

  Checks that(boolean right, String path, String message) {
    if (!right) {
      findings.add(new Finding(path, message));
    }
    return this;
  }

  Checks required(String path, @Nullable Object value, String mend) {
    return that(value != null, path, "is required: " + mend);
  }

  Checks matches(String path, @Nullable String value, Pattern shape, String message) {
    return that(value == null || shape.matcher(value).matches(), path, message);
  }

  /** What Postgres takes as a name, quoted if need be. */
  Checks identifier(String path, @Nullable String value) {
    if (value == null) {
      return this;
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    return that(!value.isBlank(), path, "is blank: give the name")
        .that(
            value.chars().noneMatch(Character::isISOControl),
            path,
            "has a control character: take it out")
        .that(
            bytes <= MAX_IDENTIFIER_BYTES,
            path,
            "has %d bytes, but a Postgres name has at most 63: shorten it".formatted(bytes));
  }

  /**
   * An address that a client may be sent to; the value stays out of the message, for it may carry
   * credentials.
   */
  Checks httpAddress(String path, @Nullable URI uri) {
    if (uri == null) {
      return this;
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return that(
            (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null,
            path,
            "is not an absolute http or https address: write https://host/path")
        .that(
            uri.getRawUserInfo() == null,
            path,
            "carries credentials: take the part before the @ out")
        .that(
            uri.getRawQuery() == null && uri.getRawFragment() == null,
            path,
            "has a query or fragment: take the part from ? or # on out");
  }

  Checks positive(String path, @Nullable Integer value) {
    return that(
        value == null || value >= 1, path, "is " + value + ": give at least 1, or leave it out");
  }

  /** Names of fields, each once. */
  Checks fieldNames(String path, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String at = path + "[" + i + "]";
      that(
          name != null && !name.isBlank(),
          at,
          "is blank: name a field of the payload, or take it out");
      that(name == null || seen.add(name), at, "names a field a second time: take one of them out");
    }
    return this;
  }

  /** Takes over what is wrong with a value that has its own form. */
  Checks readable(String path, Runnable reading) {
    try {
      reading.run();
    } catch (InvalidResource e) {
      e.findings().forEach(finding -> findings.add(finding.under(path)));
    }
    return this;
  }

  /** Leaves only a part without findings. */
  void orThrow() {
    if (!findings.isEmpty()) {
      throw new InvalidResource(findings);
    }
  }
}
