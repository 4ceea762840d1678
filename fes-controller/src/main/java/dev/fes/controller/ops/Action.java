package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for, as the audit log has it.
 *
 * @param name such as {@code pause}
 * @param resource null for what belongs to none
 * @param stream null for what is about all of the resource
 * @param details such as {@code stage=sink}; never what rows or events hold
 */
public record Action(
    String name,
    Right right,
    String namespace,
    @Nullable String resource,
    @Nullable String stream,
    List<String> details) {

  public Action {
    details = List.copyOf(details);
  }

  public static Action on(
      ResourceKey resource, String name, Right right, @Nullable String stream, String... details) {
    return new Action(name, right, resource.namespace(), resource.name(), stream, List.of(details));
  }

  public static Action in(String namespace, String name, Right right, String... details) {
    return new Action(name, right, namespace, null, null, List.of(details));
  }
}
