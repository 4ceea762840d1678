package dev.fes.api;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The driver parameters a resource may set, with what each may say. Left out is what loads classes,
 * reads or writes files, runs statements, moves the connection elsewhere, or is the installation's
 * to decide (root certificates).
 */
final class JdbcParameters {

  private static final Pattern FLAG = Pattern.compile("true|false|");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
  private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,63}");

  private static final Map<String, Pattern> SHAPES =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("ApplicationName", TEXT),
                  Map.entry("channelBinding", Pattern.compile("disable|prefer|require")),
                  Map.entry("connectTimeout", SECONDS),
                  Map.entry("loginTimeout", SECONDS),
                  Map.entry("socketTimeout", SECONDS),
                  Map.entry("ssl", FLAG),
                  Map.entry(
                      "sslmode",
                      Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full")),
                  Map.entry("sslNegotiation", Pattern.compile("postgres|direct")),
                  Map.entry(
                      "targetServerType",
                      Pattern.compile(
                          "any|primary|master|slave|secondary|preferSlave|preferSecondary|preferPrimary")),
                  Map.entry("tcpKeepAlive", FLAG),
                  Map.entry("user", TEXT))));

  private JdbcParameters() {}

  /** What the parameter may say; null for one that is not allowed. */
  static @Nullable Pattern shape(String name) {
    return SHAPES.get(name);
  }

  static Set<String> names() {
    return SHAPES.keySet();
  }
}
