package dev.fes.controller.plan;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may act and see payloads.
 *
 * @param tokenFile on one machine: the token that callers bring, read for each request; nobody may
 *     without it
 * @param tokenAudiences in a cluster: what a caller's token has to be made for; the API server's
 *     own where empty
 * @param stageKeyFile the key that the stages' tokens are made from; one of the controller's own
 *     where absent
 */
public record Ops(
    @Nullable Path tokenFile,
    @DefaultValue List<String> tokenAudiences,
    @Nullable Path stageKeyFile) {

  public Ops {
    tokenAudiences = List.copyOf(tokenAudiences);
  }

  /** Nobody may. */
  public static Ops closed() {
    return new Ops(null, List.of(), null);
  }
}
