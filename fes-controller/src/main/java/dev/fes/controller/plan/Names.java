package dev.fes.controller.plan;

import dev.fes.api.ResourceKey;
import dev.fes.api.event.EventId;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names made of content, within the limits of DNS labels and topics; a cut keeps the hash. */
final class Names {

  private static final int LABEL = 63;
  private static final int HASH = 8;
  private static final int TITLE_IN_STAGE = 24;

  /** 249 less {@code fes.}, a namespace, an event stream, {@code .dead-letters} and two dots. */
  private static final int RESOURCE_IN_TOPIC = 100;

  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private Names() {}

  /** {@code <title>-<hash>}. */
  static String label(String title, UUID content) {
    return cut(clean(title), LABEL - HASH - 1) + "-" + hash(content);
  }

  /** {@code <title>-<digest>}, which no other content has. */
  static String key(String title, UUID content) {
    return cut(clean(title), LABEL) + "-" + content;
  }

  /** The name itself where it is a plain label, else one made of it. */
  static String labelOf(String name, int length) {
    if (name.length() <= length && PLAIN.matcher(name).matches()) {
      return name;
    }
    return cut(clean(name), length - HASH - 1) + "-" + hash(EventId.of("label", name));
  }

  /** {@code <resource>-<title>-<hash>-<role>}, unique in the namespace. */
  static String stage(ResourceKey key, String title, String streamOrReader, Role role) {
    String end = "-" + hash(EventId.of("stage", key.name(), streamOrReader)) + "-" + role.title();
    String middle = cut(clean(title), TITLE_IN_STAGE);
    return cut(clean(key.name()), LABEL - end.length() - middle.length() - 1) + "-" + middle + end;
  }

  /** {@code <resource>-<hash>-compact}, unique in the namespace. */
  static String compact(ResourceKey key) {
    String end = "-" + hash(EventId.of("compact", key.name())) + "-" + Composition.COMPACT.title();
    return cut(clean(key.name()), LABEL - end.length()) + end;
  }

  /** {@code fes.<namespace>.<resource>.<stream>}. */
  static String stem(ResourceKey key, String stream) {
    return "fes." + key.namespace() + "." + labelOf(key.name(), RESOURCE_IN_TOPIC) + "." + stream;
  }

  private static String hash(UUID content) {
    return content.toString().substring(0, HASH);
  }

  private static String clean(String text) {
    String label =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return label.isEmpty() ? "x" : label;
  }

  private static String cut(String label, int length) {
    return label.length() <= length ? label : label.substring(0, length).replaceAll("-+$", "");
  }
}
