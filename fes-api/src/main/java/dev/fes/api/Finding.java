package dev.fes.api;

import java.util.regex.Pattern;

/**
 * One thing that is wrong with a resource: where, and in one line what is wrong and the mend.
 *
 * @param path the field, from the part that was checked: {@code
 *     spec.eventStreams[0].sink.eventType}; empty for the whole
 */
public record Finding(String path, String message) {

  private static final int MAX_SHOWN = 64;
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][\\w-]{0,63}");
  private static final Pattern UNSHOWABLE = Pattern.compile("[\\p{Cntrl}\"\\p{Cs}\u2028\u2029]");

  /** The same finding seen from the part that holds the checked one. */
  public Finding under(String parent) {
    return new Finding(join(parent, path), message);
  }

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }

  /** The path of a field, which may have any name. */
  static String member(String parent, String name) {
    if (PLAIN_NAME.matcher(name).matches()) {
      return join(parent, name);
    }
    String shown = name.substring(0, Math.min(name.length(), MAX_SHOWN));
    return parent + "[\"" + UNSHOWABLE.matcher(shown).replaceAll("?") + "\"]";
  }

  /** Whether one of the two is the other, or a part of it. */
  static boolean related(String path, String other) {
    String longer = path.length() < other.length() ? other : path;
    String shorter = path.length() < other.length() ? path : other;
    return shorter.isEmpty()
        || longer.equals(shorter)
        || (longer.startsWith(shorter) && ".[".indexOf(longer.charAt(shorter.length())) >= 0);
  }

  static String join(String parent, String child) {
    if (parent.isEmpty() || child.isEmpty()) {
      return parent + child;
    }
    return child.startsWith("[") ? parent + child : parent + "." + child;
  }
}
