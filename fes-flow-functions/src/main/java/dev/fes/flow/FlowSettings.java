package dev.fes.flow;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What every flow has; the fields of the flow itself, {@link dev.fes.api.Flow}, are bound from the
 * same prefix.
 *
 * @param type the flow's type as the resource names it
 * @param function the function to host, or several joined by a pipe; by default the one of the
 *     type, or the app's name in a stream of Spring Cloud Data Flow
 * @param filter the JSONPath of the function called filter, which keeps what it matches
 * @param partitionKeyFields the payload fields whose values order is kept for; a dot leads into an
 *     object. Without any the whole event stream is in commit order
 */
@ConfigurationProperties("fes.flow")
public record FlowSettings(
    String type,
    @Nullable String function,
    @Nullable String filter,
    List<String> partitionKeyFields) {

  public FlowSettings {
    type = Objects.requireNonNullElse(type, "");
    partitionKeyFields = partitionKeyFields == null ? List.of() : List.copyOf(partitionKeyFields);
  }
}
