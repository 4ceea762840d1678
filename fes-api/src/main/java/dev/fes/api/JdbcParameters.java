package dev.fes.api;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The driver parameters that may be set, and what each may say, by who sets them. Left out of both
 * is what loads classes, writes files, runs statements, moves the connection elsewhere, or carries
 * a password.
 */
public enum JdbcParameters {
  /** Whoever may create a resource: nothing that names a file. */
  RESOURCE(Map.of()),
  /** The installation's operator, who also decides what files a source's process has. */
  INSTALLATION(
      Map.of(
          "gssEncMode",
          Shape.oneOf("disable|allow|prefer|require"),
          "sslcert",
          Shape.FILE,
          "sslkey",
          Shape.FILE,
          "sslrootcert",
          Shape.FILE));

  /** What a value has to match, and how that is told. */
  private record Shape(Pattern pattern, String words) {

    static final Shape FLAG = new Shape(Pattern.compile("true|false|"), "true or false");

    /** Not 0: to the driver that is to wait for ever. */
    static final Shape SECONDS =
        new Shape(
            Pattern.compile("[1-9]\\d{0,5}"), "1 or more whole seconds without a unit, such as 30");

    static final Shape TEXT =
        new Shape(
            Pattern.compile("[^\\p{Cntrl}]{1,63}"), "1 to 63 characters, none of them a control");
    static final Shape FILE =
        new Shape(
            Pattern.compile("/[^\\p{Cntrl}]{1,254}"),
            "an absolute path, such as /secrets/pg/ca.pem");

    static Shape oneOf(String values) {
      return new Shape(Pattern.compile(values), "one of " + values.replace("|", ", "));
    }
  }

  private static final Map<String, Shape> HARMLESS =
      Map.ofEntries(
          Map.entry("ApplicationName", Shape.TEXT),
          Map.entry("channelBinding", Shape.oneOf("disable|prefer|require")),
          Map.entry("connectTimeout", Shape.SECONDS),
          Map.entry("loginTimeout", Shape.SECONDS),
          Map.entry("socketTimeout", Shape.SECONDS),
          Map.entry("ssl", Shape.FLAG),
          Map.entry("sslmode", Shape.oneOf("disable|allow|prefer|require|verify-ca|verify-full")),
          Map.entry("sslNegotiation", Shape.oneOf("postgres|direct")),
          Map.entry(
              "targetServerType",
              Shape.oneOf(
                  "any|primary|master|slave|secondary|preferSlave|preferSecondary|preferPrimary")),
          Map.entry("tcpKeepAlive", Shape.FLAG),
          Map.entry("user", Shape.TEXT));

  private final Map<String, Shape> further;

  JdbcParameters(Map<String, Shape> further) {
    this.further = further;
  }

  /** The names of those that may be set. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(HARMLESS.keySet());
    names.addAll(further.keySet());
    return Collections.unmodifiableSet(names);
  }

  /** What is wrong with a parameter and its mend, without the value; empty where it may be set. */
  public Optional<String> fault(String name, String value) {
    Shape shape = shape(name);
    if (shape == null) {
      return Optional.of("is not allowed: take it out" + alternatives(name));
    }
    return shape.pattern().matcher(value).matches()
        ? Optional.empty()
        : Optional.of("has a value that is not allowed: " + mend(shape));
  }

  /** What may stand in an allowed parameter. */
  String mend(String name) {
    Shape shape = shape(name);
    return shape == null ? "take it out" : mend(shape);
  }

  private static String mend(Shape shape) {
    return "write " + shape.words();
  }

  boolean allows(String name) {
    return shape(name) != null;
  }

  boolean allows(String name, @Nullable String value) {
    return value != null && fault(name, value).isEmpty();
  }

  /** The one that somebody may have meant, and all there are. */
  String alternatives(String name) {
    return Spelling.didYouMean(name, names()) + " (allowed: " + String.join(", ", names()) + ")";
  }

  private @Nullable Shape shape(String name) {
    Shape harmless = HARMLESS.get(name);
    return harmless == null ? further.get(name) : harmless;
  }
}
