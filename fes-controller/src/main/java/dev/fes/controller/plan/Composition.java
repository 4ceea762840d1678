package dev.fes.controller.plan;

import dev.fes.api.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the stages of a resource run; what they are is the same. */
public enum Composition {
  /** Each in a process of its own. */
  STAGED("staged"),
  /** All in one process. */
  COMPACT("compact");

  private static final String ANNOTATION = "fes.zalando.org/composition";

  private final String title;

  Composition(String title) {
    this.title = title;
  }

  /** As it is written in a manifest and in the configuration. */
  public String title() {
    return title;
  }

  /** What a resource chooses, or the installation's. */
  static Composition of(Map<String, String> annotations, Composition otherwise) {
    return chosen(annotations).flatMap(Composition::named).orElse(otherwise);
  }

  static List<Finding> findings(Map<String, String> annotations) {
    return chosen(annotations)
        .filter(value -> named(value).isEmpty())
        .map(
            _ ->
                new Finding(
                    "metadata.annotations[" + ANNOTATION + "]",
                    "is neither staged nor compact: write one of them, or leave it out"))
        .stream()
        .toList();
  }

  private static Optional<String> chosen(Map<String, String> annotations) {
    return Optional.ofNullable(annotations.get(ANNOTATION));
  }

  private static Optional<Composition> named(String title) {
    return Stream.of(values()).filter(one -> one.title.equals(title)).findFirst();
  }
}
